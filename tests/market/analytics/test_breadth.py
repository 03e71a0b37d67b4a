"""Breadth against hand-made tables, plain pandas, and the properties it must keep."""

from __future__ import annotations

import doctest
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import market.analytics.breadth
from market.analytics.breadth import measure, members_to_turn, participation
from market.errors import NoData


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.analytics.breadth).failed == 0


def panel(members: int = 12, sessions: int = 300) -> pd.DataFrame:
    """A panel with the warts of real ones: a late listing, a delisting, a gap, a huge day."""
    draw = np.random.default_rng(1)
    closes = 50 * np.exp(np.cumsum(draw.normal(0, 0.02, (sessions, members)), axis=0))
    closes[:40, 0] = np.nan
    closes[-30:, 1] = np.nan
    closes[120, 2] = np.nan
    closes[150:, 3] *= 15.46
    days = pd.bdate_range("2024-01-02", periods=sessions, name="session")
    return pd.DataFrame(closes, index=days, columns=[f"M{n}" for n in range(members)])


def plainly(closes: pd.DataFrame) -> pd.DataFrame:
    """The same counts by pandas' own rolling windows."""
    before = closes.shift(1)
    high, low = before.rolling(251).max(), before.rolling(251).min()
    counts = {
        "priced": closes.notna(),
        "averaged_50": closes.rolling(50).mean().notna(),
        "above_50": closes > closes.rolling(50).mean(),
        "averaged_200": closes.rolling(200).mean().notna(),
        "above_200": closes > closes.rolling(200).mean(),
        "advancers": closes > before,
        "decliners": closes < before,
        "unchanged": closes == before,
        "ranged": high.notna() & closes.notna(),
        "highs": closes > high,
        "lows": closes < low,
    }
    return pd.DataFrame({kind: flags.sum(axis=1) for kind, flags in counts.items()}).astype("int64")


def test_every_count_is_what_plain_pandas_counts() -> None:
    closes = panel()
    pd.testing.assert_frame_equal(measure(closes).counts, plainly(closes), check_freq=False)


def test_closes_of_single_precision_are_averaged_in_double() -> None:
    closes = panel(members=4).astype("float32")
    closes[:] = np.array(
        [9.99, 10.1, 33.3, 7.77], dtype="float32"
    )  # each on its average, which a sum in single precision misses
    assert not measure(closes).counts[["above_50", "above_200"]].to_numpy().any()


@pytest.mark.realdata
@pytest.mark.parametrize("name", ["panel_sp500_adjclose_10y", "panel_r2000_adjclose_5y"])
def test_the_real_panels_count_as_in_plain_pandas(real_data: Path, name: str) -> None:
    closes = pd.read_parquet(real_data / f"{name}.parquet").astype("float64")
    pd.testing.assert_frame_equal(measure(closes).counts, plainly(closes), check_freq=False)


def test_nothing_is_above_an_average_before_there_are_enough_bars() -> None:
    found = measure(panel())
    assert found.above(50).iloc[:49].isna().all()
    assert found.above(50).iloc[49:].notna().all()
    assert found.above(200).iloc[:199].isna().all()
    assert found.net_highs.iloc[:251].isna().all()


def test_a_gap_leaves_the_member_without_an_average_until_the_window_has_passed() -> None:
    closes = pd.DataFrame({"A": np.arange(1.0, 121.0)}, index=pd.bdate_range("2024-01-02", periods=120))
    closes.iloc[60, 0] = np.nan
    averaged = measure(closes).counts["averaged_50"].to_numpy()
    assert averaged[49:60].all()
    assert not averaged[60:110].any()
    assert averaged[110:].all()


def test_the_session_after_a_gap_is_neither_an_advance_nor_a_decline() -> None:
    closes = pd.DataFrame({"A": [10.0, np.nan, 12.0, 11.0]}, index=pd.bdate_range("2024-01-02", periods=4))
    counts = measure(closes).counts
    assert counts["advancers"].tolist() == [0, 0, 0, 0]
    assert counts["decliners"].tolist() == [0, 0, 0, 1]


def test_what_nobody_could_be_counted_for_is_unknown_and_not_nought() -> None:
    closes = pd.DataFrame(
        {"A": [10.0, 11.0, np.nan, 12.0, 11.0], "B": [5.0, 6.0, np.nan, 7.0, 8.0]},
        index=pd.bdate_range("2024-01-02", periods=5),
    )
    found = measure(closes)
    assert found.counted("advancers").fillna(-1).tolist() == [-1, 2, -1, -1, 1]
    assert found.counted("highs").isna().all()
    assert found.counted("priced").fillna(-1).tolist() == [2, 2, -1, 2, 2]
    assert found.line.fillna(-9).tolist() == [0, 2, -9, -9, 2]
    assert math.isnan(found.climbed(found.line))
    assert found.climbed(found.line.iloc[:2]) == 2
    assert str(found.gap(3)) == "2024-01-04"
    assert found.gap(2) is None


