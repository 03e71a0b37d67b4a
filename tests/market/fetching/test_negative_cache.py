from __future__ import annotations

from datetime import timedelta

import pytest

from market.errors import EmptyAnswer, MarketError, ProviderDown, Throttled, UnknownSymbol, Unlisted
from market.fetching.negative_cache import MOST, NegativeCache
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
def failures(clock: Clock) -> NegativeCache:
    return NegativeCache(clock)


def test_an_unknown_symbol_is_left_alone_until_midnight_in_new_york(
    failures: NegativeCache, clock: Clock
) -> None:
    failures.learn(IWM, UnknownSymbol("iwm"), AFTER_CLOSE)
    clock.passed = UNTIL_MIDNIGHT - timedelta(seconds=1)
    assert isinstance(failures.of(IWM), UnknownSymbol)
    assert failures.of(SPY) is None
    clock.passed = UNTIL_MIDNIGHT
    assert failures.of(IWM) is None


def test_a_throttled_provider_is_left_alone_for_all(failures: NegativeCache, clock: Clock) -> None:
    failures.learn(IWM, Throttled("Fake Finance", AFTER_CLOSE + timedelta(minutes=2)), AFTER_CLOSE)
    assert isinstance(failures.of(SPY), Throttled)
    clock.passed = timedelta(minutes=2)
    assert failures.of(SPY) is None


def test_a_throttled_provider_is_left_alone_also_for_a_symbol_that_was_refused_before(
    failures: NegativeCache, clock: Clock
) -> None:
    failures.learn(IWM, UnknownSymbol("iwm"), AFTER_CLOSE, kept=True)
    clock.passed = timedelta(minutes=10)
    failures.learn(SPY, Throttled("Fake Finance"), AFTER_CLOSE)
    assert isinstance(failures.of(IWM), Throttled)


def test_what_the_provider_does_not_list_is_left_alone_once_it_has_answered_about_others(
    failures: NegativeCache, clock: Clock
) -> None:
    failures.learn(IWM, UNLISTED, AFTER_CLOSE)
    assert failures.of(IWM) is None
    failures.answered(IWM)
    failures.learn(IWM, UNLISTED, AFTER_CLOSE)
    assert failures.of(IWM) is None
    failures.answered(SPY)
    failures.learn(IWM, UNLISTED, AFTER_CLOSE)
    clock.passed = UNTIL_MIDNIGHT - timedelta(seconds=1)
    assert failures.of(IWM) is UNLISTED


@pytest.mark.parametrize(
    "failure", [ProviderDown("Fake Finance", "HTTP 502"), EmptyAnswer("Fake Finance", "")]
)
def test_after_a_failure_the_provider_has_to_show_anew_that_it_is_at_work(
    failures: NegativeCache, failure: MarketError
) -> None:
    failures.answered(SPY)
    failures.learn(SPY, failure, AFTER_CLOSE)
    failures.learn(IWM, UNLISTED, AFTER_CLOSE)
    assert failures.of(IWM) is None
    assert failures.of(SPY) is None


@pytest.mark.parametrize(("symbol", "kept"), [(RUT, False), (IWM, True)])
def test_what_surely_exists_is_asked_for_again_soon(
    failures: NegativeCache, clock: Clock, symbol: Symbol, kept: bool
) -> None:
    failures.answered(SPY)
    failures.learn(symbol, UNLISTED, AFTER_CLOSE, kept)
    assert failures.of(symbol) is UNLISTED
    clock.passed = timedelta(minutes=10)
    assert failures.of(symbol) is None


def test_no_more_is_remembered_than_there_is_room_for(failures: NegativeCache) -> None:
    symbols = [Symbol(f"T{n}", f"T{n}") for n in range(MOST + 1)]
    for symbol in symbols:
        failures.learn(symbol, UnknownSymbol(symbol.word), AFTER_CLOSE)
    assert failures.of(symbols[0]) is None
    assert failures.of(symbols[-1]) is not None
