"""How fast a provider is asked: few requests at a time, and no more than it bears in the long run."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition, Lock
from typing import Protocol

from market.clock import Deadline


class RateLimitExceeded(Exception):
    """No turn comes before the deadline: too many requests are waiting."""


class RateLimitState(Protocol):
    """GCRA state: the theoretical arrival time of the next request, one per `interval` (seconds)."""

    @property
    def is_alone(self) -> bool:
        """Whether the last turn was reserved without knowing of others that share the rate."""
        ...

    def reserve(self, interval: float, burst: int, longest: float) -> float:
        """Seconds until a further request is within the rate, with `burst` in a row after a rest.
        Raises RateLimitExceeded, and charges nothing, when that is more than `longest`."""
        ...


class LocalRateLimitState:
    """The requests of this process, by a clock that nobody can set. Thread-safe."""

    is_alone = False  # nobody shares it

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = Lock()
        self._arrival = float("-inf")  # theoretical arrival time of the next request

    def reserve(self, interval: float, burst: int, longest: float) -> float:
        with self._lock:
            now = self._monotonic()
            starts = self._starts(now, interval, burst)
            delay = max(0.0, starts - now)
            if delay > longest:
                raise RateLimitExceeded
            self._arrival = starts + interval
            return delay

    def ahead(self, interval: float, burst: int) -> float:
        """Seconds from now at which a further request would start; below zero after a rest."""
        with self._lock:
            now = self._monotonic()
            return self._starts(now, interval, burst) - now

    def learn(self, until: float) -> None:
        """Postpone the theoretical arrival time to `until` (same clock), if that is later."""
        with self._lock:
            self._arrival = max(self._arrival, until)

    def _starts(self, now: float, interval: float, burst: int) -> float:
        return max(self._arrival, now - interval * (burst - 1))


class RateLimit:
    """At most `at_once` requests at a time, `per_second` sustained, `burst` in a row after a rest.
    The latter two hold for all that share a `tally`; without one, for this pace alone.

    A turn is held no longer than its deadline: a request that ignores its deadline loses its
    place, so that a provider that hangs cannot lock everybody out for good.
    """

    def __init__(
        self,
        at_once: int = 4,
        per_second: float = 1.0,
        burst: int = 8,
        monotonic: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
        tally: RateLimitState | None = None,
    ) -> None:
        self._at_once, self._interval, self._burst = at_once, 1 / per_second, burst
        self._wait, self._tally = wait, tally or LocalRateLimitState(monotonic)
        self._held: list[Deadline] = []
        self._asking: list[Deadline] = []  # of those held: whose turn has come
        self._places = Condition()

    @classmethod
    def at_hand(cls) -> RateLimit:
        """Local sources: no rate limit, at most two at once, since they are CPU-bound and would hold
        up the event loop."""
        return cls(at_once=2, per_second=math.inf)

    @property
    def is_full(self) -> bool:
        """Whether requests under way take all places: then who waits, waits for the provider."""
        with self._places:
            return sum(not deadline.passed for deadline in self._asking) >= self._at_once

    @contextmanager
    def turn(self, deadline: Deadline) -> Iterator[None]:
        """Wait for a turn and hold it. Raises RateLimitExceeded when none comes before the deadline."""
        self._take_place(deadline)
        try:
            delay = self._tally.reserve(self._interval, self._burst, deadline.remaining())
            if delay > 0:
                self._wait(delay)
            with self._places:
                self._asking.append(deadline)
            yield
        finally:
            self._give_back(deadline)

    def _take_place(self, deadline: Deadline) -> None:
        with self._places:
            while True:
                self._held = [other for other in self._held if not other.passed]
                if deadline.passed:
                    raise RateLimitExceeded
                if len(self._held) < self._at_once:
                    self._held.append(deadline)
                    return
                soonest = min(other.remaining() for other in self._held)
                self._places.wait(min(soonest, deadline.remaining()))

    def _give_back(self, deadline: Deadline) -> None:
        with self._places:
            # By identity: equal deadlines of other turns keep their places.
            self._held = [other for other in self._held if other is not deadline]
            self._asking = [other for other in self._asking if other is not deadline]
            self._places.notify()
