"""The nightly jobs, on the durable engine: once per night over all workers.

They run in a child process: merging a night's closes into the panel in a worker's thread stalled its
event loop for 54 ms.
"""

from __future__ import annotations

import logging
import time as clock
from collections.abc import Callable, Mapping
from datetime import time
from functools import partial
from multiprocessing.connection import Connection

from bot.jobs.scheduler import NightlyJob
from bot.settings import Settings
from bot.telemetry.logs import configure
from market.calendars.schedule import Days, Edition, Schedule
from market.child_process import ChildProcess, attend, yielding
from market.clock import Deadline
from market.datasets.economic_series import PANEL
from market.datasets.members import UNIVERSES
from market.fetching.member_refresh import MemberRefresh
from market.fetching.panel_store import LEASE_TIME, StoredPanels
from market.services.data_services import DataServices

log = logging.getLogger("bellwether.nightly")
NEW_YORK = "America/New_York"
LONGEST = 4 * 3600.0  # seconds; all members take one and a half hours
REST = 1.0  # seconds after each member, which leaves half of the provider's rate to questions
# Seconds until a batch that ended early goes on: a killed process keeps its lease for a while, and a
# provider that throttles needs a pause.
PAUSES = (LEASE_TIME.total_seconds() + 5, 600.0, 1800.0)
_IDLE = 60.0  # seconds until the process ends

Build = Callable[[Settings], DataServices]
"""A module-level function, which the child process imports and calls."""


class NightlyProcess:
    """The child process of the nightly jobs. `close` ends a running job, which goes on the next time."""

    def __init__(self, settings: Settings, build: Build) -> None:
        self._child = ChildProcess(serve, settings, build)

    def jobs(self, data: DataServices) -> tuple[NightlyJob, ...]:
        """The jobs for this source; none for sample data and an operator's files, which are not fetched."""
        if not data.sources.prices.stores:
            return ()
        return tuple(
            NightlyJob(name, Schedule(Edition.MORNING, NEW_YORK, at, Days()), partial(self.run, name))
            for name, (at, _work) in _JOBS.items()
        )

    def run(self, name: str) -> None:
        """Run a job; one thread at a time. Raises market.child_process.ChildError."""
        self._child.ask(name, Deadline.after(LONGEST))

    def close(self) -> None:
        self._child.close()


def serve(pipe: Connection, settings: Settings, build: Build) -> None:
    """The child process: the same services, built from the same settings."""
    yielding(10)
    configure(settings)
    data = build(settings)
    attend(pipe, lambda name: _JOBS[name][1](data), _IDLE)


def _members(data: DataServices) -> None:
    panels = data.sources.panels
    if not isinstance(panels, StoredPanels):
        return
    for universe in UNIVERSES:
        for pause in (*PAUSES, None):
            batch = MemberRefresh(data.sources.prices, panels, data.clock, data.calendar, data.sources.pace)
            outcome = batch.run(data.members.members(universe), lambda done, total, ticker: clock.sleep(REST))
            fields: dict[str, object] = {
                "universe": universe.key,
                "settled": outcome.settled,
                "total": outcome.total,
            }
            log.info("members refreshed", extra=fields)
            if not outcome.stopped or pause is None:
                break
            fields |= {"reason": outcome.stopped, "retry_seconds": pause}
            log.warning("member refresh stopped", extra=fields)
            clock.sleep(pause)


def _valuation(data: DataServices) -> None:
    valuation = data.valuation.valuation()
    log.info("valuation stored", extra={"session": str(valuation.session)})


def _macro(data: DataServices) -> None:
    answers = data.macro.many(PANEL)
    log.info("macro series fetched", extra={"count": len(answers)})


_JOBS: Mapping[str, tuple[time, Callable[[DataServices], None]]] = {
    "macro": (time(18, 0), _macro),
    "valuation": (time(18, 30), _valuation),
    "members": (time(19, 0), _members),
}
