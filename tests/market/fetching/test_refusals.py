from __future__ import annotations

from datetime import timedelta

import pytest

from market.errors import EmptyAnswer, MarketError, ProviderDown, Throttled, UnknownSymbol, Unlisted
from market.fetching.refusals import MOST, Refusals
from market.symbols import Symbol
from tests.market.fake_source import AFTER_CLOSE, IWM, RUT, SPY

UNLISTED = Unlisted("Fake Finance", "no data for IWM at the moment")
UNTIL_MIDNIGHT = timedelta(hours=7)  # in New York, where it is five o'clock


class Clock:
    passed = timedelta(0)

    def __call__(self) -> float:
        return self.passed.total_seconds()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def refusals(clock: Clock) -> Refusals:
    return Refusals(clock)


def test_an_unknown_symbol_is_left_alone_until_midnight_in_new_york(refusals: Refusals, clock: Clock) -> None:
    refusals.learn(IWM, UnknownSymbol("iwm"), AFTER_CLOSE)
    clock.passed = UNTIL_MIDNIGHT - timedelta(seconds=1)
    assert isinstance(refusals.of(IWM), UnknownSymbol)
    assert refusals.of(SPY) is None
    clock.passed = UNTIL_MIDNIGHT
    assert refusals.of(IWM) is None


def test_a_throttled_provider_is_left_alone_for_all(refusals: Refusals, clock: Clock) -> None:
    refusals.learn(IWM, Throttled("Fake Finance", AFTER_CLOSE + timedelta(minutes=2)), AFTER_CLOSE)
    assert isinstance(refusals.of(SPY), Throttled)
    clock.passed = timedelta(minutes=2)
    assert refusals.of(SPY) is None


def test_a_throttled_provider_is_left_alone_also_for_a_symbol_that_was_refused_before(
    refusals: Refusals, clock: Clock
) -> None:
    refusals.learn(IWM, UnknownSymbol("iwm"), AFTER_CLOSE, kept=True)
    clock.passed = timedelta(minutes=10)
    refusals.learn(SPY, Throttled("Fake Finance"), AFTER_CLOSE)
    assert isinstance(refusals.of(IWM), Throttled)


def test_what_the_provider_does_not_list_is_left_alone_once_it_has_answered_about_others(
    refusals: Refusals, clock: Clock
) -> None:
    refusals.learn(IWM, UNLISTED, AFTER_CLOSE)
    assert refusals.of(IWM) is None
    refusals.answered(IWM)
    refusals.learn(IWM, UNLISTED, AFTER_CLOSE)
    assert refusals.of(IWM) is None
    refusals.answered(SPY)
    refusals.learn(IWM, UNLISTED, AFTER_CLOSE)
    clock.passed = UNTIL_MIDNIGHT - timedelta(seconds=1)
    assert refusals.of(IWM) is UNLISTED


@pytest.mark.parametrize(
    "failure", [ProviderDown("Fake Finance", "HTTP 502"), EmptyAnswer("Fake Finance", "")]
)
def test_after_a_failure_the_provider_has_to_show_anew_that_it_is_at_work(
    refusals: Refusals, failure: MarketError
) -> None:
    refusals.answered(SPY)
    refusals.learn(SPY, failure, AFTER_CLOSE)
    refusals.learn(IWM, UNLISTED, AFTER_CLOSE)
    assert refusals.of(IWM) is None
    assert refusals.of(SPY) is None


@pytest.mark.parametrize(("symbol", "kept"), [(RUT, False), (IWM, True)])
def test_what_surely_exists_is_asked_for_again_soon(
    refusals: Refusals, clock: Clock, symbol: Symbol, kept: bool
) -> None:
    refusals.answered(SPY)
    refusals.learn(symbol, UNLISTED, AFTER_CLOSE, kept)
    assert refusals.of(symbol) is UNLISTED
    clock.passed = timedelta(minutes=10)
    assert refusals.of(symbol) is None


def test_no_more_is_remembered_than_there_is_room_for(refusals: Refusals) -> None:
    symbols = [Symbol(f"T{n}", f"T{n}") for n in range(MOST + 1)]
    for symbol in symbols:
        refusals.learn(symbol, UnknownSymbol(symbol.word), AFTER_CLOSE)
    assert refusals.of(symbols[0]) is None
    assert refusals.of(symbols[-1]) is not None
