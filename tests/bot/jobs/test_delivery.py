from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.adapters.poster import TOO_MUCH, Ambiguous, Permanent, Post, Retryable
from bot.engine.content import Content
from bot.jobs.clock_watch import ClockWatch
from bot.jobs.delivery import BatchDelivery, NothingToPost
from bot.jobs.heartbeat import Heartbeat
from bot.store.ledger import Ledger, LedgerLine, Stage
from bot.store.subscriptions import StoredSubscriptions
from bot.store.workers import WorkerSlot, WorkerTable
from commands.framework.ports import Place, State
from commands.framework.reply import Reply
from market.child_process import ChildTimeout
from market.clock import FixedClock
from tests.bot.jobs.stage import DUE, Channels, Time, claimed, each, owed, say, subscribed

LOST = Ambiguous("Slack did not confirm (HTTP 500).")


class Worker:
    """One worker's courier with its presence, on `time`."""

    def __init__(
        self,
        engine: sa.Engine,
        time: Time,
        channels: Channels,
        slot: str = "worker-1",
        compose: Callable[[LedgerLine], Coroutine[Any, Any, Content]] = say,
        watch: ClockWatch | None = None,
    ) -> None:
        self.ledger = Ledger(engine, time.clock)
        self.presence = Heartbeat(
            WorkerTable(engine, time.clock), WorkerSlot(slot, lambda: True, lambda: None), time.elapsed
        )
        self.presence.enter()
        self.courier = BatchDelivery(
            engine,
            self.presence,
            channels,
            each(compose),
            time.clock,
            sleep=time.sleep,
            elapsed=time.elapsed,
            watch=watch,
        )

    async def deliver(self, batch: str = "batch") -> None:
        await self.courier.deliver(batch)


@pytest.fixture
def worker(database: sa.Engine, time: Time, channels: Channels) -> Worker:
    return Worker(database, time, channels)


@pytest.fixture
def line(database: sa.Engine, clock: FixedClock) -> LedgerLine:
    return owed(database, clock, subscribed(database, clock))


def outcome(worker: Worker) -> LedgerLine:
    (found,) = worker.ledger.listed(*Stage)
    return found


async def deliver_again(worker: Worker, database: sa.Engine) -> None:
    """As the sweep does with a line that waits in the ledger."""
    with database.begin() as c:
        worker.ledger.rebatch(c, worker.ledger.stranded(c, timedelta(minutes=1), 10), "again")
    await worker.deliver("again")


async def test_a_post_is_made_once_and_its_id_is_kept(
    worker: Worker, channels: Channels, line: LedgerLine
) -> None:
    await worker.deliver()
    await worker.deliver()
    assert [(where, key) for where, key, _ in channels.posts] == [("C1", line.key)]
    assert (outcome(worker).stage, outcome(worker).message) == (Stage.SENT, "m1")


async def test_told_to_wait_it_waits_as_long_as_told_and_repeats_without_looking(
    worker: Worker, channels: Channels, line: LedgerLine, time: Time
) -> None:
    channels.script = [Retryable("Slack asks us to slow down.", 7.0)]
    await worker.deliver()
    assert time.slept == [7.0]
    assert channels.looks == []
    assert len(channels.posts) == 1


async def test_told_to_wait_for_long_it_goes_back_to_the_ledger(
    worker: Worker, channels: Channels, line: LedgerLine, database: sa.Engine, time: Time
) -> None:
    channels.script = [Retryable("Slack asks us to slow down.", 600.0)]
    await worker.deliver()
    assert (outcome(worker).stage, time.slept) == (Stage.DUE, [])
    time.passes(601)
    with database.begin() as c:
        worker.ledger.rebatch(c, worker.ledger.stranded(c, timedelta(0), 10), "again")
    await worker.deliver("again")
    assert len(channels.posts) == 1


async def test_a_lost_answer_is_looked_for_and_not_posted_again(
    worker: Worker, channels: Channels, line: LedgerLine
) -> None:
    channels.script = [(LOST, True)]
    await worker.deliver()
    assert len(channels.posts) == 1
    assert (outcome(worker).stage, outcome(worker).message) == (Stage.SENT, "m1")


