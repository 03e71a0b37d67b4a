"""A print told as a close: an index and its fund part a little, and no other pair does."""

from __future__ import annotations

import doctest

import numpy as np
import pandas as pd
import pytest

import market.inspection.parted
from market.inspection.parted import distances, parted, strange
from tests.market.inspection.series import walk


def pair(
    seed: int = 1, at: int = 0, by: float = 0.0, near: float = 2e-4, swing: float = 0.008
) -> pd.DataFrame:
    """An index and its fund, which is `near` it day by day; the index's close `at` is off by `by`."""
    index = walk(seed, swing)["close"]
    noise = np.random.default_rng(seed + 50).normal(0, near, len(index))
    fund = pd.DataFrame({"close": index / 10 * np.exp(noise)}).assign(adj_close=lambda f: f["close"] * 0.99)
    index.iloc[at] *= np.exp(by)
    return distances(index, fund)


CALM = [pair(2), pair(3)]
LENGTH = len(CALM[0])


def test_the_worked_example_holds() -> None:
    assert doctest.testmod(market.inspection.parted).failed == 0


@pytest.mark.parametrize("place", [-1, -2, 120])
@pytest.mark.parametrize(("by", "found"), [(0.006, True), (-0.006, True), (0.002, False)])
def test_a_close_that_is_a_little_off_is_told_wherever_it_stands(place: int, by: float, found: bool) -> None:
    row = place % LENGTH
    assert parted(pair(at=row, by=by), CALM) == (
        [(row, row + 1 if row < LENGTH - 1 else LENGTH)] if found else []
    )


@pytest.mark.parametrize(("second", "rows"), [(-0.006, 2), (0.006, 2), (0.0, 1)])
def test_two_closes_in_a_row_may_be_off_on_both_sides_of_the_true_ones(second: float, rows: int) -> None:
    index = walk(1, 0.008)["close"]
    noise = np.random.default_rng(51).normal(0, 2e-4, len(index))
    fund = pd.DataFrame({"close": index / 10 * np.exp(noise)}).assign(adj_close=lambda f: f["close"])
    index.iloc[120:122] *= np.exp([0.006, second])
    assert parted(distances(index, fund), CALM) == [(120, 120 + rows)]


def test_nothing_is_told_without_another_pair_or_where_that_parts_less_than_clearly() -> None:
    off = pair(at=120, by=0.006)
    assert strange(off).sum() == 2
    assert parted(off, []) == []
    for by, times, found in ((0.002, 10, 0), (0.0038, 18, 0), (0.006, 28, 1)):  # by 0.006 both are prints
        other = pair(4, at=120, by=by)
        assert other["times"].iloc[120:122].max() == pytest.approx(times, abs=2)
        assert len(parted(off, [*CALM, other])) == found


@pytest.mark.parametrize(("near", "swing", "found"), [(2e-4, 0.008, 1), (8e-4, 0.008, 0), (2e-4, 0.05, 0)])
def test_nothing_is_told_of_a_fund_that_is_not_near_or_of_a_wild_day(
    near: float, swing: float, found: int
) -> None:
    assert len(parted(pair(at=120, by=0.012, near=near, swing=swing), CALM)) == found


@pytest.mark.parametrize(("lacking", "found"), [(0.3, True), (0.7, True), (0.2, False)])
def test_on_a_wild_day_a_print_lacks_a_part_of_its_move_whatever_other_pairs_do(
    lacking: float, found: bool
) -> None:
    index = walk(1, 0.008)["close"]
    noise = np.random.default_rng(51).normal(0, 2e-4, len(index))
    index.iloc[-1] = index.iloc[-2] * np.exp(-0.04)
    fund = pd.DataFrame({"close": index / 10 * np.exp(noise)}).assign(adj_close=lambda f: f["close"])
    index.iloc[-1] *= np.exp(0.04 * lacking)
    wild = CALM[0].assign(times=15.0)
    for others in ([], [wild]):
        assert parted(distances(index, fund), others) == ([(LENGTH - 1, LENGTH)] if found else [])


@pytest.mark.parametrize("lost", ["index", "fund", "both"])
def test_what_is_left_of_wild_moves_over_a_session_without_a_bar_says_nothing(lost: str) -> None:
    """The Nasdaq-100 and QQQ from 2020-03-12 to 2020-03-16, without the session between."""
    index = walk(1, 0.008)["close"]
    noise = np.random.default_rng(51).normal(0, 2e-4, len(index))
    fund = pd.DataFrame({"close": index / 10 * np.exp(noise)}).assign(adj_close=lambda f: f["close"])
    index.iloc[-2:] = index.iloc[-3] * np.exp([0.096, -0.0341])
    fund.iloc[-2:] = fund.iloc[[-3]].to_numpy() * np.exp([[0.0813], [-0.0463]])
    day = index.index[-2]
    own = index.drop(day) if lost != "fund" else index
    theirs = fund.drop(day) if lost != "index" else fund
    missing = [day.date()] if lost == "both" else []
    assert parted(distances(own, theirs, missing), CALM) == []
    # Without a session between them the same two moves are those of one.
    assert parted(distances(index.drop(day), fund.drop(day)), CALM) == [(LENGTH - 2, LENGTH - 1)]


def test_an_ex_dividend_day_shows_in_one_of_the_funds_closes_only() -> None:
    index = walk()["close"]
    noise = np.random.default_rng(7).normal(0, 2e-4, len(index))
    closes = index / 10 * np.exp(noise)
    paid = np.where(np.arange(len(index)) < 120, 1.0, 0.994)
    fund = pd.DataFrame({"close": closes * paid, "adj_close": closes * 0.994})
    assert not strange(distances(index, fund)).any()
    assert strange(distances(index, fund.assign(adj_close=fund["close"]))).any()


def test_what_stays_apart_is_told_while_it_is_new() -> None:
    for newest, found in ((5, True), (6, False)):
        index = walk()["close"]
        noise = np.random.default_rng(7).normal(0, 2e-4, len(index))
        fund = pd.DataFrame(dict.fromkeys(("close", "adj_close"), index / 10 * np.exp(noise)))
        index.iloc[-newest:] *= 1.006
        assert bool(parted(distances(index, fund), CALM)) is found
