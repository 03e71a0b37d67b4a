"""Discord's interactions to requests. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

import discord

from bot.adapters.discord.components import texts
from bot.adapters.discord.schema import PRIVATE, QUESTION, UMBRELLA, dates_option
from bot.engine.request import Request
from commands.framework.asker import Asker
from commands.framework.command import Command
from commands.framework.form_types import ChannelName, GroupName
from commands.framework.parameters import Parameter
from commands.framework.parsers import Flag, NumbersAfter, PeriodWord, RemainingText

CHANNEL = "channel"  # an option of commands as earlier releases registered them
Find = Callable[[str], Command | None]


def asker_of(interaction: discord.Interaction) -> Asker:
    direct = is_direct(interaction)
    return Asker(
        platform="discord",
        workspace=str(interaction.guild_id or ""),
        channel=str(interaction.channel_id or ""),
        person=str(interaction.user.id),
        manages=direct or interaction.permissions.manage_channels,
        direct=direct,
        guest=interaction.is_user_integration() and not (direct or interaction.is_guild_integration()),
        scope="",  # a user's id is the same in every server and in direct messages
    )


def channel_above(interaction: discord.Interaction) -> str:
    """The channel that a thread began in; empty outside threads."""
    channel = interaction.channel
    return str(channel.parent_id) if isinstance(channel, discord.Thread) else ""


def is_direct(interaction: discord.Interaction) -> bool:
    """True in the direct messages of one person with this bot; False in group messages."""
    return interaction.guild_id is None and interaction.context.dm_channel is True


def to_request(interaction: discord.Interaction, find: Find) -> Request:
    """The request of a slash command or a message command."""
    data = cast("Mapping[str, Any]", interaction.data or {})
    asker = asker_of(interaction)
    if data.get("type") == discord.AppCommandType.message.value:
        return Request(text=f"/check {_target_text(data)}", asker=asker, private=True)
    given = {option["name"]: option["value"] for option in data.get("options", ())}
    private = given.get(PRIVATE) is True
    if data["name"] == UMBRELLA:
        text = str(given.get(QUESTION, "")).strip() or "/help"
        return Request(text=text, asker=asker, private=private, above=channel_above(interaction))
    command = find(data["name"])
    words = {p.name: option_word(p, given) for p in command.parameters} if command else {}
    options = {name: word for name, word in words.items() if word}
    if command and (channel := given.get(CHANNEL)):
        naming = next((p.name for p in command.parameters if _names_channel(p)), None)
        if naming:
            options[naming] = f"{options.get(naming, '')} <#{channel}>".strip()
    return Request(command=data["name"], options=options, asker=asker, private=private)


def target_link(interaction: discord.Interaction) -> str:
    """The address of the message that a message command was used on; empty for anything else."""
    target = cast("Mapping[str, Any]", interaction.data or {}).get("target_id")
    place = f"{interaction.guild_id or '@me'}/{interaction.channel_id}"
    return f"https://discord.com/channels/{place}/{target}" if target else ""


def _names_channel(parameter: Parameter) -> bool:
    argument_type = parameter.argument_type
    return isinstance(argument_type, RemainingText) and argument_type.names_channel


def option_word(parameter: Parameter, given: Mapping[str, Any]) -> str:
    """The option's value as it would be typed; empty when it is left out."""
    value, argument_type = given.get(parameter.name), parameter.argument_type
    if isinstance(argument_type, ChannelName):
        return f"<#{value}>" if value else ""
    if isinstance(argument_type, GroupName):
        return f"mention <@&{value}>" if value else ""
    if isinstance(argument_type, PeriodWord):
        value = given.get(dates_option(parameter)) or value
    if isinstance(argument_type, Flag):
        return argument_type.word if value is True else ""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    word = str(value).strip()
    if (
        isinstance(argument_type, NumbersAfter)
        and word
        and not word.casefold().startswith(argument_type.marker.word)
    ):
        return f"{argument_type.marker.word} {word}"
    return word


def is_older(message: discord.Message | None) -> bool:
    """Whether it was made by a release that wrote embeds. Such a message keeps its form: that Discord would take new
    files with a change of form is documented both ways."""
    return message is not None and not message.flags.components_v2


def _target_text(data: Mapping[str, Any]) -> str:
    """The text of the message that was clicked."""
    return _words(data.get("resolved", {}).get("messages", {}).get(data.get("target_id"), {}))


def _words(message: Mapping[str, Any]) -> str:
    """What a message says itself, in its components, in what it embeds (such as a link's headline) and in what it
    forwards."""
    embeds = message.get("embeds", ())
    forwarded = [snapshot.get("message") or {} for snapshot in message.get("message_snapshots") or ()]
    parts = [
        message.get("content", "").strip(),
        *texts(message.get("components", ())),
        *(embed[key] for embed in embeds for key in ("title", "description") if embed.get(key)),
        *map(_words, forwarded),
    ]
    return "\n".join(part for part in parts if part)
