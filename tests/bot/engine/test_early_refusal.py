"""What is wrong with the options is known before any data are asked for."""

from __future__ import annotations

from typing import Any

import pytest

from bot.engine.early_refusal import early_refusal
from bot.engine.engine import Engine
from bot.engine.request import Request
from commands.framework.asker import Asker
from commands.framework.command import command
from commands.framework.reply import Reply
from market.period import Period
from market.symbols import Symbol


@command("/draw rut")
def draw(symbol: Symbol, period: Period | None = None) -> Reply:
    """One market's picture."""
    raise AssertionError("nothing is asked")


def engine(**options: Any) -> Engine:
    return Engine((draw,), lambda _request, _deadline: {}, **options)


def wrong(symbol: str, **options: str) -> Request:
    asker = Asker("discord", person="ann", channel="markets")
    return Request(command="draw", options={"symbol": symbol, **options}, asker=asker)


async def test_what_fits_is_not_refused() -> None:
    for fits in (wrong("rut", period="3y"), Request(text="draw rut 3y")):
        checked = await early_refusal(engine(), fits)
        assert isinstance(checked, Request)
        assert (checked.text, checked.options, checked.asker) == (fits.text, fits.options, fits.asker)


@pytest.mark.parametrize("said", ["/draw rut", "/draw rut 900y", ""])
async def test_plain_words_are_read_once_whether_they_make_a_question_or_none(said: str) -> None:
    read: list[str] = []

    def interpret(text: str, before: str) -> Request | Reply:
        read.append(text)
        return Request(text=said) if said else Reply("Did you mean one of these?", error=True)

    made = engine(interpret=interpret)
    checked = await early_refusal(made, Request(text="how is the russell doing"))
    if isinstance(checked, Request):
        made.answer(checked)
    assert isinstance(checked, Reply) == (said != "/draw rut")
    assert read == ["how is the russell doing"]


async def test_words_that_make_no_question_are_refused_where_others_would_see_the_wait() -> None:
    refused = await early_refusal(engine(), Request(text="/draw !!!"))
    assert isinstance(refused, Reply)
    assert refused.error
    alone = Request(text="/draw !!!", private=True)
    assert await early_refusal(engine(), alone) is alone


async def test_an_option_that_does_not_fit_is_an_apology_with_something_to_press() -> None:
    refused = await early_refusal(engine(), wrong("rut", period="candles"))
    assert isinstance(refused, Reply)
    assert refused.error
    assert "does not fit “period”" in refused.headline
    assert refused.actions[0].command == "/draw rut"


async def test_mistakes_count_as_questions() -> None:
    made = engine(asks_per_minute=2)
    said = [await early_refusal(made, wrong("!!!")) for _question in range(3)]
    assert ["I know no symbol" in reply.headline for reply in said if isinstance(reply, Reply)] == [
        True,
        True,
        False,
    ]
