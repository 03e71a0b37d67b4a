from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from market.errors import StoreFailed
from market.fetching.blob_store import BlobStore, open_store

ROOT = Path(__file__).resolve().parents[3]
AT = datetime(2026, 1, 22, 21, 0, tzinfo=UTC)

# Each process writes blobs of its own and of a shared name: one byte, over and over, so that a
# torn one shows. A line on stdout is an acknowledged write.
WRITER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from market.fetching.blob_store import open_store
store, name, count = open_store(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
for n in range(count):
    data, at = bytes([n % 256]) * 200_000, datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=n)
    store.put("bars", f"{name}/{n % 7}", data, {"n": n}, at)
    store.put("bars", "shared", data, {"n": n}, at)
    print(n, flush=True)
"""


def writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), name, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_what_is_put_is_got(any_store: BlobStore) -> None:
    any_store.put("bars", "yahoo/^RUT", b"\x00\x01", {"final": True, "splits": []}, AT)
    blob = any_store.get("bars", "yahoo/^RUT")
    assert blob is not None
    assert (blob.data, blob.meta, blob.at) == (b"\x00\x01", {"final": True, "splits": []}, AT)


def test_what_was_never_put_is_none(any_store: BlobStore) -> None:
    assert any_store.get("bars", "yahoo/^RUT") is None
    assert any_store.keys("bars") == ()


def test_kinds_and_keys_are_apart(any_store: BlobStore) -> None:
    for kind, key in [("bars", "b"), ("bars", "a"), ("macro", "a")]:
        any_store.put(kind, key, key.encode(), {}, AT)
    assert any_store.keys("bars") == ("a", "b")
    assert any_store.keys("macro") == ("a",)


def test_a_newer_one_replaces_and_an_older_one_does_not(any_store: BlobStore) -> None:
    for data, at in [(b"first", AT), (b"newer", AT + timedelta(microseconds=1)), (b"late", AT)]:
        any_store.put("bars", "a", data, {}, at)
    blob = any_store.get("bars", "a")
    assert blob is not None
    assert blob.data == b"newer"


def test_names_are_data_and_never_sql(any_store: BlobStore) -> None:
    name = "'; DROP TABLE market_blobs; --"
    any_store.put(name, name, b"x", {}, AT)
    assert any_store.keys(name) == (name,)


def advance(store: BlobStore, now: datetime, floor: float = 0.0, within: float = 30.0) -> float | None:
    """Moved on by a second; from where, in seconds from `AT`."""
    second = timedelta(seconds=1)
    moved = store.advance("pace", "yahoo", now, now + floor * second, second, within * second, 60 * second)
    return None if moved is None else (moved - AT) / second


def test_a_moment_moves_on_from_itself_or_from_a_later_floor(any_store: BlobStore) -> None:
    assert [advance(any_store, AT, floor=-2) for _ in range(4)] == [-2, -1, 0, 1]
    assert advance(any_store, AT, floor=4.25) == 4.25
    assert advance(any_store, AT + timedelta(microseconds=1)) == 5.25


def test_a_moment_that_would_move_from_too_far_ahead_stays(any_store: BlobStore) -> None:
    assert advance(any_store, AT, floor=1, within=0.5) is None
    assert any_store.keys("pace") == ()
    assert [advance(any_store, AT, within=1) for _ in range(4)] == [0, 1, None, None]
    assert advance(any_store, AT, within=2) == 2


def test_a_moment_too_far_ahead_to_be_true_is_taken_for_now(any_store: BlobStore) -> None:
    advance(any_store, AT + timedelta(hours=1))
    assert [advance(any_store, AT, floor=-2) for _ in range(2)] == [0, 1]
    advance(any_store, AT + timedelta(hours=1))
    assert advance(any_store, AT, floor=3) == 3


@pytest.mark.parametrize("_time", range(5))
def test_those_who_find_no_table_at_the_same_moment_all_get_on(any_store: BlobStore, _time: int) -> None:
    begin = Barrier(4, timeout=30)

    def first(n: int) -> None:
        begin.wait()
        any_store.put("bars", str(n), b"x", {}, AT)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(first, range(4)))
    assert any_store.keys("bars") == ("0", "1", "2", "3")


def test_it_is_there_after_a_restart(store: BlobStore, path: Path) -> None:
    store.put("bars", "a", b"x", {}, AT)
    store.close()
    again = open_store(path)
    assert again.keys("bars") == ("a",)
    again.close()


def test_readers_are_not_held_up_by_a_writer(store: BlobStore, path: Path) -> None:
    store.put("bars", "a", b"x", {}, AT)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE market_blobs SET data = x'00'")
    blob = store.get("bars", "a")
    assert blob is not None
    assert blob.data == b"x"
    other.execute("ROLLBACK")
    other.close()


def test_a_file_that_is_no_database_is_a_clear_failure(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is no database, however long it may be" * 100)
    with pytest.raises(StoreFailed):
        open_store(path).get("bars", "a")


def test_a_folder_that_cannot_be_made_fails_at_use_with_the_next_step(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = open_store(tmp_path / "file" / "market.db")
    with pytest.raises(StoreFailed, match="bellwether doctor"):
        store.get("bars", "a")


@pytest.mark.parametrize("url", ["foo://bar", "not an address", "oracle+cx_oracle://host/db", ""])
def test_an_address_that_names_no_database_is_refused_without_being_quoted(url: str) -> None:
    with pytest.raises(StoreFailed, match="DATABASE_URL") as refused:
        BlobStore(url)
    assert not url or url not in str(refused.value)


def test_two_processes_on_one_file_lose_nothing(path: Path) -> None:
    writers = [writer(path, name, 40) for name in "ab"]
    for each in writers:
        assert len(each.communicate(timeout=60)[0].split()) == 40
        assert each.returncode == 0
    store = open_store(path)
    assert len(store.keys("bars")) == 2 * 7 + 1
    for name in "ab":
        for place in range(7):
            blob = store.get("bars", f"{name}/{place}")
            assert blob is not None
            assert blob.meta["n"] == max(n for n in range(40) if n % 7 == place)
            assert blob.data == bytes([blob.meta["n"]]) * 200_000
    store.close()


@pytest.mark.parametrize("acknowledged", [1, 9, 23])
def test_a_kill_in_the_middle_of_a_write_loses_nothing_acknowledged(path: Path, acknowledged: int) -> None:
    process = writer(path, "a", 1_000_000)
    assert process.stdout is not None
    for _ in range(acknowledged):
        last = int(process.stdout.readline())
    os.kill(process.pid, signal.SIGKILL)
    last = max([last, *(int(line) for line in process.stdout.read().split())])
    process.stdout.close()
    process.wait(10)

    store = open_store(path)
    blobs = [store.get("bars", key) for key in store.keys("bars")]
    assert all(blob and blob.data == bytes([blob.meta["n"] % 256]) * 200_000 for blob in blobs)
    shared = store.get("bars", "shared")
    assert shared is not None
    assert shared.meta["n"] in (last, last + 1)  # the write under way may have landed
    store.put("bars", "after", b"x", {}, AT)
    store.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_meta_is_plain_json_in_the_file(store: BlobStore, path: Path) -> None:
    store.put("bars", "a", b"x", {"running": None}, AT)
    connection = sqlite3.connect(path)
    ((meta, at),) = connection.execute("SELECT meta, at FROM market_blobs").fetchall()
    connection.close()
    assert json.loads(meta) == {"running": None}
    assert at == "2026-01-22T21:00:00.000000+00:00"
