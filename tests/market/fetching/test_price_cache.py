from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Event

import pandas as pd
import pytest

from market.clock import Deadline, FixedClock
from market.errors import MarketError, NotInTime, ProviderDown, StoreFailed, Throttled, UnknownSymbol
from market.fetching import price_cache as cache_module
from market.fetching.blob_store import BlobStore
from market.fetching.price_cache import KIND, CachedHistory, PriceCache
from market.fetching.rate_limit import RateLimit
from market.symbols import Symbol
from tests.market.fake_source import (
    AFTER_CLOSE,
    CALENDAR,
    IN_SESSION,
    IWM,
    NEXT_CLOSE,
    NEXT_OPEN,
    RUT,
    SPX,
    SPY,
    FakeSource,
    minutes,
)


def cache_of(
    source: FakeSource, at: datetime = AFTER_CLOSE, store: BlobStore | None = None
) -> tuple[PriceCache, FixedClock]:
    clock = FixedClock(at)
    return PriceCache(
        source,
        clock,
        CALENDAR,
        store,
        RateLimit(at_once=100, per_second=1e9),
        seconds=60,
        monotonic=lambda: clock.at.timestamp(),  # noqa: PLW0108 — the clock is set anew
    ), clock


def ask(cache: PriceCache, symbol: Symbol = IWM) -> CachedHistory:
    return cache.get(symbol, Deadline.after(60))


def hung(source: FakeSource) -> tuple[Event, Event]:
    """Let every request of `source` wait: an event that tells that one has begun, and one that lets all go on."""
    begun, release = Event(), Event()

    def hang() -> None:
        begun.set()
        release.wait()

    source.fault = hang
    return begun, release


def raising(error: Exception) -> Callable[[], object]:
    def fault() -> None:
        raise error

    return fault


class TestSingleFlight:
    def test_two_hundred_asks_for_four_symbols_make_four_requests(self) -> None:
        symbols = [RUT, SPX, IWM, SPY]
        source, together = FakeSource(*symbols), Barrier(200, timeout=60)
        cache, _ = cache_of(source)

        def one(symbol: Symbol) -> pd.DataFrame:
            together.wait()
            return ask(cache, symbol).archive.frame

        with ThreadPoolExecutor(200) as pool:
            frames = list(pool.map(one, symbols * 50))
        assert sorted(source.calls) == sorted((symbol.ticker, None) for symbol in symbols)
        assert all(frame is frames[place % 4] for place, frame in enumerate(frames))

    def test_the_same_when_all_of_them_fail(self) -> None:
        source, together, release = FakeSource(), Barrier(21, timeout=60), Event()

        def fault() -> None:
            release.wait(60)
            raise ProviderDown("Fake Finance", "reset")

        source.fault = fault
        cache, _ = cache_of(source)

        def one() -> str:
            future = cache.begin(IWM).result
            together.wait()
            return str(future.exception(5))

        with ThreadPoolExecutor(20) as pool:
            asks = [pool.submit(one) for _ in range(20)]
            together.wait()
            release.set()
            assert {each.result() for each in asks} == {
                "Fake Finance is not answering (reset). Try again in a few minutes."
            }
        assert len(source.calls) == 1