async def test_a_post_that_never_arrived_is_repeated_after_looking(
    worker: Worker, channels: Channels, line: LedgerLine
) -> None:
    channels.script = [LOST]
    await worker.deliver()
    assert len(channels.looks) == 4
    assert len(channels.posts) == 1
    assert outcome(worker).stage is Stage.SENT


async def test_after_eight_lost_answers_it_is_uncertain_and_never_posted_again(
    worker: Worker, channels: Channels, line: LedgerLine
) -> None:
    channels.script = [LOST] * 10
    await worker.deliver()
    await worker.deliver()
    assert channels.attempts == 8
    assert outcome(worker).stage is Stage.UNCERTAIN


async def test_what_the_platform_refused_does_not_bring_a_post_closer_to_being_given_up(
    worker: Worker, channels: Channels, line: LedgerLine
) -> None:
    channels.script = [Retryable("Slow down.", 1.0), LOST] * 7
    await worker.deliver()
    assert channels.attempts == 15
    assert len(channels.posts) == 1
    assert outcome(worker).stage is Stage.SENT


async def test_while_a_history_cannot_be_read_nothing_is_posted_again(
    worker: Worker, channels: Channels, line: LedgerLine, database: sa.Engine, time: Time
) -> None:
    channels.script, channels.unreadable = [(LOST, True)], [LOST] * 3
    await worker.deliver()
    assert outcome(worker).stage is Stage.SENDING
    time.passes(180)
    with database.begin() as c:
        worker.ledger.rebatch(c, worker.ledger.stranded(c, timedelta(minutes=1), 10), "again")
    await worker.deliver("again")
    assert channels.attempts == 1
    assert outcome(worker).message == "m1"


class Lagging(Channels):
    """A history in which a message appears late, and which then cannot be read for a while."""

    async def find(self, channel: str, key: str, since: datetime, under: str = "") -> str | None:
        self.looks.append(key)
        if len(self.looks) == 1:
            return None
        if len(self.looks) <= 3:
            raise LOST
        return await super().find(channel, key, since)


async def test_a_look_that_came_too_early_counts_only_if_the_last_one_agrees(
    database: sa.Engine, time: Time, line: LedgerLine
) -> None:
    channels = Lagging(time.clock, script=[(LOST, True)])
    worker = Worker(database, time, channels)
    await worker.deliver()
    assert channels.attempts == 1
    assert outcome(worker).stage is Stage.SENDING
    time.passes(180)
    with database.begin() as c:
        worker.ledger.rebatch(c, worker.ledger.stranded(c, timedelta(minutes=1), 10), "again")
    await worker.deliver("again")
    assert channels.attempts == 1
    assert outcome(worker).message == "m1"


async def test_a_history_that_stays_unreadable_until_it_is_too_late_makes_it_uncertain(
    worker: Worker, channels: Channels, line: LedgerLine, database: sa.Engine, time: Time
) -> None:
    channels.script, channels.unreadable = [(LOST, True)], [LOST] * 6
    await worker.deliver()
    time.passes(7200)
    with database.begin() as c:
        worker.ledger.rebatch(c, worker.ledger.stranded(c, timedelta(minutes=1), 10), "again")
    await worker.deliver("again")
    assert channels.attempts == 1
    assert outcome(worker).stage is Stage.UNCERTAIN


async def uncertain(worker: Worker, channels: Channels, database: sa.Engine, time: Time) -> None:
    """The line's post went out, its answer was lost, and until it was too late nobody could look."""
    channels.script, channels.unreadable = [(LOST, True)], [LOST] * 6
    await worker.deliver()
    time.passes(7200)
    await deliver_again(worker, database)
    assert outcome(worker).stage is Stage.UNCERTAIN


async def test_after_an_operators_retry_the_look_goes_back_to_the_first_intent_and_finds_the_old_post(
    worker: Worker, channels: Channels, line: LedgerLine, database: sa.Engine, time: Time
) -> None:
    first = time.clock.now()
    await uncertain(worker, channels, database, time)
    time.passes(5 * 24 * 3600)
    assert worker.ledger.retry(line.key)
    await deliver_again(worker, database)
    assert channels.attempts == 1
    assert (outcome(worker).stage, outcome(worker).message) == (Stage.SENT, "m1")
    assert set(channels.since) == {first}


