"""Provenance: how it is combined, and how its line reads."""

from __future__ import annotations

import doctest
from datetime import UTC, date, datetime

import pytest

from market import provenance
from market.provenance import UNDATED, Provenance, combined

CLOSE = datetime(2026, 1, 22, 21, tzinfo=UTC)
EARLIER = datetime(2026, 1, 21, 21, tzinfo=UTC)


def test_the_worked_example_holds() -> None:
    assert doctest.testmod(provenance).failed == 0


def test_sources_and_notes_stand_in_order_and_once() -> None:
    first = Provenance("A", CLOSE, notes=("x", "y"))
    second = Provenance("B", EARLIER, notes=("y", "z"))
    both = combined(first, second, first)
    assert (both.source, both.notes) == ("A and B", ("x", "y", "z"))


def test_the_oldest_as_of_time_is_that_of_all() -> None:
    assert combined(Provenance("A", CLOSE), Provenance("A", EARLIER)).as_of == EARLIER


def test_one_sample_or_stale_part_marks_the_whole() -> None:
    plain = Provenance("A", CLOSE)
    assert combined(plain, plain) == plain
    mixed = combined(plain, Provenance("B", CLOSE, sample=True), Provenance("C", CLOSE, stale=True))
    assert (mixed.sample, mixed.stale) == (True, True)


def test_the_line_names_source_time_and_sample() -> None:
    assert Provenance("A", CLOSE).line == "Source: A · as of 2026-01-22 16:00 ET"
    invented = Provenance("A", CLOSE, sample=True)
    assert invented.line == f"{invented.footer} · SAMPLE: invented data, not the real market"
    assert Provenance("A", UNDATED).line == "Source: A"
    assert Provenance("", UNDATED, sample=True).line == ""


def test_notes_are_put_in_front() -> None:
    marked = Provenance("A", CLOSE, notes=("x",))
    assert marked.noted("y").notes == ("y", "x")
    outdated = marked.outdated("late")
    assert (outdated.notes, outdated.stale) == (("late", "x"), True)


def test_a_days_data_keeps_its_date() -> None:
    assert Provenance.of_day("A", date(2026, 1, 5)).as_of.date() == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("sources", "named"),
    [
        (("Yahoo Finance", "FRED", "FRED"), "Yahoo Finance and FRED"),
        (
            ("Own files", "Own files; S&P 500 members of 2026-05-05"),
            "Own files; S&P 500 members of 2026-05-05",
        ),
        (
            ("dates by the BLS, the BEA and the Fed", "Own files"),
            "dates by the BLS, the BEA and the Fed; Own files",
        ),
        (("A and B", "C"), "A and B; C"),
    ],
)
def test_sources_that_are_lists_themselves_are_told_apart(sources: tuple[str, ...], named: str) -> None:
    parts = [Provenance(source, CLOSE) for source in sources]
    assert combined(*parts).source == named
