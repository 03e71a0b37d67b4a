"""What was made of the same few objects before: a digest becomes a message once, not per channel."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class MessageCache(Generic[Thing]):
    """Remembers the last `most` things by the identity of the (unchanging) parts they were made of."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[int, ...], tuple[tuple[object, ...], Thing]] = OrderedDict()

    def of(self, *parts: object, make: Callable[[], Thing]) -> Thing:
        """What `make` gives for these parts; kept with them, so that an identity stays theirs."""
        key = tuple(map(id, parts))
        if key not in self._kept:
            self._kept[key] = (parts, make())
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return self._kept[key][1]
