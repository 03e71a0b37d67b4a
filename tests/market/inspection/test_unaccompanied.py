"""Moves that a fund made alone, and those that it did not make alone."""

from __future__ import annotations

import doctest
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import market.inspection.unaccompanied
from market.doubts import DoubtKind
from market.inspection.unaccompanied import GROUPS, unaccompanied
from market.symbols import CATALOG

DAYS = pd.bdate_range("2025-01-02", periods=120)


def closes(*jumps: tuple[int, float]) -> pd.Series[float]:
    """Moves of 1 % either way, and others from the rows named on."""
    moves = np.where(np.arange(120) % 2, 0.01, -0.01)
    for row, move in jumps:
        moves[row] = move
    return pd.Series(100 * np.exp(moves.cumsum()), DAYS)


CALM = closes()


def test_the_worked_example_holds() -> None:
    assert doctest.testmod(market.inspection.unaccompanied).failed == 0


@pytest.mark.parametrize(("times", "doubted"), [(15.9, False), (16.1, True)])
def test_a_move_is_strange_from_sixteen_times_the_usual_one_on(times: float, doubted: bool) -> None:
    assert bool(unaccompanied(closes((60, times * 0.01)), CALM, "SPY")) is doubted


@pytest.mark.parametrize(("times", "doubted"), [(4.9, True), (5.1, False)])
def test_a_market_that_moved_itself_excuses_it(times: float, doubted: bool) -> None:
    assert bool(unaccompanied(closes((60, 0.2)), closes((60, times * 0.01)), "SPY")) is doubted


def test_a_small_move_is_believed_however_calm_the_months() -> None:
    quiet = pd.Series(100 * np.exp(np.log(CALM / 100) / 100), DAYS)
    moved = quiet.where(DAYS[60] > DAYS, quiet * 1.05)
    assert unaccompanied(moved, quiet, "SPY") == ()
    (doubt,) = unaccompanied(moved.where(DAYS[60] > DAYS, quiet * 1.06), quiet, "SPY")
    assert (doubt.kind, doubt.last) == (DoubtKind.SCALE, DAYS[59].date())


def test_one_that_stays_is_another_scale_and_one_that_comes_back_a_few_sessions() -> None:
    (scale,) = unaccompanied(closes((60, 0.2)), CALM, "SPY")
    assert (scale.kind, scale.first, scale.last) == (DoubtKind.SCALE, DAYS[0].date(), DAYS[59].date())
    (spell,) = unaccompanied(closes((60, 0.2), (63, -0.2)), CALM, "SPY")
    assert (spell.kind, spell.beside) == (DoubtKind.CONTRADICTED, "SPY")
    assert spell.days == tuple(stamp.date() for stamp in DAYS[60:63])


@pytest.mark.realdata
def test_no_real_fund_has_ever_made_such_a_move_alone(real_data: Path) -> None:
    table = pd.read_parquet(real_data / "etf_adjclose.parquet")
    funds = [s.ticker for s in CATALOG if s.group in GROUPS and s.ticker in table and s.ticker != "SPY"]
    assert len(funds) > 20
    assert not [fund for fund in funds if unaccompanied(table[fund].dropna(), table["SPY"], "SPY")]
    seam = table["XLV"].where(table.index >= "2019-06-14", table["XLV"] * 1.14).dropna()
    (doubt,) = unaccompanied(seam, table["SPY"], "SPY")
    assert str(doubt.last) == "2019-06-13"
