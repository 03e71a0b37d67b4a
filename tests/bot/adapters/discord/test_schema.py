"""What Discord is told to register, against its limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import pytest

from bot.adapters.discord.schema import CHECK, application_commands, broken_limits, fingerprint
from commands import COMMANDS as REAL
from commands.framework.command import Command, _never, command
from commands.framework.reply import Reply
from market.symbols import Symbol
from tests.bot.adapters.discord.conftest import COMMANDS


def registered(name: str, commands: tuple[Command, ...] = COMMANDS) -> dict[str, Any]:
    return next(c for c in application_commands(commands) if c["name"] == name)


def option(name: str, of: str) -> dict[str, Any]:
    found: dict[str, Any] = next(o for o in registered(of)["options"] if o["name"] == name)
    return found


def leaves() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every command, or subcommand, that can be used, with its options."""
    for each in application_commands(REAL):
        subcommands = [o for o in each.get("options", ()) if o["type"] == 1]
        yield from ((f"{each['name']} {o['name']}", o["options"]) for o in subcommands)
        if not subcommands:
            yield each["name"], each.get("options", [])


def test_the_real_commands_are_within_every_limit() -> None:
    registration = application_commands(REAL)
    assert {c["name"] for c in registration if c["type"] == 1} == {c.name for c in REAL} | {"market"}
    assert all(
        any(o["name"] == p.name for o in c["options"])
        for c, real in zip(registration, REAL, strict=False)
        for p in real.parameters
        if not real.acts
    )


def test_every_verb_of_a_command_that_takes_different_words_is_a_subcommand() -> None:
    for real in REAL:
        told = next(c for c in application_commands(REAL) if c["name"] == real.name)
        listed = [o["name"] for o in told["options"] if o["type"] == 1]
        assert bool(listed) == (real.changes != _never or real.name in ("rank", "history"))
        if listed:
            verbs = next(p.argument_type.choices for p in real.parameters if p.name == real.verb_name)
            assert sorted(listed) == sorted(verbs), real.name


def test_symbols_complete_and_periods_are_chosen_from_a_list() -> None:
    assert option("symbols", "compare")["autocomplete"] is True
    period = option("period", "compare")
    assert [choice["value"] for choice in period["choices"]][:6] == ["1d", "5d", "1m", "3m", "6m", "ytd"]
    assert "autocomplete" not in period


def test_types_follow_the_signature() -> None:
    @command("/alert rut above 2700 3 2026-01-22")
    def alert(
        symbol: Symbol, side: Literal["above", "below"], level: float, times: int = 1, loud: bool = False
    ) -> Reply:
        """Tell me."""
        raise NotImplementedError

    options = {o["name"]: o for o in registered("alert", (alert,))["options"]}
    assert {name: o["type"] for name, o in options.items()} == {
        "symbol": 3, "side": 3, "level": 10, "times": 4, "loud": 5, "private": 5,
    }  # fmt: skip
    assert [c["value"] for c in options["side"]["choices"]] == ["above", "below"]
    assert [name for name, o in options.items() if o["required"]] == ["symbol", "side", "level"]


def test_required_options_come_first() -> None:
    for _name, options in leaves():
        required = [o["required"] for o in options]
        assert required == sorted(required, reverse=True)


def test_commands_work_in_servers_in_messages_and_for_single_accounts() -> None:
    for each in application_commands(COMMANDS):
        assert each["contexts"] == [0, 1, 2]
        assert each["integration_types"] == [0, 1]


def test_only_public_commands_offer_privacy() -> None:
    assert option("private", "compare")["type"] == 5
    assert [o["name"] for o in registered("exposure")["options"]] == ["holdings"]
    for name, options in leaves():
        if name.startswith(("rank ", "digest ")):
            assert ("private" in [o["name"] for o in options]) == name.startswith("rank "), name


def test_messages_can_be_checked_where_there_is_a_check() -> None:
    assert registered(CHECK)["type"] == 3
    assert CHECK not in {c["name"] for c in application_commands(COMMANDS[:2])}


def test_the_fingerprint_changes_with_the_commands_only() -> None:
    assert fingerprint(application_commands(COMMANDS)) == fingerprint(application_commands(COMMANDS))
    assert fingerprint(application_commands(COMMANDS)) != fingerprint(application_commands(COMMANDS[:2]))


def test_what_breaks_a_limit_is_named() -> None:
    @command("/Odd name")
    def odd(text: Annotated[str, "t"]) -> Reply:
        """Odd."""
        raise NotImplementedError

    with pytest.raises(ValueError, match="/Odd: the name Odd is not 1 to 32"):
        application_commands((odd,))
    crowd = [{"type": 1, "name": f"c{i}", "description": "d"} for i in range(101)]
    assert list(broken_limits(crowd)) == ["101 commands, 100 at most"]
    wide = {"type": 1, "name": "w", "description": "d", "options": [{"name": "o", "description": "d"}] * 26}
    assert list(broken_limits([wide])) == ["/w has 26 options, 25 at most", "/w has two options o"]
    choices = [{"name": "n" * 100, "value": "v" * 100}] * 26
    heavy = {
        "type": 1,
        "name": "h",
        "description": "d",
        "options": [{"name": f"o{i}", "description": "", "choices": choices} for i in range(2)],
    }
    problems = list(broken_limits([heavy]))
    assert any("characters, 8000 at most" in problem for problem in problems)
    assert any("26 choices, 25 at most" in problem for problem in problems)
    assert any("description of o0 is not" in problem for problem in problems)


def test_options_teach() -> None:
    for name, options in leaves():
        for option in options:
            assert option["description"] not in ("text", "", option["name"]), (name, option["name"])


def test_a_channel_is_chosen_among_those_where_something_can_be_posted() -> None:
    channels = [o for _name, options in leaves() for o in options if o["name"] == "channel"]
    assert len(channels) == 7  # of every act of a digest but "now"
    for channel in channels:
        assert channel["type"] == 7
        assert set(channel["channel_types"]) == {0, 5, 10, 11, 12}  # no forum, media channel or category
