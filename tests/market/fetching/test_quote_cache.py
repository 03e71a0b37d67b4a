from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from threading import Event

import pytest

from market.clock import Deadline, FixedClock
from market.errors import NotInTime, ProviderDown, Throttled
from market.fetching.negative_cache import THROTTLED_FOR, NegativeCache
from market.fetching.quote_cache import FRESH, STANDS_IN, QuoteCache
from market.fetching.rate_limit import RateLimit
from market.live_quote import LiveQuote
from market.symbols import Symbol
from tests.market.fake_source import IN_SESSION

SYMBOLS = [Symbol(f"T{n}", f"T{n}") for n in range(10)]
SESSION = date(2026, 1, 22)


class Quoting:
    """A `QuoteSource` by hand: four symbols a request, each at a price that rises with every request."""

    key, title, stores, quotes_at_once = "fake", "Fake Finance", True, 4

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.fault: Callable[[int], object] = lambda request: None

    def quotes(self, symbols: Sequence[Symbol], now: datetime, deadline: Deadline) -> dict[str, LiveQuote]:
        self.asked.append([symbol.ticker for symbol in symbols])
        self.fault(len(self.asked))
        price = 100.0 + len(self.asked)
        return {s.ticker: LiveQuote(s.ticker, SESSION, now, price, 100.0) for s in symbols}


@pytest.fixture
def source() -> Quoting:
    return Quoting()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(IN_SESSION)


@pytest.fixture
def cache(source: Quoting, clock: FixedClock) -> QuoteCache:
    failures = NegativeCache(lambda: clock.at.timestamp())  # noqa: PLW0108 — set anew
    return QuoteCache(source, clock, RateLimit(per_second=1e9), failures)


def ask(cache: QuoteCache, seconds: float = 60) -> dict[str, LiveQuote]:
    return cache.get("all", SYMBOLS, Deadline.after(seconds)).quotes


def test_all_come_in_as_few_requests_as_the_source_allows_and_once_for_all_who_ask(
    cache: QuoteCache, source: Quoting, clock: FixedClock
) -> None:
    assert len(ask(cache)) == 10
    assert [len(part) for part in source.asked] == [4, 4, 2]
    clock.at += FRESH - timedelta(seconds=1)
    ask(cache)
    assert len(source.asked) == 3
    clock.at += timedelta(seconds=1)
    ask(cache)
    assert len(source.asked) == 6


def test_what_does_not_come_in_time_is_there_for_the_next_ask(cache: QuoteCache, source: Quoting) -> None:
    gate = Event()
    source.fault = lambda request: gate.wait(60) if request == 2 else None
    with pytest.raises(NotInTime, match="quotes of 4 of 10 have been asked for"):
        ask(cache, 0.2)
    gate.set()
    assert len(ask(cache)) == 10
    assert len(source.asked) == 3


def test_older_quotes_stand_in_for_some_minutes_while_newer_ones_fail(
    cache: QuoteCache, source: Quoting, clock: FixedClock
) -> None:
    first = ask(cache)

    def down(request: int) -> None:
        raise ProviderDown("Fake Finance", "HTTP 502")

    source.fault, clock.at = down, clock.at + FRESH
    assert ask(cache) == first
    clock.at += STANDS_IN
    with pytest.raises(ProviderDown):
        ask(cache)


def test_one_request_that_fails_costs_its_own_symbols_alone(cache: QuoteCache, source: Quoting) -> None:
    def second(request: int) -> None:
        if request == 2:
            raise ProviderDown("Fake Finance", "HTTP 502")

    source.fault = second
    assert sorted(ask(cache)) == ["T0", "T1", "T2", "T3", "T8", "T9"]


def test_a_throttled_provider_is_asked_no_further_for_a_while(
    cache: QuoteCache, source: Quoting, clock: FixedClock
) -> None:
    def throttle(request: int) -> None:
        raise Throttled("Fake Finance")

    source.fault = throttle
    for _again in range(2):
        with pytest.raises(Throttled):
            ask(cache)
    assert len(source.asked) == 1
    source.fault, clock.at = lambda request: None, clock.at + THROTTLED_FOR
    assert len(ask(cache)) == 10


def test_a_part_before_the_provider_slowed_us_down_never_stands_for_the_whole(
    cache: QuoteCache, source: Quoting, clock: FixedClock
) -> None:
    first = ask(cache)

    def throttle(request: int) -> None:
        if request == 5:
            raise Throttled("Fake Finance")

    source.fault, clock.at = throttle, clock.at + FRESH
    assert ask(cache) == first


def test_what_a_client_raises_besides_is_an_answer_that_makes_no_sense(
    cache: QuoteCache, source: Quoting
) -> None:
    def odd(request: int) -> None:
        raise ValueError("Expecting value")

    source.fault = odd
    with pytest.raises(ProviderDown, match="makes no sense"):
        ask(cache)
