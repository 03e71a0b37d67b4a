"""The market service over the real yfinance and Yahoo's wire: every fault, and what people are told."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event
from time import monotonic

import numpy as np
import pandas as pd
import pytest

from market.bars import Bars
from market.calendars.calendar import Calendar
from market.clock import Deadline
from market.errors import EmptyAnswer, MarketError, ProviderDown, Throttled, UnknownSymbol, Unlisted
from market.fetching.blob_store import BlobStore, open_store
from market.fetching.rate_limit import RateLimit
from market.services.prices import Market
from market.sources.files.prices import FilesSource
from market.sources.yahoo.client import YahooClient
from market.sources.yahoo.prices import YahooSource
from market.symbols import Symbol
from tests.wire.series import rising
from tests.wire.yahoo import (
    FAULTS,
    NOT_FOUND,
    SLOW,
    THROTTLED,
    Hold,
    YahooWire,
    fresh_process,
)

CALENDAR = Calendar()
RUT, SPX, IWM, ZZAQ = (Symbol.parse(word) for word in ("rut", "spx", "iwm", "zzaq"))
CLOSED = datetime(2026, 1, 22, 22, 0, tzinfo=UTC)
NEXT_DAY = datetime(2026, 1, 23, 16, 30, tzinfo=UTC)  # in session
NEXT_CLOSED = datetime(2026, 1, 23, 22, 0, tzinfo=UTC)
SHORT, AMPLE, SLACK = 1.0, 8.0, 1.5  # seconds


def words(fault: str) -> str:
    """How the sentence begins; the reason in brackets is the source's own to test."""
    return "Yahoo Finance is throttling us" if fault == "throttled" else "Yahoo Finance is not answering ("


class Program:
    """Yahoo's wire, a store, and markets on them: `start` is a process that starts anew."""

    def __init__(self, folder: Path) -> None:
        fresh_process()
        self.wire = YahooWire(CLOSED, CALENDAR)
        self.store: BlobStore = open_store(folder / "market.db")
        self.client = YahooClient(folder / "yfinance", self.wire.session())

    def start(self, seconds: float = AMPLE) -> Market:
        source = YahooSource(self.client, CALENDAR)
        pace = lambda: RateLimit(per_second=1e9)  # noqa: E731 - a pace that never makes a test wait
        return Market(source, self, CALENDAR, self.store, pace=pace, seconds=seconds, monotonic=self._passed)

    def _passed(self) -> float:
        """Seconds by the clock of the wire, which only goes forward here."""
        return self.wire.now.timestamp()

    def now(self) -> datetime:
        return self.wire.now

    def stored(self, symbol: Symbol = RUT) -> bytes:
        blob = self.store.get("bars", f"yahoo/{symbol.ticker}")
        return blob.data if blob else b""


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    program = Program(tmp_path)
    with program.wire as wire:
        bars = rising(date(2025, 10, 1), date(2026, 1, 30), CALENDAR)
        wire.know("^RUT", bars, instrument="INDEX", name="Russell 2000 Index")
        wire.know("^GSPC", bars * 3, instrument="INDEX", name="S&P 500")
        wire.know("IWM", bars, instrument="ETF", name="iShares Russell 2000 ETF")
        wire.know("ZZAQ", bars, instrument="EQUITY", name="Made-up Industries")
        yield program
    program.client.close()
    program.store.close()


def timed(market: Market, seconds: float, symbol: Symbol = RUT) -> Bars:
    start = monotonic()
    try:
        return market.within(Deadline.after(seconds)).bars(symbol)
    finally:
        assert monotonic() - start < seconds + SLACK


def recovered(market: Market) -> Bars:
    """The first fresh answer. After a hang nobody is kept waiting while something stored can answer:
    what is stored is told until the request that hangs has run into its own deadline."""
    end = monotonic() + AMPLE
    while True:
        bars = timed(market, AMPLE)
        if (not bars.stale and bars.symbol == RUT) or monotonic() > end:
            return bars


