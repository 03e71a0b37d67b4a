from __future__ import annotations

import dataclasses
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.store.ledger import Ledger, LedgerLine, Stage
from bot.store.subscriptions import StoredSubscriptions
from bot.store.workers import WorkerTable
from commands.framework.ports import Place, Subscription
from market.calendars.schedule import Edition, Schedule, time_of
from market.clock import FixedClock

PLACE = Place("slack", "T1", "C1")
DUE = datetime(2026, 1, 22, 7, 30, tzinfo=UTC)
SCHEDULE = Schedule(Edition.MORNING, "Europe/Berlin", time_of("08:30"))


@pytest.fixture
def ledger(database: sa.Engine, clock: FixedClock) -> Ledger:
    return Ledger(database, clock)


@pytest.fixture
def workers(database: sa.Engine, clock: FixedClock) -> WorkerTable:
    both = WorkerTable(database, clock)
    both.enter("worker-1", "one")
    both.enter("worker-2", "two")
    return both


def line(subscription: Subscription, day: int = 22) -> LedgerLine:
    return LedgerLine(
        key=f"digest:{subscription.id}:morning:2026-01-{day}",
        kind="digest",
        subject=subscription.id,
        place=PLACE,
        owner="U1",
        day=date(2026, 1, day),
        due=DUE,
        content={"edition": "morning"},
    )


@pytest.fixture
def subscription(database: sa.Engine, clock: FixedClock) -> Subscription:
    return StoredSubscriptions(database, clock).add(Subscription(PLACE, "U1", SCHEDULE, next_due=DUE))


@pytest.fixture
def written(database: sa.Engine, ledger: Ledger, subscription: Subscription) -> LedgerLine:
    with database.begin() as c:
        ledger.write(c, [line(subscription)], "batch")
    return line(subscription)


def claimed(ledger: Ledger, batch: str, me: str) -> list[LedgerLine]:
    with ledger._engine.begin() as c:
        return ledger.claim(c, batch, me)


def intended(ledger: Ledger, mine: LedgerLine, me: str) -> bool:
    with ledger._engine.begin() as c:
        return ledger.intend(mine, me, mine.attempts + 1)(c)


def closed(
    ledger: Ledger, mine: LedgerLine, me: str, stage: Stage, note: str = "", message: str = ""
) -> bool:
    with ledger._engine.begin() as c:
        return ledger.close(mine, me, stage, note, message)(c)


def test_a_key_is_written_once(database: sa.Engine, ledger: Ledger, written: LedgerLine) -> None:
    with database.begin() as c:
        ledger.write(c, [written, written], "another")
    assert ledger.counts() == {"due": 1}
    assert claimed(ledger, "another", "one") == []


def test_a_line_goes_from_due_to_sent(ledger: Ledger, workers: WorkerTable, written: LedgerLine) -> None:
    (mine,) = claimed(ledger, "batch", "one")
    assert mine.stage is Stage.DUE
    assert intended(ledger, mine, "one")
    assert ledger.counts() == {"sending": 1}
    assert closed(ledger, mine, "one", Stage.SENT, message="1769.1")
    (sent,) = ledger.listed(Stage.SENT)
    assert (sent.message, sent.attempts) == ("1769.1", 1)


def test_the_moment_of_the_first_intent_stays_through_repeats_and_an_operators_retry(
    ledger: Ledger, workers: WorkerTable, written: LedgerLine, clock: FixedClock
) -> None:
    first = clock.now()
    (mine,) = claimed(ledger, "batch", "one")
    for _ in range(2):
        assert intended(ledger, mine, "one")
        clock.at += timedelta(minutes=1)
    (begun,) = claimed(ledger, "batch", "one")
    assert begun.begun == first
    closed(ledger, mine, "one", Stage.UNCERTAIN)
    clock.at += timedelta(days=3)
    assert ledger.retry(written.key)
    (again,) = claimed(ledger, "batch", "one")
    assert (again.begun, again.due) == (first, clock.now())


def test_what_a_living_worker_claimed_another_cannot(
    ledger: Ledger, workers: WorkerTable, written: LedgerLine
) -> None:
    (mine,) = claimed(ledger, "batch", "one")
    assert claimed(ledger, "batch", "two") == []
    assert not intended(ledger, mine, "two")


def test_what_a_dead_worker_claimed_another_takes_over_and_sees_the_intent(
    ledger: Ledger, workers: WorkerTable, written: LedgerLine
) -> None:
    (mine,) = claimed(ledger, "batch", "one")
    assert intended(ledger, mine, "one")
    workers.leave("one")
    (taken,) = claimed(ledger, "batch", "two")
    assert taken.stage is Stage.SENDING
    assert not intended(ledger, mine, "one")
    assert not closed(ledger, mine, "one", Stage.SENT)


def test_a_worker_that_was_struck_off_may_not_post_even_before_anybody_took_over(
    ledger: Ledger, workers: WorkerTable, written: LedgerLine
) -> None:
    (mine,) = claimed(ledger, "batch", "one")
    workers.leave("one")
    assert not intended(ledger, mine, "one")


def test_a_digest_that_was_paused_meanwhile_is_skipped(
    database: sa.Engine, clock: FixedClock, ledger: Ledger, workers: WorkerTable, subscription: Subscription
) -> None:
    with database.begin() as c:
        ledger.write(c, [line(subscription)], "batch")
    StoredSubscriptions(database, clock).remove(subscription)
    assert claimed(ledger, "batch", "one") == []
    assert ledger.counts() == {"skipped": 1}


