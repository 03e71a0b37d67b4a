"""The durable job queue, on DBOS Transact.

Imported by workers only, since DBOS costs 80 MB of memory. Jobs may run more than once; the delivery
ledger ensures that a post is made once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine, Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig

from bot.unavailable import StorageUnavailable, name_of
from market.clock import Clock

# Pinned: by default DBOS hashes the code, and a new release would never run what the old one queued.
VERSION = "1"
QUEUE = "bellwether"
_JOB = "job"
_AT_ONCE = 32  # jobs of one worker; nearly all of them wait for the network
_POLL = 1.0  # seconds between looks at the queue; costs a hundredth of a core
KEEP_FINISHED = timedelta(minutes=10)
_FINISHED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]

Handler = Callable[[str, Mapping[str, Any]], Coroutine[Any, Any, None]]


class DurableQueue:
    """A queue of jobs in the store's database. `slot` names this worker: unique among the living (a
    shared name makes DBOS repeat a living peer's work) and the same after a restart (so that the
    worker finds its unfinished jobs)."""

    def __init__(self, engine: sa.Engine, slot: str, clock: Clock) -> None:
        self._engine, self._slot, self._clock = engine, slot, clock
        self._client: DBOSClient | None = None

    def start(self, handle: Handler, loop: asyncio.AbstractEventLoop, poll: float = _POLL) -> None:
        """Start running jobs: `handle(key, payload)` on `loop`, the one of the chat clients."""
        _use_our_log(name_of(self._engine.url))
        config: DBOSConfig = {
            "name": "bellwether",
            "system_database_engine": self._engine,
            "application_version": VERSION,
            "executor_id": self._slot,
            "use_listen_notify": False,  # nothing here waits for a notification
            "log_level": "WARNING",
        }
        DBOS(config=config)

        @DBOS.workflow(name=_JOB)
        async def job(key: str, payload: dict[str, Any]) -> None:
            await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(handle(key, payload), loop))

        DBOS.launch()
        DBOS.register_queue(
            QUEUE, worker_concurrency=_AT_ONCE, polling_interval_sec=poll, on_conflict="always_update"
        )
        self._client = DBOSClient(system_database_engine=self._engine, application_name="bellwether")

    def enqueue(self, connection: sa.Connection, key: str, payload: Mapping[str, Any]) -> None:
        """Queue a job in `connection`'s transaction. A key that was queued before is not queued again
        while DBOS still has its job."""
        if self._client is None:
            raise RuntimeError("the durable engine has not been started")
        self._client.enqueue_in_transaction(
            connection,
            {"queue_name": QUEUE, "workflow_name": _JOB, "workflow_id": key, "app_version": VERSION},
            key,
            dict(payload),
        )

    def adopt(self, living: Collection[str]) -> list[str]:
        """Queue again the jobs that dead workers had begun, which DBOS does not do. Returns their keys."""
        pending = DBOS.list_workflows(status="PENDING", name=_JOB, load_input=False, load_output=False)
        orphans = [job.workflow_id for job in pending if job.executor_id not in living]
        if orphans:
            DBOS.resume_workflows(orphans, queue_name=QUEUE)
        return orphans

    def forget(self, everything: bool = False) -> int:
        """Delete finished jobs, which DBOS keeps for ever; the number of jobs. `everything`: also those that
        have just finished, or finished by a clock that was wrong."""
        before = None if everything else (self._clock.now() - KEEP_FINISHED).isoformat()
        done = DBOS.list_workflows(
            status=_FINISHED,
            name=_JOB,
            completed_before=before,
            limit=1000,
            load_input=False,
            load_output=False,
        )
        if done:
            DBOS.delete_workflows([job.workflow_id for job in done])
        return len(done)

    def close(self, patience: int = 0) -> None:
        """Stop taking jobs and wait `patience` seconds for running ones."""
        DBOS.destroy(workflow_completion_timeout_sec=patience)
        if self._client is not None:
            self._client.destroy()
            self._client = None


class _NotSaidAlready(logging.Filter):
    """Leaves out what DBOS says of a database that is away: some lines a second, with traces. The worker reports it
    once a minute, with the remedy."""

    def __init__(self, database: str) -> None:
        super().__init__()
        self._database = database

    def filter(self, record: logging.LogRecord) -> bool:
        problem = record.exc_info[1] if record.exc_info else None
        return not isinstance(problem, StorageUnavailable) and self._database not in record.getMessage()


def _use_our_log(database: str) -> None:
    """Send what DBOS logs where everything goes. Without a handler it makes one of its own, in which no secret is
    blotted out."""
    log = logging.getLogger("dbos")
    log.handlers[:] = [logging.NullHandler()]
    log.filters[:] = [_NotSaidAlready(database)]
    log.propagate = True
