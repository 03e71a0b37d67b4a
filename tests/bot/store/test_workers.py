from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.store.store import open_database
from bot.store.workers import SlotTaken, WorkerRecord, WorkerTable, take_slot
from market.clock import FixedClock
from market.fetching.database import is_sqlite


def test_every_worker_has_a_slot_of_its_own_and_gets_it_again(database: sa.Engine) -> None:
    first = take_slot(database)
    assert first.name == "worker-1"
    other = open_database(database.url)
    if is_sqlite(database):
        with pytest.raises(SlotTaken, match="DATABASE_URL"):
            take_slot(other)
    else:
        second = take_slot(other)
        assert second.name == "worker-2"
        second.release()
    first.release()
    again = take_slot(other)
    assert again.name == "worker-1"
    assert again.held()
    again.release()
    other.dispose()


def test_a_slot_is_taken_again_when_the_server_dropped_the_connection(database: sa.Engine) -> None:
    slot = take_slot(database)
    if not is_sqlite(database):
        with database.connect() as c:
            c.execute(
                sa.text(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks "
                    "WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
                )
            )
        assert not slot.held()
    assert slot.held()
    slot.release()


def test_a_pulse_rises_until_its_worker_is_struck_off(database: sa.Engine, clock: FixedClock) -> None:
    workers = WorkerTable(database, clock)
    workers.enter("worker-1", "one")
    assert workers.beat("one")
    assert workers.living() == [WorkerRecord("worker-1", "one", 1)]
    assert workers.strike(WorkerRecord("worker-1", "one", 1))
    assert not workers.beat("one")


def test_a_worker_whose_pulse_moved_meanwhile_is_not_struck_off(
    database: sa.Engine, clock: FixedClock
) -> None:
    workers = WorkerTable(database, clock)
    workers.enter("worker-1", "one")
    seen = workers.living()[0]
    workers.beat("one")
    assert not workers.strike(seen)
    assert workers.beat("one")


def test_a_new_incarnation_in_a_slot_ends_the_former(database: sa.Engine, clock: FixedClock) -> None:
    workers = WorkerTable(database, clock)
    workers.enter("worker-1", "former")
    workers.enter("worker-1", "latter")
    assert [worker.incarnation for worker in workers.living()] == ["latter"]
    assert not workers.beat("former")