def test_a_postponed_line_is_stranded_once_its_time_has_come(
    database: sa.Engine, clock: FixedClock, ledger: Ledger, workers: WorkerTable, written: LedgerLine
) -> None:
    (mine,) = claimed(ledger, "batch", "one")
    ledger.postpone(mine, "one", clock.now() + timedelta(minutes=10), "slow down")
    for minutes, count in [(9, 0), (3, 1)]:
        clock.at += timedelta(minutes=minutes)
        with database.begin() as c:
            assert len(ledger.stranded(c, timedelta(minutes=1), 10)) == count
    with database.begin() as c:
        ledger.rebatch(c, ledger.stranded(c, timedelta(0), 10), "again")
    assert [found.key for found in claimed(ledger, "again", "two")] == [written.key]


def test_what_a_living_worker_holds_is_never_stranded(
    database: sa.Engine, clock: FixedClock, ledger: Ledger, workers: WorkerTable, written: LedgerLine
) -> None:
    claimed(ledger, "batch", "one")
    clock.at += timedelta(hours=1)
    with database.begin() as c:
        assert ledger.stranded(c, timedelta(minutes=1), 10) == []
    ledger.release("batch", "one")
    with database.begin() as c:
        assert len(ledger.stranded(c, timedelta(minutes=1), 10)) == 1


def test_what_a_dead_worker_holds_is_stranded_at_once_and_only_once(
    database: sa.Engine, ledger: Ledger, workers: WorkerTable, written: LedgerLine
) -> None:
    (mine,) = claimed(ledger, "batch", "one")
    assert intended(ledger, mine, "one")
    workers.leave("one")
    with database.begin() as c:
        lost = ledger.stranded(c, timedelta(minutes=1), 10)
        assert [found.key for found in lost] == [written.key]
        ledger.rebatch(c, lost, "again")
        assert ledger.stranded(c, timedelta(minutes=1), 10) == []  # its new job has time to take it
    assert claimed(ledger, "batch", "two") == []
    (again,) = claimed(ledger, "again", "two")
    assert again.stage is Stage.SENDING  # it may be out


def test_what_a_restarted_job_claims_while_the_sweep_looks_stays_with_that_job(
    database: sa.Engine, ledger: Ledger, workers: WorkerTable, written: LedgerLine
) -> None:
    """On SQLite nothing is locked by looking. Both jobs may be of the same worker, whose claim would serve both."""
    claimed(ledger, "batch", "one")
    workers.leave("one")
    with database.begin() as c:
        lost = ledger.stranded(c, timedelta(minutes=1), 10)
    assert [found.key for found in claimed(ledger, "batch", "two")] == [written.key]
    with database.begin() as c:
        ledger.rebatch(c, lost, "again")
    assert claimed(ledger, "again", "two") == []
    (mine,) = claimed(ledger, "batch", "two")
    assert intended(ledger, mine, "two")


def test_an_operator_may_retry_what_was_given_up_and_it_is_looked_for_first(
    ledger: Ledger, workers: WorkerTable, written: LedgerLine
) -> None:
    (mine,) = claimed(ledger, "batch", "one")
    closed(ledger, mine, "one", Stage.DEAD, "channel gone")
    assert ledger.retry(written.key)
    assert not ledger.retry("no such key")
    (again,) = claimed(ledger, "batch", "two")
    assert again.stage is Stage.SENDING


@pytest.mark.parametrize(("attempts", "kept"), [(1, False), (2, True)])
def test_what_was_refused_at_its_only_attempt_is_not_looked_for_in_older_days(
    ledger: Ledger, workers: WorkerTable, written: LedgerLine, clock: FixedClock, attempts: int, kept: bool
) -> None:
    (mine,) = claimed(ledger, "batch", "one")
    first = clock.now()
    for attempt in range(attempts):
        assert intended(ledger, replace(mine, attempts=attempt), "one")
    closed(ledger, mine, "one", Stage.DEAD, "no permission")
    clock.at += timedelta(days=1)
    assert ledger.retry(written.key)
    (again,) = claimed(ledger, "batch", "two")
    assert again.begun == (first if kept else clock.now())


def test_closed_lines_are_forgotten_after_ninety_days_and_open_ones_never(
    database: sa.Engine, clock: FixedClock, ledger: Ledger, workers: WorkerTable, subscription: Subscription
) -> None:
    with database.begin() as c:
        ledger.write(c, [line(subscription, 21)], "closed")
        ledger.write(c, [line(subscription, 22)], "open")
    (mine,) = claimed(ledger, "closed", "one")
    closed(ledger, mine, "one", Stage.SENT)
    clock.at += timedelta(days=91)
    assert ledger.forget() == 1
    assert ledger.counts() == {"due": 1}


def test_content_comes_back_as_it_went_in(ledger: Ledger, workers: WorkerTable, written: LedgerLine) -> None:
    (mine,) = claimed(ledger, "batch", "one")
    assert dataclasses.replace(mine, id=0) == written


def test_a_worker_gives_back_what_it_holds_for_jobs_that_it_no_longer_runs(
    ledger: Ledger, workers: WorkerTable, written: LedgerLine, clock: FixedClock
) -> None:
    claimed(ledger, "batch", "one")
    assert ledger.release_idle("one", []) == 0
    clock.at += timedelta(minutes=1)
    assert ledger.release_idle("one", ["batch"]) == 0
    assert ledger.release_idle("one", []) == 1
    assert len(claimed(ledger, "batch", "two")) == 1
