"""Faults that Yahoo really delivers, over its wire: said, kept out, and healed in the same process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from market.calendars.calendar import Calendar
from market.doubts import DoubtKind
from market.errors import EmptyAnswer
from market.fetching.archive import Archive
from market.fetching.blob_store import BlobStore, open_store
from market.fetching.rate_limit import RateLimit
from market.services.prices import Market
from market.sources.yahoo.client import YahooClient
from market.sources.yahoo.prices import YahooSource
from market.symbols import Symbol
from tests.wire import mutations
from tests.wire.series import rising
from tests.wire.yahoo import NO_ROWS, YahooWire, fresh_process

CALENDAR = Calendar()
RUT, SPX, ZZAQ = (Symbol.parse(word) for word in ("rut", "spx", "zzaq"))
CLOSED = datetime(2026, 1, 22, 22, 0, tzinfo=UTC)
NEXT_CLOSED = datetime(2026, 1, 23, 22, 0, tzinfo=UTC)
SOUND = rising(date(2025, 6, 2), date(2026, 1, 30), CALENDAR, start=300.0)


class HealingProgram:
    """Yahoo's wire, a store, and one market on them that lives through fault and healing."""

    def __init__(self, folder: Path) -> None:
        fresh_process()
        self.wire = YahooWire(CLOSED, CALENDAR)
        self.store: BlobStore = open_store(folder / "market.db")
        self.client = YahooClient(folder / "yfinance", self.wire.session())
        pace = lambda: RateLimit(per_second=1e9)  # noqa: E731 - a pace that never makes a test wait
        self.market = Market(YahooSource(self.client, CALENDAR), self, CALENDAR, self.store, pace=pace)

    def now(self) -> datetime:
        return self.wire.now

    def serve(self, daily: pd.DataFrame, splits: dict[date, tuple[int, int]] | None = None) -> None:
        self.wire.know("^RUT", daily, instrument="INDEX")
        self.wire.know("^GSPC", SOUND, instrument="INDEX")
        self.wire.know("ZZAQ", daily, splits=splits or {})

    def stored(self, symbol: Symbol) -> pd.DataFrame:
        blob = self.store.get("bars", f"yahoo/{symbol.ticker}")
        assert blob is not None
        return Archive.from_stored(blob.data, blob.meta).frame


@pytest.fixture
def program(tmp_path: Path) -> Iterator[HealingProgram]:
    program = HealingProgram(tmp_path)
    with program.wire:
        program.serve(SOUND)
        yield program
    program.client.close()
    program.store.close()


def assert_sound(program: HealingProgram, symbol: Symbol, last: str) -> None:
    """The answer and the store hold what Yahoo holds now, and nothing of the fault."""
    bars = program.market.bars(symbol)
    assert (bars.doubts, bars.missing, bars.notes) == ((), (), ())
    expected = SOUND["close"].loc[:last]
    pd.testing.assert_series_equal(
        bars.closes, expected, check_names=False, check_freq=False, check_index_type=False
    )
    kept = program.stored(symbol)["close"].loc[:last]
    pd.testing.assert_series_equal(
        kept, expected, check_names=False, check_freq=False, check_index_type=False
    )


FAULTS: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], DoubtKind]] = {
    "a bar 100 times too high": (
        lambda f: mutations.scaled(f, 100, "2026-01-20", "2026-01-20"),
        DoubtKind.SPIKE,
    ),
    "the newest bar 100 times too high": (
        lambda f: mutations.scaled(f, 100, "2026-01-22", "2026-01-22"),
        DoubtKind.UNHEARD,
    ),
    "an old bar a hundredth": (
        lambda f: mutations.scaled(f, 0.01, "2025-08-05", "2025-08-06"),
        DoubtKind.SPIKE,
    ),
    "a scale that changes": (lambda f: mutations.scaled(f, 100, "2025-06-02", "2025-10-31"), DoubtKind.SCALE),
}


@pytest.mark.parametrize("symbol", [RUT, ZZAQ], ids=str)
@pytest.mark.parametrize("name", FAULTS)
class TestSpoiled:
    def test_on_a_cold_store_it_is_said_kept_out_and_healed(
        self, program: HealingProgram, name: str, symbol: Symbol
    ) -> None:
        spoil, kind = FAULTS[name]
        program.serve(spoil(SOUND))
        bars = program.market.bars(symbol)
        (doubt,) = bars.doubts
        assert doubt.kind is kind
        assert set(doubt.days) <= set(bars.missing)
        assert bars.closes.dropna().isin(SOUND["close"].round(2)).all()
        (note,) = bars.notes
        assert note.startswith("Doubtful figures of")
        program.serve(SOUND)
        program.wire.now += timedelta(minutes=2)
        assert_sound(program, symbol, "2026-01-22")

    def test_over_a_sound_store_the_sound_bars_stay(
        self, program: HealingProgram, name: str, symbol: Symbol
    ) -> None:
        spoil, kind = FAULTS[name]
        program.market.bars(symbol)
        program.serve(spoil(SOUND))
        program.wire.now = NEXT_CLOSED
        bars = program.market.bars(symbol)
        assert bars.closes.dropna().isin(SOUND["close"].round(2)).all()
        if kind is not DoubtKind.SCALE:
            assert bars.doubts == ()
            assert bars.missing == ()
        program.serve(SOUND)
        program.wire.now += timedelta(minutes=5)
        assert_sound(program, symbol, "2026-01-23")


