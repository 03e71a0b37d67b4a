"""The figure that a plain question names stands before an answer that begins with another."""

from __future__ import annotations

import pytest

from bot.engine.asked_figure import asked_figure
from commands.framework.reply import Column, Fact, Reply, Table
from market.formatting import Unit

HOLIDAYS = Table(
    (Column("Date"), Column("What"), Column("Trading"), Column("In days", Unit.COUNT)),
    (("Mon 2026-05-25", "Memorial Day", "closed", 45), ("Mon 2026-09-07", "Labor Day", "closed", 150)),
)
REPLY = Reply(
    "The Dow Jones closed at 47,916.57, −0.56%.",
    (
        Fact("Close", 47916.57, Unit.LEVEL),
        Fact("Change", -0.0056, Unit.CHANGE, "−269.23 points on 48,185.80"),
        Fact("Record", "−4.53% from the record close"),
        Fact("Records this year", 8, Unit.COUNT),
        Fact("Drawdown now", -0.0453, Unit.CHANGE),
        Fact("Worst drawdown", -0.5378, Unit.CHANGE),
        Fact("Beta", None, Unit.RATIO),
    ),
    HOLIDAYS,
)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("when was the last record of the dow", "Record: −4.53% from the record close."),
        ("how many records has the dow made", "Records this year: 8."),
        ("worst drawdown of the dow", "Worst drawdown: −53.78%."),
        ("drawdown of the dow", "Drawdown now: −4.53%."),
        ("how many points did the dow lose", "Change: −0.56% (−269.23 points on 48,185.80)."),
        ("where did the dow close", ""),  # the headline says it
        ("what is the change of the dow", ""),
        ("beta of the dow", ""),  # it is missing
        ("how is the dow", ""),
    ],
)
def test_a_fact_that_is_named_comes_first(question: str, figure: str) -> None:
    assert asked_figure(question.split(), "/quote dji", REPLY) == figure


def test_a_row_that_is_named_comes_first_where_rows_are_asked_for() -> None:
    words = ["is", "the", "market", "open", "on", "labor", "day"]
    assert asked_figure(words, "calendar", REPLY) == "Labor Day: Mon 2026-09-07, closed, in days 150."
    assert asked_figure(words, "quote", REPLY) == ""


@pytest.mark.parametrize("command", ["compare", "evidence"])
def test_an_answer_about_all_that_was_named_stands_as_it_is(command: str) -> None:
    assert asked_figure(["record"], command, REPLY) == ""


def test_the_market_that_the_answer_is_about_is_no_figure_of_it() -> None:
    breadth = Reply(
        "55% of members take part.", (Fact("S&P 500", 0.13, Unit.CHANGE), Fact("Nvidia", 0.2, Unit.CHANGE))
    )
    assert asked_figure(["breadth", "of", "the", "s&p", "500"], "/breadth sp500", breadth) == ""
    assert asked_figure(["breadth", "without", "nvidia"], "/breadth sp500", breadth) == "Nvidia: +20.00%."


def test_the_extreme_of_a_period_is_the_answer_itself() -> None:
    assert asked_figure(["record"], "/chart dji ytd high", REPLY) == ""


def test_a_refusal_has_no_figure() -> None:
    assert asked_figure(["record"], "quote", Reply("No prices.", REPLY.facts, error=True)) == ""
