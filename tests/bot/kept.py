"""A store in a file, of the newest revision: migrated once a process, and copied for each test."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.store.migrate import migrate
from bot.store.store import Store, open_database
from market.clock import Clock, SystemClock

NAME = "bellwether.sqlite3"


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        engine = open_database(f"sqlite:///{path}")
        migrate(engine, datetime.now(UTC))
        engine.dispose()
        return path.read_bytes()


def store_in(folder: Path, clock: Clock | None = None) -> Store:
    """The store that `Store.open` finds in this folder; what an earlier one kept there stands."""
    path = folder / NAME
    if not path.exists():
        path.write_bytes(_migrated())
    return Store.over(open_database(f"sqlite:///{path}"), clock or SystemClock())
