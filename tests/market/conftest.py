"""What the market's tests keep things in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from market.store import BlobStore, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BlobStore]:
    store = open_store(tmp_path / "market.db")
    yield store
    store.close()
