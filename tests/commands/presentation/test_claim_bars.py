"""The picture of a checked text, on the sample market."""

from __future__ import annotations

import pytest

from charts.pictures.bars import RankedBars
from commands.framework.reply import Reply
from market.formatting import Unit, written
from tests.commands.conftest import conversation

SPX_ROSE, RUT_WEEK = "The S&P 500 rose 0.4%.", "For the week, the Russell 2000 gained 2.9%."


@pytest.fixture(scope="module")
def asked() -> object:
    return conversation("sample", "2026-01-22T17:00-05:00")


def picture(asked, text: str) -> RankedBars | None:
    reply: Reply = asked(f"/check on 2026-01-22 {text}")
    assert reply.chart is None or isinstance(reply.chart, RankedBars)
    return reply.chart


def test_each_change_is_drawn_as_found_and_as_written_in_the_order_of_the_text(asked) -> None:
    drawn = picture(asked, f"{SPX_ROSE} {RUT_WEEK} The Dow closed at a record high.")
    assert drawn is not None
    assert [bar.label for bar in drawn.rows()] == [
        "S&P 500, 2026-01-22",
        "Russell 2000, since 2026-01-16",
    ]
    assert [bar.other for bar in drawn.bars] == pytest.approx([0.004, 0.029])
    said = str([fact.value for fact in asked(f"/check on 2026-01-22 {SPX_ROSE} {RUT_WEEK}").facts])
    assert all(written(bar.value, Unit.CHANGE) in said for bar in drawn.bars)
    assert drawn.caption.title == "0 of 2 changes are as the text says"
    assert "S&P 500, 2026-01-22: found " in drawn.caption.alt


@pytest.mark.parametrize(
    ("text", "other", "title"),
    [
        ("The S&P 500 fell 0.4%.", -0.004, "The S&P 500 rose 0.55%; the text says that it fell"),
        ("S&P 500 −0.4%", -0.004, "The S&P 500 rose 0.55%; the text says that it fell"),
        ("The S&P 500 rose 0.4%.", 0.004, "The S&P 500 rose 0.55%, more than the text says"),
        ("The S&P 500 rose 1.4%.", 0.014, "The S&P 500 rose 0.55%, less than the text says"),
        ("The S&P 500 rose 0.5%.", 0.005, "The S&P 500 rose 0.55%, as the text says"),
    ],
)
def test_a_figure_has_the_direction_of_its_words(asked, text: str, other: float, title: str) -> None:
    drawn = picture(asked, text)
    assert drawn is not None
    found, said = drawn.bars
    assert (found.label, said.label) == ("Found", "Written")
    assert found.value == pytest.approx(0.0055, abs=5e-5)
    assert said.value == pytest.approx(other)
    assert drawn.caption.subtitle == "Change on 2026-01-22"
    assert drawn.caption.title == title


def test_the_day_that_all_changes_are_of_is_said_once(asked) -> None:
    drawn = picture(asked, f"{SPX_ROSE} The Russell 2000 rose 1.25%.")
    assert drawn is not None
    assert [(bar.label, bar.short) for bar in drawn.bars] == [("S&P 500", "SPX"), ("Russell 2000", "RUT")]
    assert drawn.caption.subtitle == "Change on 2026-01-22"


def test_a_text_without_a_change_in_per_cent_has_no_picture(asked) -> None:
    assert picture(asked, "The Dow closed at a record high. The S&P 500 rose 12 points.") is None
