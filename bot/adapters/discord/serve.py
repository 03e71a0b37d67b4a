"""Keeps the face connected: what heals is tried again, what does not stops with one clear line."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket

from bot.adapters.answer_links import AnswerLinks
from bot.adapters.discord.client import DiscordClient
from bot.adapters.discord.interaction import worded
from bot.adapters.welcome import Greeter
from bot.engine.shown_answers import AnswerKeeper
from bot.settings import OperatorError, Settings
from charts.theme import Mode

if TYPE_CHECKING:
    from bot.engine.engine import Engine

log = logging.getLogger("bellwether.discord")

DRAIN_SECONDS = 15.0
PATIENCE = 300.0  # seconds that a shard may take to find back before everything starts anew
_LONGEST_WAIT = 300.0
_HEALS = (
    discord.GatewayNotFound,
    discord.HTTPException,
    discord.ConnectionClosed,
    discord.RateLimited,
    aiohttp.ClientError,
    OSError,
    TimeoutError,
    AttributeError,  # discord.py's own, when the first connection to the gateway fails
)
REFUSED = (
    "Discord refused the bot token. Copy it again from the Bot page of the application (Reset Token) "
    "and set BELLWETHER_DISCORD_TOKEN."
)
_FATAL_CLOSES = {
    4004: REFUSED,
    4010: "Discord refused the shard number. Start one process for this bot only.",
    4011: "Discord wants more shards for this bot. Start it again; it asks for the number itself.",
    4012: "Discord no longer speaks this version of its gateway. Upgrade Bellwether.",
    4013: "Discord does not know the intents asked for. Upgrade Bellwether.",
    4014: "Discord refused the intents. Bellwether needs no privileged intent: upgrade it, or switch "
    "them on under Bot, Privileged Gateway Intents.",
}


class DiscordRefused(OperatorError):
    """Trying again would not help. `str(error)` is one line that says what to do."""


async def serve(
    engine: Engine,
    settings: Settings,
    connected: asyncio.Event | None = None,
    keeper: AnswerKeeper | None = None,
    links: AnswerLinks | None = None,
    greeter: Greeter | None = None,
) -> None:
    """Answer on Discord until cancelled; then take no more questions, finish those in flight and leave.

    `connected`: set while every shard has its session.
    `keeper`: keeps the answers that buttons refer to. `links`: their addresses in a browser.
    `greeter`: posts welcomes; without it there are none.
    Raises DiscordRefused for a bad token, a refused intent and the like.
    """
    if settings.discord_token is None or not settings.discord_token.get_secret_value().strip():
        raise DiscordRefused(
            "There is no bot token. Set BELLWETHER_DISCORD_TOKEN; docs/discord.md shows how."
        )
    point_at(settings)
    token, mark = settings.discord_token.get_secret_value().strip(), settings.data_dir / "discord-commands"
    mode = Mode(settings.theme)
    await supervise(
        lambda: DiscordClient(
            engine, mark, mode=mode, connected=connected, keeper=keeper, links=links, greeter=greeter
        ),
        token,
    )


def point_at(settings: Settings) -> None:
    """Send discord.py to the proxies of the settings, where there are some, and keep its log discreet."""
    logger = logging.getLogger("discord")
    logger.setLevel(max(logging.INFO, logger.level))  # its debug lines hold interaction tokens
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody asked for voice
    if settings.discord_api_base:
        discord.http.Route.BASE = settings.discord_api_base.rstrip("/")
    if settings.discord_gateway:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.discord_gateway)


async def supervise(
    make: Callable[[], DiscordClient], token: str, first_wait: float = 1.0, check_every: float = 15.0
) -> None:
    """Run one face after the other, with growing waits, until cancelled or refused (in seconds)."""
    wait, loop = first_wait, asyncio.get_running_loop()
    while True:
        began = loop.time()
        try:
            await _run(make(), token, check_every)
            reason = "the connection ended"
        except discord.LoginFailure:
            raise DiscordRefused(REFUSED) from None
        except discord.PrivilegedIntentsRequired:
            raise DiscordRefused(_FATAL_CLOSES[4014]) from None
        except _HEALS as problem:
            if isinstance(problem, discord.ConnectionClosed) and problem.code in _FATAL_CLOSES:
                raise DiscordRefused(_FATAL_CLOSES[problem.code]) from None
            reason = worded(problem)
            if isinstance(problem, AttributeError):  # it may as well be a mistake of ours
                log.error("the connection ended with an AttributeError", exc_info=problem)
        if loop.time() - began > PATIENCE:
            wait = first_wait
        log.warning("no connection to Discord (%s); trying again in %.0f s", reason, wait)
        await asyncio.sleep(wait)
        wait = min(wait * 2, _LONGEST_WAIT)


async def _run(face: DiscordClient, token: str, check_every: float) -> None:
    """One life of the face. On cancellation it drains before it goes."""
    async with face:
        work = asyncio.create_task(face.start(token))
        watch = asyncio.create_task(_watch(face, check_every))
        try:
            done, _ = await asyncio.wait({work, watch}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        except asyncio.CancelledError:
            if await face.admission.close(DRAIN_SECONDS):
                log.warning("stopped with answers unfinished after %.0f s", DRAIN_SECONDS)
            raise
        finally:
            await face.close()
            work.cancel()
            watch.cancel()
            await asyncio.gather(work, watch, return_exceptions=True)


async def _watch(face: DiscordClient, every: float) -> None:
    """Ends when a shard has been without a session for longer than patience allows."""
    loop = asyncio.get_running_loop()
    while True:
        if any(loop.time() - since > PATIENCE for since in face.down_since.values()):
            log.error("a shard did not find back within %.0f s; starting anew", PATIENCE)
            return
        await asyncio.sleep(every)
