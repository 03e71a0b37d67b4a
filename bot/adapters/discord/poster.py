"""Posting without being asked: digests and alerts into a channel, marked so that none goes twice."""

from __future__ import annotations

import asyncio
import hashlib
import io
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.adapters.discord import limits
from bot.adapters.discord.buttons import view_of
from bot.adapters.discord.message import to_message
from bot.adapters.discord.serve import DiscordRefused, point_at
from bot.adapters.discord.turn import worded
from bot.posting import Ambiguous, Permanent, Safe
from bot.settings import Settings
from charts.spec import Mode
from commands.reply import Reply

if TYPE_CHECKING:
    from charts.render import Picture

SECONDS = 30.0  # for one post, uploads included
_HISTORY = 100  # messages looked through for an earlier post
_NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}


class DiscordPoster:
    """Satisfies `bot.posting.Poster`. `client`: logged in; it needs no gateway connection.

    The nonce comes from the key, and Discord refuses a second message with the same one for a few
    minutes, also when discord.py itself repeats a request after a 502. For longer spans the footer
    carries the mark that `find` looks for in the channel's recent messages.
    """

    def __init__(self, client: discord.Client, mode: Mode = Mode.DARK) -> None:
        self._client, self._mode = client, mode

    async def post(self, channel: str, reply: Reply, picture: Picture | None, key: str) -> str:
        message = to_message(reply, picture, self._mode, mark=mark_of(key))
        files = [
            discord.File(io.BytesIO(u.content), u.name, description=u.description or None)
            for u in message.uploads
        ]
        target = self._client.get_partial_messageable(int(channel))
        try:
            sent = await asyncio.wait_for(
                target.send(
                    embed=discord.Embed.from_dict(message.embed),
                    files=files,
                    view=view_of(message.controls),
                    nonce=nonce_of(key),
                    allowed_mentions=discord.AllowedMentions.none(),
                ),
                SECONDS,
            )
        except discord.RateLimited as problem:
            raise Safe("Discord asks us to slow down.", problem.retry_after) from None
        except discord.HTTPException as problem:
            raise _classified(problem) from None
        except (aiohttp.ClientConnectorError, aiohttp.ClientConnectorDNSError):
            raise Safe("Discord cannot be reached.", 30.0) from None
        except (aiohttp.ClientError, OSError, TimeoutError) as problem:
            raise Ambiguous(f"Discord did not answer in time ({worded(problem)}).") from None
        return str(sent.id)

    async def find(self, channel: str, key: str) -> str | None:
        target, mark, nonce = self._client.get_partial_messageable(int(channel)), mark_of(key), nonce_of(key)
        me = self._client.user
        try:
            async with asyncio.timeout(SECONDS):
                async for message in target.history(limit=_HISTORY):
                    if me is None or message.author.id != me.id:
                        continue
                    footers = [embed.footer.text or "" for embed in message.embeds]
                    if message.nonce == nonce or any(footer.endswith(mark) for footer in footers):
                        return str(message.id)
        except discord.RateLimited as problem:
            raise Safe("Discord asks us to slow down.", problem.retry_after) from None
        except discord.HTTPException as problem:
            raise _classified(problem) from None
        except (aiohttp.ClientError, OSError, TimeoutError) as problem:
            raise Safe(f"Discord did not answer ({worded(problem)}).", 30.0) from None
        return None

    async def may_post(self, channel: str) -> str | None:
        try:
            async with asyncio.timeout(SECONDS):
                granted = await self._permissions(int(channel))
        except (discord.NotFound, discord.Forbidden):
            return "I cannot see that channel. Give me View Channel there, or choose another one."
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, ValueError):
            return "Discord did not tell me what I may do there. Try again in a minute."
        if granted is None:
            return None
        missing = [words for name, words in _NEEDED.items() if not getattr(granted, name)]
        if not missing:
            return None
        return f"I may not post there yet: give me {', '.join(missing)} in that channel's permissions."

    async def _permissions(self, channel_id: int) -> discord.Permissions | None:
        """What the bot may do there, asked over REST; None in a direct conversation."""
        channel = await self._client.fetch_channel(channel_id)
        if isinstance(channel, discord.abc.PrivateChannel) or self._client.user is None:
            return None
        guild = await self._client.fetch_guild(channel.guild.id, with_counts=False)
        me = await guild.fetch_member(self._client.user.id)
        thread = isinstance(channel, discord.Thread)
        home = await guild.fetch_channel(
            channel.parent_id if isinstance(channel, discord.Thread) else channel_id
        )
        granted = home.permissions_for(me)
        if thread:
            granted.send_messages = granted.send_messages_in_threads
        return granted


async def open_poster(settings: Settings) -> tuple[DiscordPoster, discord.Client]:
    """A poster of its own, for a worker without the face; close the client when done. Raises
    DiscordRefused for a bad token and Safe when Discord cannot be reached."""
    if settings.discord_token is None:
        raise DiscordRefused(
            "There is no bot token. Set BELLWETHER_DISCORD_TOKEN; docs/discord.md shows how."
        )
    point_at(settings)
    client = discord.Client(intents=discord.Intents.none(), max_ratelimit_timeout=30.0)
    try:
        await asyncio.wait_for(client.login(settings.discord_token.get_secret_value().strip()), SECONDS)
    except discord.LoginFailure:
        await client.close()
        raise DiscordRefused("Discord refused the bot token. Set BELLWETHER_DISCORD_TOKEN anew.") from None
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as problem:
        await client.close()
        raise Safe(f"Discord cannot be reached ({worded(problem)}).", 30.0) from None
    return DiscordPoster(client, Mode(settings.theme)), client


def nonce_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[: limits.NONCE]


def mark_of(key: str) -> str:
    """What the footer of a post ends with."""
    return f"ref {nonce_of(key)[:12]}"


def _classified(problem: discord.HTTPException) -> Safe | Ambiguous | Permanent:
    code = str(problem.code or problem.status)
    if problem.status == 429:
        return Safe("Discord asks us to slow down.", 60.0)
    if problem.status >= 500:
        return Ambiguous(f"Discord failed (HTTP {problem.status}).")
    if problem.status == 401:
        return Permanent("Discord refused the bot token. Set BELLWETHER_DISCORD_TOKEN anew.", code)
    if problem.status == 403:
        return Permanent("I may not post in that channel. Check its permissions.", code)
    if problem.status == 404:
        return Permanent("That channel is gone. Choose another one.", code)
    return Permanent(f"Discord refused the post (code {code}).", code)