@pytest.mark.parametrize("name", FAULTS)
class TestEveryFault:
    def test_with_nothing_stored_says_what_is_so_and_recovers(self, program: Program, name: str) -> None:
        seconds = SHORT if name in SLOW else AMPLE
        market = program.start(seconds)
        program.wire.fail("*", FAULTS[name])
        with pytest.raises(MarketError) as caught:
            timed(market, seconds)
        assert str(caught.value).startswith(words(name))
        kinds = {"throttled": Throttled, "empty": EmptyAnswer, "not found": Unlisted}
        assert type(caught.value) is kinds.get(name, ProviderDown)
        assert program.stored() == b""
        program.wire.mend()
        program.wire.now += timedelta(minutes=1)
        bars = recovered(market)
        assert (bars.last_session, bars.stale, bars.notes) == (date(2026, 1, 22), False, ())

    def test_with_bars_stored_answers_from_them_and_recovers(self, program: Program, name: str) -> None:
        seconds = SHORT if name in SLOW else AMPLE
        program.start().bars(RUT)
        before = program.stored()
        market = program.start(seconds)  # a process that has only the store
        program.wire.now = NEXT_DAY
        program.wire.fail("*", FAULTS[name])
        bars = timed(market, seconds)
        assert bars.stale
        (note,) = bars.notes
        assert note.startswith(words(name))
        assert note.endswith(": these are stored figures, up to the close of 2026-01-22.")
        assert (bars.symbol, bars.last_session, bars.running) == (RUT, date(2026, 1, 22), None)
        assert program.stored() == before
        program.wire.mend()
        program.wire.now = NEXT_CLOSED
        bars = recovered(market)
        assert (bars.last_session, bars.stale, bars.notes) == (date(2026, 1, 23), False, ())
        expected = program.wire.listing("^RUT").daily.loc[:"2026-01-23", "close"]
        np.testing.assert_array_equal(bars.closes, expected)


class TestOutages:
    def test_a_fault_on_the_crumb_costs_nothing(self, program: Program) -> None:
        program.wire.fail("crumb", THROTTLED)
        assert not program.start().bars(RUT).stale

    def test_throttled_for_ten_minutes(self, program: Program) -> None:
        market = program.start()
        market.bars(RUT)
        program.wire.now = NEXT_DAY
        program.wire.asked.clear()
        program.wire.fail("*", THROTTLED, lasting=timedelta(minutes=10))
        for _ in range(40):
            assert market.bars(RUT).notes[0].startswith("Yahoo Finance is throttling us")
            program.wire.now += timedelta(seconds=15)
        assert program.wire.count("chart") <= 20  # it is left alone for half a minute each time
        assert not market.bars(RUT).stale

    def test_names_that_cannot_be_found(self, program: Program) -> None:
        market = program.start()
        program.wire.unresolvable = True
        with pytest.raises(ProviderDown, match="its address cannot be found"):
            timed(market, AMPLE)
        program.wire.mend()
        assert not timed(market, AMPLE).stale

    def test_when_only_the_index_fails_its_fund_stands_in(self, program: Program) -> None:
        program.wire.fail("chart", NOT_FOUND, ticker="^RUT")
        bars = program.start().bars(RUT)
        assert bars.symbol == IWM
        assert "IWM stands in for the Russell 2000" in bars.notes[0]

    def test_an_unknown_stock_is_neither_down_nor_throttled(self, program: Program) -> None:
        market = program.start()
        for _ in range(3):
            with pytest.raises(UnknownSymbol):
                market.bars(Symbol.parse("IWMM"))
        assert program.wire.count("chart") == 1

    def test_a_hang_holds_up_no_other_symbol(self, program: Program) -> None:
        gate = Event()
        market = program.start()
        program.wire.fail("chart", Hold(gate), ticker="^RUT")
        with ThreadPoolExecutor(1) as pool:
            hanging = pool.submit(market.within(Deadline.after(AMPLE)).bars, RUT)
            assert not timed(market, AMPLE, ZZAQ).stale
            assert not hanging.done()
            gate.set()
            assert not hanging.result().stale


