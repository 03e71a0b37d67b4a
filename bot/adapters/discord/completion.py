"""Completion of an option that somebody is typing."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import discord

from bot.adapters.discord import limits
from bot.adapters.discord.acts import subcommand_of
from bot.adapters.discord.interaction import UNREACHABLE, worded
from bot.adapters.formatting.truncate import cut
from bot.engine.acts import act_choices
from commands.framework.parsers import Choice, NumbersAfter

if TYPE_CHECKING:
    from bot.engine.engine import Engine

log = logging.getLogger("bellwether.discord")


async def complete(engine: Engine, interaction: discord.Interaction) -> None:
    """Answer with what could be typed. From memory: Discord waits three seconds."""
    data = cast("dict[str, Any]", interaction.data)
    chosen = subcommand_of(data)
    given = (chosen or data).get("options", ())
    focused = next((option for option in given if option.get("focused")), None)
    found: tuple[Choice, ...] = ()
    if focused is not None:
        typed = {o["name"]: str(o.get("value", "")) for o in given}
        verb = chosen["name"] if chosen else ""
        found = offers(engine, data["name"], verb, focused["name"], str(focused["value"]), typed)
    choices = [
        discord.app_commands.Choice(name=cut(c.label, limits.OPTION_TEXT), value=c.value)
        for c in found
        if len(c.value) <= limits.OPTION_TEXT
    ]
    try:
        await interaction.response.autocomplete(choices[: limits.COMMAND_CHOICES])
    except UNREACHABLE as problem:
        log.warning("a completion came too late: %s", worded(problem))


def offers(
    engine: Engine, name: str, verb: str, option: str, typed: str, given: Mapping[str, str]
) -> tuple[Choice, ...]:
    """The completions of an option, of a subcommand where there is a `verb`; `given`: the options beside it. A list
    of numbers is completed without its word, too."""
    command = engine.find(name)
    if verb:
        act = command.act(verb) if command else None
        return act_choices(act, option, typed, given) if act else ()
    numbers = (
        next((p.argument_type for p in command.parameters if p.name == option), None) if command else None
    )
    if isinstance(numbers, NumbersAfter) and not typed.casefold().startswith(numbers.marker.word[:1]):
        typed = f"{numbers.marker.word} {typed}"
    chosen = {word.casefold() for other, word in given.items() if other != option}
    return tuple(c for c in engine.complete(name, option, typed) if c.value.casefold() not in chosen)
