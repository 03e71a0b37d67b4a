"""Cache by identity of its inputs: a digest is made into a message once, not once per channel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from cachetools import FIFOCache

Thing = TypeVar("Thing")


class MessageCache(Generic[Thing]):
    """The last `most` things made, by the identity of the (immutable) parts they were made of."""

    def __init__(self, most: int) -> None:
        self._made: FIFOCache[tuple[int, ...], tuple[tuple[object, ...], Thing]] = FIFOCache(most)

    def of(self, *parts: object, make: Callable[[], Thing]) -> Thing:
        """The result of `make` for these parts. The parts are kept with it, so that no other object
        can have their identity."""
        key = tuple(map(id, parts))
        if key not in self._made:
            self._made[key] = (parts, make())
        return self._made[key][1]