def test_other_counts_give_other_shares() -> None:
    """Shares are kept with the counts that they are made of, and with no others."""
    found = measure(panel())
    shares, advancing = found.above(50), found.advancing
    earlier = replace(found, counts=found.counts.iloc[:-1].assign(above_50=0, advancers=0))
    assert (
        earlier.above(50).iloc[-1] == earlier.advancing.iloc[-1] == earlier.counted("advancers").iloc[-1] == 0
    )
    assert len(earlier.above(200)) == len(shares) - 1
    assert found.above(50) is shares
    assert found.advancing is advancing
    assert shares.iloc[-1] > 0


def test_a_close_on_its_average_is_not_above_it() -> None:
    closes = pd.DataFrame({"SPAC": np.full(300, 10.1)}, index=pd.bdate_range("2024-01-02", periods=300))
    counts = measure(closes).counts
    assert counts[["above_50", "above_200", "highs", "lows"]].to_numpy().sum() == 0
    assert counts["unchanged"].iloc[1:].eq(1).all()


def test_a_member_without_bars_lowers_coverage_and_nothing_else() -> None:
    closes = panel()
    fewer, more = measure(closes), measure(closes.assign(GHOST=np.nan))
    pd.testing.assert_frame_equal(fewer.counts, more.counts)
    assert more.members == fewer.members + 1
    assert (more.coverage < fewer.coverage).all()


def test_zero_negative_and_infinite_closes_count_as_missing() -> None:
    closes = panel()
    hurt, gone = closes.copy(), closes.copy()
    hurt.iloc[100, 4:7] = [0.0, -1.0, np.inf]
    gone.iloc[100, 4:7] = np.nan
    pd.testing.assert_frame_equal(measure(hurt).counts, measure(gone).counts)


@given(scale=st.sampled_from([0.25, 0.5, 2.0, 1024.0]))
def test_scaling_prices_changes_no_count(scale: float) -> None:
    closes = panel(members=5)
    pd.testing.assert_frame_equal(measure(closes * scale).counts, measure(closes).counts)


@settings(max_examples=25)
@given(cut=st.integers(1, 299))
def test_cutting_the_data_at_any_session_leaves_the_past_as_it_was(cut: int) -> None:
    closes = panel(members=6)
    pd.testing.assert_frame_equal(measure(closes.iloc[:cut]).counts, measure(closes).counts.iloc[:cut])


def test_more_members_than_a_chunk_add_up() -> None:
    closes = panel(members=600).iloc[:60]
    halves = measure(closes.iloc[:, :70]).counts + measure(closes.iloc[:, 70:]).counts
    pd.testing.assert_frame_equal(measure(closes).counts, halves)


def test_a_constant_day_moves_no_line() -> None:
    closes = panel(members=5).iloc[:30]
    again = pd.concat([closes, closes.iloc[[-1]].set_axis([closes.index[-1] + pd.Timedelta(days=1)])])
    assert measure(again).line.iloc[-1] == measure(closes).line.iloc[-1]


@pytest.mark.parametrize("shape", [(0, 3), (3, 0)])
def test_an_empty_panel_is_refused_with_a_sentence(shape: tuple[int, int]) -> None:
    with pytest.raises(NoData, match="no breadth"):
        measure(pd.DataFrame(np.empty(shape)))


@pytest.mark.parametrize(
    ("above", "verdict"), [(0.60, "broad"), (0.5999, "split"), (0.4001, "split"), (0.40, "narrow")]
)
def test_participation_is_broad_from_sixty_and_narrow_up_to_forty_per_cent(
    above: float, verdict: str
) -> None:
    assert participation(above) == verdict


@pytest.mark.parametrize(
    ("above", "turn"),
    [
        (60, (1, "below", "no longer broad")),
        (59, (1, "above", "broad")),
        (41, (19, "above", "broad")),
        (40, (1, "above", "no longer narrow")),
        (30, (11, "above", "no longer narrow")),
    ],
)
def test_the_members_that_would_turn_the_verdict_are_counted(above: int, turn: tuple[int, str, str]) -> None:
    assert members_to_turn(above, 100) == turn


def test_a_close_on_the_mean_of_others_is_not_above_it_for_a_last_bit() -> None:
    closes = [5.02, 5.04] * 24 + [5.03, 5.03]  # summed in floating point, their mean is a little below 5.03
    panel = pd.DataFrame({"A": closes}, index=pd.bdate_range("2024-01-02", periods=50))
    assert measure(panel).counts["above_50"].iloc[-1] == 0
