"""An index beside the fund that tracks it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from market.doubts import DoubtKind
from market.inspection.contradicted import contradicted, is_startling, strayed
from tests.market.inspection.series import walk

DAYS = pd.bdate_range("2020-03-02", periods=12)
CRASH = pd.Series([100, 103, 99, 97, 89, 93, 80, 87, 76, 81, 73, 75], DAYS, dtype="float64")
INDEX = walk()["close"]
FUND = INDEX / 10 * np.exp(np.linspace(0, 0.02, len(INDEX)))  # dividends
SEAM = 40


def bars(closes: pd.Series[float], opens: pd.Series[float] | None = None) -> pd.DataFrame:
    return pd.DataFrame({"open": closes.shift(1) if opens is None else opens, "close": closes})


def test_a_crash_that_the_fund_shares_is_believed() -> None:
    assert is_startling(bars(CRASH))
    assert contradicted(CRASH, CRASH.pow(0.95) / 10, "IWM") == ()


@pytest.mark.parametrize("place", [-1, -2, -5, 100])
def test_a_close_that_the_fund_did_not_follow_is_in_doubt_wherever_it_stands(place: int) -> None:
    wrong = INDEX.copy()
    wrong.iloc[place] *= 1.13
    (doubt,) = contradicted(wrong, FUND, "IWM")
    assert (doubt.kind, doubt.days) == (DoubtKind.CONTRADICTED, (INDEX.index[place].date(),))
    assert (doubt.seen, doubt.usual, doubt.beside) == (wrong.iloc[place], INDEX.iloc[place - 1], "IWM")
    assert contradicted(FUND, wrong, "Russell 2000") == ()  # the fund has made no such move


def test_of_two_sessions_that_stand_under_each_others_day_no_other_one_is_in_doubt() -> None:
    found = 0
    for place in range(60, len(INDEX) - 2):
        wrong, days = INDEX.copy(), INDEX.index[place : place + 2]
        wrong.iloc[[place, place + 1]] = INDEX.iloc[[place + 1, place]].to_numpy()
        in_doubt = {day for doubt in contradicted(wrong, FUND, "IWM") for day in doubt.days}
        assert in_doubt <= {day.date() for day in days}, place
        found += len(in_doubt) == 2
    assert found > len(INDEX) / 4


@pytest.mark.parametrize(("factor", "found"), [(1.12, True), (0.9, True), (1.03, True), (1.009, False)])
def test_another_scale_before_any_session_ends_what_is_believed(factor: float, found: bool) -> None:
    rebased = INDEX.where(INDEX.index >= INDEX.index[SEAM], INDEX * factor)
    doubts = contradicted(rebased, FUND, "IWM")
    assert [doubt.kind for doubt in doubts] == [DoubtKind.SCALE] * found
    assert sum(len(doubt.days) for doubt in doubts) == SEAM * found
    assert contradicted(FUND, rebased, "Russell 2000") == ()


@pytest.mark.parametrize(("newest", "kind"), [(5, DoubtKind.CONTRADICTED), (6, DoubtKind.SCALE)])
def test_a_new_scale_is_believed_after_its_fifth_session(newest: int, kind: DoubtKind) -> None:
    rebased = INDEX.where(INDEX.index < INDEX.index[-newest], INDEX * 1.12)
    (doubt,) = contradicted(rebased, FUND, "IWM")
    assert (doubt.kind, len(doubt.days)) == (
        kind,
        newest if kind is DoubtKind.CONTRADICTED else len(INDEX) - newest,
    )


def test_a_fund_that_closes_later_in_wild_months_is_no_contradiction() -> None:
    late = FUND * np.exp(np.where(np.arange(len(FUND)) % 2, 0.004, 0.0))
    late.iloc[100] *= np.exp(0.06)
    assert contradicted(late, INDEX, "Russell 2000") == ()  # beside a usual distance of 0.004 a day
    late.iloc[100] *= np.exp(0.06)
    assert len(contradicted(late, INDEX, "Russell 2000")) == 1


@pytest.mark.parametrize(("move", "doubted"), [(0.0, True), (0.06, False)])
def test_a_small_distance_counts_on_a_calm_day_and_not_in_a_crash(move: float, doubted: bool) -> None:
    crash = np.where(np.arange(len(INDEX)) >= 100, np.exp(-move), 1.0)
    index, fund = INDEX * crash, FUND * crash
    index.iloc[100:] *= np.exp(-0.03)
    assert bool(contradicted(index, fund, "IWM")) is doubted


@pytest.mark.parametrize(("length", "found"), [(20, True), (4, False)])
def test_a_stretch_of_other_sessions_is_in_doubt(length: int, found: bool) -> None:
    moves = np.diff(np.log(INDEX), prepend=np.log(INDEX.iloc[0]))
    moves[100 : 100 + length] = moves[60 : 60 + length]
    wrong = pd.Series(INDEX.iloc[0] * np.exp(np.cumsum(moves)), INDEX.index)
    days = {day for doubt in strayed(wrong, FUND, "IWM") for day in doubt.days}
    assert ({stamp.date() for stamp in INDEX.index[105:115]} <= days) is found
    assert bool(days) is found
    assert strayed(INDEX, FUND, "IWM") == ()


@pytest.mark.parametrize("newest", [15, 20, 30])
def test_the_newest_sessions_dated_a_day_late_are_all_in_doubt(newest: int) -> None:
    late = FUND.copy()
    late.iloc[-newest:] = FUND.shift(1).iloc[-newest:]
    (doubt,) = strayed(late, INDEX, "Russell 2000")
    assert set(doubt.days) >= {day.date() for day in FUND.index[1 - newest :]}
    assert len(doubt.days) <= newest + 10


def test_calm_closes_and_a_fund_of_other_sessions_say_nothing() -> None:
    assert not is_startling(bars(pd.Series([100.0, 101.0, 100.5], DAYS[:3])))
    assert contradicted(CRASH, CRASH.set_axis(DAYS + pd.DateOffset(years=1)), "IWM") == ()


@pytest.mark.parametrize(("gap", "startling"), [(0.10, False), (0.11, True)])
def test_an_opening_far_from_the_close_before_is_startling_however_long_ago(
    gap: float, startling: bool
) -> None:
    opens = INDEX.shift(1).bfill()
    opens.iloc[SEAM] *= np.exp(gap)
    assert is_startling(bars(INDEX, opens)) is startling