class TestStore:
    def test_a_restarted_process_asks_nothing_that_is_stored(self, store: BlobStore) -> None:
        source = FakeSource(IWM)
        first = ask(cache_of(source, store=store)[0])
        again = ask(cache_of(source, AFTER_CLOSE + minutes(5), store)[0])
        assert len(source.calls) == 1
        pd.testing.assert_frame_equal(again.archive.frame, first.archive.frame, check_freq=False)

    def test_a_restarted_process_tops_up(self, store: BlobStore) -> None:
        source = FakeSource(IWM)
        ask(cache_of(source, store=store)[0])
        ask(cache_of(source, NEXT_CLOSE, store)[0])
        assert source.calls == [("IWM", None), ("IWM", date(2026, 1, 15))]

    def test_what_another_process_has_fetched_is_not_asked_for_again(self, store: BlobStore) -> None:
        source, other = FakeSource(IWM), FakeSource(IWM)
        cache, clock = cache_of(source, store=store)
        ask(cache)
        ask(cache_of(other, NEXT_CLOSE, store)[0])
        clock.at = NEXT_CLOSE + minutes(1)
        assert ask(cache).archive.frame.index[-1] == pd.Timestamp("2026-01-23")
        assert len(source.calls) == 1

    def test_a_running_bar_survives_a_restart_for_as_long_as_it_is_fresh(self, store: BlobStore) -> None:
        source = FakeSource(IWM)
        first = ask(cache_of(source, IN_SESSION, store)[0]).archive.running
        assert ask(cache_of(source, IN_SESSION + minutes(0.5), store)[0]).archive.running == first
        assert len(source.calls) == 1

    def test_sources_do_not_share_what_is_stored(self, store: BlobStore) -> None:
        source, other = FakeSource(IWM), FakeSource(IWM)
        other.key = "other"
        ask(cache_of(source, store=store)[0])
        ask(cache_of(other, store=store)[0])
        assert store.keys(KIND) == ("fake/IWM", "other/IWM")

    def test_stored_bytes_that_cannot_be_read_are_fetched_anew(
        self, store: BlobStore, caplog: pytest.LogCaptureFixture
    ) -> None:
        store.put(KIND, "fake/IWM", b"\x00garbage", {"asked_at": 3}, datetime(2026, 1, 1, tzinfo=UTC))
        source = FakeSource(IWM)
        assert len(ask(cache_of(source, store=store)[0]).archive.frame) > 100
        assert source.calls == [("IWM", None)]
        assert "cannot be read" in caplog.text
        assert len(ask(cache_of(source, store=store)[0]).archive.frame) > 100
        assert len(source.calls) == 1

    def test_a_store_that_fails_costs_no_answer(self, caplog: pytest.LogCaptureFixture) -> None:
        class Broken(BlobStore):
            def __init__(self) -> None: ...

            def get(self, *_: object) -> None:
                raise StoreFailed("disk full")

            def put(self, *_: object) -> None:
                raise StoreFailed("disk full")

        caplog.set_level(logging.WARNING)
        answer = ask(cache_of(FakeSource(IWM), store=Broken())[0])
        assert answer.failure is None
        assert "the store cannot be read" in caplog.text
        assert "the store cannot be written" in caplog.text


class TestNothingStoredIsSpoiled:
    """After every fault the store holds what it held, and the next good answer joins on."""

    @pytest.mark.parametrize(
        "fault",
        [
            raising(Throttled("Fake Finance", NEXT_CLOSE)),
            raising(ProviderDown("Fake Finance", "502")),
            raising(UnknownSymbol("iwm")),
            raising(ValueError("Expecting value: line 1 column 1")),
        ],
    )
    def test_failures(self, store: BlobStore, fault: Callable[[], object]) -> None:
        source = FakeSource(IWM)
        ask(cache_of(source, store=store)[0])
        before = store.get(KIND, "fake/IWM")
        cache, clock = cache_of(source, NEXT_CLOSE, store)
        source.fault = fault
        assert ask(cache).failure is not None
        assert store.get(KIND, "fake/IWM") == before
        source.fault, clock.at = lambda: None, NEXT_CLOSE + minutes(11)
        assert ask(cache).failure is None
        after = store.get(KIND, "fake/IWM")
        assert after is not None
        assert before is not None
        assert after.at > before.at

    def test_whoever_watches_is_told_of_each_request_that_failed(self, store: BlobStore) -> None:
        """Once a request, whether or not something kept stands in; an unknown symbol is no failure."""
        told: list[str] = []
        source, clock = FakeSource(IWM), FixedClock(AFTER_CLOSE)
        cache = PriceCache(
            source,
            clock,
            CALENDAR,
            store,
            failed=lambda e: told.append(f"{e.provider} {type(e).__name__}"),
            monotonic=lambda: clock.at.timestamp(),  # noqa: PLW0108 — the clock is set anew
        )
        ask(cache)
        clock.at = NEXT_CLOSE
        source.fault = raising(Throttled("Fake Finance"))
        assert ask(cache).failure is not None
        assert ask(cache).failure is not None
        assert told == ["Fake Finance Throttled"]
        clock.at += minutes(11)
        source.fault = raising(ProviderDown("Fake Finance", "502"))
        ask(cache)
        clock.at += minutes(11)
        source.fault = raising(UnknownSymbol("iwm"))
        ask(cache)
        assert told == ["Fake Finance Throttled", "Fake Finance ProviderDown"]

    def test_an_empty_history(self) -> None:
        source = FakeSource(IWM)
        cache, clock = cache_of(source)
        kept = ask(cache).archive.frame
        source.drop(IWM, *(stamp.date() for stamp in kept.index))
        clock.at = NEXT_CLOSE
        frame = ask(cache).archive.frame
        pd.testing.assert_frame_equal(frame.loc[:"2026-01-22"], kept)

    def test_a_truncated_history_when_all_of_it_is_due(self) -> None:
        source = FakeSource(IWM)
        cache, clock = cache_of(source)
        kept = ask(cache).archive.frame
        source.split(IWM, date(2026, 1, 23), 2)
        source.world["IWM"] = source.world["IWM"].loc["2026-01-01":]
        clock.at = NEXT_CLOSE
        answer = ask(cache)
        assert str(answer.failure).startswith("Fake Finance is not answering (an incomplete history)")
        pd.testing.assert_frame_equal(answer.archive.frame, kept)


