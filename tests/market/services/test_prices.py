from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Barrier, Event
from time import monotonic

import pandas as pd
import pytest

from market.clock import Deadline, FixedClock
from market.errors import MarketError, NoData, ProviderDown, Throttled, UnknownSymbol
from market.fetching.blob_store import open_store
from market.fetching.rate_limit import RateLimit
from market.services.prices import Market
from market.sources.files.prices import FilesSource
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
    VIX,
    FakeSource,
    minutes,
)


def unhurried() -> RateLimit:
    return RateLimit(at_once=100, per_second=1e9)


def market_of(
    source: FakeSource, at: datetime = AFTER_CLOSE, *others: FakeSource
) -> tuple[Market, FixedClock]:
    clock = FixedClock(at)
    return Market(source, clock, CALENDAR, fallbacks=others, pace=unhurried, seconds=5), clock


def raising(error: Exception) -> Callable[[], object]:
    def fault() -> None:
        raise error

    return fault


def down() -> Callable[[], object]:
    return raising(ProviderDown("Fake Finance", "no connection"))


class TestFreshness:
    def test_the_first_ask_fetches_everything(self) -> None:
        source = FakeSource(IWM)
        market, _ = market_of(source)
        bars = market.bars(IWM)
        assert source.calls == [("IWM", None)]
        pd.testing.assert_frame_equal(bars.frame, source.world["IWM"].loc[:"2026-01-22"])
        assert (bars.notes, bars.stale, bars.missing, bars.running) == ((), False, (), None)
        assert bars.as_of == datetime.fromisoformat("2026-01-22T21:00Z")
        assert bars.source == "Fake Finance"

    def test_threads_that_ask_at_once_share_one_inspection(self) -> None:
        market, _ = market_of(FakeSource(IWM))
        with ThreadPoolExecutor(8) as pool:
            asked = list(pool.map(lambda _: market.bars(IWM), range(32)))
        assert all(bars.frame is asked[0].frame for bars in asked)

    def test_after_a_final_close_nothing_is_asked_until_the_next_open(self) -> None:
        source = FakeSource(IWM)
        market, clock = market_of(source)
        market.bars(IWM)
        for hours in range(0, 16):
            clock.at = AFTER_CLOSE + timedelta(hours=hours)
            market.bars(IWM)
        assert len(source.calls) == 1
        clock.at = NEXT_OPEN
        assert market.bars(IWM).running is not None
        assert source.calls[1:] == [("IWM", date(2026, 1, 15))]  # five sessions, not all of it

    def test_over_a_long_weekend_nothing_is_asked(self) -> None:
        source = FakeSource(IWM)
        market, clock = market_of(source, datetime.fromisoformat("2026-01-16T22:00Z"))  # Friday
        market.bars(IWM)
        clock.at = datetime.fromisoformat("2026-01-20T14:29Z")  # Monday the 19th is a holiday
        assert market.bars(IWM).last_session == date(2026, 1, 16)
        assert len(source.calls) == 1

    def test_in_session_the_running_bar_is_asked_for_at_most_once_a_minute(self) -> None:
        source = FakeSource(IWM)
        market, clock = market_of(source, IN_SESSION)
        for seconds in range(0, 300, 5):
            clock.at = IN_SESSION + timedelta(seconds=seconds)
            market.bars(IWM)
        assert len(source.calls) == 5

    def test_after_the_close_an_unsettled_bar_is_asked_for_more_and_more_rarely(self) -> None:
        source = FakeSource(IWM)
        source.unsettled = True
        close = datetime.fromisoformat("2026-01-22T21:00Z")
        market, clock = market_of(source, close)
        asked = []
        for minute in range(0, 17 * 60):
            clock.at = close + minutes(minute)
            before = len(source.calls)
            market.bars(IWM)
            asked += [minute] * (len(source.calls) - before)
        gaps = [later - earlier for earlier, later in pairwise(asked)]
        assert gaps == sorted(gaps)
        assert gaps[0] == 1
        assert gaps[-1] == 60
        assert len(asked) < 60

    def test_an_unsettled_bar_is_said_to_be_one(self) -> None:
        source = FakeSource(IWM)
        source.unsettled = True
        market, _ = market_of(source)
        assert market.bars(IWM).notes == (
            "The figures of 2026-01-22 may still change: Fake Finance has not settled them.",
        )

    def test_a_clock_that_goes_back_never_shows_what_was_not_known_then(self) -> None:
        source = FakeSource(IWM)
        market, clock = market_of(source, NEXT_CLOSE)
        market.bars(IWM)
        clock.at = IN_SESSION
        bars = market.bars(IWM)
        assert bars.last_session == date(2026, 1, 21)
        assert bars.running is None


