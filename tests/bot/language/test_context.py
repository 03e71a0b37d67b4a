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
        ("SPX LAST?", "/quote spx"),
        ("my boss says gold is up 40% this year, true?", "/check gold is up 40% this year"),
        ("fact check, unemployment at 4.3%?", "/check unemployment at 4.3%"),
        ("can you verify this line: The Dow fell 1.2% on Friday.", "/check The Dow fell 1.2% on Friday"),
        ("give me the inputs and sources under your breadth answer", "/evidence breadth"),
        ("who got crushed in the r2k ytd", "/movers russell2000 ytd"),
        ("how does this months russell lead over spx stack up against history", "/rank lead month rut spx"),
        ("drivers of the small-over-large spread, last 6 months", "/drivers 6m"),
        ("which size of company is leading, giants, mids or tiny ones?", "/ladder"),
    ],
)
def test_the_rest_is_read_as_if_it_stood_alone(text: str, line: str) -> None:
    read = INTERPRET(text)
    assert (read.text if isinstance(read, Request) else "") == line


def test_a_market_in_such_a_clause_is_not_passed_over() -> None:
    read = INTERPRET("i run a gold fund: where is the dow")
    assert isinstance(read, Reply) or "gld" in read.text
