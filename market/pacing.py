"""How fast a provider is asked: few requests at a time, and no more than it bears in the long run."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition, Lock

from market.deadline import Deadline


class NoTurn(Exception):
    """No turn comes before the deadline: too many requests are waiting."""


class Pace:
    """At most `at_once` requests at a time, `per_second` sustained, `burst` in a row after a rest.

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
    ) -> None:
        self._at_once, self._interval, self._burst = at_once, 1 / per_second, burst
        self._monotonic, self._wait = monotonic, wait
        self._held: list[Deadline] = []
        self._places = Condition()
        self._budget = Lock()
        self._paid_until = float("-inf")  # the moment at which all requests so far are paid off

    @classmethod
    def at_hand(cls) -> Pace:
        """For a source on this machine, which bears everything. Two at a time: they compute, and more of
        them would only take turns at the interpreter, and keep the event loop waiting for its own."""
        return cls(at_once=2, per_second=math.inf)

    @contextmanager
    def turn(self, deadline: Deadline) -> Iterator[None]:
        """Wait for a turn and hold it. Raises NoTurn when none comes before the deadline."""
        self._take_place(deadline)
        try:
            delay = self._reserve(deadline)
            if delay > 0:
                self._wait(delay)
            yield
        finally:
            self._give_back(deadline)

    def _take_place(self, deadline: Deadline) -> None:
        with self._places:
            while True:
                self._held = [other for other in self._held if not other.passed]
                if deadline.passed:
                    raise NoTurn
                if len(self._held) < self._at_once:
                    self._held.append(deadline)
                    return
                soonest = min(other.remaining() for other in self._held)
                self._places.wait(min(soonest, deadline.remaining()))

    def _give_back(self, deadline: Deadline) -> None:
        with self._places:
            # By identity: equal deadlines of other turns keep their places.
            self._held = [other for other in self._held if other is not deadline]
            self._places.notify()

    def _reserve(self, deadline: Deadline) -> float:
        """Seconds until this request is within the rate; it is charged only if it can be made."""
        with self._budget:
            now = self._monotonic()
            rested = now - self._interval * (self._burst - 1)
            starts = max(self._paid_until, rested)
            delay = max(0.0, starts - now)
            if delay > deadline.remaining():
                raise NoTurn
            self._paid_until = starts + self._interval
            return delay
