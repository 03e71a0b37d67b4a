"""Cache of the replies of this minute: ten people who ask the same cost one calculation."""

from __future__ import annotations

from datetime import datetime
from threading import Lock

from cachetools import FIFOCache

from commands.framework.reply import Reply


class ReplyCache:
    """Replies by question, for the minute in which they were computed; at most `most` of them.

    A running bar may be a minute old, so no reply here is older than a fresh one could be. Apologies,
    and replies that lack a part for now, are not kept. Thread-safe.
    """

    def __init__(self, most: int = 256) -> None:
        self._lock = Lock()
        self._minute: datetime | None = None
        self._replies: FIFOCache[str, Reply] = FIFOCache(most)

    def get(self, question: str, now: datetime) -> Reply | None:
        with self._lock:
            return self._replies.get(question) if _minute(now) == self._minute else None

    def keep(self, question: str, now: datetime, reply: Reply) -> None:
        """`now`: the moment the question was asked, not the one it was answered."""
        if reply.error or reply.partial:
            return
        with self._lock:
            if _minute(now) != self._minute:
                self._minute = _minute(now)
                self._replies.clear()
            self._replies[question] = reply


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
