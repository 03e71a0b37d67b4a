"""The database at first use: opened once, and not tried by every thread while it is away."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings
from bot.unavailable import StorageUnavailable
from bot.wiring.lazy_store import LazyStore


def test_it_is_opened_once(tmp_path: Path) -> None:
    lazy = LazyStore(Settings(_env_file=None, data_dir=tmp_path / "data"))  # type: ignore[call-arg]  # pydantic's own switch
    assert not (tmp_path / "data").exists()
    assert lazy.store is lazy.store
    assert (tmp_path / "data" / "bellwether.sqlite3").exists()
    lazy.close()


def test_a_database_that_is_away_is_tried_again_after_a_pause(tmp_path: Path) -> None:
    file, now = tmp_path / "bellwether.sqlite3", [100.0]
    file.write_bytes(b"no database, however long it may be" * 100)
    lazy = LazyStore(Settings(_env_file=None, data_dir=tmp_path), lambda: now[0])  # type: ignore[call-arg]  # as above
    for _thread in range(3):
        with pytest.raises(StorageUnavailable, match="is no database"):
            _ = lazy.store
    file.unlink()
    now[0] += 1.9
    with pytest.raises(StorageUnavailable):
        _ = lazy.store
    now[0] += 0.2
    assert lazy.store.marks.get("name") is None
    lazy.close()
