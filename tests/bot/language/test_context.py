"""What a question says about its asker asks nothing, and is never taken for what it asks."""

import pytest

from bot.engine.request import Request
from bot.language.context import without_context
from commands.framework.reply import Reply
from tests.bot.language.test_orders import INTERPRET


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("For our board deck: the S&P 500", "the S&P 500"),
        ("small cap picture for my newsletter pls", "small cap picture"),
        ("student here, what is beta", "what is beta"),
        ("the dow (intern asking)", "the dow ("),
        ("I'm writing a piece, where did gold close", "where did gold close"),
        ("for my boss", "for my boss"),
        ("add nvda, in here", "add nvda, in here"),
    ],
)
def test_clauses_about_the_asker_are_left_out(text: str, left: str) -> None:
    assert without_context(text, lambda words: False) == left


def test_a_clause_that_names_something_stays() -> None:
    assert "gold" in without_context("for my note on gold: the dow", lambda words: "gold" in words)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("for our board deck: the S&P 500 in the first half of 2026", "/chart spx 2025-12-31..2026-06-30"),
        ("breadth for the r2k pls, for a chart book", "/breadth russell2000"),
        ("student here, what exactly is beta", "/help risk"),
    ],
)
def test_the_rest_is_read_as_if_it_stood_alone(text: str, line: str) -> None:
    read = INTERPRET(text)
    assert isinstance(read, Request)
    assert read.text == line


def test_a_market_in_such_a_clause_is_not_passed_over() -> None:
    read = INTERPRET("i run a gold fund: where is the dow")
    assert isinstance(read, Reply) or "gld" in read.text
