"""Deduplication of events: platforms deliver the same one more than once."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from cachetools import TTLCache


class SeenKeys(Protocol):
    """A set of keys handled lately, kept for longer than a platform retries."""

    async def first_time(self, key: str) -> bool:
        """True for exactly one caller per key, in all processes that share this set."""
        ...


class RecentKeys:
    """The keys handled by this process in the last `keep` seconds; at most `most`, the oldest go first."""

    def __init__(
        self, keep: float = 3600.0, most: int = 100_000, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._keys: TTLCache[str, None] = TTLCache(most, keep, monotonic)

    async def first_time(self, key: str) -> bool:
        return self.note(key)

    def note(self, key: str) -> bool:
        """The same, synchronously."""
        new = key not in self._keys
        if new:
            self._keys[key] = None
        return new
