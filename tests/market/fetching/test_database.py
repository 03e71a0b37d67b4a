"""Engines of both kinds of database, and the locks between processes."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from market.fetching.database import (
    AdvisoryLocks,
    FileLock,
    SessionLock,
    driver_url,
    is_sqlite,
    open_async_engine,
    open_engine,
)

KEY, OTHER = "ff" * 32, "0a" * 32


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'bellwether.sqlite3'}")
    else:
        engine = open_engine(request.getfixturevalue("postgres_url"))
    yield engine
    engine.dispose()


@pytest.fixture
def locks(database: sa.Engine) -> AdvisoryLocks:
    return AdvisoryLocks(database)


@pytest.mark.parametrize(
    ("written", "driver"),
    [
        ("postgres://user:secret@host/db", "postgresql+psycopg"),
        ("postgresql://user:secret@host/db", "postgresql+psycopg"),
        ("postgresql+asyncpg://user:secret@host/db", "postgresql+psycopg"),
        ("sqlite:///file.db", "sqlite"),
    ],
)
def test_whatever_driver_an_address_names_it_is_opened_with_ours(written: str, driver: str):
    assert driver_url(written).drivername == driver
    assert driver_url(driver_url(written)) == driver_url(written)
    assert driver_url(written).password == ("secret" if "secret" in written else None)


async def test_an_asynchronous_engine_reaches_the_same_database(database: sa.Engine):
    with database.begin() as c:
        c.execute(sa.text("DROP TABLE IF EXISTS ours"))
        c.execute(sa.text("CREATE TABLE ours (id INTEGER)"))
    asynchronous = open_async_engine(database.url)
    async with asynchronous.connect() as c:
        assert await c.scalar(sa.text("SELECT count(*) FROM ours")) == 0
    await asynchronous.dispose()


@pytest.mark.parametrize(("durable", "synchronous"), [(True, 2), (False, 1)])
def test_only_what_can_be_fetched_again_may_be_lost_with_the_power(
    tmp_path: Path, durable: bool, synchronous: int
):
    engine = open_engine(f"sqlite:///{tmp_path / 'file.sqlite3'}", busy_seconds=0.25, durable=durable)
    with engine.connect() as c:
        assert c.scalar(sa.text("PRAGMA synchronous")) == synchronous  # 2 is FULL, 1 is NORMAL
        assert c.scalar(sa.text("PRAGMA busy_timeout")) == 250
    engine.dispose()


def test_a_new_file_that_another_process_is_making_too_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """SQLite refuses the switch to its write-ahead log at once, whatever patience it was given."""
    path = tmp_path / "bellwether.sqlite3"
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE theirs (id INTEGER)")
        waits: list[float] = []

        def wait(seconds: float) -> None:
            waits.append(seconds)
            other.commit()

        monkeypatch.setattr("market.fetching.database.time.sleep", wait)
        engine = open_engine(sa.URL.create("sqlite", database=str(path)))
        with engine.connect() as c:
            assert c.scalar(sa.text("PRAGMA journal_mode")) == "wal"
            assert c.scalar(sa.text("SELECT count(*) FROM theirs")) == 0
        engine.dispose()
        assert len(waits) == 1


def test_an_advisory_lock_is_held_by_one_until_it_is_closed(locks: AdvisoryLocks, database: sa.Engine):
    lock, other = locks.acquire(KEY), locks.acquire(OTHER)
    acquired = threading.Event()

    def wait() -> None:
        locks.acquire(KEY).close()
        acquired.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    if not is_sqlite(database):  # which has one worker, and so no locks between workers
        assert not acquired.wait(0.1)
    lock.close()
    assert acquired.wait(10)
    waiting.join()
    other.close()


def test_an_advisory_lock_is_not_waited_for_forever(database: sa.Engine):
    impatient = AdvisoryLocks(database, patience=0.02)
    lock = impatient.acquire(KEY)
    assert lock.acquired
    assert impatient.acquire(KEY).acquired is is_sqlite(database)
    lock.close()
    again = impatient.acquire(KEY)
    assert again.acquired
    again.close()


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_server_that_ended_the_lock_raises_nothing_in_its_holder(database: sa.Engine, locks: AdvisoryLocks):
    lock = locks.acquire(KEY)
    with database.begin() as c:
        ours = "locktype = 'advisory' AND classid = 4294967295"  # the upper half of KEY's number
        c.execute(sa.text(f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE {ours}"))
    lock.close()
    again = locks.acquire(KEY)
    assert again.acquired
    again.close()


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_session_lock_stays_with_its_process_until_it_is_closed(database: sa.Engine):
    first, second = SessionLock(database, 7), SessionLock(database, 7)
    assert first.acquire()
    assert first.acquire()  # still held
    assert not second.acquire()
    first.close()
    assert second.acquire()
    second.close()


def test_a_file_lock_is_held_by_one_until_it_is_closed(tmp_path: Path):
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.acquire()
    assert not second.acquire()
    first.close()
    third = FileLock(tmp_path / "lock")
    assert third.acquire()
    third.close()
