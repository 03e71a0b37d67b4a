"""How many questions a person or a channel may ask in a minute."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime


class RequestRateLimit:
    """A sliding minute per key. Remembers at most `most_keys`; the longest silent is forgotten."""

    def __init__(self, per_minute: int, most_keys: int = 10_000) -> None:
        self._per_minute, self._most_keys = per_minute, most_keys
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, key: str, now: datetime) -> int:
        """Zero when the question may be asked (and it is counted), else whole seconds to wait."""
        moment = now.timestamp()
        asked = self._asked.setdefault(key, deque())
        self._asked.move_to_end(key)
        while len(self._asked) > self._most_keys:
            self._asked.popitem(last=False)
        while asked and asked[0] <= moment - 60:
            asked.popleft()
        if len(asked) >= self._per_minute:
            return max(1, int(asked[0] + 60 - moment + 0.999))
        asked.append(moment)
        return 0
