"""The table of living worker processes: a slot for each, an incarnation per start, and a heartbeat.

Clocks of different machines are never compared. A watcher that sees a counter stand still for long
enough, by its own monotonic clock, deletes that incarnation, provided that the counter has still not
moved; from then on the deleted one can neither claim lines nor post.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from bot.settings import OperatorError
from bot.store.schema import WorkerRow
from bot.unavailable import storage_errors
from market.clock import Clock
from market.fetching.database import FileLock, SessionLock, is_sqlite, sqlite_path

_MOST_SLOTS = 64


class SlotTaken(OperatorError):
    """No further worker may run on this database. The sentence is for the operator."""


@dataclass(frozen=True, slots=True)
class WorkerRecord:
    """A living worker: its slot, its incarnation, and its heartbeat's counter."""

    slot: str
    incarnation: str
    pulse: int


class WorkerSlot:
    """A name held by one living process. Its lock is freed by the operating system or the server when
    the process dies, however it dies. It names the executor on the durable engine: unique, because it
    is locked, and the same after a restart, because the first free one is taken."""

    def __init__(self, name: str, lock: Callable[[], bool], release: Callable[[], None]) -> None:
        self.name, self._lock, self.release = name, lock, release

    def held(self) -> bool:
        """True when the lock is held, or could be taken again; a server that restarts frees it."""
        return self._lock()


def take_slot(engine: sa.Engine) -> WorkerSlot:
    """The first free slot: `worker-1` on SQLite (one worker a file, else SlotTaken), `worker-1`,
    `worker-2`, … on PostgreSQL."""
    return _file_slot(engine) if is_sqlite(engine) else _server_slot(engine)


def _file_slot(engine: sa.Engine) -> WorkerSlot:
    path = sqlite_path(engine)
    if path is None:
        return WorkerSlot("worker-1", lambda: True, lambda: None)
    with storage_errors(f"The database {path}"):
        lock = FileLock(path.with_name(path.name + "-worker"))
    if not lock.acquire():
        raise SlotTaken(
            f"Another Bellwether worker runs on {path.name}. Stop it first, or set DATABASE_URL to "
            "PostgreSQL to run several."
        )
    return WorkerSlot("worker-1", lambda: True, lock.close)


def _server_slot(engine: sa.Engine) -> WorkerSlot:
    for number in range(1, _MOST_SLOTS + 1):
        lock = SessionLock(engine, zlib.crc32(b"bellwether worker") + number)
        if lock.acquire():
            return WorkerSlot(f"worker-{number}", lock.acquire, lock.close)
        lock.close()
    raise SlotTaken(f"{_MOST_SLOTS} workers run already; that is the most.")


class WorkerTable:
    """The table of living workers. `pulse` counts heartbeats."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def enter(self, slot: str, incarnation: str) -> None:
        """Replace the slot's row; the incarnation that had it before counts as dead."""
        with self._engine.begin() as c:
            c.execute(sa.delete(WorkerRow).where(WorkerRow.slot == slot))
            row = {"slot": slot, "incarnation": incarnation, "pulse": 0, "started": self._clock.now()}
            c.execute(sa.insert(WorkerRow).values(row))

    def beat(self, incarnation: str) -> bool:
        """Count a heartbeat; False when this incarnation was struck off."""
        with self._engine.begin() as c:
            mine = WorkerRow.incarnation == incarnation
            statement = sa.update(WorkerRow).where(mine).values(pulse=WorkerRow.pulse + 1)
            return c.execute(statement).rowcount == 1

    def living(self) -> list[WorkerRecord]:
        with self._engine.connect() as c:
            query = sa.select(WorkerRow.slot, WorkerRow.incarnation, WorkerRow.pulse)
            return [WorkerRecord(*row) for row in c.execute(query.order_by(WorkerRow.slot))]

    def strike(self, worker: WorkerRecord) -> bool:
        """Delete a dead worker's row, unless its pulse has moved since it was read."""
        with self._engine.begin() as c:
            same = sa.and_(WorkerRow.incarnation == worker.incarnation, WorkerRow.pulse == worker.pulse)
            return c.execute(sa.delete(WorkerRow).where(same)).rowcount == 1

    def leave(self, incarnation: str) -> None:
        with self._engine.begin() as c:
            c.execute(sa.delete(WorkerRow).where(WorkerRow.incarnation == incarnation))
