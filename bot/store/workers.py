"""Which worker processes are alive: a slot each, an incarnation per start, and a pulse.

Nobody compares clocks. A watcher that sees a pulse stand still for long enough on its own
monotonic clock strikes that incarnation off, and only if the pulse has still not moved; from then
on the struck one can neither post nor claim.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from bot.store.database import is_sqlite, sqlite_path
from bot.store.schema import WorkerRow
from market.clock import Clock

_MOST_SLOTS = 64


class SlotTaken(Exception):
    """Another worker runs on this database file. The sentence is for the operator."""


@dataclass(frozen=True, slots=True)
class Worker:
    slot: str
    incarnation: str
    pulse: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A name that one living process has, and gets again after a restart. The operating system or
    the server gives it back when the process dies, however it dies."""

    name: str
    release: Callable[[], None]
    held: Callable[[], bool]


def take_slot(engine: sa.Engine) -> Slot:
    """The first free slot: `worker-1` on SQLite (one worker a file, else SlotTaken), `worker-1`,
    `worker-2`, … on PostgreSQL."""
    return _file_slot(engine) if is_sqlite(engine) else _server_slot(engine)


def _file_slot(engine: sa.Engine) -> Slot:
    path = sqlite_path(engine)
    if path is None:
        return Slot("worker-1", lambda: None, lambda: True)
    lock = sqlite3.connect(path.with_name(path.name + "-worker"), timeout=0, check_same_thread=False)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        lock.close()
        raise SlotTaken(
            f"Another Bellwether worker runs on {path.name}. Stop it first, or set DATABASE_URL to "
            "PostgreSQL to run several."
        ) from None
    return Slot("worker-1", lock.close, lambda: True)


def _server_slot(engine: sa.Engine) -> Slot:
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    connection.detach()  # for the life of the process; never back into the pool
    for number in range(1, _MOST_SLOTS + 1):
        key = zlib.crc32(b"bellwether worker") + number
        if connection.scalar(sa.text("SELECT pg_try_advisory_lock(:key)"), {"key": key}):
            return Slot(f"worker-{number}", connection.close, lambda: _answers(connection))
    connection.close()
    raise SlotTaken(f"{_MOST_SLOTS} workers run already; that is the most.")


def _answers(connection: sa.Connection) -> bool:
    """The lock lives as long as its connection."""
    try:
        return bool(connection.scalar(sa.text("SELECT 1")) == 1)
    except sa.exc.DBAPIError:
        return False


class Workers:
    """The table of living workers."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def enter(self, slot: str, incarnation: str) -> None:
        """Take the slot's row; whoever had it before is dead from now on."""
        with self._engine.begin() as c:
            c.execute(sa.delete(WorkerRow).where(WorkerRow.slot == slot))
            row = {"slot": slot, "incarnation": incarnation, "pulse": 0, "started": self._clock.now()}
            c.execute(sa.insert(WorkerRow).values(row))

    def beat(self, incarnation: str) -> bool:
        """Raise the pulse; False when this incarnation has been struck off."""
        with self._engine.begin() as c:
            mine = WorkerRow.incarnation == incarnation
            statement = sa.update(WorkerRow).where(mine).values(pulse=WorkerRow.pulse + 1)
            return c.execute(statement).rowcount == 1

    def living(self) -> list[Worker]:
        with self._engine.connect() as c:
            query = sa.select(WorkerRow.slot, WorkerRow.incarnation, WorkerRow.pulse)
            return [Worker(*row) for row in c.execute(query.order_by(WorkerRow.slot))]

    def strike(self, worker: Worker) -> bool:
        """Strike a worker off, unless its pulse has moved since it was read."""
        with self._engine.begin() as c:
            same = sa.and_(WorkerRow.incarnation == worker.incarnation, WorkerRow.pulse == worker.pulse)
            return c.execute(sa.delete(WorkerRow).where(same)).rowcount == 1

    def leave(self, incarnation: str) -> None:
        with self._engine.begin() as c:
            c.execute(sa.delete(WorkerRow).where(WorkerRow.incarnation == incarnation))
