"""How late a post is, measured from when it could have gone out, and the note that says so."""

from __future__ import annotations

import asyncio
import dataclasses
import sys
from datetime import datetime, timedelta

from cachetools import FIFOCache

from bot.adapters.formatting.message_cache import MessageCache
from bot.adapters.poster import Poster
from bot.adapters.posting_rate import PacedPoster
from bot.store.ledger import LedgerLine
from bot.store.sent_posts import SentPosts
from commands.framework.reply import Reply
from market.clock import Clock

_REPLIES = 64  # cached
_COUNT_HOLDS = timedelta(seconds=15)


class LateNotes:
    """Adds a note to replies that are posted late. For one event loop.

    Where the platform bears so many requests a second, a post could go out only after those that went out
    since it was due: twenty thousand of one minute take seven minutes, and none of them is late.
    """

    def __init__(self, posts: SentPosts, clock: Clock, mention: timedelta) -> None:
        """`mention`: from when on a post says that it is late."""
        self._posts, self._clock, self._mention = posts, clock, mention
        self._replies = MessageCache[Reply](_REPLIES)
        self._counting = asyncio.Lock()  # the posts of a morning ask together, and one look answers all
        self._found = FIFOCache[tuple[str, datetime], tuple[datetime, timedelta]](_REPLIES)

    async def noted(self, reply: Reply, line: LedgerLine, poster: Poster) -> Reply:
        """The reply, with a note where it is late."""
        late = self._clock.now() - line.due
        if late >= self._mention and isinstance(poster, PacedPoster):
            late = await self._beyond_rate(line, poster.rate.per_second)
        if late < self._mention:
            return reply
        minutes = int(late.total_seconds() // 60)
        said = f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"
        note = sys.intern(f"Posted {said} late.")
        # The same object for every channel of that minute, so that posters make one message of it.
        return self._replies.of(
            reply, note, make=lambda: dataclasses.replace(reply, notes=(note, *reply.notes))
        )

    async def _beyond_rate(self, line: LedgerLine, per_second: float) -> timedelta:
        """How much later it is than if the platform had been used to the full since the post was due."""
        key = line.place.platform, line.due
        async with self._counting:
            now = self._clock.now()
            counted, late = self._found.get(key, (None, timedelta()))
            if counted is None or not timedelta() <= now - counted < _COUNT_HOLDS:
                went_out = await asyncio.to_thread(self._posts.since, *key)
                late = now - line.due - timedelta(seconds=went_out / per_second)
                self._found[key] = (now, late)
            return late
