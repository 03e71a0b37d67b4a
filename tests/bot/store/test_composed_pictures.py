from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.store.composed import KEEP, StoredPictures
from charts.spec import Picture
from market.clock import FixedClock

KEY, OTHER = "ff" * 32, "0a" * 32
PICTURE = Picture(b"\x89PNG", "A chart.", 1200, 675)


@pytest.fixture
def pictures(database: sa.Engine, clock: FixedClock) -> StoredPictures:
    return StoredPictures(database, clock)


def test_a_picture_comes_back_as_it_was_kept_and_is_forgotten_after_an_hour(
    pictures: StoredPictures, clock: FixedClock
) -> None:
    assert pictures.find(KEY) is None
    pictures.keep(KEY, PICTURE)
    pictures.keep(KEY, Picture(b"another", "", 1, 1))
    assert pictures.find(KEY) == PICTURE
    assert pictures.find(OTHER) is None
    clock.at += KEEP
    assert pictures.forget() == 0
    clock.at += timedelta(seconds=1)
    assert pictures.forget() == 1
    assert pictures.find(KEY) is None
