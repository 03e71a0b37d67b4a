"""Notices when somebody moves the machine's clock, and says when it can be believed again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from bot.jobs.heartbeat import boot_clock
from bot.telemetry.metrics import CLOCK_STEPS
from market.clock import Clock

log = logging.getLogger("bellwether.clock")

STEP = timedelta(seconds=30)  # a smaller correction changes nothing that is scheduled by the minute
SETTLES = 60.0  # seconds for which the clock must have gone along with the monotonic one


class ClockWatch:
    """Compares the wall clock with one that nobody can set, and that goes on while the machine sleeps.
    Thread-safe. Nothing is called too late before two looks, a minute apart, agree about the time."""

    def __init__(self, clock: Clock, elapsed: Callable[[], float] = boot_clock) -> None:
        self._clock, self._elapsed = clock, elapsed
        self._lock = Lock()
        self._last: tuple[datetime, float] | None = None
        self._since, self._steps = elapsed(), 0

    def look(self) -> int:
        """Look at both clocks; the number of steps noticed so far."""
        with self._lock:
            now, elapsed = self._clock.now(), self._elapsed()
            if self._last is None:
                self._since = elapsed
            else:
                step = now - self._last[0] - timedelta(seconds=elapsed - self._last[1])
                if abs(step) > STEP:
                    self._since, self._steps = elapsed, self._steps + 1
                    CLOCK_STEPS.inc()
                    log.warning(
                        "the machine's clock was moved: nothing new is posted for a minute, then all schedules are "
                        "laid anew",
                        extra={"seconds": round(step.total_seconds()), "now": now.isoformat()},
                    )
            self._last = now, elapsed
            return self._steps

    @property
    def settled(self) -> bool:
        """True once the clock has gone right for a minute since the start or its last step."""
        self.look()
        return self._elapsed() - self._since >= SETTLES
