from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Event

import pytest

from market.clock import Deadline, FixedClock
from market.datasets.facts import Earnings, Fundamentals, NewsItem
from market.errors import MarketError, NoData, ProviderDown, Throttled
from market.fetching.blob_store import BlobStore
from market.fetching.rate_limit import RateLimit
from market.fetching.refreshed_values import RETRY
from market.provenance import Provenance
from market.services.news import EARNINGS, FRESH, NEWS, NewsService, RateLimitedFacts
from market.sources.sample.prices import SAMPLE_NOW
from market.symbols import Symbol

AAPL = Symbol.parse("aapl")
ITEM = NewsItem("“A” & <b>", "Wire", datetime(2026, 1, 22, 20, tzinfo=UTC), "https://news.example/a")


class Provider:
    """Facts by hand. `step` runs in the middle of every question: it may raise, or wait."""

    title, sample, local = "By hand", False, False

    def __init__(self) -> None:
        self.count = 0
        self.step: Callable[[], object] = lambda: None
        self.when: Earnings | None = Earnings(date(2026, 1, 29), date(2026, 1, 30), True)

    def _asked(self) -> None:
        self.count += 1
        self.step()

    def fundamentals(self, symbol: Symbol, deadline: Deadline) -> Fundamentals:
        self._asked()
        return Fundamentals(1.0, 1.0, 1.0, Provenance(self.title, SAMPLE_NOW))

    def news(self, symbol: Symbol, deadline: Deadline) -> tuple[NewsItem, ...]:
        self._asked()
        return (ITEM,)

    def earnings(self, symbol: Symbol, deadline: Deadline) -> Earnings | None:
        self._asked()
        return self.when


@pytest.fixture
def provider() -> Provider:
    return Provider()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(SAMPLE_NOW)


def raising(error: MarketError) -> Callable[[], object]:
    def step() -> None:
        raise error

    return step


def test_news_is_asked_for_again_only_after_some_minutes(provider: Provider, clock: FixedClock) -> None:
    facts = NewsService(provider, clock)
    facts.news(AAPL)
    facts.within(Deadline.after(1)).news(AAPL)
    assert provider.count == 1
    clock.at += FRESH[NEWS]
    facts.news(AAPL)
    assert provider.count == 2


def test_another_process_finds_what_one_has_kept_as_it_was(
    provider: Provider, clock: FixedClock, store: BlobStore
) -> None:
    first = NewsService(provider, clock, store, "by-hand")
    again = NewsService(provider, clock, store, "by-hand")
    assert again.news(AAPL) == first.news(AAPL)
    assert again.earnings(AAPL).value == first.earnings(AAPL).value == provider.when
    assert provider.count == 2


def test_that_there_is_no_date_is_kept_too(provider: Provider, clock: FixedClock, store: BlobStore) -> None:
    provider.when = None
    for _process in range(2):
        assert NewsService(provider, clock, store, "by-hand").earnings(AAPL).value is None
    assert provider.count == 1


@pytest.mark.parametrize("error", [ProviderDown("By hand", "no answer in time"), Throttled("By hand")])
def test_when_the_provider_fails_what_it_said_last_comes_with_its_time(
    provider: Provider, clock: FixedClock, error: MarketError
) -> None:
    facts = NewsService(provider, clock)
    facts.news(AAPL)
    clock.at += timedelta(days=2)
    provider.step = raising(error)
    told = facts.news(AAPL)
    assert told.stale
    assert told.value == (ITEM,)
    assert told.notes == (f"{error} This is what it said at 2026-01-22 17:00 ET.",)


def test_after_a_failure_nobody_waits_for_the_provider_again_for_a_minute(
    provider: Provider, clock: FixedClock
) -> None:
    seconds = [0.0]
    facts = NewsService(provider, clock, monotonic=lambda: seconds[0])
    facts.news(AAPL)
    clock.at += timedelta(days=2)
    provider.step = raising(ProviderDown("By hand", "no answer in time"))
    assert facts.news(AAPL) == facts.news(AAPL)
    assert provider.count == 2
    provider.step = lambda: None
    seconds[0] = RETRY
    assert not facts.news(AAPL).stale


@pytest.mark.parametrize("error", [ProviderDown("By hand", "no answer in time"), NoData("None.")])
def test_when_nothing_is_kept_the_failure_is_told(
    provider: Provider, clock: FixedClock, error: MarketError
) -> None:
    provider.step = raising(error)
    with pytest.raises(type(error)):
        NewsService(provider, clock).news(AAPL)


def test_a_provider_that_hangs_costs_the_deadline_and_no_more(provider: Provider, clock: FixedClock) -> None:
    gate, deadline = Event(), Deadline.after(0.5)
    provider.step = lambda: gate.wait(10)
    with pytest.raises(ProviderDown):
        NewsService(provider, clock).within(deadline).news(AAPL)
    assert not deadline.passed
    gate.set()


def test_however_many_ask_at_once_the_provider_is_asked_once(provider: Provider, clock: FixedClock) -> None:
    facts, gate = NewsService(provider, clock), Event()
    provider.step = lambda: gate.wait(10)
    with ThreadPoolExecutor(8) as pool:
        asks = [pool.submit(facts.news, AAPL) for _n in range(8)]
        gate.set()
        assert all(ask.result().value == (ITEM,) for ask in asks)
    assert provider.count == 1


def test_what_is_kept_and_cannot_be_read_is_asked_for_anew(
    provider: Provider, clock: FixedClock, store: BlobStore
) -> None:
    for kind in (NEWS, EARNINGS):
        store.put(kind, "by-hand/AAPL", b"[[1]]", {}, SAMPLE_NOW)
    facts = NewsService(provider, clock, store, "by-hand")
    assert facts.news(AAPL).value == (ITEM,)
    assert facts.earnings(AAPL).value == provider.when


def test_facts_wait_for_their_turn_and_say_so_when_none_comes(provider: Provider) -> None:
    pace = RateLimit(at_once=1, per_second=0.001, burst=1)
    facts = RateLimitedFacts(provider, pace)
    assert facts.news(AAPL, Deadline.after(1)) == (ITEM,)
    for ask in (facts.news, facts.earnings, facts.fundamentals):
        with pytest.raises(ProviderDown, match="too many requests are waiting"):
            ask(AAPL, Deadline.after(0.05))
    assert provider.count == 1
