"""Checks of Discord's settings for the doctor, by asking Discord."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import discord

from bot.adapters.discord.invite import PERMISSIONS, invite_link
from bot.adapters.discord.proxies import use_proxies
from bot.adapters.discord.serve import REFUSED, point_at
from bot.adapters.platform import Diagnosis, Health
from bot.settings import Settings

SECONDS = 15.0  # for all the questions together
_GUILDS = 5  # that are looked at: the doctor is quick
_UNREACHABLE = "Discord could not be reached. Check the network."


async def examine(settings: Settings) -> Diagnosis:
    """Discord's row in the doctor's table. With a token set, Discord itself is asked what it may do."""
    if settings.discord_token is None:
        return Diagnosis("Discord", Health.OFF, "no token set", "docs/discord.md, four steps")
    if problems := await diagnose(settings):
        return Diagnosis("Discord", Health.BAD, " ".join(problems), "docs/discord.md")
    return Diagnosis("Discord", Health.GOOD, "the token works, every permission is there")


async def diagnose(settings: Settings) -> tuple[str, ...]:
    """One sentence for each thing that is wrong: a token refused, another application's id, no
    server, a permission that its role lacks there. Empty when all is well. Prints no token."""
    assert settings.discord_token is not None  # noqa: S101  # who asks has looked
    point_at(settings)
    client = discord.Client(intents=discord.Intents.none())
    use_proxies(client)
    try:
        async with asyncio.timeout(SECONDS), client:
            try:
                await client.login(settings.discord_token.get_secret_value().strip())
            except discord.LoginFailure:
                return (REFUSED,)
            return tuple([problem async for problem in _problems(client, settings)])
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError):
        return (_UNREACHABLE,)


async def _problems(client: discord.Client, settings: Settings) -> Any:
    own, configured = str(client.application_id), (settings.discord_application_id or "").strip()
    if configured and configured != own:
        yield f"BELLWETHER_DISCORD_APPLICATION_ID is {configured}, but the token belongs to {own}."
    guilds = [guild async for guild in client.fetch_guilds(limit=_GUILDS, with_counts=False)]
    for guild in guilds:
        if lacking := await _lacking(client, guild):
            yield f"In the server “{guild.name}” its role lacks: {', '.join(lacking)}. Allow them, or {_again(own)}"
    if not guilds:
        yield f"It is in no server yet: {_again(own)}"


async def _lacking(client: discord.Client, guild: discord.Guild) -> list[str]:
    """The permissions of the invite link that no role of ours grants, as Discord names them.
    Channels may still forbid what the roles allow; that is checked where a digest is set up."""
    assert client.user is not None  # noqa: S101  # logged in
    member = await client.http.get_member(guild.id, client.user.id)
    roles = {int(role["id"]): role for role in await client.http.get_roles(guild.id)}
    granted = discord.Permissions.none()
    for role_id in (guild.id, *map(int, member["roles"])):  # @everyone has the server's own id
        if role_id in roles:
            granted |= discord.Permissions(int(roles[role_id]["permissions"]))
    if granted.administrator:
        return []
    return [name.replace("_", " ") for name, needed in PERMISSIONS if needed and not getattr(granted, name)]


def _again(application: str) -> str:
    return f"open {invite_link(application)}"