class TestSessions:
    def test_a_normal_day_is_asked_about_once(self, program: Program) -> None:
        market = program.start()
        for hour in range(12):
            program.wire.now = CLOSED + timedelta(hours=hour)
            assert market.bars(RUT).notes == ()
        assert program.wire.count("chart") == 1

    def test_two_hundred_asks_for_four_symbols_make_four_chart_requests(self, program: Program) -> None:
        market = program.start()
        symbols = [RUT, SPX, IWM, ZZAQ]
        with ThreadPoolExecutor(50) as pool:
            assert all(not bars.stale for bars in pool.map(market.bars, symbols * 50))
        assert program.wire.count("chart") == 4

    def test_a_session_in_progress_is_a_print_beside_the_closes(self, program: Program) -> None:
        program.wire.now = NEXT_DAY
        bars = program.start().bars(RUT)
        assert bars.last_session == date(2026, 1, 22)
        assert bars.running is not None
        assert bars.running.session == date(2026, 1, 23)
        assert bars.as_of == bars.running.at == NEXT_DAY

    def test_before_the_open_the_last_close_is_the_newest(self, program: Program) -> None:
        program.wire.now = datetime(2026, 1, 23, 13, 0, tzinfo=UTC)
        market = program.start()
        bars = market.bars(RUT)
        assert (bars.last_session, bars.running, bars.notes) == (date(2026, 1, 22), None, ())
        assert market.state().words == "pre-market"

    def test_on_a_holiday_nothing_is_missing(self, program: Program) -> None:
        program.wire.now = datetime(2026, 1, 19, 17, 0, tzinfo=UTC)
        bars = program.start().bars(RUT)
        assert (bars.last_session, bars.running, bars.missing) == (date(2026, 1, 16), None, ())

    def test_an_early_close_is_a_close(self, program: Program) -> None:
        market = program.start()
        program.wire.now = datetime(2025, 11, 28, 17, 30, tzinfo=UTC)
        assert market.bars(RUT).running is not None
        program.wire.now = datetime(2025, 11, 28, 18, 45, tzinfo=UTC)  # the bell rang at 13:00
        bars = market.bars(RUT)
        assert (bars.last_session, bars.running) == (date(2025, 11, 28), None)
        assert bars.as_of == datetime(2025, 11, 28, 18, 0, tzinfo=UTC)

    def test_right_after_the_bell_a_print_is_still_no_close(self, program: Program) -> None:
        market = program.start()
        bell = datetime(2026, 1, 23, 21, 0, tzinfo=UTC)
        program.wire.listing("^RUT").traded_at = bell - timedelta(minutes=2)
        program.wire.now = bell + timedelta(minutes=1)
        bars = market.bars(RUT)
        assert bars.last_session == date(2026, 1, 22)
        assert bars.running is not None
        assert bars.notes == ("The close of 2026-01-23 is not in at Yahoo Finance yet (Russell 2000).",)
        program.wire.listing("^RUT").traded_at = bell
        program.wire.now = bell + timedelta(minutes=3)
        bars = market.bars(RUT)
        assert (bars.last_session, bars.running) == (date(2026, 1, 23), None)
        assert "may still change" in bars.notes[0]
        program.wire.now = bell + timedelta(minutes=35)
        assert market.bars(RUT).notes == ()

    def test_a_last_row_of_nulls_is_a_missing_session(self, program: Program) -> None:
        program.wire.listing("^RUT").blank.add(date(2026, 1, 22))
        bars = program.start().bars(RUT)
        assert bars.last_session == date(2026, 1, 21)
        assert bars.missing == (date(2026, 1, 22),)
        assert "2026-01-22" in bars.notes[0]

    def test_a_session_missing_in_the_middle_is_told_and_one_that_was_stored_stays(
        self, program: Program
    ) -> None:
        listing = program.wire.listing("^RUT")
        listing.blank.add(date(2026, 1, 14))
        market = program.start()
        assert market.bars(RUT).notes == ("There is no bar for 2026-01-14 at Yahoo Finance (Russell 2000).",)
        listing.blank.add(date(2026, 1, 21))  # lost after it was stored
        program.wire.now = NEXT_CLOSED
        assert market.bars(RUT).missing == (date(2026, 1, 14),)

    def test_foreign_volume_of_an_index_is_never_shown(self, program: Program) -> None:
        market = program.start()
        assert market.bars(RUT).frame["volume"].isna().all()
        assert market.quote(RUT).volume is None
        assert market.quote(IWM).volume is not None

    def test_a_previous_close_near_zero_in_the_metadata_is_not_believed(self, program: Program) -> None:
        quote = program.start().quote(RUT)
        closes = program.wire.listing("^RUT").daily.loc[:"2026-01-22", "close"]
        assert quote.previous == closes.iloc[-2]
        assert quote.change == closes.iloc[-1] / closes.iloc[-2] - 1

    def test_after_a_split_overnight_all_of_the_history_is_on_one_scale(self, program: Program) -> None:
        market = program.start()
        market.bars(ZZAQ)
        halved = program.wire.listing("ZZAQ").daily.copy()
        halved[["open", "high", "low", "close"]] = (halved[["open", "high", "low", "close"]] / 2).round(2)
        program.wire.know("ZZAQ", halved, splits={date(2026, 1, 23): (2, 1)})
        program.wire.now = NEXT_CLOSED
        bars = market.bars(ZZAQ)
        np.testing.assert_array_equal(bars.closes, halved.loc[:"2026-01-23", "close"])
        asked = program.wire.count("chart")
        program.wire.now += timedelta(days=3)
        market.bars(ZZAQ)
        assert program.wire.count("chart") == asked + 1  # the split is known by then

    def test_a_dividend_moves_adjusted_closes_and_leaves_raw_ones(self, program: Program) -> None:
        market = program.start()
        raw = market.bars(IWM).closes
        paid = program.wire.listing("IWM").daily.copy()
        paid["adj_close"] = paid["close"].where(paid.index >= "2026-01-23", paid["close"] * 0.99)
        program.wire.know("IWM", paid, instrument="ETF", dividends={date(2026, 1, 23): 1.0})
        program.wire.now = NEXT_CLOSED
        bars = market.bars(IWM)
        pd.testing.assert_series_equal(bars.closes.iloc[:-1], raw, check_freq=False)
        assert bars.frame["adj_close"].iloc[0] == pytest.approx(raw.iloc[0] * 0.99, rel=1e-6)


@pytest.mark.realdata
@pytest.mark.parametrize(
    "at", [datetime(2026, 1, 22, 16, 30, tzinfo=UTC), CLOSED], ids=["at half past eleven", "after the close"]
)
def test_the_founding_session_is_the_same_from_yahoo_as_from_the_files(
    program: Program, real_data: Path, at: datetime
) -> None:
    daily = pd.read_csv(real_data / "RUT.csv.gz", index_col="date", parse_dates=True)
    five = pd.read_csv(real_data / "RUT_5m.csv.gz", index_col="ts_utc", parse_dates=True)
    program.wire.know("^RUT", daily, instrument="INDEX", intraday=five)
    program.wire.now = at
    yahoo = program.start().bars(RUT)
    files = Market(FilesSource(real_data, CALENDAR), program, CALENDAR).bars(RUT)
    pd.testing.assert_frame_equal(yahoo.frame, files.frame, check_freq=False)
    assert yahoo.running == files.running
    assert yahoo.as_of == files.as_of
