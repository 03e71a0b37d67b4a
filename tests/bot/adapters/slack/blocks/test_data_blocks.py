"""Tables in both of Slack's forms; its bar chart: every bar of the picture, or no chart."""

from __future__ import annotations

import pytest

from bot.adapters.slack.blocks.data_blocks import LONG, chart_block, table_blocks
from bot.adapters.slack.blocks.text import CharacterBudget
from bot.adapters.slack.message import to_message
from charts.pictures.bars import Bar, RankedBars
from commands.framework.reply import Column, Reply, Table
from market.formatting import Unit
from tests.bot.adapters.slack.rules import broken, texts
from tests.bot.pictures import line
from tests.bot.pictures import words as caption

COLUMNS = (Column("Market"), Column("Change", Unit.CHANGE), Column("Close", Unit.LEVEL))


def table(rows: int) -> Table:
    return Table(COLUMNS, tuple((f"M{i}", 0.0076, 2718.77 + i) for i in range(rows)), title="Members")


def test_a_long_table_has_pages_and_sorts_by_the_figures_as_they_are_written() -> None:
    (block,) = table_blocks(table(LONG + 1), CharacterBudget(13_000), newer=True)
    assert broken([block]) == []
    assert (block["type"], block["caption"], block["page_size"], len(block["rows"])) == (
        "data_table",
        "Members",
        10,
        12,
    )
    assert block["rows"][1] == [
        {"type": "raw_text", "text": "M0"},
        {"type": "raw_number", "value": 0.76, "text": "+0.76%"},
        {"type": "raw_number", "value": 2718.77, "text": "2,718.77"},
    ]


def test_a_short_one_and_one_for_a_workspace_without_the_block_are_plain() -> None:
    for rows, newer in ((LONG, True), (LONG + 1, False)):
        title, block = table_blocks(table(rows), CharacterBudget(13_000), newer=newer)
        assert texts([title]) == ["Members"]
        assert block["type"] == "table"
        assert block["column_settings"] == [{"align": "left"}, {"align": "right"}, {"align": "right"}]


def test_what_is_missing_is_a_dash_and_no_number() -> None:
    gaps = Table(COLUMNS, tuple((f"M{i}", None, float("nan")) for i in range(11)))
    (block,) = table_blocks(gaps, CharacterBudget(13_000), newer=True)
    assert broken([block]) == []
    assert [cell["type"] for cell in block["rows"][1]] == ["raw_text"] * 3


def test_rows_that_have_no_room_are_counted() -> None:
    block, counted = table_blocks(table(400), CharacterBudget(1_000), newer=True)
    assert texts([counted]) == [
        f"{401 - len(block['rows'])} more rows not shown: a Slack message has no room for more."
    ]


BARS = (
    Bar("Energy", -0.01264),
    Bar("Health care", 0.0213),
    Bar("Consumer discretionary", 0.0, short="Cons. discr."),
)


def drawn(*bars: Bar) -> RankedBars:
    return RankedBars(caption("Sectors over one month, from the highest to the lowest change"), bars)


def test_it_shows_every_bar_from_the_highest_with_its_figure() -> None:
    block = chart_block(drawn(*BARS))
    assert block is not None
    assert broken([block]) == []
    (series,) = block["chart"]["series"]
    assert [(point["label"], point["value"]) for point in series["data"]] == [
        ("Health care", 2.13),
        ("Cons. discr.", 0.0),
        ("Energy", -1.264),
    ]
    assert series["name"] == "per cent"


@pytest.mark.parametrize(
    "chart",
    [
        None,
        line("rut"),
        drawn(),
        drawn(*BARS, Bar("Utilities", None)),  # a chart without it would hide that it is missing
        drawn(Bar("Energy", 0.1), Bar("Energy", 0.2)),
        drawn(Bar("A name of more than twenty", 0.1)),
        drawn(*(Bar(f"M{i}", 0.1) for i in range(21))),
        drawn(Bar("Energy", 0.1, 0.2)),
    ],
)
def test_where_it_would_leave_something_out_there_is_none(chart: RankedBars | None) -> None:
    assert chart_block(chart) is None


def test_it_stands_where_a_picture_cannot_with_the_reason() -> None:
    reply = Reply("Health care led.", chart=drawn(*BARS))
    blocks = to_message(reply, no_picture="The app may not upload files.", newer=True)["blocks"]
    assert [block["type"] for block in blocks] == ["rich_text", "data_visualization", "context"]
    assert broken(blocks) == []