async def test_an_intent_from_before_its_moment_was_saved_is_looked_for_since_two_days_before_its_day(
    worker: Worker, channels: Channels, line: LedgerLine, database: sa.Engine, time: Time
) -> None:
    await uncertain(worker, channels, database, time)
    with database.begin() as c:
        c.execute(sa.text("UPDATE deliveries SET begun = NULL"))
    time.passes(5 * 24 * 3600)
    assert worker.ledger.retry(line.key)
    await deliver_again(worker, database)
    assert channels.attempts == 1
    assert outcome(worker).message == "m1"
    assert channels.since[-1] == datetime(2026, 1, 20, tzinfo=UTC)


async def test_a_history_too_long_to_be_looked_through_is_no_leave_to_post_again(
    worker: Worker, channels: Channels, line: LedgerLine, database: sa.Engine, time: Time
) -> None:
    await uncertain(worker, channels, database, time)
    assert worker.ledger.retry(line.key)
    channels.unreadable = [Ambiguous(TOO_MUCH)] * 6
    await deliver_again(worker, database)
    assert outcome(worker).stage is Stage.SENDING
    time.passes(7200)
    await deliver_again(worker, database)
    assert channels.unreadable == []
    assert channels.attempts == 1
    assert outcome(worker).stage is Stage.UNCERTAIN


async def test_what_was_skipped_is_posted_by_an_operators_retry_without_a_look_at_older_days(
    worker: Worker, channels: Channels, line: LedgerLine, database: sa.Engine, time: Time
) -> None:
    time.passes(7200)
    await worker.deliver()
    assert outcome(worker).stage is Stage.SKIPPED
    time.passes(24 * 3600)
    assert worker.ledger.retry(line.key)
    retried = time.clock.now()
    await deliver_again(worker, database)
    assert outcome(worker).stage is Stage.SENT
    assert set(channels.since) == {retried}


async def test_every_look_goes_back_to_the_first_of_several_posts(
    worker: Worker, channels: Channels, line: LedgerLine, time: Time
) -> None:
    first = time.clock.now()
    channels.script = [Retryable("Slow down.", 20.0), LOST, LOST]
    await worker.deliver()
    assert len(channels.posts) == 1
    assert set(channels.since) == {first}
    assert outcome(worker).begun == first


async def test_a_slow_history_is_waited_for(
    worker: Worker, channels: Channels, line: LedgerLine, time: Time
) -> None:
    channels.script, channels.unreadable = [(LOST, True)], [Retryable("Once a minute.", 60.0)]
    await worker.deliver()
    assert 60.0 in time.slept
    assert outcome(worker).message == "m1"
    assert len(channels.posts) == 1


async def test_what_cannot_be_posted_pauses_the_digest_and_tells_its_owner_once(
    worker: Worker, channels: Channels, line: LedgerLine, database: sa.Engine, clock: FixedClock
) -> None:
    channels.script = [Permanent("That channel is archived. Choose another one.", "is_archived")]
    await worker.deliver()
    (subscription,) = StoredSubscriptions(database, clock).of_channel(line.place)
    assert subscription.state is State.PAUSED
    assert subscription.reason == "That channel is archived. Choose another one."
    assert worker.ledger.listed(Stage.DEAD)[0].key == line.key
    (told,) = worker.ledger.listed(Stage.DUE)
    assert told.place == Place("slack", "T1", "@U1")
    assert told.content["headline"].endswith(f"/digest resume {subscription.id}")


async def test_what_a_dead_worker_had_begun_is_looked_for_first(
    database: sa.Engine, time: Time, channels: Channels, line: LedgerLine
) -> None:
    dead = Worker(database, time, channels, "worker-1")
    (taken,) = claimed(dead.ledger, "batch", dead.presence.me)
    with database.begin() as c:
        assert dead.ledger.intend(taken, dead.presence.me, 1)(c)
    await channels.post(Post("C1", (await say(line)).reply, line.key))  # it was out, then came kill -9
    living = Worker(database, time, channels, "worker-1")  # the same slot: the former one is dead
    await living.deliver()
    assert channels.attempts == 1
    assert outcome(living).message == "m1"


