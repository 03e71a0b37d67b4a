"""What was declined is what a question behind it leans on."""

from __future__ import annotations

from datetime import date

import pytest

from bot.engine.plain_words import Declined
from bot.engine.request import Request
from bot.language.follow_ups import asks_again
from bot.language.interpreter import RuleInterpreter
from bot.language.question import question_of
from commands import COMMANDS

TODAY = date(2026, 8, 21)
INTERPRET = RuleInterpreter(COMMANDS, lambda: TODAY)


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("and the russell?", True),
        ("the dow too please", True),
        ("what about qqq ytd", False),
        ("and how volatile is tesla", False),
        ("the russell", False),
        ("and over five years", False),
    ],
)
def test_another_market_alone_asks_the_same_again(text: str, again: bool) -> None:
    assert asks_again(question_of(text, TODAY)) is again


@pytest.mark.parametrize(
    ("declined", "then", "line"),
    [
        ("should i buy tesla", "how volatile is it?", "/risk tsla"),
        ("what about gold options?", "and the russell ytd?", "/chart rut ytd"),
        ("what about gold options?", "the russell", "/quote rut"),
    ],
)
def test_behind_what_was_declined_a_question_of_its_own_is_answered(
    declined: str, then: str, line: str
) -> None:
    refused = INTERPRET(declined)
    assert isinstance(refused, Declined)
    read = INTERPRET(then, refused.about)
    assert isinstance(read, Request)
    assert read.text == line


@pytest.mark.parametrize(
    ("then", "line"),
    [("in 2019", "/heatmap sp500 2018-12-31..2019-12-31"), ("jobs in 2019", ""), ("gdp growth in 2019", "")],
)
def test_an_economic_series_is_not_about_the_picture_before(then: str, line: str) -> None:
    read = INTERPRET(then, "/heatmap sp500")
    assert (read.text if isinstance(read, Request) else "") == line


def test_the_same_of_another_market_is_declined_too() -> None:
    refused = INTERPRET("what about gold options?")
    assert isinstance(refused, Declined)
    again = INTERPRET("and the russell?", refused.about)
    assert isinstance(again, Declined)
    assert again.headline == refused.headline
    assert [action.command for action in again.actions][:2] == ["/risk rut", "/quote rut"]
    third = INTERPRET("and tesla?", again.about)
    assert isinstance(third, Declined)
    assert "did not answer" in INTERPRET("over five years", again.about).headline


def test_a_thing_that_is_not_here_is_not_what_is_asked_of_the_next() -> None:
    refused = INTERPRET("how is bitcoin doing")
    assert isinstance(refused, Declined)
    assert refused.about == ""
