"""Commands are told from sentences that begin like one."""

from __future__ import annotations

import pytest

from bot.engine.conversation import ConversationMemory
from bot.engine.plain_words import PlainWords
from bot.engine.request import Request
from bot.engine.router import Router
from commands import COMMANDS
from commands.framework.asker import Asker
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
        "why AAPL 40, NVDA 25, IWM 35",
        "why",
        "evidence compare rut ndx 3y",
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
        "why is the russell down",
        "why did small caps fall this month",
        "quote for my apple shares",
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


def test_why_after_another_question_is_about_its_answer() -> None:
    router, memory = Router(COMMANDS), ConversationMemory(lambda: 0.0)
    asked = Request(text="why", asker=Asker(platform="console", person="ann"))
    plain = PlainWords(router, lambda _text, before: Reply(before), memory)
    assert plain.understood(asked) is asked
    memory.remember(asked, router.read(Request(text="/quote nvda")))
    said = plain.understood(asked)
    assert isinstance(said, Reply)
    assert said.headline == "/quote nvda"


def test_words_that_lead_to_a_text_are_left_out_of_it() -> None:
    plain = PlainWords(Router(COMMANDS), lambda _text, _before: Request("/check the dow fell"), None)
    read = plain.understood(Request("check if the dow fell"))
    assert isinstance(read, Request)
    assert read.text == "/check the dow fell"
    typed = Request("evidence compare rut ndx")
    assert plain.understood(typed) is typed


def test_a_polite_word_is_no_market() -> None:
    plain = PlainWords(Router(COMMANDS), lambda _text, _before: Request("/sectors"), None)
    assert plain.understood(Request("sectors pls")) == Request("/sectors")


def test_a_sentence_behind_a_slash_is_understood_where_the_command_does_not_take_it() -> None:
    plain = PlainWords(Router(COMMANDS), lambda text, _before: Request(f"/why {len(text)}"), None)
    read = plain.understood(Request("/why is the russell down"))
    assert isinstance(read, Request)
    assert read.text == "/why 23"
    for typed in ("/why rut 5d", "/alert me when it rains", "/compare rut xyzzy", "/chart the dow"):
        request = Request(typed)
        assert plain.understood(request) is request
