from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store.database import open_database


def test_a_new_file_that_another_process_is_making_too_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite refuses the switch to its write-ahead log at once, whatever patience it was given."""
    path = tmp_path / "bellwether.sqlite3"
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE theirs (id INTEGER)")
        waits: list[float] = []

        def wait(seconds: float) -> None:
            waits.append(seconds)
            other.commit()

        monkeypatch.setattr("market.fetching.blob_store.time.sleep", wait)
        engine = open_database(sa.URL.create("sqlite", database=str(path)))
        with engine.connect() as c:
            assert c.scalar(sa.text("PRAGMA journal_mode")) == "wal"
            assert c.scalar(sa.text("SELECT count(*) FROM theirs")) == 0
        engine.dispose()
        assert len(waits) == 1