class TestRefetch:
    def test_a_split_overnight_brings_everything_anew_and_once(self) -> None:
        source = FakeSource(IWM)
        cache, clock = cache_of(source)
        before = ask(cache).archive.frame
        source.split(IWM, date(2026, 1, 23), 4)
        clock.at = NEXT_OPEN
        after = ask(cache).archive.frame
        assert [since for _, since in source.calls] == [None, date(2026, 1, 15), None]
        pd.testing.assert_series_equal(after["close"], before["close"] / 4)
        clock.at = NEXT_CLOSE
        assert ask(cache).archive.frame["close"].pct_change().abs().max() < 0.02
        assert source.calls[3:] == [("IWM", date(2026, 1, 15))]

    def test_a_dividend_brings_everything_anew_and_leaves_raw_closes(self) -> None:
        source = FakeSource(IWM)
        cache, clock = cache_of(source)
        ask(cache)
        source.pay_dividend(IWM, date(2026, 1, 23), 0.997)
        clock.at = NEXT_CLOSE
        pd.testing.assert_frame_equal(ask(cache).archive.frame, source.world["IWM"].loc[:"2026-01-23"])
        assert [since for _, since in source.calls] == [None, date(2026, 1, 15), None]


class TestRefusals:
    @pytest.mark.parametrize("step", [timedelta(hours=-2), timedelta(hours=3), timedelta(days=365)])
    def test_a_refusal_lasts_as_long_whatever_somebody_does_to_the_clock(self, step: timedelta) -> None:
        elapsed, source, clock = 1000.0, FakeSource(IWM), FixedClock(AFTER_CLOSE)
        source.fault = raising(Throttled("Fake Finance", AFTER_CLOSE + timedelta(seconds=90)))
        cache = PriceCache(source, clock, CALENDAR, monotonic=lambda: elapsed)
        with pytest.raises(Throttled):
            ask(cache)
        clock.at += step
        elapsed += 89.9
        with pytest.raises(Throttled):
            ask(cache)
        assert len(source.calls) == 1
        elapsed += 0.1
        with pytest.raises(Throttled):
            ask(cache)
        assert len(source.calls) == 2

    def test_an_unknown_symbol_is_not_asked_for_again_that_day(self) -> None:
        source = FakeSource(IWM)
        cache, clock = cache_of(source)
        midnight = datetime(2026, 1, 23, 5, 0, tzinfo=UTC)  # in New York
        for at in (AFTER_CLOSE, AFTER_CLOSE + minutes(90), midnight - minutes(1)):
            clock.at = at
            with pytest.raises(UnknownSymbol):
                ask(cache, SPY)
        assert len(source.calls) == 1
        source.world["SPY"], clock.at = source.world["IWM"], midnight
        assert ask(cache, SPY).failure is None

    def test_a_throttled_provider_is_left_alone_for_all_symbols(self) -> None:
        source = FakeSource(IWM, SPY)
        source.fault = raising(Throttled("Fake Finance"))
        cache, clock = cache_of(source)
        for symbol in (IWM, SPY, RUT):
            with pytest.raises(Throttled):
                ask(cache, symbol)
        assert len(source.calls) == 1
        source.fault, clock.at = lambda: None, AFTER_CLOSE + timedelta(seconds=30)
        assert ask(cache).failure is None

    def test_it_is_left_alone_for_as_long_as_it_says(self) -> None:
        source = FakeSource(IWM)
        source.fault = raising(Throttled("Fake Finance", AFTER_CLOSE + minutes(10)))
        cache, clock = cache_of(source)
        for minute in (0, 5, 9):
            clock.at = AFTER_CLOSE + minutes(minute)
            with pytest.raises(Throttled):
                ask(cache)
        source.fault, clock.at = lambda: None, AFTER_CLOSE + minutes(10)
        assert ask(cache).failure is None
        assert len(source.calls) == 2


