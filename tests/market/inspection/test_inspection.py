"""What a series is worth: every kind of fault by itself, and sound series that are let through."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from market.bars import RunningBar, tidy
from market.calendars.trading_days import trading_days
from market.doubts import Doubt, DoubtKind
from market.inspection.inspection import Inspection, inspect, inspect_running
from market.symbols import Symbol
from tests.market.inspection.series import CALENDAR, DAYS, PRICES, filled, scaled, walk

RUT, IWM, VIX, SLV = (Symbol.parse(word) for word in ("rut", "iwm", "vix", "slv"))
SHARE, COIN, LONDON = Symbol("ZZAQ", "ZZAQ"), Symbol("BTC-USD", "BTC-USD"), Symbol("VOD.L", "VOD.L")
ALL = pytest.mark.parametrize("symbol", [RUT, IWM, SHARE, VIX], ids=str)


def look(frame: pd.DataFrame, symbol: Symbol, splits: tuple[date, ...] = ()) -> Inspection:
    return inspect(frame, symbol, DAYS, splits=splits)


def meant(frame: pd.DataFrame, symbol: Symbol) -> pd.DataFrame:
    """What is told of these bars: the volume of an index is another one's."""
    return frame if symbol.has_volume else frame.assign(volume=float("nan"))


def only(found: Inspection) -> Doubt:
    (doubt,) = found.doubts
    return doubt


class TestSound:
    @ALL
    @pytest.mark.parametrize("swing", [0.0005, 0.01, 0.03])
    def test_an_ordinary_series_comes_through_as_it_is(self, symbol: Symbol, swing: float) -> None:
        frame = walk(swing=swing)
        found = look(frame, symbol)
        assert (found.doubts, found.missing, found.close_only, found.adjusted) == ((), (), (), True)
        pd.testing.assert_frame_equal(found.frame, meant(frame, symbol))

    def test_a_share_may_treble_and_fall_back_when_it_is_traded_like_that(self) -> None:
        frame = scaled(walk(), 3.6, "2025-10-14", "2025-10-14")
        frame = scaled(frame, 30, "2025-10-14", "2025-10-14", ["volume"])
        assert look(frame, SHARE).doubts == ()

    def test_a_share_may_lose_half_on_news(self) -> None:
        frame = scaled(walk(), 0.52, "2025-10-14", "2026-01-22")
        frame = scaled(frame, 1.3, "2025-10-14", "2025-10-14", ["high"])
        frame = scaled(frame, 12, "2025-10-14", "2025-10-14", ["volume"])
        assert look(frame, SHARE).doubts == ()

    def test_a_share_of_which_only_closes_are_known_may_lose_half(self) -> None:
        frame = scaled(walk(), 0.5, "2025-10-14", "2026-01-22")
        frame[["open", "high", "low", "volume"]] = np.nan
        assert look(frame, SHARE).doubts == ()

    def test_a_volatility_index_may_double_in_a_day(self) -> None:
        assert look(scaled(walk(), 2.2, "2025-10-14", "2025-10-15"), VIX).doubts == ()