class TestSplit:
    def test_one_that_is_announced_and_not_applied_waits_for_the_history(
        self, program: HealingProgram
    ) -> None:
        program.market.bars(ZZAQ)
        effective = {date(2026, 1, 23): (4, 1)}
        program.serve(mutations.scaled(SOUND, 0.25, "2026-01-23", "2026-01-30"), effective)
        program.wire.now = NEXT_CLOSED
        bars = program.market.bars(ZZAQ)
        (doubt,) = bars.doubts
        assert (doubt.kind, doubt.last) == (DoubtKind.SPLIT, date(2026, 1, 22))
        assert len(bars.frame) == 1
        assert program.market.quote(ZZAQ).change is None
        applied = mutations.scaled(SOUND, 0.25, "2025-06-02", "2026-01-30")
        program.serve(applied, effective)
        program.wire.now += timedelta(minutes=2)
        bars = program.market.bars(ZZAQ)
        assert (bars.doubts, bars.missing) == ((), ())
        assert len(bars.frame) == len(program.stored(ZZAQ))
        assert bars.closes.iloc[0] == pytest.approx(75.0)


class TestGaps:
    def test_by_symbol_they_are_said_of_the_symbol_and_filled_when_they_heal(
        self, program: HealingProgram
    ) -> None:
        lost = [date(2025, 7, 24), date(2025, 7, 28), date(2026, 1, 14)]
        program.serve(SOUND.drop([pd.Timestamp(day) for day in lost]))
        assert program.market.bars(RUT).missing == tuple(lost)
        assert program.market.bars(SPX).missing == ()
        program.serve(SOUND)
        program.wire.now = datetime(2026, 1, 23, 22, 0, tzinfo=UTC)
        assert program.market.bars(RUT).missing == ()


class TestEmpty:
    def test_a_chart_without_rows_of_a_known_symbol_is_an_outage(self, program: HealingProgram) -> None:
        program.wire.fail("chart", NO_ROWS)
        with pytest.raises(EmptyAnswer, match="no data for \\^GSPC at the moment"):
            program.market.bars(SPX)
        assert program.store.get("bars", "yahoo/^GSPC") is None
        program.wire.mend()
        program.wire.now += timedelta(minutes=1)
        assert program.market.bars(SPX).notes == ()


class TestRunningBar:
    def test_one_on_another_scale_is_never_shown(self, program: HealingProgram) -> None:
        program.serve(mutations.scaled(SOUND, 100, "2026-01-23", "2026-01-30"))
        program.wire.now = datetime(2026, 1, 23, 16, 30, tzinfo=UTC)
        bars = program.market.bars(RUT)
        assert bars.running is None
        assert bars.doubts[0].days == (date(2026, 1, 23),)
        assert program.market.quote(RUT).session == date(2026, 1, 22)


class TestYoung:
    @pytest.mark.parametrize(("count", "ranges"), [(1, ("1d", "5d")), (4, ("1d", "5d")), (2, None)])
    def test_a_share_of_some_days_has_the_bars_there_are(
        self, program: HealingProgram, count: int, ranges: tuple[str, ...] | None
    ) -> None:
        young = SOUND.loc[:"2026-01-22"].iloc[-count:]
        program.wire.know("ZZNEW", young, ranges=ranges)
        bars = program.market.bars(Symbol("ZZNEW", "ZZNEW"))
        assert len(bars.frame) == count
        assert (bars.notes, bars.missing, bars.doubts) == ((), (), ())


def test_the_currency_is_the_one_that_yahoo_states_also_out_of_the_store(program: HealingProgram) -> None:
    program.wire.know("ZZPX", SOUND, currency="GBp")
    symbol = Symbol("ZZPX", "ZZPX")
    assert program.market.bars(symbol).currency == "GBp"
    blob = program.store.get("bars", "yahoo/ZZPX")
    assert blob is not None
    assert Archive.from_stored(blob.data, blob.meta).currency == "GBp"
    assert program.market.bars(RUT).currency == ""
