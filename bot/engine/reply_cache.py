"""Answers given in this minute, so that ten people who ask the same are answered by one calculation."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from commands.framework.reply import Reply


class ReplyCache:
    """Whole answers by question, for the minute in which they were computed; at most `most` of them.

    A minute is also how old a running bar may be, so nothing here is older than a fresh answer could
    be. Apologies are never kept. Safe for threads.
    """

    def __init__(self, most: int = 256) -> None:
        self._most = most
        self._lock = Lock()
        self._minute: datetime | None = None
        self._replies: OrderedDict[str, Reply] = OrderedDict()

    def get(self, question: str, now: datetime) -> Reply | None:
        with self._lock:
            return self._replies.get(question) if _minute(now) == self._minute else None

    def keep(self, question: str, now: datetime, reply: Reply) -> None:
        """`now`: the moment the question was asked, not the one it was answered."""
        if reply.error:
            return
        with self._lock:
            if _minute(now) != self._minute:
                self._minute = _minute(now)
                self._replies.clear()
            self._replies[question] = reply
            while len(self._replies) > self._most:
                self._replies.popitem(last=False)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