class TestJumps:
    @ALL
    @pytest.mark.parametrize("factor", [100, 0.01, 10])
    def test_a_bar_on_another_scale_is_left_out(self, symbol: Symbol, factor: float) -> None:
        sound = walk()
        found = look(scaled(sound, factor, "2025-10-14", "2025-10-14"), symbol)
        assert (only(found).kind, only(found).days) == (DoubtKind.SPIKE, (date(2025, 10, 14),))
        assert found.missing == (date(2025, 10, 14),)
        pd.testing.assert_frame_equal(found.frame, meant(sound, symbol).drop(pd.Timestamp("2025-10-14")))

    @ALL
    def test_as_are_several_in_a_row(self, symbol: Symbol) -> None:
        found = look(scaled(walk(), 100, "2025-10-14", "2025-11-20"), symbol)
        assert (only(found).first, only(found).last) == (date(2025, 10, 14), date(2025, 11, 20))
        assert set(only(found).days) == set(found.missing)

    @ALL
    def test_two_in_a_row_may_be_on_both_sides_of_the_true_ones(self, symbol: Symbol) -> None:
        bad = scaled(scaled(walk(), 100, "2025-10-14", "2025-10-14"), 0.01, "2025-10-15", "2025-10-15")
        assert only(look(bad, symbol)).days == (date(2025, 10, 14), date(2025, 10, 15))

    @ALL
    def test_the_newest_bar_is_doubted_until_it_is_confirmed(self, symbol: Symbol) -> None:
        found = look(scaled(walk(), 100, "2026-01-22", "2026-01-22"), symbol)
        assert only(found).days == found.missing == (date(2026, 1, 22),)

    def test_an_index_may_not_gain_two_fifths(self) -> None:
        assert only(look(scaled(walk(), 1.4, "2025-10-14", "2025-10-14"), RUT)).kind is DoubtKind.SPIKE
        assert look(scaled(walk(), 1.25, "2025-10-14", "2025-10-14"), RUT).doubts == ()

    @ALL
    def test_a_scale_that_changes_for_good_leaves_the_newer_part(self, symbol: Symbol) -> None:
        found = look(scaled(walk(), 100, "2025-03-03", "2025-10-13"), symbol)
        assert (only(found).kind, only(found).last) == (DoubtKind.SCALE, date(2025, 10, 13))
        assert found.frame.index[0] == pd.Timestamp("2025-10-14")
        assert found.missing[0] == date(2025, 3, 3)

    @pytest.mark.parametrize("ratio", [2, 4, 10, 0.1, 1.5])
    @pytest.mark.parametrize("symbol", [IWM, SHARE], ids=str)
    def test_a_split_that_was_announced_and_not_applied_leaves_what_came_after(
        self, symbol: Symbol, ratio: float
    ) -> None:
        frame = scaled(walk(), ratio, "2025-03-03", "2026-01-20")
        found = look(frame, symbol, splits=(date(2026, 1, 21),))
        assert (only(found).kind, only(found).last) == (DoubtKind.SPLIT, date(2026, 1, 20))
        assert [stamp.day for stamp in found.frame.index] == [21, 22]

    @pytest.mark.parametrize("symbol", [IWM, SHARE], ids=str)
    def test_one_that_nobody_announced_is_seen_by_its_calm(self, symbol: Symbol) -> None:
        frame = scaled(walk(), 4, "2025-03-03", "2025-10-13")
        frame = scaled(frame, 4, "2025-10-14", "2026-01-22", ["volume"])
        assert only(look(frame, symbol)).kind is DoubtKind.SPLIT

    def test_a_split_that_was_applied_is_no_doubt(self) -> None:
        assert look(walk(), SHARE, splits=(date(2025, 10, 14),)).doubts == ()

    def test_two_faults_are_two_doubts(self) -> None:
        frame = scaled(scaled(walk(), 100, "2025-06-10", "2025-06-10"), 0.01, "2025-10-14", "2025-10-14")
        assert [doubt.first for doubt in look(frame, RUT).doubts] == [date(2025, 6, 10), date(2025, 10, 14)]

    def test_nothing_trusted_is_told_from_a_series_all_in_doubt(self) -> None:
        frame = walk()
        frame["close"] = 0.0
        found = look(frame, IWM)
        assert found.frame.empty
        assert len(found.missing) == len(frame)


