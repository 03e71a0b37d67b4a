"""Titles say what happened, in round figures that are true."""

from __future__ import annotations

import pytest

from commands.presentation.picture_titles import (
    compared_title,
    level_title,
    moved_title,
    round_points,
    round_share,
)
from market.period import Period

YEAR, DAY = Period.parse("1y"), Period.parse("1d")


@pytest.mark.parametrize(
    ("fraction", "text"),
    [
        (0.1327, "13%"), (-0.1352, "14%"), (0.0996, "10%"), (0.0994, "9.9%"), (0.05, "5%"), (0.00996, "1%"),
        (0.0043, "0.43%"), (0.0, "0%"), (14.46, "1,446%"), (float("nan"), "–"),
    ],
)  # fmt: skip
def test_a_figure_is_as_round_as_its_size_allows(fraction: float, text: str) -> None:
    assert round_share(fraction) == text


def test_points_are_counted() -> None:
    assert round_points(0.01) == "1 point"
    assert round_points(0.0553) == "5.5 points"


def test_a_title_is_a_sentence() -> None:
    assert moved_title("Russell 2000", 0.1327, YEAR) == "The Russell 2000 rose 13% over 1 year"
    assert moved_title("Apple", -0.0043, DAY) == "Apple fell 0.43% on the last session"
    assert moved_title("Apple", 0.00001, DAY) == "Apple hardly moved on the last session"
    assert level_title("VIX", -1.256, DAY) == "The VIX moved −1.26 points on the last session"


@pytest.mark.parametrize(
    ("leader", "laggard", "title"),
    [
        (0.188, 0.1327, "The Nasdaq-100 rose 19% over 1 year, 5.5 points more than the Russell 2000"),
        (-0.0043, -0.0155, "The Nasdaq-100 fell 0.43% over 1 year, 1.1 points less than the Russell 2000"),
        (0.02, -0.03, "The Nasdaq-100 rose 2% over 1 year, while the Russell 2000 fell 3%"),
        (0.02, 0.02, "The Nasdaq-100 and the Russell 2000 were level over 1 year"),
    ],
)
def test_a_comparison_says_by_how_much(leader: float, laggard: float, title: str) -> None:
    assert compared_title(("Nasdaq-100", leader), ("Russell 2000", laggard), YEAR) == title
