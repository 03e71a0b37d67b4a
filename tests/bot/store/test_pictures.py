from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.store.database import is_sqlite
from bot.store.pictures import KEEP, Pictures
from charts.render import Picture
from market.clock import FixedClock

KEY, OTHER = "ff" * 32, "0a" * 32
PICTURE = Picture(b"\x89PNG", "A chart.", 1200, 675)


@pytest.fixture
def pictures(database: sa.Engine, clock: FixedClock) -> Pictures:
    return Pictures(database, clock)


def test_a_picture_comes_back_as_it_was_kept_and_is_forgotten_after_an_hour(
    pictures: Pictures, clock: FixedClock
):
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


def test_a_turn_is_held_by_one_until_it_is_given_back(pictures: Pictures, database: sa.Engine):
    mine, other = pictures.turn(KEY), pictures.turn(OTHER)
    got = threading.Event()

    def wait() -> None:
        pictures.turn(KEY).close()
        got.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    if not is_sqlite(database):  # which has one worker, and so no turns
        assert not got.wait(0.1)
    mine.close()
    assert got.wait(10)
    waiting.join()
    other.close()


def test_a_turn_that_does_not_come_is_not_waited_for_forever(
    pictures: Pictures, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.store.pictures._WAIT", "20ms")
    mine = pictures.turn(KEY)
    pictures.turn(KEY).close()
    mine.close()
    pictures.turn(KEY).close()
