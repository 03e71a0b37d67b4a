"""Bars and dots as data for a browser."""

from __future__ import annotations

import json

import pytest

from charts.drawing.interactive import interactive
from charts.drawing.interactive_rows import rows_of
from charts.pictures.bars import MOST, Bar, RankedBars
from charts.pictures.waterfall import Step, Waterfall
from charts.theme import THEMES, Mode
from market.formatting import Unit
from tests.bot.pictures import words
from tests.charts.gallery import GALLERY

DARK = THEMES[Mode.DARK]
CHARTS = {name: chart for name, make in GALLERY.items() if rows_of(chart := make(), DARK)}


@pytest.mark.parametrize("name", CHARTS)
def test_every_figure_is_a_number_and_its_words(name: str) -> None:
    data = json.loads(json.dumps(interactive(CHARTS[name], Mode.DARK), allow_nan=False))
    for panel in data["rows"]:
        for row in panel["rows"]:
            assert len(row["values"]) == len(row["texts"])
            for value, text in zip(row["values"], row["texts"], strict=True):
                assert (text == "–") == (value is None)


def test_bars_are_ranked_a_missing_one_last_and_the_middle_of_many_is_counted() -> None:
    bars = (Bar("B", None), Bar("A", 0.01, group="x"), Bar("C", 0.03, group="y"))
    (panel,) = rows_of(RankedBars(words("Ranked"), bars), DARK)
    assert [(row["label"], row["texts"]) for row in panel["rows"]] == [
        ("C", ["+3.00%"]),
        ("A", ["+1.00%"]),
        ("B", ["–"]),
    ]
    assert panel["key"] == [["●", "x"], ["○", "y"]]
    many = tuple(Bar(f"M{i}", i / 100) for i in range(40))
    rows = rows_of(RankedBars(words("Ranked"), many), DARK)[0]["rows"]
    assert len(rows) <= MOST
    assert [row["label"] for row in rows if not row["texts"]] == ["… 26 more …"]


def test_a_step_begins_where_the_one_above_ended_and_the_whole_at_zero() -> None:
    chart = Waterfall(words("Why"), (Step("A", 0.02), Step("B", -0.005)), Step("All", 0.015), Unit.LEAD)
    rows = rows_of(chart, DARK)[0]["rows"]
    assert [row["start"] for row in rows] == pytest.approx([0.0, 0.02, 0.0])
    assert [row["whole"] for row in rows] == [False, False, True]


def test_what_has_no_figure_is_no_chart() -> None:
    assert rows_of(RankedBars(words("Nothing"), (Bar("A", None),)), DARK) == []
    assert rows_of(object(), DARK) == []
