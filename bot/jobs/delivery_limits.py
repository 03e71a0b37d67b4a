"""The limits of delivery: how late, how often and how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.store.ledger import LedgerLine


@dataclass(frozen=True, slots=True)
class DeliveryLimits:
    """The limits of delivery.

    grace: a line this late is not posted any more
    held_grace: the same of an alert that quiet hours held: the machine may have slept as long, and it is used up
    mention_late: a post that goes out so long after it could have says so
    posts: attempts at one line; those that the platform refused do not count
    looks: seconds to wait before each search for a post whose outcome is unknown; before it is repeated, the
        platform's own time (`Ambiguous.shows_within`) passes and one more search is made
    patience: seconds of back-off waited for in place; for a longer one the line goes back to the ledger
    at_once: lines of one workspace posted at a time
    """

    grace: timedelta = timedelta(hours=2)
    held_grace: timedelta = timedelta(days=1)
    mention_late: timedelta = timedelta(minutes=5)
    posts: int = 8
    looks: tuple[float, ...] = (1.0, 4.0, 8.0)
    patience: float = 30.0
    at_once: int = 4

    def grace_of(self, line: LedgerLine) -> timedelta:
        return max(self.grace, self.held_grace) if "held" in line.content else self.grace


PACE = DeliveryLimits()
