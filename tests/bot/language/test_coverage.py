"""A command runs where it explains most of a question, and passes over no market that is named."""

from __future__ import annotations

from datetime import date

import pytest

from bot.engine.request import Request
from bot.language.coverage import ENOUGH, candidate
from bot.language.intents import INTENTS
from bot.language.interpreter import RuleInterpreter
from bot.language.question import question_of
from commands import COMMANDS
from commands.framework.reply import Reply

TODAY = date(2026, 8, 21)
INTERPRET = RuleInterpreter(COMMANDS, lambda: TODAY)


def made_of(command: str, text: str):
    intent = next(intent for intent in INTENTS if intent.command == command)
    return candidate(intent, question_of(text, TODAY))


@pytest.mark.parametrize(
    ("text", "share", "runs"),
    [
        ("volatility of iwm", 1.0, True),
        ("volatility of iwm wibble", 2 / 3, True),
        ("volatility of iwm wibble wobble", 0.5, False),
    ],
)
def test_most_of_the_content_words_have_to_be_explained(text: str, share: float, runs: bool) -> None:
    risk = made_of("risk", text)
    assert risk.share == pytest.approx(share)
    assert (risk.share >= ENOUGH) is risk.runs is runs


def test_a_market_that_the_command_passes_over_keeps_it_from_running() -> None:
    assert made_of("breadth", "breadth of the s&p 500").runs
    assert not made_of("breadth", "breadth of tesla").runs


def test_what_is_not_known_is_named_and_the_nearest_are_offered_with_what_was_said() -> None:
    reply = INTERPRET("wibble wobble volatility of iwm")
    assert isinstance(reply, Reply)
    assert "“wibble wobble”" in reply.headline
    assert reply.actions[0].command == "/risk iwm"


def test_what_was_left_out_is_named() -> None:
    request = INTERPRET("jobless claims this week")
    assert isinstance(request, Request)
    assert (request.text, request.ignored) == ("/macro claims", ("this", "week"))
