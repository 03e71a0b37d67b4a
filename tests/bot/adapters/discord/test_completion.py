"""Completion: registered only where it answers, and what it offers can be asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.adapters.discord.completion import offers
from bot.adapters.discord.schema import application_commands
from bot.engine.acts import act_line, act_options
from bot.engine.engine import Engine
from bot.engine.request import Request
from bot.engine.router import Router
from commands import COMMANDS

BEGUN = (
    "",
    "r",
    "rut",
    "RUT ",
    "rut n",
    "nasdaq c",
    "health",
    "sma",
    "sma 50 ",
    "bre",
    "small-caps ",
    "eu",
    "new y",
    "z",
)
REQUIRED = {
    "symbols": "rut",
    "symbol": "rut",
    "event": "record",
    "number": "1",
    "holdings": "AAPL 40",
    "question": "quote rut",
    "market": "iwm",
    "against": "dia",
}
ROUTER = Router(COMMANDS)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = Engine(COMMANDS, lambda request, deadline: {})
    yield made
    made._threads.shutdown()


def completing() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each command, its verb or an empty word, and an option of it that is registered for completion."""
    for told in application_commands(COMMANDS):
        for option in told.get("options", ()):
            for inner in option.get("options", ()):
                if inner.get("autocomplete"):
                    yield told["name"], option["name"], inner
            if option.get("autocomplete"):
                yield told["name"], "", option


def ask(name: str, verb: str, given: dict[str, str]) -> None:
    """Reads the question. Raises what the program would say to the asker."""
    command = COMMANDS.named(name)
    assert command
    if not verb:
        required = {p.name: REQUIRED[p.name] for p in command.parameters if p.required}
        ROUTER.read(Request(command=name, options=required | given))
        return
    act = command.act(verb)
    assert act
    if act.form:
        act_line(ROUTER, act, act.form, {"zone": "Berlin", "symbols": "rut", "market": "iwm"} | given)
        return
    required = {p.name: REQUIRED[p.name] for p in act.parameters if p.required}
    ROUTER.read(Request(command=name, options=act_options(command, act, required | given)))


def test_every_completion_can_be_asked_and_every_option_has_some(engine: Engine) -> None:
    options = [*completing()]
    assert len(options) > 20
    for name, verb, option in options:
        offered = {begun: offers(engine, name, verb, option["name"], begun, {}) for begun in BEGUN}
        assert offered[""], (name, verb, option["name"])
        for begun, choices in offered.items():
            assert len({c.value.casefold() for c in choices}) == len(choices)
            for choice in choices:
                ask(name, verb, {option["name"]: choice.value})
                words = choice.value.casefold().split()
                assert name in ("help", "chart") or len(set(words)) == len(words), (name, begun, choice)


def test_what_an_alert_may_be_about_depends_on_what_is_waited_for(engine: Engine) -> None:
    given = {"event": "{market} drags {figure} points", "figure": "1"}
    offered = [c.value for c in offers(engine, "alert", "new", "market", "", given)]
    assert "rut" not in offered
    for word in offered:
        ask("alert", "new", {**given, "market": word})
    assert "xlv" in [c.value for c in offers(engine, "alert", "new", "market", "health", given)]


def test_a_market_that_another_option_has_is_not_offered_again(engine: Engine) -> None:
    for begun in ("", "ru"):
        offered = [c.value for c in offers(engine, "risk", "", "against", begun, {"symbol": "rut"})]
        assert offered
        assert "rut" not in offered


def test_help_completes_the_names_of_commands(engine: Engine) -> None:
    assert [c.value for c in offers(engine, "help", "", "name", "br", {})] == ["breadth"]
    assert len(offers(engine, "help", "", "name", "", {})) == len(COMMANDS)
