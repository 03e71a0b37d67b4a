"""Being alive, provably: a worker's pulse, and the watch over the others'.

A worker may post only while its last pulse is younger than `FENCE`. Nobody strikes it off before
its pulse has stood still for `DEAD`, and a post lasts `POST` at most. `FENCE + POST < DEAD`, so when
a worker is struck off none of its posts can still be on the way: the next one may look and repeat.
Time is the boot clock's, which runs on while a process is frozen or a machine asleep, and which
nobody sets.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable

from bot.store.workers import WorkerRecord, WorkerSlot, WorkerTable
from bot.telemetry.metrics import STRUCK

BEAT = 2.0  # seconds between pulses
FENCE = 5.0
POST = 12.0
DEAD = 20.0


def boot_clock() -> float:
    """Seconds since the machine started, sleep included where the system can tell."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(clock)


class Heartbeat:
    """This worker among the others. `me` is the incarnation that claims are made under."""

    def __init__(
        self, workers: WorkerTable, slot: WorkerSlot, elapsed: Callable[[], float] = boot_clock
    ) -> None:
        self._workers, self._slot, self._elapsed = workers, slot, elapsed
        self._beaten = float("-inf")
        self._one_at_a_time = threading.Lock()
        self._seen: dict[WorkerRecord, float] = {}
        self.me = ""

    @property
    def slot(self) -> str:
        return self._slot.name

    def enter(self) -> None:
        """Begin as a new incarnation."""
        with self._one_at_a_time:
            self._enter()

    def beat(self) -> None:
        """Raise the pulse. Struck off meanwhile (frozen for too long): come back as another, and
        leave what the former one had claimed to those who took it over."""
        with self._one_at_a_time:
            self._beat()

    def renew(self) -> None:
        """Raise the pulse unless another thread just has: many deliveries thaw at once."""
        with self._one_at_a_time:
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
        """Strike off those whose pulse stands still; the slots of the living."""
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
        """A clean end: the others need not wait for the pulse to stop."""
        self._workers.leave(self.me)
        self._beaten = float("-inf")
        self._slot.release()
