"""Every example in docs/questions.md is read as the page says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.engine.request import Request
from bot.language.interpreter import RuleInterpreter
from commands import COMMANDS

PAGE = Path(__file__).parents[3] / "docs" / "questions.md"
INTERPRET = RuleInterpreter(COMMANDS, lambda: date(2026, 8, 21))
ROWS = [
    tuple(cell.strip().strip("`") for cell in row.strip("|").split("|"))
    for row in PAGE.read_text().splitlines()
    if re.match(r"\| .*`/.*` \|$", row)
]


def test_the_page_has_examples_of_each_kind() -> None:
    assert {len(row) for row in ROWS} == {2, 3}
    assert len(ROWS) > 50


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[-2])
def test_an_example_is_read_as_the_page_says(row: tuple[str, ...]) -> None:
    *before, question, line = row
    answer = INTERPRET(question, *before)
    if isinstance(answer, Request):
        assert answer.text == line
    else:
        assert answer.actions[0].command == line