class TestAProviderThatHangs:
    def test_only_the_first_waits_for_it_as_long_as_something_is_kept(self) -> None:
        source = FakeSource(IWM)
        cache, clock = cache_of(source)
        ask(cache)
        clock.at, (asked, release) = NEXT_CLOSE, hung(source)
        cache.begin(IWM)
        assert asked.wait(60)
        assert cache.get(IWM, Deadline.after(0.1)).failure is not None
        deadline = Deadline.after(5)
        assert cache.get(IWM, deadline).failure is not None
        assert deadline.remaining() > 4
        release.set()
        cache.begin(IWM).result.result(60)
        assert ask(cache).failure is None

    def test_many_symbols_are_waited_for_together(self) -> None:
        symbols = [Symbol(f"T{n}", f"T{n}") for n in range(20)]
        source = FakeSource(*symbols)
        cache, clock = cache_of(source)
        for symbol in symbols:
            ask(cache, symbol)
        clock.at, (asked, never) = NEXT_CLOSE, hung(source)
        try:
            cache.begin(symbols[0])
            assert asked.wait(60)
            cache.get(symbols[0], Deadline.after(0.1))
            deadline = Deadline.after(5)
            for symbol in symbols:
                cache.begin(symbol)
            for symbol in symbols:
                failure = cache.get(symbol, deadline).failure
                assert str(failure).startswith("Fake Finance is not answering")
            assert deadline.remaining() > 3.5
        finally:
            never.set()

    def test_without_anything_kept_it_is_waited_for(self) -> None:
        source, release = FakeSource(IWM, SPY), Event()
        cache, _ = cache_of(source)
        source.fault = release.wait
        with pytest.raises(ProviderDown):
            cache.get(IWM, Deadline.after(0.1))
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(ask, cache, SPY)
            with pytest.raises(TimeoutError):
                waiting.result(0.7)
            release.set()
            assert waiting.result().failure is None


