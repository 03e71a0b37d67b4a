"""How many posts a second a platform bears: one rate over all workers, waited for before a post begins."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Protocol, runtime_checkable

from bot.settings import Settings
from market.fetching.rate_limit import LocalRateLimitState, RateLimitExceeded, RateLimitState

log = logging.getLogger("bellwether.delivery")

_BLOCK = (
    12  # turns that are reserved at a time: a look into the database for each would cost more than the post
)
_LONGEST = 60.0  # seconds that a block may lie ahead
_UNUSED = 0.5  # seconds after which the turns left of a block are given up
Sleep = Callable[[float], Awaitable[None]]


@runtime_checkable
class PacedPoster(Protocol):
    """A poster whose platform bears so many requests a second."""

    @property
    def rate(self) -> PostingRate: ...


class PostingRate:
    """Turns at `per_second`, shared by all that share `state`. For one event loop; the state is asked in threads.

    The wait is before a post is begun, so that no post runs out of its time while it waits.
    """

    def __init__(
        self,
        state: RateLimitState,
        per_second: float,
        elapsed: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._state, self._interval = state, 1 / per_second
        self._elapsed, self._sleep = elapsed, sleep
        self._lock = asyncio.Lock()
        self._next, self._left = 0.0, 0
        self._full_since: float | None = None

    async def turn(self) -> None:
        """Wait until one more post is within the rate."""
        async with self._lock:
            now = self._elapsed()
            if not self._left or now > self._next + _UNUSED:
                self._next, self._left = now + await self._block(), _BLOCK
            begins, self._next, self._left = self._next, self._next + self._interval, self._left - 1
        if (wait := begins - self._elapsed()) > 0:
            await self._sleep(wait)

    @property
    def full_for(self) -> float:
        """Seconds for which every turn had to be waited for: what is late by no more is late for nobody's fault."""
        return 0.0 if self._full_since is None else self._elapsed() - self._full_since

    async def _block(self) -> float:
        """Seconds until the next block of turns begins."""
        while True:
            try:
                wait = await asyncio.to_thread(self._state.reserve, _BLOCK * self._interval, 1, _LONGEST)
            except RateLimitExceeded:
                await self._sleep(1.0)
                continue
            if wait <= 0:
                self._full_since = None
            elif self._full_since is None:
                self._full_since = self._elapsed()
            return wait


def shared_state(settings: Settings, key: str) -> RateLimitState:
    """The state that all workers of a server share; of one process where the database is a file."""
    if settings.database_url is None:
        return LocalRateLimitState()
    from market.fetching.blob_store import BlobStore
    from market.fetching.shared_rate_limit import SharedRateLimitState

    return SharedRateLimitState(BlobStore(settings.database_url.get_secret_value()), key)
