"""Migration of a database to the newest revision. The steps are in `migrations/versions`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from market.fetching.database import lock_transaction, sqlite_path
from market.private_files import private_file

_LOCK = 0x62656C6C  # key of the advisory lock ("bell"): one migration at a time on a shared server


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def head() -> str:
    """The newest revision this code knows."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:
        raise RuntimeError("the package has no migrations; reinstall it")
    return revision


def revisions() -> tuple[str, ...]:
    """Every revision, oldest first."""
    scripts = ScriptDirectory.from_config(_config()).walk_revisions()
    return tuple(reversed([script.revision for script in scripts]))


def current(engine: sa.Engine) -> str | None:
    """The revision of the database; None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(engine: sa.Engine, now: datetime, target: str = "head") -> Path | None:
    """Migrate the database to `target`; safe to call on every start. Returns the backup made of a
    file before the migration, None when there was nothing to change or to lose."""
    if current(engine) == (head() if target == "head" else target):
        return None
    backup = backed_up(engine, now)
    config = _config()
    with engine.begin() as connection:
        lock_transaction(connection, _LOCK)
        config.attributes["connection"] = connection
        command.upgrade(config, target)
    return backup


def backed_up(engine: sa.Engine, now: datetime) -> Path | None:
    """The copy made of a database in a file; None for a server, and for an empty database."""
    path = sqlite_path(engine)
    revision = current(engine)
    if path is None or revision is None:
        return None
    copy = path.with_name(f"{path.stem}-{revision}-{now:%Y%m%dT%H%M%SZ}.backup.sqlite3")
    private_file(copy)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy
