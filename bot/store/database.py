"""Opening the database: SQLite in one file, or PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.settings import Settings
from bot.store.schema import StoreTable
from market.fetching.blob_store import switch_to_wal

FILE = "bellwether.sqlite3"


def database_url(settings: Settings) -> sa.URL:
    """`DATABASE_URL` as SQLAlchemy wants it (psycopg 3), else the file in the data directory."""
    if settings.database_url is None:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        return sa.URL.create("sqlite", database=str(settings.data_dir / FILE))
    return psycopg_url(settings.database_url.get_secret_value())


def psycopg_url(text: str) -> sa.URL:
    """Hosts write `postgres://…`; whatever the driver named, it becomes psycopg 3."""
    url = sa.make_url(text.replace("postgres://", "postgresql://", 1))
    return url.set(drivername="postgresql+psycopg") if url.get_backend_name() == "postgresql" else url


def open_database(url: sa.URL | str) -> sa.Engine:
    """An engine with what jobs in many threads need. SQLite: write-ahead log (readers never wait
    for the writer), half a minute of patience, and transactions that take the write lock at their
    first write, so that two of them never deadlock on an upgrade."""
    url = sa.make_url(url)
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True)
    engine = sa.create_engine(url, pool_size=10, max_overflow=20)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = "IMMEDIATE"
        connection.execute("PRAGMA busy_timeout=30000")
        switch_to_wal(connection.cursor())
        connection.execute("PRAGMA foreign_keys=ON")

    return engine


def open_async(url: sa.URL) -> AsyncEngine:
    """The same database for parts that come with asynchronous stores of their own."""
    asynchronous = "sqlite+aiosqlite" if url.get_backend_name() == "sqlite" else "postgresql+psycopg"
    return create_async_engine(url.set(drivername=asynchronous))


def is_sqlite(engine: sa.Engine | sa.Connection) -> bool:
    return engine.dialect.name == "sqlite"


def sqlite_path(engine: sa.Engine) -> Path | None:
    """The database's file, when it is one."""
    name = engine.url.database
    return Path(name) if is_sqlite(engine) and name and name != ":memory:" else None


def insert_new(connection: sa.Connection, table: type[StoreTable]) -> postgresql.Insert | sqlite.Insert:
    """An insert that leaves out rows whose unique key is there already."""
    make: Any = sqlite.insert if is_sqlite(connection) else postgresql.insert
    statement: postgresql.Insert | sqlite.Insert = make(table).on_conflict_do_nothing()
    return statement
