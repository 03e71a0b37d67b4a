from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from bot.jobs.heartbeat import BEAT, DEAD, FENCE, POST, Heartbeat
from bot.store.workers import WorkerSlot, WorkerTable
from tests.bot.jobs.stage import Time


def present(engine: sa.Engine, time: Time, slot: str, held: bool = True) -> Heartbeat:
    found = Heartbeat(
        WorkerTable(engine, time.clock), WorkerSlot(slot, lambda: held, lambda: None), time.elapsed
    )
    found.enter()
    return found


def test_no_post_of_a_worker_that_is_struck_off_can_still_be_on_the_way() -> None:
    assert BEAT < FENCE
    assert FENCE + POST < DEAD


def test_a_worker_may_post_while_its_pulse_is_young(database: sa.Engine, time: Time) -> None:
    one = present(database, time, "worker-1")
    time.passes(FENCE - 0.1)
    assert one.fresh()
    time.passes(0.2)
    assert not one.fresh()
    one.beat()
    assert one.fresh()


def test_a_pulse_that_stands_still_is_struck_off_after_twenty_seconds(
    database: sa.Engine, time: Time
) -> None:
    one, two = present(database, time, "worker-1"), present(database, time, "worker-2")
    assert one.watch() == ["worker-1", "worker-2"]
    time.passes(DEAD - 1)
    assert one.watch() == ["worker-1", "worker-2"]
    time.passes(2)
    assert one.watch() == ["worker-1"]
    assert not two.fresh()


def test_a_pulse_that_beats_is_not(database: sa.Engine, time: Time) -> None:
    one, two = present(database, time, "worker-1"), present(database, time, "worker-2")
    for _ in range(10):
        time.passes(10)
        two.beat()
        assert one.watch() == ["worker-1", "worker-2"]


def test_nobody_strikes_off_itself(database: sa.Engine, time: Time) -> None:
    one = present(database, time, "worker-1")
    one.watch()
    time.passes(60)
    assert one.watch() == ["worker-1"]


def test_a_struck_worker_comes_back_as_another(database: sa.Engine, time: Time) -> None:
    one, two = present(database, time, "worker-1"), present(database, time, "worker-2")
    one.watch()
    time.passes(DEAD + 1)
    one.watch()
    former = two.me
    two.beat()
    assert two.me != former
    assert two.fresh()
    assert one.watch() == ["worker-1", "worker-2"]


def test_a_worker_that_lost_its_slot_does_not_beat(database: sa.Engine, time: Time) -> None:
    one = present(database, time, "worker-1", held=False)
    time.passes(FENCE + 1)
    one.beat()
    assert not one.fresh()


def test_setting_the_wall_clock_changes_nothing(database: sa.Engine, time: Time) -> None:
    one, two = present(database, time, "worker-1"), present(database, time, "worker-2")
    one.watch()
    time.clock.at = time.clock.at.replace(year=2020)
    assert one.watch() == ["worker-1", "worker-2"]
    assert two.fresh()


def test_a_clean_end_is_seen_at_once(database: sa.Engine, time: Time) -> None:
    one, two = present(database, time, "worker-1"), present(database, time, "worker-2")
    two.leave()
    assert one.watch() == ["worker-1"]
    assert not two.fresh()


def test_many_threads_that_find_it_struck_off_come_back_as_one(database: sa.Engine, time: Time) -> None:
    one, two = present(database, time, "worker-1"), present(database, time, "worker-2")
    one.watch()
    time.passes(DEAD + 1)
    one.watch()
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(two.renew) for _ in range(8)]:
            done.result()
    assert two.fresh()
    assert [worker.incarnation for worker in WorkerTable(database, time.clock).living()] == [one.me, two.me]