class TestClosesAndBars:
    @pytest.mark.parametrize("price", [0.0, -37.63])
    def test_a_close_of_zero_or_below_is_left_out(self, price: float) -> None:
        frame = filled(walk(), price, "2025-10-14", "2025-10-14", ["close"])
        found = look(frame, SHARE)
        assert (only(found).kind, only(found).seen, found.missing) == (
            DoubtKind.NOT_POSITIVE,
            price,
            (date(2025, 10, 14),),
        )

    @pytest.mark.parametrize("absent", [0.0, np.nan, -1.0])
    def test_an_open_high_and_low_of_zero_are_missing(self, absent: float) -> None:
        frame = filled(walk(), absent, "2025-10-14", "2025-10-14", ["open", "high", "low"])
        found = look(frame, RUT)
        assert found.frame.loc["2025-10-14", ["open", "high", "low"]].isna().all()
        assert found.close_only == (date(2025, 10, 14),)
        assert (found.doubts, found.missing) == ((), ())

    def test_a_high_that_no_trade_can_have_made_is_missing_and_its_close_is_kept(self) -> None:
        frame = scaled(walk(), 100, "2025-10-14", "2025-10-14", ["high"])
        found = look(frame, RUT)
        assert only(found).kind is DoubtKind.RANGE
        assert found.missing == ()
        assert np.isnan(found.frame["high"].loc["2025-10-14"])
        assert found.frame["low"].loc["2025-10-14"] == frame["low"].loc["2025-10-14"]

    def test_closes_that_stand_still_without_a_trade_are_left_out_but_for_the_first(self) -> None:
        frame = walk()
        rows = frame.loc["2025-10-14":"2025-10-22"].index
        last = float(frame["close"].loc["2025-10-13"])
        frame = filled(frame, last, "2025-10-14", "2025-10-22", PRICES)
        frame = filled(frame, 0.0, "2025-10-14", "2025-10-22", ["volume"])
        found = look(frame, SHARE)
        assert only(found).kind is DoubtKind.FROZEN
        assert only(found).days == tuple(stamp.date() for stamp in rows) == found.missing

    def test_a_quiet_fund_that_is_traded_may_close_alike(self) -> None:
        frame = walk()
        last = float(frame["close"].loc["2025-10-13"])
        frame = filled(frame, last, "2025-10-14", "2025-10-22", ["close", "adj_close"])
        frame = filled(frame, last * 1.01, "2025-10-14", "2025-10-22", ["high"])
        frame = filled(frame, last * 0.99, "2025-10-14", "2025-10-22", ["low"])
        assert look(frame, IWM).doubts == ()

    def test_an_index_may_not(self) -> None:
        frame = walk()
        last = float(frame["close"].loc["2025-10-13"])
        frame = filled(frame, last, "2025-10-14", "2025-10-22", ["close"])
        assert only(look(frame, RUT)).kind is DoubtKind.FROZEN

    @pytest.mark.parametrize("symbol", [RUT, SHARE])
    @pytest.mark.parametrize(
        ("last", "lacking", "frozen"),
        [
            ("2025-10-17", ["2025-10-15"], ["2025-10-14", "2025-10-16", "2025-10-17"]),
            ("2025-10-17", ["2025-10-14"], ["2025-10-15", "2025-10-16", "2025-10-17"]),
            ("2025-10-17", ["2025-10-17"], []),  # four sessions up to its last bar
            ("2025-10-16", [], []),
            ("2025-10-17", ["2025-10-15", "2025-10-16"], []),
        ],
    )
    def test_one_session_without_a_bar_counts_among_the_five(
        self, symbol: Symbol, last: str, lacking: list[str], frozen: list[str]
    ) -> None:
        frame = walk()
        close = float(frame["close"].loc["2025-10-13"])
        frame = filled(frame, close, "2025-10-14", last, PRICES)
        frame = filled(frame, 0.0, "2025-10-14", last, ["volume"]).drop(pd.DatetimeIndex(lacking))
        doubted = [str(day) for doubt in look(frame, symbol).doubts for day in doubt.days]
        assert doubted == frozen


