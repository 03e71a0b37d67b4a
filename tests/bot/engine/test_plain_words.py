"""Commands are told from sentences that begin like one."""

from __future__ import annotations

import pytest

from bot.engine.plain_words import PlainWords
from bot.engine.request import Request
from bot.engine.router import Router
from commands import COMMANDS
from commands.framework.reply import Reply

SAID = Reply("interpreted")
PLAIN = PlainWords(Router(COMMANDS), lambda _text, _before: SAID, None)


@pytest.mark.parametrize(
    "text",
    [
        "/alert me when it rains on monday",
        "alert rut above 2750 at close",
        "alert me",
        "compare rut xyzzy",
        "chart rut over three years",
        "check the russell rose on thursday by 1%",
        "digest subscribe 08:30 Europe/Berlin market days",
        "",
    ],
)
def test_a_command_is_itself(text: str) -> None:
    request = Request(text=text)
    assert PLAIN.understood(request) is request


@pytest.mark.parametrize(
    "text",
    [
        "alert me when the dow closes above 50000",
        "digest every morning at eight please",
        "help me find the price of gold",
        "exposure of 40 qqq and 60 iwm",
        "chart apple and never mind the rest",
        "how are small caps doing",
    ],
)
def test_a_sentence_is_interpreted(text: str) -> None:
    assert PLAIN.understood(Request(text=text)) is SAID


def test_what_the_interpreter_says_keeps_who_asks_and_how() -> None:
    asked = Request(text="how is gold", private=True, reads_only=True, thread="1769.1", visitor=True)
    plain = PlainWords(Router(COMMANDS), lambda _text, _before: Request("/quote gld", ignored=("x",)), None)
    read = plain.understood(asked)
    assert read == Request(
        "/quote gld", private=True, reads_only=True, thread="1769.1", visitor=True, ignored=("x",)
    )


def test_without_an_interpreter_plain_words_stay_what_they_are() -> None:
    request = Request(text="how is gold")
    assert PlainWords(Router(COMMANDS), None, None).understood(request) is request
