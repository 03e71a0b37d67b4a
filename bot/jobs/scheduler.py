"""The scheduler: once a minute, what is due gets a ledger line and a job, in one transaction.

Every worker runs one. On PostgreSQL a worker skips rows locked by another, and the ledger's unique keys
prevent doubles in any case.
"""

from __future__ import annotations

import logging
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import sqlalchemy as sa

from bot.jobs.clock_watch import ClockWatch
from bot.store.alerts import JUDGED
from bot.store.clock_repair import repair_ledger
from bot.store.key_value import NamedValues
from bot.store.ledger import LOST_AFTER, Ledger, LedgerLine, Stage
from bot.store.mentions import in_content
from bot.store.subscriptions import StoredSubscriptions, move
from commands.framework.ports import Subscription
from market.calendars.calendar import Calendar, Phase, SessionState
from market.calendars.schedule import AFTER_CLOSE, Catchup, Schedule, ScheduledRun, catch_up
from market.clock import Clock

log = logging.getLogger("bellwether.worker")

_AT_ONCE = 500  # digests in one transaction
# Posts in one job at least, and jobs of one workspace at most: a slow workspace takes no more of the 32
# jobs that a worker runs at a time.
_BATCH, _JOBS = 50, 4
_NOTED = 5  # skipped runs with a line each, so that a machine off for a year does not fill the ledger


