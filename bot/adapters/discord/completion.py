"""Completion of an option that somebody is typing."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, cast

import discord

from bot.adapters.discord import limits
from bot.adapters.discord.interaction import UNREACHABLE, worded
from bot.adapters.formatting.truncate import cut
from commands.framework.parsers import Choice, NumbersAfter

if TYPE_CHECKING:
    from bot.engine.engine import Engine

log = logging.getLogger("bellwether.discord")


async def complete(engine: Engine, interaction: discord.Interaction) -> None:
    """Answer with what could be typed. From memory: Discord waits three seconds."""
    data = cast("dict[str, Any]", interaction.data)
    focused = next((o for o in data.get("options", ()) if o.get("focused")), None)
    found = _offers(engine, data["name"], focused["name"], str(focused["value"])) if focused else ()
    choices = [
        discord.app_commands.Choice(name=cut(c.label, limits.OPTION_TEXT), value=c.value)
        for c in found
        if len(c.value) <= limits.OPTION_TEXT
    ]
    try:
        await interaction.response.autocomplete(choices[: limits.COMMAND_CHOICES])
    except UNREACHABLE as problem:
        log.warning("a completion came too late: %s", worded(problem))


def _offers(engine: Engine, name: str, option: str, typed: str) -> tuple[Choice, ...]:
    """The completions of an option. A list of numbers is completed without its word, too."""
    command = engine.find(name)
    numbers = (
        next((p.argument_type for p in command.parameters if p.name == option), None) if command else None
    )
    if isinstance(numbers, NumbersAfter) and not typed.casefold().startswith(numbers.marker.word[:1]):
        typed = f"{numbers.marker.word} {typed}"
    return engine.complete(name, option, typed)
