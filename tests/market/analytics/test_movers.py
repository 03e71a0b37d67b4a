"""Movers: ranks, ties, coverage."""

from __future__ import annotations

import doctest

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import market.analytics.movers
from market.analytics.movers import Mover, by_group, movers
from market.errors import NoData
from market.period import Period

DAY = Period.parse("1d")


def panel(**changes: float) -> pd.DataFrame:
    days = pd.DatetimeIndex(["2026-01-21", "2026-01-22"])
    return pd.DataFrame({name: [10.0, 10.0 * (1 + change)] for name, change in changes.items()}, index=days)


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.analytics.movers).failed == 0


def test_best_and_worst_come_first_and_ties_go_by_ticker() -> None:
    found = movers(panel(D=0.1, A=0.1, B=-0.2, C=0.0, E=-0.3), DAY, 2)
    assert [m.ticker for m in found.top] == ["A", "D"]
    assert [m.ticker for m in found.bottom] == ["E", "B"]
    assert (found.advancers, found.decliners) == (2, 2)
    assert found.median == pytest.approx(0.0)


def test_nobody_is_among_the_best_and_the_worst() -> None:
    found = movers(panel(A=0.1, B=0.2, C=-0.1), DAY, 5)
    assert [m.ticker for m in found.top] == ["B", "A"]
    assert [m.ticker for m in found.bottom] == ["C"]


def test_a_member_without_a_close_lowers_coverage_and_nothing_else() -> None:
    closes = panel(A=0.1, B=-0.2)
    one, other = movers(closes, DAY), movers(closes.assign(C=np.nan), DAY)
    assert (other.priced, other.members) == (2, 3)
    assert (one.top, one.bottom, one.median) == (other.top, other.bottom, other.median)


def test_a_jump_of_fifteenfold_is_marked_for_a_second_look() -> None:
    found = movers(panel(A=14.46, B=0.49), DAY)
    assert [m.startling for m in (*found.top, *found.bottom)] == [True, False]


@given(st.lists(st.floats(-0.9, 9), min_size=1, max_size=20))
def test_top_and_bottom_are_sorted(changes: list[float]) -> None:
    found = movers(panel(**{f"M{n}": change for n, change in enumerate(changes)}), DAY)
    assert list(found.top) == sorted(found.top, key=lambda m: -m.change)
    assert list(found.bottom) == sorted(found.bottom, key=lambda m: m.change)
    assert not {m.ticker for m in found.top} & {m.ticker for m in found.bottom}


def test_nobody_priced_is_a_sentence() -> None:
    with pytest.raises(NoData, match="no closes of members for 2026-01-21"):
        movers(panel(A=0.0) * np.nan, DAY)


def test_a_group_without_prices_has_no_change_and_keeps_its_weight() -> None:
    change = pd.Series({"A": 0.1, "B": -0.1, "C": np.nan})
    found = by_group(
        change, pd.Series({"A": 1.0, "B": 1.0, "C": 2.0}), pd.Series({"A": "X", "B": "X", "C": "Y"})
    )
    assert np.isnan(found["change"]["Y"])
    assert (found.loc["Y", "weight"], found.loc["Y", "priced"]) == (2.0, 0)
    assert found.loc["X", "change"] == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("change", "startling"), [(0.5, True), (0.4999, False), (-0.5, True), (-0.4999, False)]
)
def test_half_of_the_price_is_startling(change: float, startling: bool) -> None:
    assert Mover("A", change, 10.0).startling is startling
