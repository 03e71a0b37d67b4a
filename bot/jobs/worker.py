"""A worker: the process that makes scheduled things happen. Several may run on PostgreSQL."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import sqlalchemy as sa

from bot.jobs.alerts import AlertRound
from bot.jobs.delivery import PACE, BatchDelivery, Compose, DeliveryLimits, Posters
from bot.jobs.heartbeat import BEAT, Heartbeat
from bot.jobs.queue import DurableQueue
from bot.jobs.scheduler import JobQueue, NightlyJob, Scheduler
from bot.store.composed import ComposedReplies, StoredPictures
from bot.store.key_value import SeenEvents
from bot.store.ledger import Ledger
from bot.store.workers import WorkerTable, take_slot
from bot.telemetry.event_loop import CollectionSchedule, LoopStall, freeze_gc, measure
from bot.telemetry.metrics import JOBS, LOOP_LAG, LOOP_LAG_OWN
from market.calendars.calendar import Calendar
from market.clock import Clock

log = logging.getLogger("bellwether.worker")

_WATCH = 5.0  # seconds between looks at the other workers


class JobWorker:
    """One worker's parts, wired. `alerts` makes what evaluates everybody's alerts once; it is given
    the queue to put what fired into."""

    def __init__(
        self,
        engine: sa.Engine,
        posters: Posters,
        compose: Compose,
        clock: Clock,
        calendar: Calendar,
        *,
        pace: DeliveryLimits = PACE,
        nightly: Sequence[NightlyJob] = (),
        alerts: Callable[[JobQueue], AlertRound] | None = None,
        poll: float = 1.0,
    ) -> None:
        self._clock, self._poll = clock, poll
        self._ledger, self._seen = Ledger(engine, clock), SeenEvents(engine, clock)
        self._contents, self._pictures = ComposedReplies(engine, clock), StoredPictures(engine, clock)
        self._tidying = CollectionSchedule()
        self._presence = Heartbeat(WorkerTable(engine, clock), take_slot(engine))
        self._durable = DurableQueue(engine, self._presence.slot, clock)
        self._alerts = alerts(self._durable) if alerts else None
        day = self._alerts.state if self._alerts else None
        self._tick = Scheduler(engine, self._durable, calendar, clock, pace.grace, nightly, day)
        self._courier = BatchDelivery(engine, self._presence, posters, compose, clock, pace)
        self._nightly = {job.name: job.run for job in nightly}
        # A pulse must not wait in line behind a hundred database calls, nor those behind a night's work.
        self._pulse = ThreadPoolExecutor(1, thread_name_prefix="pulse")
        self._nights = ThreadPoolExecutor(1, thread_name_prefix="night")

    async def serve(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set; then finish what is being posted."""
        loop = asyncio.get_running_loop()
        await asyncio.to_thread(self._presence.enter)
        beating = [asyncio.create_task(self._forever(BEAT, self._beat))]
        await asyncio.to_thread(self._durable.start, self._handle, loop, self._poll)
        await asyncio.to_thread(self._tick.reschedule)
        freeze_gc()
        working = [
            asyncio.create_task(measure(_Longest())),
            asyncio.create_task(self._forever(_WATCH, self._watch)),
            asyncio.create_task(self._minutes()),
        ]
        try:
            await stop.wait()
        finally:
            await _cancel(working)
            await asyncio.to_thread(self._durable.close, 15)
            await _cancel(beating)
            await asyncio.to_thread(self._presence.leave)
            self._pulse.shutdown()
            self._nights.shutdown(wait=False, cancel_futures=True)  # it goes on when a worker is back

    async def _handle(self, key: str, payload: Mapping[str, Any]) -> None:
        """One job of the durable engine."""
        kind = key.partition(":")[0]
        try:
            if "batch" in payload:
                await self._courier.deliver(payload["batch"])
            elif "nightly" in payload:
                await asyncio.get_running_loop().run_in_executor(
                    self._nights, self._nightly[payload["nightly"]]
                )
            elif self._alerts is not None:
                await asyncio.to_thread(self._alerts)
        except Exception:  # counted and logged here; the engine keeps it as a failed job
            JOBS.labels(kind, "failed").inc()
            log.exception("a job failed", extra={"key": key})
            raise
        JOBS.labels(kind, "done").inc()

    async def _beat(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._pulse, self._presence.beat)

    async def _watch(self) -> None:
        living = await asyncio.to_thread(self._presence.watch)
        adopted = await asyncio.to_thread(self._durable.adopt, living)
        if adopted:
            log.warning("took over the jobs of a worker that is gone", extra={"jobs": len(adopted)})

    async def _minutes(self) -> None:
        """Tick now, then at the start of every minute of the wall clock."""
        while True:
            await self._once(self._minute)
            now = self._clock.now()
            await asyncio.sleep(60.05 - now.second - now.microsecond / 1e6)

    async def _minute(self) -> None:
        running = tuple(self._courier.running)
        await asyncio.to_thread(self._ledger.release_idle, self._presence.me, running)
        await asyncio.to_thread(self._tick.run)
        for kept in (self._durable, self._seen, self._contents, self._pictures, self._ledger):
            await asyncio.to_thread(kept.forget)
        self._tidying.minute(quiet=not self._courier.running)

    async def _forever(self, seconds: float, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        while True:
            await self._once(work)
            await asyncio.sleep(seconds)

    async def _once(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await work()
        except Exception:  # the database may be away for a minute; the next round tries again
            log.exception("a round failed and will be repeated")


class _Longest:
    """The longest stalls so far, as metrics."""

    def __init__(self) -> None:
        self._stall = self._own = 0.0

    def __call__(self, stall: LoopStall) -> None:
        self._stall, self._own = max(self._stall, stall.seconds), max(self._own, stall.own)
        LOOP_LAG.set(self._stall)
        LOOP_LAG_OWN.set(self._own)


async def _cancel(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
