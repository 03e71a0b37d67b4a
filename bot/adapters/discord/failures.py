"""Discord's failures as the errors of a post: whether a retry is safe, and whose fault it was."""

from __future__ import annotations

import aiohttp
import discord

from bot.adapters.discord.interaction import worded
from bot.adapters.poster import Ambiguous, Held, Permanent, PostError, Reach, Retryable

# What a call of discord.py raises: a timeout is an OSError; broken JSON is a ValueError, and JSON with
# something missing, or a page instead of it, one of the last two.
FAILURES = (discord.DiscordException, aiohttp.ClientError, OSError, ValueError, LookupError, TypeError)

_GONE = "That channel is gone. Choose another one"
_FORBIDDEN = "I may not post in that channel. Check its permissions"
_NO_TEXT = "That channel takes no messages. Choose another one"
_SHUT = "I cannot write to that person. They must allow direct messages from this server"
# The channel's own refusals, a closed list of the codes in Discord's JSON: they pause a digest.
CHANNEL_REFUSALS = {
    10003: _GONE,  # unknown channel
    10004: _GONE,  # unknown server
    10013: "That person is gone. Set the digest up again",  # unknown user
    50001: _FORBIDDEN,  # missing access
    50007: _SHUT,  # cannot send messages to this user
    50008: _NO_TEXT,  # cannot send messages in a non-text channel
    50013: _FORBIDDEN,  # missing permissions
    50024: _NO_TEXT,  # cannot do that in a channel of this type
    50083: "That thread is archived. Open it again, or choose another channel",
    50278: _SHUT,  # no server in common
    160005: "That thread is locked. Unlock it, or choose another channel",
}
_REFUSED = "Discord refused the bot token. Set BELLWETHER_DISCORD_TOKEN anew."


def no_channel() -> Permanent:
    return Permanent("That is no channel of Discord. Choose another one (no channel).", "no channel")


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
