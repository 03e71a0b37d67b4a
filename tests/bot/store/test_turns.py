from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from bot.store.database import is_sqlite
from bot.store.turns import Turns

KEY, OTHER = "ff" * 32, "0a" * 32


@pytest.fixture
def turns(database: sa.Engine) -> Turns:
    return Turns(database)


def test_a_turn_is_held_by_one_until_it_is_given_back(turns: Turns, database: sa.Engine):
    mine, other = turns.turn(KEY), turns.turn(OTHER)
    got = threading.Event()

    def wait() -> None:
        turns.turn(KEY).close()
        got.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    if not is_sqlite(database):  # which has one worker, and so no turns
        assert not got.wait(0.1)
    mine.close()
    assert got.wait(10)
    waiting.join()
    other.close()


def test_a_turn_that_does_not_come_is_not_waited_for_forever(turns: Turns, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.store.turns._WAIT", "20ms")
    mine = turns.turn(KEY)
    turns.turn(KEY).close()
    mine.close()
    turns.turn(KEY).close()
