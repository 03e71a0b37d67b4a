from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from bot.store.database import is_sqlite
from bot.store.locks import AdvisoryLocks

KEY, OTHER = "ff" * 32, "0a" * 32


@pytest.fixture
def turns(database: sa.Engine) -> AdvisoryLocks:
    return AdvisoryLocks(database)


def test_a_turn_is_held_by_one_until_it_is_given_back(turns: AdvisoryLocks, database: sa.Engine) -> None:
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


def test_a_turn_that_does_not_come_is_not_waited_for_forever(database: sa.Engine) -> None:
    impatient = AdvisoryLocks(database, patience=0.02)
    mine = impatient.turn(KEY)
    assert mine.mine
    assert impatient.turn(KEY).mine is is_sqlite(database)
    mine.close()
    again = impatient.turn(KEY)
    assert again.mine
    again.close()


@pytest.mark.postgres
@pytest.mark.parametrize("server", ["postgresql"], indirect=True)
def test_a_server_that_ended_the_turn_is_no_mistake_of_whoever_has_it(
    database: sa.Engine, turns: AdvisoryLocks
) -> None:
    mine = turns.turn(KEY)
    holders = "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
    with database.begin() as c:
        c.execute(sa.text(f"{holders} WHERE l.locktype = 'advisory' AND d.datname = current_database()"))
    mine.close()
    again = turns.turn(KEY)
    assert again.mine
    again.close()
