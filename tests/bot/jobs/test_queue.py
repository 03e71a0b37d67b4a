"""The real engine on both databases. It is one per process, so every test starts and ends it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from dbos import DBOS

from bot.jobs.queue import QUEUE, DurableQueue
from bot.jobs.scheduler import Scheduler
from bot.store.ledger import Ledger
from bot.store.subscriptions import StoredSubscriptions
from bot.unavailable import StorageUnavailable, name_of
from market.calendars.calendar import Calendar
from market.clock import FixedClock
from tests.bot.jobs.stage import DUE, subscribed


class Runs:
    """A handler that notes what it was given; `gate` holds jobs up."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.ran = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, key: str, payload: Mapping[str, Any]) -> None:
        self.keys.append(key)
        self.ran.set()
        await self.gate.wait()


@pytest.fixture
async def runs() -> Runs:
    return Runs()


@pytest.fixture
async def durable(database: sa.Engine, runs: Runs) -> AsyncIterator[DurableQueue]:
    engine = DurableQueue(database, "worker-1", FixedClock(datetime.now(UTC)))
    await asyncio.to_thread(engine.start, runs, asyncio.get_running_loop(), 0.05)
    yield engine
    runs.gate.set()
    await asyncio.to_thread(engine.close)


async def test_a_job_runs_on_the_workers_own_loop_once_its_transaction_is_committed(
    database: sa.Engine, durable: DurableQueue, runs: Runs
) -> None:
    def queue() -> None:
        with database.begin() as c:
            durable.enqueue(c, "committed", {"batch": "b"})
        with database.connect() as c:
            durable.enqueue(c, "rolled back", {"batch": "b"})
            c.rollback()

    await asyncio.to_thread(queue)
    await asyncio.wait_for(runs.ran.wait(), 60)
    assert runs.keys == ["committed"]
    assert await asyncio.to_thread(_known) == {"committed"}


async def test_a_digests_line_its_job_and_its_next_run_are_one_transaction(
    database: sa.Engine, durable: DurableQueue, runs: Runs, clock: FixedClock
) -> None:
    subscribed(database, clock)
    tick = Scheduler(database, durable, Calendar(), clock)

    def interrupted() -> None:
        """The last statement of the transaction fails: what came before must be gone, too."""

        def fail(*_arguments: Any) -> None:
            raise RuntimeError("kill -9")

        sa.event.listen(database, "commit", fail)
        try:
            with pytest.raises(RuntimeError):
                tick.run()
        finally:
            sa.event.remove(database, "commit", fail)

    await asyncio.to_thread(interrupted)
    assert Ledger(database, clock).counts() == {}
    assert await asyncio.to_thread(_known) == set()
    assert StoredSubscriptions(database, clock).active()[0].next_due == DUE
    assert await asyncio.to_thread(tick.run) == 1
    await asyncio.wait_for(runs.ran.wait(), 60)
    assert Ledger(database, clock).counts() == {"due": 1}
    assert StoredSubscriptions(database, clock).active()[0].next_due == DUE + timedelta(days=1)


async def test_what_a_worker_that_is_gone_had_begun_is_run_by_another(
    database: sa.Engine, durable: DurableQueue, runs: Runs
) -> None:
    runs.gate.clear()
    await asyncio.to_thread(_queue, database, durable, "half done")
    await asyncio.wait_for(runs.ran.wait(), 60)
    runs.ran.clear()
    assert await asyncio.to_thread(durable.adopt, ["worker-1"]) == []
    await asyncio.to_thread(_pretend_it_was, database, "worker-2")
    assert await asyncio.to_thread(durable.adopt, ["worker-1"]) == ["half done"]
    runs.gate.set()
    await asyncio.wait_for(runs.ran.wait(), 60)
    assert runs.keys == ["half done", "half done"]


async def test_a_key_is_queued_once(database: sa.Engine, durable: DurableQueue, runs: Runs) -> None:
    runs.gate.clear()
    await asyncio.to_thread(_queue, database, durable, "alerts:2026-01-22T15:00")
    await asyncio.wait_for(runs.ran.wait(), 60)
    await asyncio.to_thread(_queue, database, durable, "alerts:2026-01-22T15:00")
    assert await asyncio.to_thread(_known) == {"alerts:2026-01-22T15:00"}
    assert len(runs.keys) == 1


async def test_finished_jobs_are_deleted_after_a_while(database: sa.Engine, runs: Runs) -> None:
    later = DurableQueue(database, "worker-1", FixedClock(datetime.now(UTC) + timedelta(hours=1)))
    await asyncio.to_thread(later.start, runs, asyncio.get_running_loop(), 0.05)
    await asyncio.to_thread(_queue, database, later, "done")
    await asyncio.wait_for(runs.ran.wait(), 60)
    await asyncio.to_thread(lambda: DBOS.retrieve_workflow("done").get_result())
    assert await asyncio.to_thread(later.forget) == 1
    assert await asyncio.to_thread(_known) == set()
    await asyncio.to_thread(later.close)


def test_a_process_that_only_talks_never_loads_the_engine() -> None:
    import subprocess
    import sys

    program = "import sys, bot.wiring.app, bot.store.store, commands.framework.ports; sys.exit('dbos' in sys.modules)"
    assert subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=False).returncode == 0


def _queue(database: sa.Engine, durable: DurableQueue, key: str) -> None:
    with database.begin() as c:
        durable.enqueue(c, key, {"batch": key})


def _known() -> set[str]:
    return {job.workflow_id for job in DBOS.list_workflows(queue_name=QUEUE)}


def _pretend_it_was(database: sa.Engine, executor: str) -> None:
    """The engine's own table: the job was begun by a worker that nobody hears of any more."""
    schema = "" if database.dialect.name == "sqlite" else "dbos."
    with database.begin() as c:
        c.execute(sa.text(f"UPDATE {schema}workflow_status SET executor_id = :name"), {"name": executor})


async def test_what_it_logs_is_ours_and_a_database_that_is_away_is_not_told_by_the_second(
    database: sa.Engine, durable: DurableQueue, caplog: pytest.LogCaptureFixture
) -> None:
    away = StorageUnavailable(f"{name_of(database.url)} cannot be reached", "Start the server.")
    DBOS.logger.warning(f"Database connection failed: {away}. Retrying in 1.43s (attempt 1)")
    DBOS.logger.error("Exception encountered in asynchronous workflow:", exc_info=away)
    assert caplog.records == []
    DBOS.logger.warning("Something else.")
    assert [record.getMessage() for record in caplog.records] == ["Something else."]
    assert not any(type(handler) is logging.StreamHandler for handler in logging.getLogger("dbos").handlers)
