"""Figures for programs: dated, sourced, shown or withheld."""

from __future__ import annotations

import pytest

from commands.framework.figure import Figure
from commands.framework.reply import Column, Fact, Reply, Table
from market.formatting import Unit


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2026-01-22 close", "2026-01-22"),
        ("2026-01-22 11:30 ET", "2026-01-22T11:30:00-05:00"),
        ("2026-07-22 16:00 ET", "2026-07-22T16:00:00-04:00"),
        ("Q3 2025", "Q3 2025"),
        ("", ""),
    ],
)
def test_the_as_of_time_is_a_date_for_a_close_and_a_moment_with_its_offset_otherwise(
    written: str, iso: str
) -> None:
    assert Figure("rut.close", 1.0, as_of=written).iso_as_of == iso


@pytest.mark.parametrize(
    ("value", "is_shown"), [(0.0, True), ("", True), (None, False), (float("nan"), False)]
)
def test_a_figure_without_a_value_is_withheld(value: float | str | None, is_shown: bool) -> None:
    assert Figure("rut.close", value).is_shown is is_shown


def test_a_figure_within_words_takes_date_and_source_of_its_fact_unless_it_has_its_own() -> None:
    older = Figure("spx.change.1d", 0.01, as_of="2026-01-21 close")
    fact = Fact(
        "On the day", "ahead", as_of="2026-01-22 close", source="S", figures=(older, Figure("b.c", 1))
    )
    assert [(f.label, f.as_of, f.source) for f in fact.every_figure] == [
        ("On the day", "2026-01-21 close", "S"),
        ("On the day", "2026-01-22 close", "S"),
    ]


def test_a_table_names_each_figure_by_its_row_and_leaves_out_what_a_row_does_not_have() -> None:
    table = Table(
        (Column("Market"), Column("Day", Unit.CHANGE, "{}.change.1d"), Column("Small", key="{}.small")),
        (("S&P 500", 0.01, None), ("Dow", float("nan"), 2)),
        keys=("spx", "dji"),
        dates=("2026-01-22 close", "2026-01-21 close"),
    )
    figures = Reply("Said.", table=table).figures
    assert [(f.key, f.as_of, f.is_shown) for f in figures] == [
        ("spx.change.1d", "2026-01-22 close", True),
        ("dji.change.1d", "2026-01-21 close", False),
        ("dji.small", "2026-01-21 close", True),
    ]
    assert figures[0].label == "S&P 500: Day"


def test_a_row_says_why_its_figures_are_withheld() -> None:
    table = Table(
        (Column("Market"), Column("Close", key="{}.close"), Column("Day", Unit.CHANGE, "{}.change.1d")),
        (("S&P 500", 6913.35, float("nan")),),
        keys=("spx",),
        reasons=("There is no bar of 2026-01-21.",),
    )
    assert [f.why for f in Reply("Said.", table=table).figures] == ["", "There is no bar of 2026-01-21."]


def test_an_answer_lists_a_figure_once_and_two_values_of_one_key_both() -> None:
    same, other = Fact("A", 1, key="rut.close"), Fact("B", 2, key="rut.close")
    assert [f.value for f in Reply("Said.", facts=(same, same, other)).figures] == [1, 2]


def test_a_table_without_keys_has_no_figures() -> None:
    assert Reply("Said.", table=Table((Column("A"),), ((1,), (2,)))).figures == ()
