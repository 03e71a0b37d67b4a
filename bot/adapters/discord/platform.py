"""Discord's registry entry. discord.py is loaded when one of its functions is first called."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import typer

from bot.adapters.discord.refusals import CHANNEL_REFUSALS, NO_CHANNEL
from bot.adapters.platform import Ability, ChannelSyntax, Diagnosis, Platform, ProcessContext, SinglePoster

if TYPE_CHECKING:
    from bot.settings import Settings
    from charts.theme import Mode
    from commands.framework.reply import Reply

log = logging.getLogger("bellwether.discord")


def abilities(settings: Settings) -> Ability:
    return Ability.CONNECT | Ability.POST if settings.discord_token else Ability.NONE


async def serve(context: ProcessContext, stop: asyncio.Event) -> None:
    """Answer over the gateway. Raises DiscordRefused."""
    from bot.adapters.answer_links import links_of
    from bot.adapters.discord.serve import serve as serve_gateway
    from bot.adapters.welcome import Greeter
    from bot.engine.shown_answers import AnswerKeeper

    connected, keeper = asyncio.Event(), AnswerKeeper(lambda: context.store().answers)
    context.offline[DISCORD.title] = lambda: not connected.is_set()
    links = await asyncio.to_thread(links_of, context.settings)
    greeter = Greeter(lambda: context.store().welcomes)
    serving = asyncio.ensure_future(
        serve_gateway(context.engine, context.settings, connected, keeper, links, greeter)
    )
    stopping = asyncio.ensure_future(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not serving.done():
        serving.cancel()  # it drains before it ends
    try:
        await serving
    except asyncio.CancelledError:
        log.info("left Discord")
    finally:
        await keeper.close()


async def open_posters(context: ProcessContext) -> SinglePoster:
    """One poster for all servers: a bot token is not bound to one."""
    from bot.adapters.discord.poster import DiscordPoster

    poster = DiscordPoster.of(context.settings)
    return SinglePoster(poster, poster.close)


def preview(reply: Reply, picture_url: str, mode: Mode, answer: str, whole: bool) -> Mapping[str, Any]:
    from bot.adapters.discord.preview import discord_preview

    return discord_preview(reply, picture_url, mode, answer, whole)


async def diagnose(settings: Settings) -> Diagnosis:
    from bot.adapters.discord.diagnosis import examine

    return await examine(settings)


def invite(context: typer.Context) -> None:
    """Print the link that adds the bot to a server, with the least permissions."""
    from bot.adapters.discord.invite import application_id, invite_link, personal_link

    application = application_id(context.obj())
    if not application:
        typer.echo(
            "Set BELLWETHER_DISCORD_APPLICATION_ID or the token first (docs/discord.md).",
            err=True,
        )
        raise typer.Exit(1)
    typer.echo(f"Add it to a server: {invite_link(application)}")
    typer.echo(f"Use it alone:       {personal_link(application)}")


DISCORD = Platform(
    name="discord",
    title="Discord",
    help="Answer on Discord, or print the invite link.",
    settings=abilities,
    serve=serve,
    diagnose=diagnose,
    poster=open_posters,
    preview=preview,
    channel_refusals=frozenset({NO_CHANNEL, *map(str, CHANNEL_REFUSALS)}),
    # <#123> and the bare id: 15 digits or more, so no digest's number and no year is taken for one.
    channel_syntax=ChannelSyntax("<#{id}>", re.compile(r"<?#?(?P<id>\d{15,})>?")),
    tools=(invite,),
)
