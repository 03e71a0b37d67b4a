"""Relative strength, its averages and flips, and the plane."""

from __future__ import annotations

import doctest

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import market.analytics.relative_strength
from market.analytics.relative_strength import plane, quadrant, relative_strength
from market.errors import NoData


def funds(sessions: int = 400) -> pd.DataFrame:
    steps = np.random.default_rng(9).normal(0.0003, 0.01, (sessions, 2))
    days = pd.bdate_range("2024-01-02", periods=sessions, name="session")
    return pd.DataFrame(100 * np.exp(steps.cumsum(axis=0)), index=days, columns=["IWM", "SPY"])


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.analytics.relative_strength).failed == 0


def test_the_flip_of_a_ratio_lands_on_its_average() -> None:
    totals = funds()
    found = relative_strength(totals["IWM"], totals["SPY"])
    ratio = found.frame["ratio"]
    following = ratio.iloc[-1] * (1 + found.flip_50)
    assert following == pytest.approx((ratio.iloc[-49:].sum() + following) / 50)
    assert found.frame["average_200"].first_valid_index() == totals.index[199]


def test_a_young_ratio_has_no_long_average_and_no_flip() -> None:
    totals = funds(80)
    found = relative_strength(totals["IWM"], totals["SPY"])
    assert (found.held_200, found.held_50 > 0, np.isnan(found.flip_50)) == (0, True, False)
    young = relative_strength(totals["IWM"].iloc[:49], totals["SPY"])
    assert (young.held_50, np.isnan(young.flip_50)) == (0, True)


@settings(max_examples=20)
@given(cut=st.integers(2, 399))
def test_no_point_of_the_plane_looks_ahead(cut: int) -> None:
    totals = funds()
    then = plane(totals["IWM"].iloc[:cut], totals["SPY"].iloc[:cut])
    pd.testing.assert_frame_equal(then, plane(totals["IWM"], totals["SPY"]).iloc[:cut], check_freq=False)


def test_the_plane_is_plain_arithmetic() -> None:
    ratio = funds()["IWM"] / funds()["SPY"]
    point = plane(funds()["IWM"], funds()["SPY"]).iloc[-1]
    now, before = (ratio.iloc[n] / ratio.iloc[n - 62 : n + 1 or None].mean() - 1 for n in (-1, -11))
    assert (point["strength"], point["momentum"]) == pytest.approx((now, now - before))


def test_the_four_corners_have_names() -> None:
    corners = {quadrant(s, m) for s in (0.1, -0.1) for m in (0.1, -0.1)}
    assert corners == {"ahead and gaining", "ahead and fading", "behind and gaining", "behind and fading"}


def test_markets_without_a_common_session_are_a_sentence() -> None:
    totals = funds()
    with pytest.raises(NoData, match="IWM and SPY have fewer"):
        relative_strength(totals["IWM"].iloc[:10], totals["SPY"].iloc[10:])


def test_the_plane_begins_once_its_windows_are_full() -> None:
    totals = funds(90)
    found = plane(totals["IWM"], totals["SPY"])
    assert found["strength"].first_valid_index() == totals.index[62]
    assert found["momentum"].first_valid_index() == totals.index[72]


@pytest.mark.parametrize(("window", "held"), [(50, "held_50"), (200, "held_200")])
def test_an_average_stands_once_it_has_all_its_sessions(window: int, held: str) -> None:
    totals = funds(window)
    whole = relative_strength(totals["IWM"], totals["SPY"])
    young = relative_strength(totals["IWM"].iloc[1:], totals["SPY"])
    assert (getattr(whole, held), getattr(young, held)) == (1, 0)


def test_a_point_on_an_axis_is_behind_and_fading() -> None:
    assert quadrant(0.0, 0.0) == "behind and fading"


def test_a_session_without_a_bar_leaves_the_side_open_for_a_window_and_the_run_after_it() -> None:
    days = pd.bdate_range("2025-01-01", periods=150)
    own, other = pd.Series(np.arange(1.0, 151.0), days), pd.Series(1.0, days)
    assert relative_strength(own, other).held_50 == 101
    for back, held, gap in ((50, 0, days[-50].date()), (51, None, None)):
        cut = own.copy()
        cut.iloc[-back] = float("nan")
        found = relative_strength(cut, other)
        assert (found.held_50, found.gap(50)) == (held, gap)
    assert found.gap(50 + found.counted(50)) == days[-51].date()
