"""Discord's failures as the errors of a post: whether a retry is safe, and whose fault it was."""

from __future__ import annotations

import aiohttp
import discord

from bot.adapters.discord.interaction import worded
from bot.adapters.discord.refusals import CHANNEL_REFUSALS, NO_CHANNEL
from bot.adapters.poster import Ambiguous, Held, Permanent, PostError, Reach, Retryable

# What a call of discord.py raises: a timeout is an OSError; broken JSON is a ValueError, and JSON with
# something missing, or a page instead of it, one of the last two.
FAILURES = (discord.DiscordException, aiohttp.ClientError, OSError, ValueError, LookupError, TypeError)

_REFUSED = "Discord refused the bot token. Set BELLWETHER_DISCORD_TOKEN anew."


def no_channel() -> Permanent:
    return Permanent(f"That is no channel of Discord. Choose another one ({NO_CHANNEL}).", NO_CHANNEL)


def classified(problem: Exception) -> PostError:
    """The failure of a call whose channel id was checked before."""
    match problem:
        case discord.RateLimited():
            return Retryable("Discord asks us to slow down.", problem.retry_after)
        case discord.LoginFailure():
            return Held(_REFUSED, "401", Reach.PLATFORM)
        case discord.HTTPException():
            return _of_status(problem)
        case aiohttp.ClientConnectorError():
            return Retryable("Discord cannot be reached.", 30.0)
    # An answer that was cut or is no JSON says nothing about the post. A repeat within minutes is harmless:
    # Discord drops it for its nonce.
    return Ambiguous(f"Discord did not answer in time ({worded(problem)}).", shows_within=0.0)


def _of_status(problem: discord.HTTPException) -> PostError:
    if problem.status == 429:
        return Retryable("Discord asks us to slow down.", 60.0)
    if problem.status >= 500 or problem.status in (200, 408):
        return Ambiguous(f"Discord failed (HTTP {problem.status}).", shows_within=0.0)
    if sentence := CHANNEL_REFUSALS.get(problem.code):
        return Permanent(f"{sentence} (code {problem.code}).", str(problem.code))
    if problem.status == 401:
        return Held(_REFUSED, "401", Reach.PLATFORM)
    if not problem.code:  # Discord's JSON has one; this is a page of a proxy
        sentence = "Something between Discord and this program refused the post, such as a proxy"
        return Held(f"{sentence} (HTTP {problem.status}).", f"HTTP {problem.status}")
    return Held(f"Discord refused the post (code {problem.code}).", str(problem.code))
