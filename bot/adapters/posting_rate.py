"""How many requests a second a platform bears: one rate over all workers, kept where each request leaves."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from bot.settings import Settings
from bot.telemetry.metrics import TURNS
from market.fetching.rate_limit import LocalRateLimitState, RateLimitExceeded, RateLimitState

if TYPE_CHECKING:
    from market.clock import Clock
    from market.fetching.blob_store import BlobStore

log = logging.getLogger("bellwether.delivery")

# Turns reserved at a time: a look into the database for each would cost more than the post.
_BLOCK = 12
_LONGEST = 60.0  # seconds that a block may lie ahead
_LATE = 0.04  # seconds after its moment that a turn holds: what leaves later leaves together with others
# Posts and searches of one process at a time: enough to use the rate alone over a slow line, and so few that
# none of them waits for its turn for more than a small part of the time that it may take.
_UNDERWAY = 24
# While the database is away each worker counts by itself, for so many seconds at a time. It takes one turn in the
# time of so many blocks: others may still reserve theirs (where a disk is full, or one worker's connection is cut), and
# together they must stay below the limit. Enough for what had been begun: nothing further can be, without an intent.
_ALONE, _PEERS = 1.0, 3
Sleep = Callable[[float], Awaitable[None]]


@runtime_checkable
class PacedPoster(Protocol):
    """A poster whose platform bears so many requests a second."""

    @property
    def rate(self) -> PostingRate: ...


class PostingRate:
    """Turns at `per_second`, shared by all that share `state`. For one event loop; the state is asked in threads.

    per_second: over all workers
    underway: semaphore of the posts and searches of this process; its holder may make requests, so that the time
        limit of a post is not spent in the queue for a turn
    """

    def __init__(
        self,
        state: RateLimitState,
        per_second: float,
        elapsed: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.per_second = per_second
        self.underway = asyncio.Semaphore(_UNDERWAY)
        self._state, self._interval = state, 1 / per_second
        self._elapsed, self._sleep = elapsed, sleep
        self._lock = asyncio.Lock()
        self._next, self._left = 0.0, 0
        self._shut_until = float("-inf")

    async def turn(self) -> None:
        """Wait for a moment of one's own. Returns within `_LATE` seconds after it; a turn that was missed, since
        the process was busy or the platform refused meanwhile, is given up for another one."""
        while True:
            begins = await self._reserved()
            if (wait := begins - self._elapsed()) > 0:
                await self._sleep(wait)
            if self._elapsed() - begins <= _LATE and begins >= self._shut_until:
                TURNS.labels("taken").inc()
                return
            TURNS.labels("missed").inc()

    def refused(self, seconds: float) -> None:
        """The platform refuses everything for so long: nobody here has a turn until then."""
        self._shut_until = max(self._shut_until, self._elapsed() + seconds)

    async def _reserved(self) -> float:
        """The moment of the next turn, by `elapsed`."""
        async with self._lock:
            now = self._elapsed()
            while self._left and self._next < max(now - _LATE, self._shut_until):
                self._next, self._left = self._next + self._interval, self._left - 1
            if not self._left:
                self._next = await self._block()
                self._left = 1 if self._state.is_alone else _BLOCK
            begins, self._next, self._left = self._next, self._next + self._interval, self._left - 1
            return begins

    async def _block(self) -> float:
        """The moment at which the next block of turns begins."""
        while True:
            try:
                wait = await asyncio.to_thread(self._state.reserve, _BLOCK * self._interval, 1, _LONGEST)
            except RateLimitExceeded:
                await self._sleep(1.0)
                continue
            return self._elapsed() + wait


def underway(poster: object) -> AbstractAsyncContextManager[None]:
    """Held while the poster makes requests: few at a time where its platform bears so many a second."""
    return poster.rate.underway if isinstance(poster, PacedPoster) else nullcontext()


def shared_state(settings: Settings, key: str) -> RateLimitState:
    """The state that all workers of a server share; of one process where the database is a file."""
    if settings.database_url is None:
        return LocalRateLimitState()
    from market.fetching.blob_store import BlobStore

    return shared_state_of(BlobStore(settings.database_url.get_secret_value()), key)


def shared_state_of(
    store: BlobStore, key: str, clock: Clock | None = None, elapsed: Callable[[], float] = time.monotonic
) -> RateLimitState:
    from market.fetching.shared_rate_limit import SharedRateLimitState

    return SharedRateLimitState(store, key, clock, elapsed, alone=_ALONE, peers=_PEERS)
