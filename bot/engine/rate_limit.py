"""The rate limit of questions by a person or in a channel."""

from __future__ import annotations

from collections import deque

from cachetools import LRUCache

from commands.framework.asker import Asker


class RequestRateLimit:
    """A sliding window of a minute per key, for the `most_keys` that asked last.

    Time is that of a clock nobody can set: a step of the wall clock must not lock people out.
    """

    def __init__(self, per_minute: int, most_keys: int = 10_000) -> None:
        self._per_minute = per_minute
        self._asked: LRUCache[str, deque[float]] = LRUCache(most_keys)

    def wait(self, key: str, moment: float) -> int:
        """Zero when the question may be asked (and it is counted), else whole seconds to wait.

        moment: seconds of the monotonic clock.
        """
        if seconds := self.peek(key, moment):
            return seconds
        self._asked.setdefault(key, deque()).append(moment)
        return 0

    def peek(self, key: str, moment: float) -> int:
        """As `wait`, without counting."""
        asked = self._asked.get(key)
        if asked is None:
            return 0
        while asked and asked[0] <= moment - 60:
            asked.popleft()
        if len(asked) < self._per_minute:
            return 0
        # Not ceil: the difference of two time stamps may be a little over a whole second.
        return max(1, int(asked[0] + 60 - moment + 0.999))


class AskerRateLimit:
    """The limits of one question: its person's and, outside direct messages, its channel's."""

    def __init__(self, per_minute: int) -> None:
        self._people, self._channels = RequestRateLimit(per_minute), RequestRateLimit(per_minute)

    def refusal(self, asker: Asker, moment: float) -> str:
        """Why the question may not be asked now, as a sentence; empty when it may (and is counted)."""
        limits = [(self._people, asker.person, "You have")]
        if not asker.direct:
            limits.append((self._channels, asker.channel, "This channel has"))
        for limit, key, who in limits:
            if key and (seconds := limit.wait(f"{asker.platform}:{asker.workspace}:{key}", moment)):
                return f"{who} asked a lot this minute. Try again in {seconds} second{'s'[: seconds != 1]}."
        return ""
