"""One line of the ledger while a worker delivers it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.adapters.poster import SHOWS_WITHIN
from bot.engine.content import Content
from bot.store.ledger import LedgerLine, Stage

PendingContent = asyncio.Future[Content]
"""A content being composed, shared by all lines of equal content. Raises NothingToPost."""
_LONG_BEFORE = timedelta(days=2)


@dataclass(slots=True)
class DeliveryTask:
    """One line that this worker, `me`, delivers, and what has become of it so far.

    maybe_posted: a post may be out of which the answer was lost
    attempts: posts begun; those that the platform refused do not count
    refused: how often the platform told us to wait
    begun: when the first post was begun
    shows_within: seconds after which the channel's history surely shows it
    """

    line: LedgerLine
    pending: PendingContent
    me: str
    maybe_posted: bool
    attempts: int
    begun: datetime | None
    refused: int = 0
    shows_within: float = SHOWS_WITHIN

    @classmethod
    def of(cls, line: LedgerLine, pending: PendingContent, me: str) -> DeliveryTask:
        return cls(line, pending, me, line.stage is Stage.SENDING, line.attempts, line.begun)

    @property
    def waits_as(self) -> Stage:
        """Its stage in the ledger, where it waits before a further attempt."""
        return Stage.SENDING if self.maybe_posted else Stage.DUE

    @property
    def earliest(self) -> datetime:
        """When a post may have been made at the earliest, for an intent without a time (written before
        revision 0004). A retry may have moved `due`."""
        return min(self.line.due, datetime.combine(self.line.day, time.min, UTC)) - _LONG_BEFORE
