"""Database access for everything that stores: engines, driver names, upserts and locks.

A database is SQLite in one file, or PostgreSQL through psycopg 3. SQLite has one worker process a file,
which a `FileLock` ensures; several workers on PostgreSQL exclude each other by advisory locks.
"""

from __future__ import annotations

import atexit
import contextlib
import sqlite3
import time
import weakref
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from market.private_files import private_file

_CONNECT_SECONDS = 5  # for a server that does not answer at all
_OPENED = weakref.WeakSet[sa.Engine]()


@atexit.register
def _close_engines() -> None:
    """Close what is still open when the process ends: SQLite then writes its log into the file."""
    for engine in list(_OPENED):
        engine.dispose()


def driver_url(url: sa.URL | str) -> sa.URL:
    """The address with the driver this program uses. Hosts write `postgres://…` or `postgresql://…`.

    Raises sqlalchemy.exc.ArgumentError for what is no address."""
    if isinstance(url, str):
        url = sa.make_url(url.replace("postgres://", "postgresql://", 1))
    return url.set(drivername="postgresql+psycopg") if url.get_backend_name() == "postgresql" else url


def open_engine(
    url: sa.URL | str, *, busy_seconds: float = 30.0, durable: bool = True, **pool: Any
) -> sa.Engine:
    """An engine for many threads.

    On SQLite: a write-ahead log (readers never wait for the writer), `busy_seconds` of waiting for
    another process's write, and transactions that take the write lock at their first write, so that
    two of them never deadlock on an upgrade. `durable` False: a commit survives this process, but
    perhaps not a power failure. `pool`: the arguments of SQLAlchemy's connection pool.

    Raises SQLAlchemyError, ImportError or ValueError for an address without a usable driver.
    """
    url = driver_url(url)
    if url.get_backend_name() == "postgresql" and "connect_timeout" not in url.query:
        pool.setdefault("connect_args", {})["connect_timeout"] = _CONNECT_SECONDS
    engine = sa.create_engine(url, **pool)
    _OPENED.add(engine)
    if is_sqlite(engine):
        path = sqlite_path(engine)

        @sa.event.listens_for(engine, "do_connect")
        def protect(*_given: object) -> None:
            if path is not None:
                with contextlib.suppress(OSError):  # SQLite says what is wrong with it
                    private_file(path)

        @sa.event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: object) -> None:
            connection.isolation_level = "IMMEDIATE"
            connection.execute(f"PRAGMA busy_timeout = {int(busy_seconds * 1000)}")
            _switch_to_wal(connection, busy_seconds)
            connection.execute("PRAGMA foreign_keys = ON")
            if not durable:
                connection.execute("PRAGMA synchronous = NORMAL")

    return engine


def _switch_to_wal(connection: sqlite3.Connection, busy_seconds: float) -> None:
    """Switch the file to a write-ahead log, for good. SQLite's own busy timeout does not cover this
    switch while another process creates the same file."""
    give_up = time.monotonic() + busy_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.01)


def open_async_engine(url: sa.URL) -> AsyncEngine:
    """An asynchronous engine on the same database, for libraries that bring asynchronous stores."""
    if url.get_backend_name() == "sqlite":
        url = url.set(drivername="sqlite+aiosqlite")
    return create_async_engine(url)


def is_sqlite(engine: sa.Engine | sa.Connection) -> bool:
    return engine.dialect.name == "sqlite"


def sqlite_path(engine: sa.Engine) -> Path | None:
    """The database's file; None for PostgreSQL and for a database in memory."""
    name = engine.url.database
    if not is_sqlite(engine) or not name or name == ":memory:":
        return None
    return Path(name.removeprefix("file:"))  # as in sqlite:///file:/path?mode=ro&uri=true


def upsert(database: sa.Engine | sa.Connection, table: Any) -> postgresql.Insert | sqlite.Insert:
    """An insert in the database's dialect, which takes `on_conflict_do_update`."""
    return sqlite.insert(table) if is_sqlite(database) else postgresql.insert(table)


def insert_new(connection: sa.Connection, table: Any) -> postgresql.Insert | sqlite.Insert:
    """An insert that leaves out rows whose unique key exists already."""
    return upsert(connection, table).on_conflict_do_nothing()


class AdvisoryLock:
    """A lock held until it is closed or this process ends.

    acquired: False when another worker held it longer than the patience, or the database is away.
    """

    def __init__(self, acquired: bool, connection: sa.Connection | None = None) -> None:
        self.acquired, self._connection = acquired, connection

    def close(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sa.exc.DBAPIError):  # the server has closed it already
                self._connection.close()  # ends the transaction, and with it the lock


class AdvisoryLocks:
    """Locks between worker processes (PostgreSQL advisory locks), named by hexadecimal keys.

    Each `acquire` waits up to `patience` seconds for another worker. Synchronous; call it in a thread.
    """

    def __init__(self, engine: sa.Engine, patience: float = 15.0) -> None:
        self._engine, self._patience = engine, patience

    def acquire(self, key: str) -> AdvisoryLock:
        """The lock of `key`, at least 16 hexadecimal digits. On SQLite there is no other worker."""
        if is_sqlite(self._engine):
            return AdvisoryLock(acquired=True)
        connection: sa.Connection | None = None
        try:
            connection = self._engine.connect()
            connection.execute(sa.text(f"SET LOCAL lock_timeout = '{round(self._patience * 1000)}ms'"))
            lock_transaction(connection, int.from_bytes(bytes.fromhex(key[:16]), signed=True))
            return AdvisoryLock(True, connection)
        except sa.exc.SQLAlchemyError:  # the lock timed out, or the database is away
            AdvisoryLock(False, connection).close()
            return AdvisoryLock(acquired=False)
        except BaseException:
            AdvisoryLock(False, connection).close()
            raise


def lock_transaction(connection: sa.Connection, key: int) -> None:
    """Wait for the advisory lock of `key` (64 bits, signed) and hold it until the transaction ends.
    SQLite needs none: its write lock is one for the whole file."""
    if not is_sqlite(connection):
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))


class SessionLock:
    """A PostgreSQL advisory lock for the life of the process, on a connection of its own."""

    def __init__(self, engine: sa.Engine, key: int) -> None:
        self._engine, self._key = engine, key
        self._connection: sa.Connection | None = None

    def acquire(self) -> bool:
        """True while the lock is held, and when it could be taken (again). Does not wait."""
        try:
            if self._connection is not None:
                self._connection.execute(sa.text("SELECT 1"))
                return True
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            self._connection.detach()  # it lives as long as the process, not back into the pool
            query = sa.text("SELECT pg_try_advisory_lock(:key)")
            if self._connection.scalar(query, {"key": self._key}):
                return True
        except sa.exc.DBAPIError:
            pass  # the server is away: the lock is gone, and is taken again when the server is back
        self.close()
        return False

    def close(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sa.exc.DBAPIError):  # closing a broken connection may fail
                self._connection.close()
            self._connection = None


class FileLock:
    """An exclusive lock on a file, which the operating system frees when the process ends.

    Raises OSError or sqlite3.OperationalError for a file that cannot be made or opened.
    """

    def __init__(self, path: Path) -> None:
        private_file(path)
        self._connection = sqlite3.connect(path, timeout=0, check_same_thread=False)

    def acquire(self) -> bool:
        """False when another process holds it. Does not wait."""
        try:
            self._connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            self.close()
            return False
        return True

    def close(self) -> None:
        self._connection.close()
