"""A comparison: the bracket between leader and laggard, and rings for the session in progress."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from charts.drawing.render import compose
from charts.pictures.comparison import ComparisonChart
from charts.theme import THEMES, Mode
from tests.charts.gallery import caption, rebased
from tests.charts.pictures.test_level import markers, said

LINES = tuple(rebased(name, seed=seed) for seed, name in enumerate(("RUT", "NDX", "SPX"), 3))
ENDS = [float(line.values[-1]) for line in LINES]


def test_the_bracket_joins_leader_and_laggard_and_carries_the_points_between_them() -> None:
    chart = ComparisonChart(caption(), LINES)
    assert f"{(max(ENDS) - min(ENDS)) * 100:.2f} points" in said(chart)
    axes = compose(chart).axes[0]
    [bracket] = [line for line in axes.lines if np.size(line.get_xdata()) == 4]
    heights = np.asarray(bracket.get_ydata(), dtype="float64")
    low, high = heights.min(), heights.max()
    bottom, top = axes.get_ylim()
    assert [bottom + share * (top - bottom) for share in (low, high)] == pytest.approx(
        [1 + min(ENDS), 1 + max(ENDS)]
    )


def test_nobody_is_bracketed_where_nobody_leads() -> None:
    twin = replace(LINES[0], label="Twin")
    unranked = ComparisonChart(caption(), LINES, ranked=False)
    alike = ComparisonChart(caption(), (LINES[0], twin))
    for chart in (unranked, alike, ComparisonChart(caption(), LINES[:1])):
        assert "points" not in said(chart)


@pytest.mark.parametrize(("count", "width"), [(5, 3.0), (6, 2.0)])
def test_of_more_than_five_lines_all_but_the_first_are_thin(count: int, width: float) -> None:
    lines = tuple(rebased(f"Market {n}", seed=n) for n in range(count))
    [panel] = ComparisonChart(caption(), lines).panels(THEMES[Mode.DARK])
    assert [pen.width for pen in panel.pens] == [width] * (count - 1) + [4.5]


@pytest.mark.parametrize("times", [1.0, 20.0, 4000.0])
def test_ticks_are_round_changes_and_one_of_them_is_none(times: float) -> None:
    line = rebased("RUT", 250)
    chart = ComparisonChart(caption(), (replace(line, values=line.values * times),))
    ticks = np.array(chart.panels(THEMES[Mode.LIGHT])[0].scale.ticks) - 1.0
    steps = ticks / (ticks[1] - ticks[0])
    assert np.abs(steps - steps.round()).max() < 1e-9


def test_a_line_that_ends_early_is_not_bracketed() -> None:
    values = LINES[0].values.copy()
    values[200:] = np.nan
    chart = ComparisonChart(caption(), (replace(LINES[0], values=values), LINES[1]))
    assert "points" not in said(chart)


def test_the_session_in_progress_is_a_ring_for_each_line_with_its_time() -> None:
    at = datetime(2026, 1, 23, 16, 30, tzinfo=UTC)
    chart = ComparisonChart(caption(), LINES, so_far=(0.1, None, -0.02), running=at)
    assert "so far today, 23 Jan 2026 11:30 ET" in said(chart)
    _key, *rings = [o for o in markers(chart, "o") if o.get_markerfacecolor() != o.get_markeredgecolor()]
    assert [float(ring.get_ydata()[0]) for ring in rings] == pytest.approx([1.1, 0.98])
