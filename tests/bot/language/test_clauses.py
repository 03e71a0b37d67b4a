"""Two questions in one text are both offered, none answered for the other."""

from __future__ import annotations

from datetime import date

import pytest

from bot.language.clauses import clauses
from bot.language.interpreter import RuleInterpreter
from commands import COMMANDS
from commands.framework.reply import Reply


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("where did the dow close, and which sectors led?", 2),
        ("how is the dow? is it broad?", 2),
        ("compare the dow and the s&p", 0),
        ("gold or stocks, which did better", 0),
    ],
)
def test_a_text_is_parted_where_another_question_begins(text: str, count: int) -> None:
    assert len(clauses(text)) == count


def test_each_of_two_questions_is_offered() -> None:
    reply = RuleInterpreter(COMMANDS, lambda: date(2026, 8, 21))(
        "where did the dow close, and which sectors led?"
    )
    assert isinstance(reply, Reply)
    assert [action.command for action in reply.actions] == ["/quote dji", "/sectors"]


def test_two_figures_of_one_command_are_two_questions_and_two_prices_are_compared() -> None:
    interpret = RuleInterpreter(COMMANDS, lambda: date(2026, 8, 21))
    reply = interpret("what's the ten year and is the curve inverted")
    assert isinstance(reply, Reply)
    assert [action.command for action in reply.actions] == ["/macro 10y", "/macro curve"]
    apart = interpret("whats the vix and is the s&p at a high")
    assert [action.command for action in apart.actions] == ["/quote vix", "/quote spx"]
    assert interpret("how's the dow doing and how's the nasdaq doing").text == "/compare dji ixic"
