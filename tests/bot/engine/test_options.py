"""Options by name: each read by its own parameter, or refused by name."""

from __future__ import annotations

import pytest

from bot.engine.options import needs_others, option_values
from bot.engine.request import Request
from bot.engine.router import Router
from commands import COMMANDS
from commands.framework.command import UsageError
from market.errors import MarketError, UnknownSymbol

ROUTER = Router(COMMANDS)


def read(command: str, **options: str) -> object:
    return ROUTER.read(Request(command=command, options=options))


@pytest.mark.parametrize(
    ("command", "options", "wrong"),
    [
        ("chart", {"symbol": "rut", "period": "candles"}, "“candles” does not fit “period” of /chart"),
        ("chart", {"symbol": "rut", "style": "area"}, "“area” does not fit “style” of /chart"),
        ("chart", {"symbol": "rut ndx"}, "“rut ndx” does not fit “symbol” of /chart"),
        ("chart", {"symbol": "rut", "sma": "50"}, "“50” does not fit “sma” of /chart"),
        ("history", {"event": "up", "size": "three"}, "“three” does not fit “size” of /history"),
        ("history", {"event": "lead", "size": "5", "window": "2.5"}, "“2.5” does not fit “window”"),
        ("compare", {"symbols": "rut ndx", "period": "spx"}, "“spx” does not fit “period” of /compare"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_by_name(
    command: str, options: dict[str, str], wrong: str
) -> None:
    with pytest.raises(UsageError) as refused:
        read(command, **options)
    assert str(refused.value).startswith(wrong)
    assert " Try /" in str(refused.value)


def test_a_value_that_needs_another_before_it_says_so() -> None:
    with pytest.raises(UsageError, match="“63” as “window” of /history needs the options before it"):
        read("history", event="lead", window="63")
    call = ROUTER.read(Request(command="history", options={"event": "lead", "size": "5", "window": "63"}))
    assert (call.arguments["size"], call.arguments["window"]) == (5.0, 63)


def test_values_are_what_their_parameters_read() -> None:
    compare = COMMANDS.named("compare")
    assert compare
    values = option_values(compare, {"symbols": "S&P 500, rut vs ndx", "period": "since 2024-10-01"})
    assert [symbol.word for symbol in values["symbols"]] == ["spx", "rut", "ndx"]
    assert str(values["period"]) == "since 2024-10-01"


def test_an_unknown_market_and_a_bad_date_keep_their_own_sentences() -> None:
    with pytest.raises(UnknownSymbol):
        read("quote", symbol="§§§")
    with pytest.raises(MarketError):
        read("chart", symbol="rut", period="since 2024-13-01")


def test_free_text_is_nobodys_to_check() -> None:
    call = ROUTER.read(Request(command="check", options={"text": "The Russell 2000 closed at 2,718.77."}))
    assert call.arguments["text"] == "The Russell 2000 closed at 2,718.77."


def test_a_long_value_is_shown_short() -> None:
    compare = COMMANDS.named("compare")
    assert compare
    assert "x" * 41 not in str(needs_others(compare, "period", "x" * 90))