class TestSessions:
    def test_the_running_session_is_kept_out_of_the_completed_ones(self) -> None:
        market, _ = market_of(FakeSource(IWM), IN_SESSION)
        bars = market.bars(IWM)
        assert bars.last_session == date(2026, 1, 21)
        assert bars.running is not None
        assert bars.running.session == date(2026, 1, 22)
        assert bars.as_of == bars.running.at == IN_SESSION

    def test_a_session_that_has_closed_is_no_longer_running(self) -> None:
        market, clock = market_of(FakeSource(IWM), IN_SESSION)
        market.bars(IWM)
        clock.at = AFTER_CLOSE
        bars = market.bars(IWM)
        assert bars.running is None
        assert bars.last_session == date(2026, 1, 22)

    def test_a_session_missing_in_the_middle_is_reported(self) -> None:
        source = FakeSource(IWM)
        source.drop(IWM, date(2026, 1, 14))
        market, _ = market_of(source)
        bars = market.bars(IWM)
        assert bars.missing == (date(2026, 1, 14),)
        assert bars.notes == ("There is no bar for 2026-01-14 at Fake Finance (IWM).",)
        assert not bars.stale

    def test_several_missing_sessions_make_one_sentence(self) -> None:
        source = FakeSource(IWM)
        source.drop(IWM, date(2026, 1, 14), date(2026, 1, 16), date(2026, 1, 20))
        market, _ = market_of(source)
        assert market.bars(IWM).notes == (
            "There are no bars for 2026-01-14, 2026-01-16 and 2026-01-20 at Fake Finance (IWM).",
        )

    def test_right_after_the_close_its_bar_may_be_late_and_an_hour_later_it_is_missing(self) -> None:
        source = FakeSource(IWM)
        source.drop(IWM, date(2026, 1, 22))
        market, clock = market_of(source, datetime.fromisoformat("2026-01-22T21:05Z"))
        assert market.bars(IWM).notes == ("The close of 2026-01-22 is not in at Fake Finance yet (IWM).",)
        clock.at += timedelta(hours=1)
        assert market.bars(IWM).notes == (
            "There is no bar for 2026-01-22 at Fake Finance; the newest is of 2026-01-21 (IWM).",
        )

    def test_a_symbol_that_has_ceased_to_trade_is_not_called_missing_day_by_day(self) -> None:
        source = FakeSource(IWM)
        source.world["IWM"] = source.world["IWM"].loc[:"2025-11-28"]
        market, _ = market_of(source)
        (note,) = market.bars(IWM).notes
        assert note == (
            "There are no bars for 36 sessions from 2025-12-01 to 2026-01-22 at Fake Finance; "
            "the newest is of 2025-11-28 (IWM)."
        )

    def test_rows_on_stock_holidays_and_the_volume_of_an_index_are_left_out(self) -> None:
        source = FakeSource(VIX)
        source.world["^VIX"].loc[pd.Timestamp("2026-01-19")] = 17.0
        source.world["^VIX"] = source.world["^VIX"].sort_index()
        market, _ = market_of(source)
        bars = market.bars(VIX)
        assert pd.Timestamp("2026-01-19") not in bars.frame.index
        assert bars.frame["volume"].isna().all()

    def test_every_missing_session_of_the_history_is_known_however_long_ago(self) -> None:
        source = FakeSource(IWM)
        lost = [date(2025, 6, 11), date(2025, 9, 2), date(2025, 9, 3)]
        source.drop(IWM, *lost)
        bars = market_of(source)[0].bars(IWM)
        assert bars.missing == tuple(lost)
        assert bars.gaps(date(2025, 9, 1), date(2025, 9, 2)) == (date(2025, 9, 2),)
        assert bars.gaps(date(2025, 6, 12), date(2025, 9, 1)) == ()

    def test_coins_keep_their_own_days(self) -> None:
        coin = Symbol("BTC-USD", "BTC-USD")
        source = FakeSource(coin)
        days = pd.date_range("2026-01-02", "2026-01-22", name="session").as_unit("us")
        source.world["BTC-USD"] = source.world["BTC-USD"].iloc[: len(days)].set_axis(days)
        source.drop(coin, date(2026, 1, 14), date(2026, 1, 18))
        market, _ = market_of(source)
        bars = market.bars(coin)
        assert pd.Timestamp("2026-01-17") in bars.frame.index
        assert bars.missing == (date(2026, 1, 14), date(2026, 1, 18))


