from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.store.composed import StoredPictures
from charts.spec import Picture
from market.clock import FixedClock

KEY, OTHER = "ff" * 32, "0a" * 32
PICTURE = Picture(b"\x89PNG", "A chart.", 1200, 675)


@pytest.fixture
def pictures(database: sa.Engine, clock: FixedClock) -> StoredPictures:
    return StoredPictures(database, clock)


def test_a_picture_comes_back_as_it_was_kept(pictures: StoredPictures) -> None:
    assert pictures.find(KEY) is None
    pictures.keep(KEY, PICTURE)
    pictures.keep(KEY, Picture(b"another", "", 1, 1))
    assert pictures.find(KEY) == PICTURE
    assert pictures.find(OTHER) is None
