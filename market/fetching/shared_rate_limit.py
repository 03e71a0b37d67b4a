"""One rate for all processes of an installation: what they ask a provider is charged to one row of the store."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from market.clock import Clock, SystemClock
from market.errors import StoreFailed
from market.fetching.rate_limit import LocalRateLimitState, RateLimitExceeded

if TYPE_CHECKING:  # a process that stores nothing never loads SQLAlchemy
    from market.fetching.blob_store import BlobStore

KIND = "pace"
FURTHEST = 60.0  # seconds a turn may lie ahead; nobody waits longer than the batch's 30 (member_refresh.py)
ALONE = 10.0  # seconds to go on without the store after it has failed: each try may take two
log = logging.getLogger(__name__)


class SharedRateLimitState:
    """`Tally` of all processes that name the same `key` in one store. Thread-safe.

    It asks the database, so it is for threads, never for an event loop. Without the store it counts
    by itself, and it does so all the time: what it asked before, and what it last knew of the others,
    still holds then, and holds as well when somebody sets the machine's clock.
    """

    def __init__(
        self,
        store: BlobStore,
        key: str,
        clock: Clock | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        alone: float = ALONE,
        peers: int = 1,
    ) -> None:
        """`clock`: the same for all processes, so the machine's, also where answers are as of another day.

        `alone`: seconds to go on without the store after it has failed; `peers`: processes that then share the rate.
        """
        self._alone, self._peers = alone, peers
        self._store, self._key = store, key
        self._clock, self._monotonic = clock or SystemClock(), monotonic
        self._own = LocalRateLimitState(monotonic)
        self._alone_until = float("-inf")
        self._failing = False
        self.is_alone = False

    def reserve(self, interval: float, burst: int, longest: float) -> float:
        """As in `Tally`; a turn more than FURTHEST seconds away is refused in any case."""
        longest = min(longest, FURTHEST)
        began = self._monotonic()
        if began >= self._alone_until:
            try:
                delay = self._shared(interval, burst, longest)
            except StoreFailed as problem:
                self._alone_until = self._monotonic() + self._alone
                if not self._failing:  # once an outage
                    reason = {"reason": str(problem.__cause__ or problem)}
                    log.warning("%s: the store fails, this process paces itself", self._key, extra=reason)
                self._failing = True
            else:
                self._failing = self.is_alone = False
                return delay
        self.is_alone = True
        tried = self._monotonic() - began
        return self._own.reserve(interval * self._peers, burst, longest - tried)

    def _shared(self, interval: float, burst: int, longest: float) -> float:
        # Time passes between the readings of two clocks. In this order it makes the own count a little
        # early, so that it never pushes the shared one on, request by request.
        now = self._clock.now()
        floor = now + timedelta(seconds=self._own.ahead(interval, burst))
        starts = self._store.advance(
            KIND,
            self._key,
            now,
            floor,
            step=timedelta(seconds=interval),
            within=timedelta(seconds=longest),
            # No queue that keeps to FURTHEST gets beyond this: the clock has been set back since.
            sane=timedelta(seconds=FURTHEST + interval),
        )
        if starts is None:
            raise RateLimitExceeded
        moment = self._monotonic()
        left = min((starts - self._clock.now()).total_seconds(), longest)  # it may be set back right now
        self._own.learn(moment + left + interval)
        return max(0.0, left)
