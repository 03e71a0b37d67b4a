"""Threads below our own posts. Discord gives such a thread the id of its message."""

from __future__ import annotations

from typing import Any, Literal

import discord

from bot.adapters.discord import limits
from bot.adapters.formatting.truncate import cut

_EXISTS = 160004  # a message begins one thread at most
_MISSING = 10003  # unknown channel
_DAY: Literal[1440] = 1440  # minutes without a message, after which Discord folds a thread away


async def begun(client: discord.Client, channel: int, message: int, title: str) -> int:
    """The id of the thread below the message, which is begun where there is none. Raises what discord.py raises."""
    name: Any = cut(title.rstrip("."), limits.THREAD_NAME)
    try:
        await client.http.start_thread_with_message(channel, message, name=name, auto_archive_duration=_DAY)
    except discord.HTTPException as refused:
        if refused.code != _EXISTS:
            raise
    return message


def is_missing(problem: Exception) -> bool:
    return isinstance(problem, discord.NotFound) and problem.code == _MISSING
