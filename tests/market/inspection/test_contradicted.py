"""An index beside the fund that tracks it."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from market.bars import Bars, RunningBar
from market.doubts import DoubtKind
from market.inspection.contradicted import (
    contradicted,
    contradicted_so_far,
    is_startling,
    is_startling_so_far,
    strayed,
)
from market.provenance import Provenance
from market.symbols import Symbol
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


@pytest.mark.parametrize(
    ("move", "place", "startling"),
    [(0.069, -1, False), (0.071, -1, True), (0.071, -9, True), (0.071, -10, False)],
)
def test_a_move_of_seven_per_cent_within_ten_closes_is_startling(
    move: float, place: int, startling: bool
) -> None:
    closes = pd.Series(100.0, INDEX.index)
    closes.iloc[place:] *= np.exp(move)
    assert is_startling(bars(closes, closes)) is startling


@pytest.mark.parametrize(("further", "doubted"), [(0.039, False), (0.041, True)])
def test_in_a_crash_that_the_fund_shares_four_points_more_are_doubted(further: float, doubted: bool) -> None:
    closes = pd.Series(100.0, INDEX.index)
    fund = closes.where(closes.index < INDEX.index[100], 100 * np.exp(-0.06))
    index = closes.where(closes.index < INDEX.index[100], 100 * np.exp(-0.06 - further))
    assert bool(contradicted(index, fund, "IWM")) is doubted


@pytest.mark.parametrize(("apart", "doubted"), [(0.0099, False), (0.0101, True)])
def test_on_a_calm_day_one_per_cent_apart_is_doubted(apart: float, doubted: bool) -> None:
    closes = pd.Series(100.0, INDEX.index)
    wrong = closes.where(closes.index != INDEX.index[100], 100 * np.exp(apart))
    assert bool(contradicted(wrong, closes, "IWM")) is doubted


@pytest.mark.parametrize(("apart", "found"), [(0.0029, False), (0.0031, True)])
def test_a_stretch_strays_from_three_tenths_of_a_per_cent_on(apart: float, found: bool) -> None:
    moves = np.zeros(len(INDEX))
    moves[100:120] = np.where(np.arange(20) % 2, apart, -apart)
    closes = pd.Series(100.0, INDEX.index)
    assert bool(strayed(closes * np.exp(np.cumsum(moves)), closes, "IWM")) is found


@pytest.mark.parametrize(("move", "doubted"), [(0.079, False), (0.081, True)])
def test_a_running_bar_that_its_fund_has_not_followed_is_in_doubt(move: float, doubted: bool) -> None:
    before, today = INDEX.index[-2].date(), INDEX.index[-1].date()
    frame = pd.DataFrame({"close": FUND}).iloc[:-1]
    at = datetime(2026, 1, 22, 18, tzinfo=UTC)
    still = float(frame["close"].iloc[-1])
    fund = RunningBar(today, still, still, still, still, None, at)
    last = 100 * np.exp(move)
    own = RunningBar(today, 100.0, last, 100.0, last, None, at)
    assert is_startling_so_far(own, 100.0)
    other = Bars(Symbol.parse("iwm"), frame, Provenance("By hand", at), fund)
    assert bool(contradicted_so_far(own, 100.0, before, other)) is doubted


STILL = pd.Series(100.0, INDEX.index)
PLACE = 100


def moving(moves: np.ndarray) -> pd.Series[float]:
    return pd.Series(100 * np.exp(np.cumsum(moves)), STILL.index)


def swinging(size: float) -> np.ndarray:
    return np.where(np.arange(len(STILL)) % 2, size, -size)


@pytest.mark.parametrize(
    ("usual", "apart", "doubted"),
    [(0.004, 0.0799, False), (0.004, 0.0801, True), (0.001, 0.0249, False), (0.001, 0.0251, True)],
)
def test_far_apart_is_twenty_times_as_far_as_usual_or_more_where_nothing_else_moves(
    usual: float, apart: float, doubted: bool
) -> None:
    moves = swinging(usual)
    moves[PLACE] = apart
    assert bool(contradicted(moving(moves), STILL, "IWM")) is doubted


@pytest.mark.parametrize(("days", "doubted"), [(30, False), (29, True)])
def test_what_is_usual_is_the_median_of_three_months_around(days: int, doubted: bool) -> None:
    moves = np.zeros(len(STILL))
    moves[[*range(PLACE - 30, PLACE - 15), *range(PLACE + 31 - days + 15, PLACE + 31)]] = 0.004
    moves[PLACE] = 0.06  # far apart where 0.004 is not usual
    assert bool(contradicted(moving(moves), STILL, "IWM")) is doubted


@pytest.mark.parametrize(("common", "doubted"), [(0.0085, True), (0.0087, False)])
def test_beside_a_move_that_both_made_seven_tenths_of_it_are_doubted(common: float, doubted: bool) -> None:
    own, other = np.zeros(len(STILL)), np.zeros(len(STILL))
    own[PLACE], other[PLACE] = common + 0.02, common
    assert bool(contradicted(moving(own), moving(other), "IWM")) is doubted


@pytest.mark.parametrize(("apart", "doubted"), [(0.012, False), (0.041, True)])
@pytest.mark.parametrize("lacking", [("own",), ("other",), ("own", "other")])
def test_what_is_left_of_moves_over_a_session_without_a_bar_is_no_measure(
    lacking: tuple[str, ...], apart: float, doubted: bool
) -> None:
    moves, day = np.zeros(len(STILL)), STILL.index[PLACE - 1]
    moves[PLACE] = apart
    own, other = (
        closes.drop(day) if name in lacking else closes
        for name, closes in (("own", moving(moves)), ("other", STILL))
    )
    missing = [day.date()] if len(lacking) == 2 else []
    assert bool(contradicted(own, other, "IWM", missing=missing)) is doubted
    assert contradicted(moving(moves), STILL, "IWM")


@pytest.mark.parametrize(("other", "doubted"), [(0.0299, True), (0.0301, False)])
def test_of_two_moves_the_one_that_is_three_times_as_large_is_at_fault(other: float, doubted: bool) -> None:
    own, theirs = np.zeros(len(STILL)), np.zeros(len(STILL))
    own[PLACE], theirs[PLACE] = -0.01, other
    assert bool(contradicted(moving(own), moving(theirs), "IWM")) is doubted


def doubted_rows(own: np.ndarray, other: np.ndarray) -> list[int]:
    days = [stamp.date() for stamp in STILL.index]
    return [days.index(day) for doubt in strayed(moving(own), moving(other), "IWM") for day in doubt.days]


@pytest.mark.parametrize(("days", "rows"), [(5, []), (6, list(range(PLACE - 4, PLACE + 10)))])
def test_a_stretch_is_every_ten_sessions_of_which_most_stray(days: int, rows: list[int]) -> None:
    own = np.zeros(len(STILL))
    own[PLACE : PLACE + days] = 0.0055
    assert doubted_rows(own, np.zeros(len(STILL))) == rows


@pytest.mark.parametrize(
    ("apart", "common", "found"),
    [(0.0079, 0.0, False), (0.0081, 0.0, True), (0.009, 0.0089, True), (0.009, 0.0091, False)],
)
def test_a_stretch_strays_eight_times_as_far_as_usual_and_by_half_of_its_moves(
    apart: float, common: float, found: bool
) -> None:
    own, other = swinging(0.001), np.zeros(len(STILL))
    own[PLACE : PLACE + 20] = np.sign(own[PLACE : PLACE + 20]) * (apart + common)
    other[PLACE : PLACE + 20] = np.sign(own[PLACE : PLACE + 20]) * common
    assert bool(doubted_rows(own, other)) is found


@pytest.mark.parametrize(("apart", "last"), [(0.00149, PLACE + 9), (0.00151, PLACE + 10)])
def test_a_session_beside_a_stretch_belongs_to_it_from_five_times_the_usual_distance_on(
    apart: float, last: int
) -> None:
    own = swinging(0.0003)
    own[PLACE : PLACE + 6], own[PLACE + 10] = 0.0035, apart
    assert doubted_rows(own, np.zeros(len(STILL)))[-1] == last
