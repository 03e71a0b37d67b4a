"""What has been answered already: platforms deliver the same event more than once."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol


class SeenKeys(Protocol):
    """Remembers keys for long enough to outlive a platform's retries."""

    async def first_time(self, key: str) -> bool:
        """True for exactly one caller per key, in all processes that share this memory."""
        ...


class RecentKeys:
    """Remembers within this process, for `keep` seconds and at most `most` keys."""

    def __init__(
        self, keep: float = 3600.0, most: int = 100_000, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._keep, self._most, self._monotonic = keep, most, monotonic
        self._keys: OrderedDict[str, float] = OrderedDict()

    async def first_time(self, key: str) -> bool:
        return self.note(key)

    def note(self, key: str) -> bool:
        """The same without a loop."""
        now = self._monotonic()
        while self._keys and (len(self._keys) >= self._most or next(iter(self._keys.values())) <= now):
            self._keys.popitem(last=False)
        if key in self._keys:
            return False
        self._keys[key] = now + self._keep
        return True
