"""Titles say what happened, in round figures that are true."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from charts.layout.text import with_dates
from commands import COMMANDS
from commands.framework.command import Command
from commands.framework.reply import Reply
from commands.presentation.picture_titles import (
    after_title,
    compared_title,
    level_title,
    moved_roundly,
    moved_title,
    round_level,
    round_points,
    round_rate,
    round_share,
    round_signed,
)
from market.formatting import Unit
from tests.commands.conftest import conversation

YEAR, DAY = "over 1 year", "on 2026-01-22"


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
    assert moved_title("Apple", -0.0043, DAY) == "Apple fell 0.43% on 2026-01-22"
    assert moved_title("Apple", 0.00001, DAY) == "Apple hardly moved on 2026-01-22"
    assert level_title("VIX", -1.256, DAY) == "The VIX fell 1.3 points on 2026-01-22"


@pytest.mark.parametrize(
    ("leader", "laggard", "title"),
    [
        (0.188, 0.1327, "The Nasdaq-100 rose 19% over 1 year, 5.5 points more than the Russell 2000"),
        (-0.0043, -0.0155, "The Nasdaq-100 fell 0.43% over 1 year, 1.1 points less than the Russell 2000"),
        (0.02, -0.03, "The Nasdaq-100 rose 2% over 1 year, while the Russell 2000 fell 3%"),
        (0.02, 0.02, "The Nasdaq-100 and the Russell 2000 both rose 2% over 1 year"),
        (0.007652, 0.007648, "The Nasdaq-100 and the Russell 2000 were level over 1 year"),
    ],
)
def test_a_comparison_says_by_how_much(leader: float, laggard: float, title: str) -> None:
    assert compared_title(("Nasdaq-100", leader), ("Russell 2000", laggard), YEAR) == title


def test_levels_are_round_where_they_are_large() -> None:
    assert [round_level(value) for value in (2718.77, 259.65, 17.44, 0.0012, -1234.5)] == [
        "2,719", "260", "17.44", "0.001200", "−1,234"
    ]  # fmt: skip


def test_a_signed_figure_keeps_its_sign_and_a_share_has_none() -> None:
    assert round_signed(0.0531, Unit.CHANGE) == "+5.3%"
    assert round_signed(-0.0111, Unit.LEAD) == "−1.1 points"
    assert round_signed(0.0, Unit.CHANGE) == "0%"
    assert round_signed(0.613, Unit.SHARE) == "61.3%"
    assert [round_rate(value) for value in (0.0424, -0.006)] == ["4.2%", "−0.6%"]
    assert moved_roundly(-0.1352) == "fell 14%"
    assert moved_roundly(0.00001) == "hardly moved"


def test_what_followed_an_event_stands_beside_the_usual() -> None:
    assert after_title("a record close", 0.0162, "12 months", 0.1021) == (
        "After a record close the median was +1.6% in 12 months, against +10% from any day"
    )


@pytest.fixture(scope="module")
def ask() -> Callable[[str], Reply]:
    return conversation("sample", "2026-01-22T17:30-05:00")


@pytest.mark.parametrize(
    "command", [c for c in COMMANDS if c.name not in ("help", "about")], ids=lambda c: c.name
)
def test_titles_over_pictures_are_sentences_in_round_figures(
    ask: Callable[[str], Reply], command: Command
) -> None:
    """A verb, no full stop, no figure of two decimals where one will do, and nothing but the finding."""
    reply = ask(command.usage)
    if reply.chart is None:
        return
    title = with_dates(reply.chart.caption.title)
    assert title == title.strip().rstrip(".")
    assert not re.search(r"[1-9]\d*\.\d\d+(%| point)", title), title
    assert not re.search(r"\d{4}-\d\d", title), title
    assert re.search(r"[a-z]{2,} .*[a-z]{2,}", title), title
