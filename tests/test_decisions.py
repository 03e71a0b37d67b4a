"""Every decision states its date and its status."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

DECISIONS = sorted((Path(__file__).parents[1] / "docs" / "decisions").glob("*.md"))
HEAD = re.compile(
    r"# (?P<number>\d{4}): \S.*\n\n"
    r"- Date: (?P<date>\d{4}-\d{2}-\d{2})\n"
    r"- Status: (?:accepted|replaced by (?P<successor>\d{4}))(?:; .+)?\n\n"
)


def test_there_are_decisions() -> None:
    assert DECISIONS


def test_a_number_stands_for_one_decision() -> None:
    numbers = [path.name[:4] for path in DECISIONS]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_number_a_date_and_a_status(path: Path) -> None:
    head = HEAD.match(path.read_text(encoding="utf-8"))
    assert head, path.name
    assert head["number"] == path.name[:4]
    date.fromisoformat(head["date"])


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_status_names_decisions_that_exist(path: Path) -> None:
    numbers = {other.name[:4] for other in DECISIONS}
    status = path.read_text(encoding="utf-8").splitlines()[3]
    assert set(re.findall(r"\b\d{4}\b", status)) <= numbers
