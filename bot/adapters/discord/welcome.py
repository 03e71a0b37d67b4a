"""The welcome in a server that the bot is added to, in its system channel, where it may post."""

from __future__ import annotations

import discord

from bot.adapters.discord.failures import FAILURES, classified
from bot.adapters.discord.interaction import shown
from bot.adapters.discord.message import Message, to_message
from bot.adapters.welcome import Greeter, welcome
from charts.theme import Mode
from commands.framework.ports import Place

_ASK = "Type a slash command, such as /compare rut ndx. The buttons answer you alone."
_PART = "To send me away: Server Settings, Integrations."


def welcome_message(mode: Mode) -> Message:
    return to_message(welcome(_ASK, _PART), None, mode)


def open_channel(guild: discord.Guild) -> discord.TextChannel | None:
    """The server's system channel, where the bot may post there."""
    channel, me = guild.system_channel, guild.me
    if channel is None or me is None:
        return None
    granted = channel.permissions_for(me)
    may = granted.view_channel and granted.send_messages and granted.embed_links
    return channel if may else None


async def greet(greeter: Greeter, guild: discord.Guild, mode: Mode) -> None:
    """Post the welcome once for each server."""
    channel = open_channel(guild)
    if channel is None:
        return

    async def post() -> None:
        message = welcome_message(mode)
        try:
            await channel.send(
                **shown(message),
                nonce=f"w{guild.id}",
                allowed_mentions=discord.AllowedMentions.none(),
            )
        except FAILURES as problem:
            raise classified(problem) from None

    await greeter.greet(Place("discord", str(guild.id), ""), post)
