"""What has no answer here is declined with what has one."""

from __future__ import annotations

from datetime import date

import pytest

from bot.engine.request import Request
from bot.engine.router import Router
from bot.language.interpreter import RuleInterpreter
from commands import COMMANDS
from commands.framework.reply import Reply

INTERPRET = RuleInterpreter(COMMANDS, lambda: date(2026, 8, 21))
ROUTER = Router(COMMANDS)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("should I sell my apple shares", "never say what to buy"),
        ("is small caps a good investment", "never say what to buy"),
        ("will the nasdaq recover next month", "cannot tell the future"),
        ("what's the outlook for the dow", "cannot tell the future"),
        ("what will the s&p be at christmas", "cannot tell the future"),
        ("where will the dow be by easter", "cannot tell the future"),
        ("where do you see the s&p by christmas", "cannot tell the future"),
        ("nasdaq futures", "sessions of their own"),
        ("iv on tesla", "no options"),
        ("open interest in spy calls", "no options"),
        ("insider selling at nvidia", "not among my data"),
        ("dividend yield of apple", "no dividend yields"),
        ("core inflation last month", "do not follow that series"),
        ("how did the nikkei do", "“nikkei” is abroad"),
        ("price of bitcoin", "do not cover “bitcoin”"),
        ("vwap of iwm", "moving averages, RSI, MACD"),
        ("compose a haiku about bears", "nothing else"),
    ],
)
def test_it_says_what_it_does_not_do_and_offers_three_things_that_it_does(text: str, says: str) -> None:
    reply = INTERPRET(text)
    assert isinstance(reply, Reply), reply
    assert says in reply.headline
    assert reply.error
    assert len(reply.actions) == 3
    for action in reply.actions:
        ROUTER.read(Request(text=action.command))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("when will tesla publish results", "/calendar tsla"),
        ("will the market be open on labor day", "/calendar"),
        ("is wall st shut on thanksgiving", "/calendar"),
        ("is the market in a selloff", "/quote spx"),
        ("yield curve", "/macro curve"),
        ("two-year yield", "/macro 2y"),
        ("credit spread", "/macro spread"),
        ("real yields", "/macro real"),
    ],
)
def test_what_only_sounds_like_it_is_answered(text: str, line: str) -> None:
    request = INTERPRET(text)
    assert isinstance(request, Request), request
    assert request.text == line
