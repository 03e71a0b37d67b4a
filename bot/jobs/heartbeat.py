"""Heartbeats: how a worker proves that it is alive, and strikes off those that are not.

A worker may post only while its last heartbeat is younger than `FENCE`. It is struck off only after
its pulse (the heartbeats' counter) has stood still for `DEAD`, and a post lasts `POST` at most. Since
`FENCE + POST < DEAD`, none of its posts can still be on the way when it is struck off, and the next
worker may search for them and repeat them. Time is the boot clock's, which runs on while a process is
frozen or a machine asleep, and which is never set.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable

from bot.store.workers import WorkerRecord, WorkerSlot, WorkerTable
from bot.telemetry.metrics import STRUCK

BEAT = 2.0  # seconds between heartbeats
FENCE = 5.0  # seconds after a heartbeat in which posts may begin
POST = 12.0  # seconds of one post
DEAD = 20.0  # seconds without a heartbeat after which a worker is struck off


def boot_clock() -> float:
    """Seconds since the machine started, sleep included where the system can tell."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(clock)


class Heartbeat:
    """This worker's heartbeat, and its watch over the others.

    me: the incarnation that claims lines.
    """

    def __init__(
        self, workers: WorkerTable, slot: WorkerSlot, elapsed: Callable[[], float] = boot_clock
    ) -> None:
        self._workers, self._slot, self._elapsed = workers, slot, elapsed
        self._beaten = float("-inf")
        self._lock = threading.Lock()
        self._seen: dict[WorkerRecord, float] = {}
        self.me = ""

    @property
    def slot(self) -> str:
        return self._slot.name

    def enter(self) -> None:
        """Start as a new incarnation."""
        with self._lock:
            self._enter()

    def beat(self) -> None:
        """Send a heartbeat. A worker that was struck off meanwhile (it was frozen) starts as a new
        incarnation and leaves the former one's lines to the workers that took them over."""
        with self._lock:
            self._beat()

    def renew(self) -> None:
        """Send a heartbeat unless another thread just did: many deliveries wake up at once."""
        with self._lock:
            if not self.fresh():
                self._beat()

    def _enter(self) -> None:
        started, me = self._elapsed(), f"{self._slot.name}:{uuid.uuid4().hex[:12]}"
        self._workers.enter(self._slot.name, me)
        self.me, self._beaten = me, started

    def _beat(self) -> None:
        started = self._elapsed()
        if not self._slot.held():
            return
        if self._workers.beat(self.me):
            self._beaten = started
        else:
            self._enter()

    def fresh(self) -> bool:
        """True while this worker may post."""
        return self._elapsed() - self._beaten < FENCE

    def watch(self) -> list[str]:
        """Strike off workers whose pulse stands still; returns the slots of the living."""
        now, living = self._elapsed(), self._workers.living()
        self._seen = {worker: self._seen.get(worker, now) for worker in living}
        slots = []
        for worker, since in self._seen.items():
            still = worker.incarnation != self.me and now - since > DEAD
            if still and self._workers.strike(worker):
                STRUCK.inc()
            else:
                slots.append(worker.slot)
        return slots

    def leave(self) -> None:
        """Leave at once, so that the others need not wait for the heartbeats to stop."""
        self._workers.leave(self.me)
        self._beaten = float("-inf")
        self._slot.release()