class JobQueue(Protocol):
    """Port of the durable job queue (`bot/jobs/queue.py`)."""

    def enqueue(self, connection: sa.Connection, key: str, payload: Mapping[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class NightlyJob:
    """A job run once per run of `schedule` over all workers."""

    name: str
    schedule: Schedule
    run: Callable[[], None]


class Scheduler:
    """Finds due work and queues it. Synchronous; for threads."""

    def __init__(
        self,
        engine: sa.Engine,
        queue: JobQueue,
        calendar: Calendar,
        clock: Clock,
        grace: timedelta = timedelta(hours=2),
        nightly: Sequence[NightlyJob] = (),
        alerts: Callable[[], SessionState] | None = None,
        watch: ClockWatch | None = None,
    ) -> None:
        """`alerts`: the session state of the market that alerts watch; None where none are evaluated.
        `watch`: notices steps of `clock`; without it the clock is believed."""
        self._engine, self._queue = engine, queue
        self._calendar, self._clock, self._grace = calendar, clock, grace
        self._nightly, self._alerts = nightly, alerts
        self._watch, self._steps = watch, 0
        self._ledger, self._marks = Ledger(engine, clock), NamedValues(engine, clock)
        self._subscriptions = StoredSubscriptions(engine, clock)

    def run(self) -> int:
        """Queue what is due now; the number of digests. After a step of the clock nothing for a minute."""
        if self._watch is not None and (steps := self._watch.look()) != self._steps:
            if not self._watch.settled:
                return 0
            self._steps = steps
            self._restore()
        taken = 0
        while count := self._take_due():
            taken += count
            if count < _AT_ONCE:
                break
        self._sweep()
        for job in self._nightly:
            self._start_nightly(job)
        if self._alerts:
            self._start_alerts(self._alerts())
        return taken

    def reschedule(self) -> int:
        """Recompute the next run of each digest, since time zones and the exchange's calendar change
        with new releases. The number of runs that moved."""
        now, moved, last = self._clock.now(), 0, 0
        while some := self._subscriptions.active(last, _AT_ONCE):  # never all of them in memory
            moves = []
            for subscription in some:
                if subscription.next_due is not None and subscription.next_due <= now:
                    continue  # `run` takes it
                following = subscription.schedule.next(now, self._calendar)
                at = following.at if following else None
                if at != subscription.next_due:
                    moves.append((subscription, at))
            with self._engine.begin() as c:
                move(c, moves)
            moved, last = moved + len(moves), some[-1].id
        return moved

    def _restore(self) -> None:
        """Undo what was written by a clock that was wrong, and lay all schedules anew."""
        with self._engine.begin() as c:
            undone = repair_ledger(c, self._clock.now(), self._grace)
        log.warning("schedules laid anew", extra={"moved": self.reschedule(), "not skipped": undone})

    def _take_due(self) -> int:
        """Queue some of what is due; the number of digests that were moved on. What is too late waits until the
        clock is believed."""
        now = self._clock.now()
        believed = self._watch is None or self._watch.settled
        with self._engine.begin() as c:
            due = self._subscriptions.due(c, now, _AT_ONCE)
            catchups = [
                (subscription, caught)
                for subscription, caught in _caught_up(due, now, self._calendar, self._grace)
                if believed or not caught.skipped
            ]
            lines = [line for s, caught in catchups for line in _lines(s, caught)]
            self._queue_lines(c, lines)
            move(c, [(s, caught.next.at if caught.next else None) for s, caught in catchups])
        return len(catchups)

    def _queue_lines(self, connection: sa.Connection, lines: Iterable[LedgerLine]) -> None:
        for workspace, batch in _batches(lines):
            name = f"deliver:{workspace}:{uuid.uuid4().hex[:12]}"
            self._ledger.write(connection, batch, name)
            if any(line.stage is Stage.DUE for line in batch):
                self._queue.enqueue(connection, name, {"batch": name})

    def _sweep(self) -> None:
        """Queue a new job for lines whose job is lost."""
        with self._engine.begin() as c:
            for workspace, batch in _batches(self._ledger.stranded(c, LOST_AFTER, _AT_ONCE)):
                name = f"deliver:{workspace}:{uuid.uuid4().hex[:12]}"
                self._ledger.rebatch(c, batch, name)
                self._queue.enqueue(c, name, {"batch": name})

    def _start_nightly(self, job: NightlyJob) -> None:
        now, name = self._clock.now(), f"nightly:{job.name}"
        last = self._marks.get(name)
        if last and datetime.fromisoformat(last) > now:  # by a clock that was wrong
            with self._engine.begin() as c:
                self._marks.set(name, now.isoformat(), c)
            return
        following = job.schedule.next(datetime.fromisoformat(last), self._calendar) if last else None
        if last and (following is None or following.at > now):
            return
        with self._engine.begin() as c:
            key = f"{name}:{following.day if following else 'first'}"
            self._queue.enqueue(c, key, {"nightly": job.name})
            self._marks.set(name, now.isoformat(), c)

    def _start_alerts(self, state: SessionState) -> None:
        """Queue an alert round: every minute of a session, and after it until its close is judged."""
        now = self._clock.now()
        settled = now >= state.last_close + AFTER_CLOSE
        if state.phase is not Phase.IN_PROGRESS and not (
            settled and self._marks.get(JUDGED) != str(state.last_completed)
        ):
            return
        with self._engine.begin() as c:
            self._queue.enqueue(c, f"alerts:{now:%Y-%m-%dT%H:%M}", {})


def _caught_up(
    due: Sequence[Subscription], now: datetime, calendar: Calendar, grace: timedelta
) -> list[tuple[Subscription, Catchup]]:
    """The runs to catch up with. Equal schedules are computed once: thousands of channels share a few
    dozen."""
    computed: dict[tuple[Schedule, datetime], Catchup] = {}
    catchups = []
    for subscription in due:
        first = subscription.next_due or now
        key = (subscription.schedule, first)
        if key not in computed:
            computed[key] = catch_up(subscription.schedule, first, now, calendar, grace)
        catchups.append((subscription, computed[key]))
    return catchups


def _lines(subscription: Subscription, caught: Catchup) -> list[LedgerLine]:
    lines = [
        _line(subscription, due, Stage.SKIPPED, "It was due while nothing ran, and is too late now.")
        for due in caught.skipped[-_NOTED:]
    ]
    if caught.deliver:
        lines.append(_line(subscription, caught.deliver, Stage.DUE))
    return lines


def _line(subscription: Subscription, due: ScheduledRun, stage: Stage, note: str = "") -> LedgerLine:
    """The ledger line of a run. Its key is the same whichever worker computes it, and when."""
    edition = subscription.schedule.edition
    return LedgerLine(
        key=f"digest:{subscription.id}:{edition}:{due.day}",
        kind="digest",
        subject=subscription.id,
        place=subscription.place,
        owner=subscription.owner,
        day=due.day,
        due=due.at,
        content={
            "edition": edition.value,
            "sections": [s.value for s in subscription.sections],
            **({"threaded": True} if subscription.threaded else {}),
            **in_content(subscription.mentions),
        },
        stage=stage,
        note=note,
    )


def _batches(lines: Iterable[LedgerLine]) -> list[tuple[str, list[LedgerLine]]]:
    """Lines by workspace, in batches of one job each."""
    lanes: defaultdict[str, list[LedgerLine]] = defaultdict(list)
    for line in lines:
        lanes[f"{line.place.platform}:{line.place.workspace}"].append(line)
    batches = []
    for lane, lane_lines in lanes.items():
        size = max(_BATCH, -(-len(lane_lines) // _JOBS))
        batches += [(lane, lane_lines[start : start + size]) for start in range(0, len(lane_lines), size)]
    return batches
