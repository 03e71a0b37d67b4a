"""A question that wants a reason, members or a day is not answered with a price."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.engine.request import Request
from bot.language.interpreter import RuleInterpreter
from bot.language.question import question_of
from bot.language.sought import DAY, MEMBERS, REASON, asks_for, wanted
from commands import COMMANDS

NOW = datetime(2026, 8, 21, 21, 30, tzinfo=UTC)
INTERPRET = RuleInterpreter(COMMANDS, lambda: NOW)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("what weighed on the s&p", REASON),
        ("who is behind the rally in small caps", REASON),
        ("which russell stocks", MEMBERS),
        ("on which day did the dow fall 3%", DAY),
    ],
)
def test_the_kind_of_answer_is_read(text: str, kind: object) -> None:
    assert asks_for(question_of(text, NOW, {"weighed"}), kind)  # type: ignore[arg-type]


def test_what_moved_the_most_asks_for_members_and_no_reason() -> None:
    assert not asks_for(question_of("what moved the most in the s&p 500", NOW), REASON)


def test_a_question_of_nothing_in_particular_may_be_answered_by_any_command() -> None:
    assert wanted(question_of("how is the dow doing", NOW)) is None


@pytest.mark.parametrize(
    "text",
    [
        "dow since oktoberfest 2025",  # of which only the year is read
        "dow early 2025",
        "dow this month and last month",
        "dow over the last few months",
        "dow the last few days",
        "dow through june",
        "dow at 10am",
        "which companies frobnicated the russell today",
        "who frobnicated the s&p yesterday",
    ],
)
def test_what_was_not_understood_is_never_answered_with_a_price(text: str) -> None:
    reply = INTERPRET(text)
    assert not isinstance(reply, Request), reply
    assert len(reply.actions) == 3


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("how do small caps do in january", ""),  # as a rule, which is not known
        ("do stocks fall in september", ""),
        ("how did small caps do in january", "/chart rut 2025-12-31..2026-01-31"),
        ("is monday a bad day for stocks", ""),
        ("how much has the s&p risen from its low", ""),  # which of them?
        ("on what day did the russell bottom in 2022", "/chart rut 2021-12-31..2022-12-31 low"),
        ("is the bottom in for small caps", ""),
        ("how does the dow do last week", "/chart dji 2026-08-07..2026-08-14"),
        ("why did the s&p drop 2% on friday", "/why spx 2026-08-20..2026-08-21 down"),
        ("how much of the russell is down today", "/breadth russell2000"),
    ],
)
def test_a_rule_is_no_stretch_of_time_and_a_part_is_no_price(text: str, line: str) -> None:
    reply = INTERPRET(text)
    assert (reply.text if isinstance(reply, Request) else "") == line