class TestFourSentences:
    """Closed, throttled, down and unknown never sound alike."""

    def test_a_closed_market_is_no_failure(self) -> None:
        market, _ = market_of(FakeSource(IWM))
        assert market.state().words == "closed"
        assert market.bars(IWM).notes == ()

    def test_throttled(self) -> None:
        source = FakeSource(IWM)
        source.fault = raising(Throttled("Fake Finance"))
        with pytest.raises(Throttled, match=r"^Fake Finance is throttling us at the moment"):
            market_of(source)[0].bars(IWM)

    def test_down(self) -> None:
        source = FakeSource(IWM)
        source.fault = down()
        with pytest.raises(ProviderDown, match=r"^Fake Finance is not answering \(no connection\)"):
            market_of(source)[0].bars(IWM)

    def test_unknown_with_the_nearest_names(self) -> None:
        with pytest.raises(UnknownSymbol) as caught:
            market_of(FakeSource(IWM))[0].bars(Symbol("RUTT", "RUTT"))
        assert "rut" in caught.value.nearest

    def test_a_market_of_the_catalogue_without_prices_is_known(self) -> None:
        with pytest.raises(NoData, match="There are no prices of VIX at Fake Finance"):
            market_of(FakeSource(IWM))[0].bars(VIX)


class TestStaleAnswers:
    @pytest.mark.parametrize(
        ("error", "reason"),
        [
            (Throttled("Fake Finance"), "Fake Finance is throttling us"),
            (ProviderDown("Fake Finance", "no connection"), "Fake Finance is not answering (no connection)"),
            (UnknownSymbol("iwm"), "There is no IWM at Fake Finance at the moment"),
            (NoData("Nothing here."), "There are too few bars of IWM at Fake Finance at the moment"),
            (KeyError("chart"), "Fake Finance is not answering (an answer that makes no sense)"),
        ],
    )
    def test_what_is_stored_answers_with_its_date_and_the_reason(self, error: Exception, reason: str) -> None:
        source = FakeSource(IWM)
        market, clock = market_of(source)
        market.bars(IWM)
        clock.at, source.fault = NEXT_CLOSE + minutes(5), raising(error)
        bars = market.bars(IWM)
        assert bars.stale
        assert bars.notes == (f"{reason}: these are stored figures, up to the close of 2026-01-22.",)
        assert bars.last_session == date(2026, 1, 22)
        assert bars.missing == (date(2026, 1, 23),)

    def test_a_stale_running_bar_says_of_when_it_is(self) -> None:
        source = FakeSource(IWM)
        market, clock = market_of(source, IN_SESSION)
        market.bars(IWM)
        clock.at, source.fault = IN_SESSION + minutes(30), down()
        bars = market.bars(IWM)
        assert bars.as_of == IN_SESSION
        assert bars.notes[0].endswith("these are stored figures, as of 2026-01-22 11:30 ET.")

    def test_it_recovers_with_the_next_ask(self) -> None:
        source = FakeSource(IWM)
        market, clock = market_of(source)
        market.bars(IWM)
        clock.at, source.fault = NEXT_CLOSE, down()
        assert market.bars(IWM).stale
        source.fault = lambda: None
        bars = market.bars(IWM)
        assert (bars.stale, bars.notes) == (False, ())
        pd.testing.assert_frame_equal(bars.frame, source.world["IWM"].loc[:"2026-01-23"])


