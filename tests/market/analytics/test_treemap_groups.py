"""Folding members into one: nothing is lost, nothing is made up."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.analytics.movers import by_group
from market.analytics.treemap_groups import fold, sides

weights = st.floats(0.001, 10)
changes = st.one_of(st.just(float("nan")), st.just(0.0), st.floats(-0.99, 20))
members = st.lists(st.tuples(weights, changes), min_size=1, max_size=60)


@given(members)
def test_a_fold_has_the_weight_of_all_and_the_mean_of_those_with_a_change(
    rows: list[tuple[float, float]],
) -> None:
    heavy, moved = (np.array(column) for column in zip(*rows, strict=True))
    found = fold(range(len(rows)), heavy, moved)
    assert found.members == tuple(range(len(rows)))
    assert found.weight == pytest.approx(heavy.sum())
    tickers = pd.Index([f"T{i}" for i in range(len(rows))])
    # The sectors' own path.
    group = by_group(pd.Series(moved, tickers), pd.Series(heavy, tickers), pd.Series("X", tickers)).loc["X"]
    assert found.change == pytest.approx(group["change"], nan_ok=True)


@given(members)
def test_a_member_without_a_change_moves_no_mean(rows: list[tuple[float, float]]) -> None:
    heavy, moved = (np.array(column) for column in zip(*rows, strict=True))
    known = [i for i in range(len(rows)) if np.isfinite(moved[i])]
    assert fold(range(len(rows)), heavy, moved).change == pytest.approx(
        fold(known, heavy, moved).change, nan_ok=True
    )


@given(members)
def test_folding_twice_gives_what_folding_once_gives(rows: list[tuple[float, float]]) -> None:
    heavy, moved = (np.array(column) for column in zip(*rows, strict=True))
    known = [i for i in range(len(rows)) if np.isfinite(moved[i])]
    parts = [fold(own, heavy, moved) for own in sides(known, moved).values()]
    assert sorted(i for part in parts for i in part.members) == known
    again = fold(range(len(parts)), np.array([p.weight for p in parts]), np.array([p.change for p in parts]))
    assert again.change == pytest.approx(fold(known, heavy, moved).change, nan_ok=True)


def test_sides_say_what_their_members_did() -> None:
    moved = np.array([0.02, -0.01, 0.0, 0.0001])
    assert sides((0, 1, 2, 3), moved) == {"up": (0, 3), "down or flat": (1, 2)}
    assert sides((0, 1), moved) == {"up": (0,), "down": (1,)}
    assert sides((0, 3), moved) == {"up": (0, 3)}
    assert sides((), moved) == {}
