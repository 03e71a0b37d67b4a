"""Questions about a word go to the lesson that teaches it, questions about a figure to its command."""

from __future__ import annotations

from datetime import date

import pytest

from bot.engine.request import Request
from bot.language.interpreter import RuleInterpreter
from commands import COMMANDS

INTERPRET = RuleInterpreter(COMMANDS, lambda: date(2026, 8, 21))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("what does breadth mean", "/help breadth"),
        ("explain drawdown", "/help risk"),
        ("what is beta?", "/help risk"),
        ("what's a leadership streak", "/help smallcaps"),
        ("define forward P/E", "/help valuation"),
        ("how is the regime determined", "/help rotation"),
        ("how do you calculate breadth", "/help breadth"),
        ("how do I set an alert", "/help alert"),
        ("drawdown meaning", "/help risk"),
        ("breadth?? what does that even mean", "/help breadth"),
        ("what precisely is a breadth thrust", "/help history"),
        ("correlation, explained for a newbie", "/help risk"),
        ("what is the beta of tesla", "/risk tsla"),
        ("what is the market regime", "/rotation"),
        ("what's the breadth of the s&p", "/breadth sp500"),
    ],
)
def test_a_word_is_taught_and_a_figure_is_answered(text: str, line: str) -> None:
    request = INTERPRET(text)
    assert isinstance(request, Request), request
    assert request.text == line