class TestAdjustedCloses:
    def test_without_any_the_closes_stand_in_and_it_is_known(self) -> None:
        found = look(tidy(walk().drop(columns="adj_close")), IWM)
        assert not found.adjusted
        pd.testing.assert_series_equal(found.frame["adj_close"], found.frame["close"], check_names=False)

    @pytest.mark.parametrize("day", ["2025-10-14", "2026-01-22", "2025-03-03"])
    def test_one_that_is_missing_follows_from_its_neighbours(self, day: str) -> None:
        frame = walk()
        frame["adj_close"] *= 0.9
        expected = frame["adj_close"].copy()
        frame = filled(frame, np.nan, day, day, ["adj_close"])
        found = look(frame, IWM)
        assert found.adjusted
        pd.testing.assert_series_equal(found.frame["adj_close"], expected)

    def test_one_that_is_missing_beside_a_dividend_stays_missing(self) -> None:
        frame = walk()
        frame = scaled(frame, 0.99, "2025-03-03", "2025-10-14", ["adj_close"])
        frame = filled(frame, np.nan, "2025-10-14", "2025-10-14", ["adj_close"])
        assert look(frame, IWM).frame["adj_close"].isna().sum() == 1

    @pytest.mark.parametrize("factor", [0.0, -1.0, 2.0, float("inf")])
    def test_one_that_cannot_belong_to_its_close_follows_from_its_neighbours(self, factor: float) -> None:
        frame = walk()
        expected = frame["adj_close"].copy()
        frame = tidy(scaled(frame, factor, "2025-10-14", "2025-10-14", ["adj_close"]))
        found = look(frame, IWM)
        assert found.adjusted
        pd.testing.assert_series_equal(found.frame["adj_close"], expected)

    @pytest.mark.parametrize(("yearly", "believed"), [(1.03, False), (1.015, True), (0.9, True)])
    def test_adjusted_closes_that_come_down_to_their_closes_by_small_steps_are_not_believed(
        self, yearly: float, believed: bool
    ) -> None:
        frame = walk()
        years = np.arange(len(frame))[::-1] // 60 * 60 / len(frame)
        adjusted = 0.97 * frame["adj_close"] * yearly**years
        assert look(frame.assign(adj_close=adjusted), IWM).adjusted is believed

    @pytest.mark.parametrize(("factor", "believed"), [(1.004, True), (1.006, False)])
    def test_adjusted_closes_above_their_closes_are_not_believed(self, factor: float, believed: bool) -> None:
        for first in ("2020-01-01", "2026-01-21"):
            found = look(scaled(walk(), factor, first, "2027-01-01", ["adj_close"]), IWM)
            assert found.adjusted is believed
            assert [doubt.kind for doubt in found.doubts] == [DoubtKind.ADJUSTED] * (not believed)

    def test_the_rounding_of_a_share_of_cents_is_no_doubt(self) -> None:
        frame = scaled(walk(), 1e-3, "2020-01-01", "2027-01-01")
        assert look(frame.assign(adj_close=frame["close"] * 1.01), IWM).adjusted

    @pytest.mark.parametrize(("factor", "last"), [(0.5, "2025-06-02"), (1.1, "2025-06-02")])
    def test_where_their_scale_changes_none_is_believed(self, factor: float, last: str) -> None:
        frame = scaled(walk(), factor, "2020-01-01", last, ["adj_close"])
        found = look(frame, IWM)
        assert (found.adjusted, found.missing) == (False, ())
        assert only(found).kind is DoubtKind.ADJUSTED
        pd.testing.assert_series_equal(found.frame["adj_close"], found.frame["close"], check_names=False)

    def test_a_series_of_adjusted_closes_alone_is_inspected_by_them(self) -> None:
        frame = scaled(walk(), 100, "2025-10-14", "2025-10-14")
        frame[["open", "high", "low", "close", "volume"]] = np.nan
        assert look(frame, IWM).missing == (date(2025, 10, 14),)


class TestSessions:
    def test_every_session_without_a_bar_is_missing_to_the_one_that_is_due(self) -> None:
        lost = [pd.Timestamp(day) for day in ("2025-04-10", "2025-11-28", "2026-01-21", "2026-01-22")]
        found = inspect(walk().drop(lost), IWM, DAYS, date(2026, 1, 22))
        assert found.missing == tuple(stamp.date() for stamp in lost)

    def test_before_the_first_bar_nothing_is_missing(self) -> None:
        young = walk().loc["2026-01-21":]
        assert look(young, SHARE).missing == ()

    def test_a_series_that_keeps_other_days_has_another_calendar(self) -> None:
        frame = walk()
        frame.index = pd.date_range("2025-03-03", periods=len(frame), name="session").as_unit("us")
        assert look(frame, SHARE).missing == ()

    @pytest.mark.parametrize(("count", "named"), [(197, True), (196, False)])
    def test_where_two_per_cent_of_the_bars_are_on_other_days_these_are_another_calendars(
        self, count: int, named: bool
    ) -> None:
        frame = walk().iloc[-count:]
        frame = frame.drop(frame.index[-5])
        strangers = frame.iloc[[20, 40, 60, 80]].set_axis(pd.date_range("2025-11-01", periods=4, freq="W"))
        found = look(pd.concat([frame, strangers]).sort_index(), SHARE)
        assert bool(found.missing) is named

    def test_a_place_without_a_calendar_has_no_gaps(self) -> None:
        assert inspect(walk().drop(pd.Timestamp("2025-04-10")), LONDON, None).missing == ()

    def test_a_coin_has_a_bar_each_day_and_a_year_of_all_of_them(self) -> None:
        days = trading_days("BTC-USD", CALENDAR)
        frame = walk()
        frame.index = pd.date_range("2025-03-03", periods=len(frame), name="session").as_unit("us")
        found = inspect(frame.drop(pd.Timestamp("2025-03-08")), COIN, days)
        assert (found.missing, found.year) == ((date(2025, 3, 8),), 365)


