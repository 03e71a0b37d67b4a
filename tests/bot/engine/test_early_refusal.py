"""What is wrong with the options is known before any data are asked for."""

from __future__ import annotations

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


def engine(**options: int) -> Engine:
    return Engine((draw,), lambda _request, _deadline: {}, **options)  # type: ignore[arg-type]  # numbers only


def wrong(symbol: str, **options: str) -> Request:
    asker = Asker("discord", person="ann", channel="markets")
    return Request(command="draw", options={"symbol": symbol, **options}, asker=asker)


async def test_what_fits_is_not_refused() -> None:
    assert await early_refusal(engine(), wrong("rut", period="3y")) is None
    assert await early_refusal(engine(), Request(text="draw rut 3y")) is None


async def test_words_that_make_no_question_are_refused_where_others_would_see_the_wait() -> None:
    refused = await early_refusal(engine(), Request(text="/draw !!!"))
    assert refused
    assert refused.error
    assert await early_refusal(engine(), Request(text="/draw !!!", private=True)) is None


async def test_an_option_that_does_not_fit_is_an_apology_with_something_to_press() -> None:
    refused = await early_refusal(engine(), wrong("rut", period="candles"))
    assert refused
    assert refused.error
    assert "does not fit “period”" in refused.headline
    assert refused.actions[0].command == "/draw rut"


async def test_mistakes_count_as_questions() -> None:
    made = engine(asks_per_minute=2)
    said = [await early_refusal(made, wrong("!!!")) for _question in range(3)]
    assert ["I know no symbol" in (reply.headline if reply else "") for reply in said] == [True, True, False]