class TestStandIns:
    def test_a_fund_stands_in_for_an_index_that_was_never_had_and_is_labelled(self) -> None:
        source = FakeSource(IWM)  # knows no ^RUT
        bars = market_of(source)[0].bars(RUT)
        assert bars.symbol == IWM
        assert not bars.stale
        assert bars.notes == (
            "There is no Russell 2000 at Fake Finance at the moment: IWM stands in for the Russell 2000. "
            "Its levels and records are the fund's own, not the index's.",
        )

    def test_an_index_stored_up_to_its_last_close_needs_no_stand_in(self) -> None:
        source = FakeSource(RUT, IWM)
        market, clock = market_of(source)
        market.bars(RUT)
        clock.at = NEXT_OPEN + minutes(30)
        del source.world["^RUT"]
        bars = market.bars(RUT)
        assert bars.symbol == RUT
        assert bars.stale
        assert bars.last_session == date(2026, 1, 22)

    def test_an_index_stored_without_its_last_close_yields_to_a_fresh_fund(self) -> None:
        source = FakeSource(RUT, IWM)
        market, clock = market_of(source)
        market.bars(RUT)
        clock.at = NEXT_CLOSE
        del source.world["^RUT"]
        bars = market.bars(RUT)
        assert (bars.symbol, bars.last_session, bars.stale) == (IWM, date(2026, 1, 23), False)

    def test_when_the_fund_fails_too_the_stored_index_answers_with_its_date(self) -> None:
        source = FakeSource(RUT, IWM)
        market, clock = market_of(source)
        market.many([RUT, IWM])
        clock.at, source.fault = NEXT_CLOSE, down()
        bars = market.bars(RUT)
        assert (bars.symbol, bars.last_session, bars.stale) == (RUT, date(2026, 1, 22), True)

    def test_a_stored_fund_is_better_than_no_answer(self) -> None:
        source = FakeSource(IWM)
        market, clock = market_of(source)
        market.bars(IWM)
        clock.at, source.fault = NEXT_CLOSE, down()
        bars = market.bars(RUT)
        assert (bars.symbol, bars.stale) == (IWM, True)
        assert "stands in for the Russell 2000" in bars.notes[0]
        assert "stored figures, up to the close of 2026-01-22" in bars.notes[1]

    def test_another_provider_answers_and_is_named(self) -> None:
        source, other = FakeSource(), FakeSource(IWM, title="Other Prices")
        source.fault = down()
        bars = market_of(source, AFTER_CLOSE, other)[0].bars(IWM)
        assert bars.source == "Other Prices"
        assert bars.notes == (
            "Fake Finance is not answering (no connection): these figures come from Other Prices.",
        )

    def test_the_fund_is_found_at_the_other_provider(self) -> None:
        source, other = FakeSource(), FakeSource(IWM, title="Other Prices")
        source.fault = down()
        bars = market_of(source, AFTER_CLOSE, other)[0].bars(RUT)
        assert (bars.symbol, bars.source) == (IWM, "Other Prices")


class TestDeadline:
    def test_a_provider_that_hangs_for_ever_is_left_behind_in_time(self) -> None:
        source, release = FakeSource(IWM), Event()
        source.fault = release.wait
        market, _ = market_of(source)
        start = monotonic()
        with pytest.raises(ProviderDown, match="no answer in time"):
            market.within(Deadline.after(0.2)).bars(IWM)
        assert monotonic() - start < 0.4
        release.set()

    def test_several_asks_share_the_deadline_and_each_leaves_time_for_the_next(self) -> None:
        source, release = FakeSource(RUT, SPX, IWM, SPY), Event()
        market, clock = market_of(source)
        market.many([RUT, SPX])
        clock.at, source.fault = NEXT_CLOSE, release.wait
        deadline = Deadline.after(2.0)  # a quarter of it is enough for a busy machine
        view = market.within(deadline)
        assert [bars.stale for bars in (view.bars(RUT), *view.many([RUT, SPX]))] == [True] * 3
        assert not deadline.passed
        release.set()

    def test_after_the_deadline_what_is_stored_still_answers(self, tmp_path: Path) -> None:
        source, clock = FakeSource(IWM), FixedClock(AFTER_CLOSE)
        Market(source, clock, CALENDAR, open_store(tmp_path / "m.db"), pace=unhurried).bars(IWM)
        clock.at, release = NEXT_CLOSE, Event()
        source.fault = release.wait
        restarted = Market(source, clock, CALENDAR, open_store(tmp_path / "m.db"), pace=unhurried)
        assert restarted.within(Deadline.after(0)).bars(IWM).stale
        release.set()

    def test_the_abandoned_answer_serves_the_next_ask(self) -> None:
        source, release = FakeSource(IWM), Event()
        source.fault = release.wait
        market, _ = market_of(source)
        with pytest.raises(ProviderDown):
            market.within(Deadline.after(0.05)).bars(IWM)
        release.set()
        bars = market.bars(IWM)  # joins the same flight, or finds what it brought
        assert not bars.stale
        assert len(source.calls) == 1


class TestMany:
    def test_the_symbols_come_in_their_order_and_side_by_side(self) -> None:
        symbols = [RUT, SPX, IWM, SPY]
        source, together = FakeSource(*symbols), Barrier(4, timeout=5)
        source.fault = together.wait  # passes only if all four requests are in the air at once
        bars = market_of(source)[0].many(symbols)
        assert [each.symbol for each in bars] == symbols

    def test_one_that_fails_fails_all_of_them(self) -> None:
        with pytest.raises(NoData):
            market_of(FakeSource(IWM))[0].many([IWM, SPY])

    def test_none_gives_none(self) -> None:
        assert market_of(FakeSource())[0].many([]) == ()