class TestRunning:
    BAR = RunningBar(
        date(2026, 1, 23), 200.0, 202.0, 199.0, 201.0, 1e5, datetime(2026, 1, 23, 16, tzinfo=UTC)
    )

    def test_an_ordinary_one_comes_through(self) -> None:
        assert inspect_running(self.BAR, 200.0, RUT) == (self.BAR, None)

    @pytest.mark.parametrize("symbol", [RUT, IWM, SHARE, VIX], ids=str)
    @pytest.mark.parametrize("before", [2.0, 20_000.0])
    def test_one_on_another_scale_does_not(self, symbol: Symbol, before: float) -> None:
        bar, doubt = inspect_running(self.BAR, before, symbol)
        assert bar is None
        assert doubt == Doubt(DoubtKind.UNHEARD, (date(2026, 1, 23),), 201.0, before)

    def test_an_open_of_zero_is_missing(self) -> None:
        bar, doubt = inspect_running(
            RunningBar(date(2026, 1, 23), 0.0, 20_200.0, 199.0, 201.0, None, self.BAR.at), 200.0, RUT
        )
        assert bar is not None
        assert doubt is None
        assert np.isnan(bar.open)
        assert np.isnan(bar.high)
        assert bar.low == 199.0


@pytest.mark.realdata
@pytest.mark.parametrize(
    "name", ["RUT", "GSPC", "NDX", "IXIC", "DJI", "VIX", "SPY", "QQQ", "IWM", "DIA", "XLE"]
)
def test_whole_real_histories_are_in_no_doubt(real_data: Path, name: str) -> None:
    table = pd.read_csv(real_data / f"{name}.csv.gz", index_col=0, parse_dates=True)
    frame = tidy(
        table.rename(columns=lambda column: "adj_close" if column.startswith("adj_close") else column)
    )
    symbol = Symbol.parse(name)
    found = inspect(frame, symbol, trading_days(symbol.ticker, CALENDAR))
    assert (found.doubts, found.missing) == ((), ())
    assert len(found.frame) == len(frame)


@pytest.mark.realdata
def test_whole_real_funds_are_in_no_doubt(real_data: Path) -> None:
    table = pd.read_parquet(real_data / "etf_adjclose.parquet")
    doubted = {}
    for ticker in table.columns:
        adjusted = table[ticker].dropna().astype("float64")
        frame = pd.DataFrame({"adj_close": adjusted}).reindex(
            columns=["open", "high", "low", "close", "adj_close", "volume"]
        )
        frame.index = pd.DatetimeIndex(frame.index).as_unit("us")
        doubted[ticker] = inspect(frame, Symbol.parse(ticker), DAYS).doubts
    assert {ticker: doubts for ticker, doubts in doubted.items() if doubts} == {}


def test_a_high_below_the_close_is_no_price_of_that_session() -> None:
    found = look(scaled(walk(), 0.99, "2026-01-22", "2026-01-22", ["high"]), RUT)
    assert only(found).kind is DoubtKind.RANGE
    assert np.isnan(found.frame["high"].iloc[-1])
    assert found.frame["low"].notna().all()


@pytest.mark.parametrize(("by", "doubted"), [(0.9e-4, False), (1.1e-4, True)])
@pytest.mark.parametrize("column", ["high", "low"])
def test_a_high_or_low_may_miss_its_close_by_a_rounding(column: str, by: float, doubted: bool) -> None:
    frame = walk()
    missed = float(frame["close"].iloc[-1]) * (1 - by if column == "high" else 1 + by)
    found = look(filled(frame, missed, "2026-01-22", "2026-01-22", [column]), RUT)
    assert bool(found.doubts) is doubted
    assert np.isnan(found.frame[column].iloc[-1]) == doubted


def test_no_volume_beside_a_price_that_moved_is_not_known() -> None:
    found = look(scaled(walk(), 0, "2026-01-22", "2026-01-22", ["volume"]), IWM)
    assert np.isnan(found.frame["volume"].iloc[-1])
    assert (found.frame["volume"].iloc[:-1] > 0).all()


@pytest.mark.parametrize("columns", [["open", "high", "low", "close"], ["close"]])
def test_the_close_of_the_session_before_is_no_close_of_this_one(columns: list[str]) -> None:
    frame = walk()
    for name in columns:
        frame = filled(frame, float(frame[name].loc["2026-01-21"]), "2026-01-22", "2026-01-22", [name])
    if columns == ["close"]:
        above = float(frame["close"].loc["2026-01-22"]) * 1.02
        frame = filled(frame, above, "2026-01-22", "2026-01-22", ["open", "high", "low"])
    found = look(frame, RUT)
    assert only(found).kind is DoubtKind.REPEATED
    assert found.missing[-1] == date(2026, 1, 22)
