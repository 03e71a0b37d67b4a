"""The worker: runs digests, alerts and nightly jobs. Several may run on PostgreSQL."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import sqlalchemy as sa

from bot.jobs.alerts import AlertRound
from bot.jobs.clock_watch import ClockWatch
from bot.jobs.delivery import BatchDelivery, Compose, Posters
from bot.jobs.delivery_limits import PACE, DeliveryLimits
from bot.jobs.heartbeat import BEAT, Heartbeat
from bot.jobs.queue import DurableQueue
from bot.jobs.scheduler import JobQueue, NightlyJob, Scheduler
from bot.store.expiry import forget_old
from bot.store.ledger import Ledger
from bot.store.workers import WorkerTable, take_slot
from bot.telemetry.event_loop import CollectionSchedule, LoopStall, freeze_gc, measure
from bot.telemetry.metrics import JOBS, LOOP_LAG, LOOP_LAG_OWN
from bot.unavailable import StorageUnavailable, report
from market.calendars.calendar import Calendar
from market.clock import Clock

log = logging.getLogger("bellwether.worker")

_WATCH = 5.0  # seconds between looks at the other workers
MINUTE = 60.0  # seconds between two looks at what is due
_AFTER = 0.05  # seconds after the minute has begun


class JobWorker:
    """One worker: scheduler, job queue, delivery and heartbeat. `alerts` makes the evaluation of all
    alerts, given the queue for the posts of alerts that fire."""

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
        watch: ClockWatch | None = None,
        until_minute: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`watch`: notices steps of `clock`; `until_minute`: sleeps until the next minute begins."""
        self._clock, self._poll, self._until_minute = clock, poll, until_minute
        self._engine, self._ledger = engine, Ledger(engine, clock)
        self._collections = CollectionSchedule()
        self._heartbeat = Heartbeat(WorkerTable(engine, clock), take_slot(engine))
        self._queue = DurableQueue(engine, self._heartbeat.slot, clock)
        self._alerts = alerts(self._queue) if alerts else None
        day = self._alerts.state if self._alerts else None
        self._clock_watch, self._steps = watch or ClockWatch(clock), 0
        self._scheduler = Scheduler(
            engine, self._queue, calendar, clock, pace.grace, nightly, day, self._clock_watch
        )
        self._delivery = BatchDelivery(
            engine, self._heartbeat, posters, compose, clock, pace, watch=self._clock_watch
        )
        self._nightly = {job.name: job.run for job in nightly}
        # Threads of their own: a heartbeat must not wait behind a hundred database calls, nor those
        # behind a nightly job.
        self._pulse = ThreadPoolExecutor(1, thread_name_prefix="pulse")
        self._nights = ThreadPoolExecutor(1, thread_name_prefix="night")

    async def serve(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set; then finish the posts under way."""
        loop = asyncio.get_running_loop()
        await asyncio.to_thread(self._heartbeat.enter)
        heartbeat = [asyncio.create_task(self._forever(BEAT, self._beat))]
        await asyncio.to_thread(self._queue.start, self._handle, loop, self._poll)
        await asyncio.to_thread(self._scheduler.reschedule)
        freeze_gc()
        tasks = [
            asyncio.create_task(measure(_LongestStall())),
            asyncio.create_task(self._forever(_WATCH, self._watch_others)),
            asyncio.create_task(self._minutes()),
        ]
        try:
            await stop.wait()
        finally:
            await _cancel(tasks)
            await asyncio.to_thread(self._queue.close, 15)
            await _cancel(heartbeat)
            await asyncio.to_thread(self._heartbeat.leave)
            self._pulse.shutdown()
            self._nights.shutdown(
                wait=False, cancel_futures=True
            )  # a nightly job goes on with the next worker

    async def _handle(self, key: str, payload: Mapping[str, Any]) -> None:
        """One job of the durable engine."""
        kind = key.partition(":")[0]
        try:
            if "batch" in payload:
                await self._delivery.deliver(payload["batch"])
            elif "nightly" in payload:
                await asyncio.get_running_loop().run_in_executor(
                    self._nights, self._nightly[payload["nightly"]]
                )
            elif self._alerts is not None:
                await asyncio.to_thread(self._alerts)
        except StorageUnavailable as problem:
            JOBS.labels(kind, "failed").inc()
            report(problem)
            raise
        except Exception:  # counted and logged here; DBOS keeps it as a failed job
            JOBS.labels(kind, "failed").inc()
            log.exception("job failed", extra={"key": key})
            raise
        JOBS.labels(kind, "done").inc()

    async def _beat(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._pulse, self._heartbeat.beat)

    async def _watch_others(self) -> None:
        living = await asyncio.to_thread(self._heartbeat.watch)
        adopted = await asyncio.to_thread(self._queue.adopt, living)
        if adopted:
            log.warning("jobs of a dead worker taken over", extra={"jobs": len(adopted)})

    async def _minutes(self) -> None:
        """Run the minute's work now, then at the start of every minute of the wall clock."""
        while True:
            await self._guarded(self._minute)
            await self._until_minute(MINUTE - self._clock.now().timestamp() % MINUTE + _AFTER)

    async def _minute(self) -> None:
        running = tuple(self._delivery.running)
        await asyncio.to_thread(self._ledger.release_idle, self._heartbeat.me, running)
        if (steps := self._clock_watch.look()) != self._steps:
            self._steps = steps
            # Keys of finished jobs hold the minute: those of minutes to come would keep new ones away.
            await asyncio.to_thread(self._queue.forget, everything=True)
        await asyncio.to_thread(self._scheduler.run)
        await asyncio.to_thread(self._queue.forget)
        await asyncio.to_thread(self._ledger.forget)
        await asyncio.to_thread(forget_old, self._engine, self._clock.now())
        await self._collections.minute(quiet=not self._delivery.running)

    async def _forever(self, seconds: float, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        while True:
            await self._guarded(work)
            await asyncio.sleep(seconds)

    async def _guarded(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await work()
        except StorageUnavailable as problem:  # the next round tries again
            report(problem)
        except Exception:
            log.exception("round failed")


class _LongestStall:
    """Keeps the metrics of the longest stalls so far."""

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