async def test_a_worker_that_was_frozen_and_taken_for_dead_posts_nothing_when_it_thaws(
    database: sa.Engine, time: Time, channels: Channels, line: LedgerLine
) -> None:
    frozen: Worker
    other: Worker

    async def freezes(owed_line: LedgerLine) -> Content:
        """Composing is where the first worker freezes: it has claimed, and not yet posted."""
        time.passes(25)
        other.presence.beat()
        other.presence.watch()
        time.passes(21)  # nobody heard of the first for all that time
        other.presence.beat()
        other.presence.watch()
        await other.deliver()
        return await say(owed_line)

    frozen = Worker(database, time, channels, "worker-1", freezes)
    other = Worker(database, time, channels, "worker-2")
    other.presence.watch()
    before = frozen.presence.me
    await frozen.deliver()
    assert len(channels.posts) == 1
    assert channels.attempts == 1
    assert frozen.presence.me != before


async def test_a_pulse_is_renewed_right_before_a_post_that_took_long_to_compose(
    database: sa.Engine, time: Time, channels: Channels, line: LedgerLine
) -> None:
    async def slow(owed_line: LedgerLine) -> Content:
        time.passes(10)
        assert not slowed.presence.fresh()
        return await say(owed_line)

    slowed = Worker(database, time, channels, compose=slow)
    await slowed.deliver()
    assert slowed.presence.fresh()
    assert len(channels.posts) == 1


@pytest.mark.parametrize(
    ("late", "notes"),
    [
        (4 * 60, ()),
        (5 * 60 - 1, ()),
        (5 * 60, ("Posted 5 minutes late.",)),
        (5 * 60 + 1, ("Posted 5 minutes late.",)),
        (120 * 60 - 1, ("Posted 119 minutes late.",)),
        (120 * 60, None),
        (120 * 60 + 1, None),
    ],
)
async def test_late_by_less_than_two_hours_it_is_posted_and_says_so_from_five_minutes_on(
    worker: Worker,
    channels: Channels,
    line: LedgerLine,
    time: Time,
    late: int,
    notes: tuple[str, ...] | None,
):
    time.passes(late)
    await worker.deliver()
    assert [reply.notes for _, _, reply in channels.posts] == ([] if notes is None else [notes])
    if notes is None:
        assert outcome(worker).stage is Stage.SKIPPED
        assert "too late" in outcome(worker).note


@pytest.mark.parametrize(("hours", "posts"), [(23, 1), (24, 0)])
async def test_an_alert_that_quiet_hours_held_is_told_when_the_machine_wakes(
    database: sa.Engine, worker: Worker, channels: Channels, time: Time, hours: int, posts: int
) -> None:
    line = LedgerLine(
        "alert:1:x", "alert", 1, Place("slack", "T1", "C1"), "U1", DUE.date(), DUE, {"held": DUE.isoformat()}
    )
    with database.begin() as c:
        worker.ledger.write(c, [line], "batch")
    time.passes(hours * 3600)
    await worker.deliver()
    assert [reply.notes[0] for _, _, reply in channels.posts] == ["Posted 23 hours late."] * posts


async def test_late_posts_of_a_minute_share_what_they_say(
    database: sa.Engine, time: Time, channels: Channels, clock: FixedClock
) -> None:
    for channel in ("C1", "C2", "C3"):
        owed(database, clock, subscribed(database, clock, channel))
    content = Content(Reply("News."))

    async def same(line: LedgerLine) -> Content:
        return content

    time.passes(1800)
    await Worker(database, time, channels, compose=same).deliver()
    said = [reply for _, _, reply in channels.posts]
    assert said[0].notes == ("Posted 30 minutes late.",)
    assert said[0] is said[1] is said[2]


async def test_one_line_that_cannot_be_composed_does_not_stop_the_others(
    database: sa.Engine, time: Time, channels: Channels, clock: FixedClock
) -> None:
    first = owed(database, clock, subscribed(database, clock, "C1"))
    owed(database, clock, subscribed(database, clock, "C2"))

    async def picky(line: LedgerLine) -> Content:
        if line.key == first.key:
            raise NothingToPost("The provider is not answering.")
        return await say(line)

    worker = Worker(database, time, channels, compose=picky)
    await worker.deliver()
    assert [where for where, _, _ in channels.posts] == ["C2"]
    assert worker.ledger.counts() == {"due": 1, "sent": 1}