class TestLateAnswers:
    def test_a_late_answer_never_undoes_a_newer_one(self, store: BlobStore) -> None:
        source, release, hanging = FakeSource(IWM), Event(), Event()
        clock = FixedClock(AFTER_CLOSE)
        cache = PriceCache(source, clock, CALENDAR, store, seconds=0)  # every flight is abandoned at once

        def hang() -> None:
            hanging.set()
            release.wait(60)

        source.fault = hang
        first = cache.begin(IWM).result
        assert hanging.wait(60)
        clock.at, source.fault = NEXT_CLOSE, lambda: None
        newest = ask(cache).archive
        release.set()
        first.exception(5)
        assert ask(cache).archive is newest
        blob = store.get(KIND, "fake/IWM")
        assert blob is not None
        assert blob.at == NEXT_CLOSE

    def test_who_joins_a_flight_that_runs_out_of_time_flies_again(self) -> None:
        source, hanging, never = FakeSource(IWM), Event(), Event()
        cache = PriceCache(source, FixedClock(AFTER_CLOSE), CALENDAR, seconds=0.2)

        def hang() -> None:
            source.fault = lambda: None
            hanging.set()
            never.wait(0.3)  # past the flight's deadline
            raise ProviderDown("Fake Finance", "no answer in time")

        source.fault = hang
        cache.begin(IWM)
        assert hanging.wait(60)
        assert ask(cache).failure is None
        assert len(source.calls) == 2

    def test_no_more_is_remembered_than_there_is_room_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(cache_module, "IN_MEMORY", 2)
        source = FakeSource(RUT, IWM, SPY)
        cache, _ = cache_of(source)
        for symbol in (RUT, IWM, RUT, SPY, RUT, IWM):
            ask(cache, symbol)
        assert [ticker for ticker, _ in source.calls] == ["^RUT", "IWM", "SPY", "IWM"]


def test_a_request_that_gets_no_turn_in_time_says_that_too_many_wait() -> None:
    pace = RateLimit(burst=1, per_second=1e-6)
    cache = PriceCache(FakeSource(IWM, SPY), FixedClock(AFTER_CLOSE), CALENDAR, pace=pace)
    ask(cache)
    with pytest.raises(MarketError, match="too many requests are waiting"):
        ask(cache, SPY)


def test_time_that_goes_into_our_own_work_is_no_queue() -> None:
    begun, release = Event(), Event()

    class SlowStore:
        """Holds nothing; its first reader waits."""

        def get(self, kind: str, key: str) -> None:
            if not begun.is_set():
                begun.set()
                release.wait(60)

        def put(self, *what: object) -> None: ...

    cache = PriceCache(FakeSource(IWM), FixedClock(AFTER_CLOSE), CALENDAR, SlowStore())  # type: ignore[arg-type]
    cache.begin(IWM)
    assert begun.wait(60)
    with pytest.raises(NotInTime, match="no answer in time"):
        cache.get(IWM, Deadline.after(0.05))
    release.set()


def test_waiting_for_the_own_turn_is_not_the_providers_silence() -> None:
    turn = Event()

    def wait(seconds: float) -> None:
        turn.wait(60)

    pace = RateLimit(at_once=1, burst=1, per_second=1, wait=wait)
    cache = PriceCache(FakeSource(IWM, SPY), FixedClock(AFTER_CLOSE), CALENDAR, pace=pace)
    ask(cache)
    try:
        with pytest.raises(NotInTime, match="too many requests are waiting"):
            cache.get(SPY, Deadline.after(0.1))
        assert not cache.hangs
    finally:
        turn.set()


@pytest.mark.parametrize(
    ("stores", "says"),
    [(False, "We had no time left for Fake Finance"), (True, "Fake Finance is not answering")],
)
def test_what_is_slow_on_this_machine_is_not_blamed_on_a_provider(stores: bool, says: str) -> None:
    source = FakeSource(IWM, stores=stores)
    asked, release = hung(source)
    cache, _ = cache_of(source)
    try:
        cache.begin(IWM)
        assert asked.wait(60)
        with pytest.raises(ProviderDown, match=f"^{says} .no answer in time"):
            cache.get(IWM, Deadline.after(0.05))
    finally:
        release.set()


def test_an_ask_that_comes_after_its_deadline_blames_nobody() -> None:
    with pytest.raises(NotInTime, match=r"^We had no time left for Fake Finance"):
        cache_of(FakeSource(IWM))[0].get(IWM, Deadline.after(0))


def test_a_local_source_is_not_paced() -> None:
    symbols = [Symbol(f"T{n}", f"T{n}") for n in range(30)]
    cache = PriceCache(FakeSource(*symbols), FixedClock(AFTER_CLOSE), CALENDAR)
    assert all(ask(cache, symbol).failure is None for symbol in symbols)
