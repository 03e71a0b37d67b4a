"""What is fetched by night, on the durable engine: once per night over all workers.

It computes in a process of its own: folding a night's closes into the panel beside a worker's event
loop held it up for 54 ms.
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
from market.datasets.economic_series import PANEL
from market.datasets.members import UNIVERSES
from market.deadline import Deadline
from market.fetching.member_refresh import MemberRefresh
from market.fetching.panel_store import LEASE_TIME, StoredPanels
from market.services.data_services import DataServices

log = logging.getLogger("bellwether.nightly")
NEW_YORK = "America/New_York"
LONGEST = 4 * 3600.0  # seconds; all members take one and a half hours
REST = 1.0  # seconds after each member: half of the provider's rate is left for questions
# Seconds until a batch that ended early goes on: what was killed keeps its lease for a while, a provider
# that throttles wants to be left alone.
PAUSES = (LEASE_TIME.total_seconds() + 5, 600.0, 1800.0)
_IDLE = 60.0  # seconds until the process ends

Build = Callable[[Settings], DataServices]
"""A module-level function: it is named to the process, which calls it there."""


class NightlyProcess:
    """The nightly jobs, for a worker. `close` ends what is under way; it goes on the next time."""

    def __init__(self, settings: Settings, build: Build) -> None:
        self._child = ChildProcess(serve, settings, build)

    def jobs(self, data: DataServices) -> tuple[NightlyJob, ...]:
        """Those that make sense for this source: a sample or an operator's files fetch nothing."""
        if not data.sources.prices.stores:
            return ()
        return tuple(
            NightlyJob(name, Schedule(Edition.MORNING, NEW_YORK, at, Days()), partial(self.run, name))
            for name, (at, _work) in _JOBS.items()
        )

    def run(self, name: str) -> None:
        """For one thread at a time. Raises market.child_process.ChildError."""
        self._child.ask(name, Deadline.after(LONGEST))

    def close(self) -> None:
        self._child.close()


def serve(pipe: Connection, settings: Settings, build: Build) -> None:
    """The process: the same services, wired anew from the same settings."""
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
            log.info("%s: %d of %d members up to date", universe.key, outcome.settled, outcome.total)
            if not outcome.stopped or pause is None:
                break
            log.warning("%s: %s It goes on in %d seconds.", universe.key, outcome.stopped, pause)
            clock.sleep(pause)


def _valuation(data: DataServices) -> None:
    found = data.valuation.valuation()
    log.info("valuation of %s kept", found.session)


def _macro(data: DataServices) -> None:
    answers = data.macro.many(PANEL)
    log.info("%d macro series asked", len(answers))


_JOBS: Mapping[str, tuple[time, Callable[[DataServices], None]]] = {
    "macro": (time(18, 0), _macro),
    "valuation": (time(18, 30), _valuation),
    "members": (time(19, 0), _members),
}