async def test_a_mistake_of_an_adapter_counts_as_a_lost_answer(
    worker: Worker, channels: Channels, line: LedgerLine
) -> None:
    channels.script = [(KeyError("ts"), True)]
    await worker.deliver()
    assert len(channels.posts) == 1
    assert outcome(worker).stage is Stage.SENT


async def test_a_back_off_holds_for_its_workspace_only(
    database: sa.Engine, time: Time, channels: Channels, clock: FixedClock
) -> None:
    for channel in ("C1", "C2"):
        owed(database, clock, subscribed(database, clock, channel), "slow")
    elsewhere = Place("slack", "T2", "C3")
    owed(database, clock, subscribed(database, clock, place=elsewhere), "quick")
    released, waiting = asyncio.Event(), asyncio.Event()

    async def held(seconds: float) -> None:
        waiting.set()
        await released.wait()
        time.passes(seconds)

    worker = Worker(database, time, channels)
    worker.courier._sleep = held
    channels.script = [Retryable("Slow down.", 9.0), Retryable("Slow down.", 9.0)]
    slow = asyncio.create_task(worker.deliver("slow"))
    await waiting.wait()
    channels.script.clear()
    await worker.deliver("quick")
    assert ("C3") in [where for where, _, _ in channels.posts]
    released.set()
    await slow
    assert sorted(where for where, _, _ in channels.posts) == ["C1", "C2", "C3"]


async def test_without_a_way_to_post_a_line_waits_in_the_ledger(
    database: sa.Engine, time: Time, channels: Channels, line: LedgerLine
) -> None:
    async def nobody(place: Place) -> None:
        return None

    worker = Worker(database, time, channels)
    worker.courier._posters = nobody
    await worker.deliver()
    assert outcome(worker).stage is Stage.DUE
    (why,) = worker.ledger.held()
    assert "not installed there any more" in why


async def test_what_may_be_out_stays_so_while_there_is_no_way_to_look(
    database: sa.Engine, time: Time, channels: Channels, line: LedgerLine
) -> None:
    async def nobody(place: Place) -> None:
        return None

    dead = Worker(database, time, channels)
    (taken,) = claimed(dead.ledger, "batch", dead.presence.me)
    with database.begin() as c:
        assert dead.ledger.intend(taken, dead.presence.me, 1)(c)
    living = Worker(database, time, channels)
    living.courier._posters = nobody
    await living.deliver()
    assert outcome(living).stage is Stage.SENDING


async def test_a_line_is_too_late_only_by_a_clock_that_is_believed(
    database: sa.Engine, time: Time, channels: Channels, line: LedgerLine
) -> None:
    watch = ClockWatch(time.clock, time.elapsed)
    watch.look()
    time.clock.at += timedelta(hours=3)
    worker = Worker(database, time, channels, watch=watch)
    await worker.deliver()
    (waiting,) = worker.ledger.listed(Stage.DUE)
    assert "clock" in waiting.note
    time.passes(61)
    await worker.deliver()
    assert worker.ledger.counts() == {"skipped": 1}
    assert channels.posts == []


@pytest.mark.parametrize(
    ("error", "trace"), [(ChildTimeout("took too long"), False), (RuntimeError("ours"), True)]
)
async def test_a_content_that_fails_is_one_line_however_many_wait_for_it(
    database: sa.Engine, time: Time, channels: Channels, error: Exception, trace: bool,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    worker = Worker(database, time, channels)

    async def shared(lines: Sequence[LedgerLine]) -> list[asyncio.Future[Content]]:
        content = asyncio.get_running_loop().create_future()
        content.set_exception(error)
        return [content] * len(lines)

    worker.courier._compose = shared
    for number in range(20):
        owed(database, time.clock, subscribed(database, time.clock, channel=f"C{number}"))
    await worker.deliver()
    (line,) = (record for record in caplog.records if record.name == "bellwether.delivery")
    assert bool(line.exc_info) is trace
    assert worker.ledger.counts() == {"due": 20}