def test_the_market_names_its_source_and_whether_it_is_invented() -> None:
    market, _ = market_of(FakeSource(IWM))
    assert (market.source_title, market.source_terms, market.sample) == (
        "Fake Finance",
        "Made by hand.",
        False,
    )
    assert market.now() == AFTER_CLOSE


def test_history_that_begins_later_than_now_is_no_data() -> None:
    market, _ = market_of(FakeSource(IWM), datetime.fromisoformat("2025-05-01T22:00Z"))
    with pytest.raises(NoData, match="no completed session"):
        market.bars(IWM)


def test_what_a_provider_raises_besides_never_reaches_people(caplog: pytest.LogCaptureFixture) -> None:
    source = FakeSource(IWM)
    source.fault = raising(RuntimeError("token=secret <!channel>"))
    with pytest.raises(MarketError) as caught:
        market_of(source)[0].bars(IWM)
    assert "secret" not in str(caught.value)
    assert "makes no sense" in str(caught.value)


def test_a_process_without_a_store_never_loads_sqlalchemy() -> None:
    program = (
        "import sys; from market.services.prices import Market; from market.sources.files.prices import FilesSource; "
        "heavy = {'sqlalchemy', 'yfinance', 'exchange_calendars', 'rapidfuzz', 'matplotlib'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.realdata
class TestFoundingSession:
    def test_at_half_past_eleven_it_is_a_print_and_not_a_close(
        self, real_data: Path, founding_session: datetime
    ) -> None:
        market = Market(FilesSource(real_data, CALENDAR), FixedClock(founding_session), CALENDAR)
        bars = market.bars(RUT)
        assert bars.running is not None
        assert bars.running.last == 2731.77
        assert bars.running.at == bars.as_of == founding_session
        assert (bars.last_session, bars.closes.iloc[-1], bars.closes.max()) == (
            date(2026, 1, 21),
            2698.17,
            2698.17,
        )
        assert bars.running.last / bars.closes.iloc[-1] - 1 == pytest.approx(0.0125, abs=5e-5)

    def test_after_the_close_all_five_indices_closed_as_the_product_says(
        self, real_data: Path, after_the_close: datetime
    ) -> None:
        market = Market(FilesSource(real_data, CALENDAR), FixedClock(after_the_close), CALENDAR)
        symbols = [Symbol.parse(word) for word in ("rut", "spx", "ndx", "nasdaq", "dow")]
        bars = market.many(symbols)
        assert [each.closes.iloc[-1] for each in bars] == [2718.77, 6913.35, 25518.35, 23436.02, 49384.01]
        assert [each.closes.iloc[-2] for each in bars] == [2698.17, 6875.62, 25326.58, 23224.82, 49077.23]
        assert all(each.running is None and not each.notes for each in bars)
        assert (bars[0].frame["high"].iloc[-1], bars[0].frame["low"].iloc[-1]) == (2735.10, 2714.99)


@pytest.mark.parametrize(("with_fund", "newest"), [(True, date(2026, 1, 21)), (False, date(2026, 1, 22))])
def test_a_bar_of_an_index_that_its_fund_did_not_follow_is_in_doubt(with_fund: bool, newest: date) -> None:
    source = FakeSource(RUT, *((IWM,) if with_fund else ()))
    source.world["^RUT"].loc["2026-01-22", ["open", "high", "low", "close", "adj_close"]] *= 1.31
    market, clock = market_of(source)
    bars = market.bars(RUT)
    assert bars.last_session == newest
    assert any("IWM did not follow" in note for note in bars.notes) is with_fund
    assert [ticker for ticker, _since in source.calls] == ["^RUT", "IWM"]
    clock.at = NEXT_CLOSE  # the bar after it is a true one
    assert market.bars(RUT).closes.loc["2026-01-22":"2026-01-23"].notna().tolist() == [not with_fund, True]


@pytest.mark.parametrize(("fund", "believed"), [("steady", False), ("follows", True), ("absent", True)])
def test_a_running_bar_of_an_index_that_its_fund_did_not_follow_is_in_doubt(
    fund: str, believed: bool
) -> None:
    source = FakeSource(RUT, *(() if fund == "absent" else (IWM,)))
    for ticker in ("^RUT", "IWM") if fund == "follows" else ("^RUT",):
        source.world[ticker].loc["2026-01-22", ["open", "high", "low", "close"]] *= 1.2
    bars = market_of(source, IN_SESSION)[0].bars(RUT)
    assert (bars.running is not None, not bars.notes) == (believed, believed)
