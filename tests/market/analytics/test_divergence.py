from __future__ import annotations

import pandas as pd
import pytest

from market.analytics.divergence import DivergenceRule, divergences


def test_a_divergence_needs_both_sides_to_move() -> None:
    days = pd.bdate_range("2026-01-05", periods=3)
    index = pd.Series([100.0, 100.0, 103.0], index=days)
    rule = DivergenceRule(sessions=2)
    assert divergences(index, pd.Series([0.5, 0.5, 0.46], index=days), rule) == ()
    assert len(divergences(index, pd.Series([0.5, 0.5, 0.44], index=days), rule)) == 1
    [widening] = divergences(200 - index, pd.Series([0.5, 0.5, 0.56], index=days), rule)
    assert not widening.narrowing


def parting(index: float, share: float, sessions: int = 63) -> int:
    """How many divergences there are when both change by that much over `sessions`. They
    change at once: measured from any later session the share stands still."""
    days = pd.bdate_range("2026-01-05", periods=sessions + 1)
    lift = 0.5 if index > 0 else -0.5
    closes = pd.Series([100.0, *[100.0 * (1 + lift)] * (sessions - 1), 100.0 * (1 + index)], days)
    base = max(0.0, -share)
    shares = pd.Series([base, *[base + share] * sessions], days)
    return sum(found.last == days[-1].date() for found in divergences(closes, shares))


@pytest.mark.parametrize(
    ("index", "share", "count"),
    [
        (0.0201, -0.05, 1),
        (0.0199, -0.05, 0),
        (0.0201, -0.0499, 0),
        (-0.0201, 0.05, 1),
        (-0.0199, 0.05, 0),
        (-0.0201, 0.0499, 0),
    ],
)
def test_a_divergence_takes_two_per_cent_one_way_and_five_points_the_other(
    index: float, share: float, count: int
) -> None:
    assert parting(index, share) == count


@pytest.mark.parametrize("sessions", [62, 64])
def test_a_divergence_is_measured_over_sixty_three_sessions(sessions: int) -> None:
    assert parting(0.0201, -0.05, sessions) == 0


@pytest.mark.parametrize("way", [1, -1])
def test_a_divergence_begins_at_its_thresholds(way: int) -> None:
    days = pd.bdate_range("2026-01-05", periods=2)
    index = pd.Series([128.0, 128.0 + way * 32], index=days)
    share = pd.Series([0.5, 0.5 - way * 0.25], index=days)
    assert len(divergences(index, share, DivergenceRule(1, index_move=0.25, share_move=0.25))) == 1
