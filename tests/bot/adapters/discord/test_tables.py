"""Tables as text: no line wider than a phone, every figure there, and what does not fit counted."""

from __future__ import annotations

import pytest

from bot.adapters.discord.tables import WIDEST, table_text
from commands.framework.reply import Column, Table
from market.formatting import Unit

NAMES = ("Russell 2000", "Nasdaq Composite", "S&P 500")


def figures(columns: int, rows: int = 3) -> Table:
    heads = (Column("Market"), *(Column(f"Column {n}", Unit.LEVEL) for n in range(columns)))
    values = [tuple(1_000.25 + 100 * row + n for n in range(columns)) for row in range(rows)]
    return Table(heads, tuple((NAMES[row % 3], *values[row]) for row in range(rows)), "A table")


@pytest.mark.parametrize("columns", [1, 2, 3, 9])
def test_no_line_of_figures_is_wider_than_a_phone(columns: int) -> None:
    text = table_text(figures(columns), 4000)
    lines = [line for line in text.splitlines() if not line.startswith(("```", "**"))]
    assert max(map(len, lines)) <= WIDEST
    assert " · " not in text
    for row in figures(columns).texts():
        assert all(cell in text for cell in row[1:])


def test_each_block_has_the_names_again() -> None:
    text = table_text(figures(9), 4000)
    blocks = text.count("```") // 2
    assert blocks > 1
    assert text.count("Russell 2000") == blocks
    assert "```\n```" in text  # each on lines of its own


@pytest.mark.parametrize(("length", "block"), [(26, True), (27, False)])
def test_forty_characters_are_a_block_and_one_more_of_words_is_a_line(length: int, block: bool) -> None:
    table = Table((Column("Market"), Column("Said")), (("Russell 2000", "w" * length),))
    assert table_text(table, 4000).startswith("```") is block


def test_rows_that_do_not_fit_are_counted_in_whole_rows() -> None:
    table = figures(9, rows=60)
    text = table_text(table, 1500)
    blocks = [block.strip().splitlines()[1:] for block in text.split("```")[1::2]]
    (rows,) = {len(block) for block in blocks}
    assert 0 < rows < 60
    assert text.endswith(f"More rows than fit here: {60 - rows}.")
    assert len(text) <= 1500 + 40


def test_no_rows_are_no_riddle() -> None:
    assert "Market" in table_text(Table((Column("Market"), Column("Said")), ()), 400)
