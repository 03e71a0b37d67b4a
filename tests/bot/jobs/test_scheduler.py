from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.jobs.clock_watch import ClockWatch
from bot.jobs.scheduler import NightlyJob, Scheduler
from bot.store.ledger import Ledger, Stage
from bot.store.mentions import mention_of
from bot.store.subscriptions import StoredSubscriptions
from commands.framework.ports import MentionedGroup, Place, Subscription
from market.calendars.calendar import Calendar
from market.calendars.schedule import Days, Edition, Schedule, time_of
from market.clock import FixedClock
from market.fetching.database import is_sqlite
from tests.bot.jobs.stage import DUE, SCHEDULE, Jobs, Time, claimed, subscribed

CALENDAR = Calendar()
DAILY = replace(SCHEDULE, days=Days.parse("daily"))


@pytest.fixture
def jobs() -> Jobs:
    return Jobs()


@pytest.fixture
def tick(database: sa.Engine, jobs: Jobs, clock: FixedClock) -> Scheduler:
    return Scheduler(database, jobs, CALENDAR, clock)


def kept(engine: sa.Engine, clock: FixedClock) -> Subscription:
    (found,) = StoredSubscriptions(engine, clock).active()
    return found


def days(engine: sa.Engine, clock: FixedClock, *stages: Stage) -> list[date]:
    return sorted(line.day for line in Ledger(engine, clock).listed(*(stages or tuple(Stage)), limit=500))


def test_what_is_due_gets_a_line_a_job_and_its_next_run(
    tick: Scheduler, jobs: Jobs, database: sa.Engine, clock: FixedClock
) -> None:
    subscription = subscribed(database, clock, mentions=MentionedGroup("R1", "Traders"))
    assert tick.run() == 1
    (line,) = Ledger(database, clock).listed(Stage.DUE)
    assert mention_of(line.content) == "R1"
    assert line.key == f"digest:{subscription.id}:morning:2026-01-22"
    ((name, payload),) = jobs.queued
    assert payload == {"batch": name}
    assert kept(database, clock).next_due == DUE + timedelta(days=1)


def test_line_job_and_next_run_come_together_or_not_at_all(
    tick: Scheduler, jobs: Jobs, database: sa.Engine, clock: FixedClock
) -> None:
    subscribed(database, clock)
    jobs.fault = RuntimeError("kill -9")
    with pytest.raises(RuntimeError):
        tick.run()
    assert Ledger(database, clock).counts() == {}
    assert kept(database, clock).next_due == DUE
    jobs.fault = None
    assert tick.run() == 1


def test_a_second_tick_finds_nothing(
    tick: Scheduler, jobs: Jobs, database: sa.Engine, clock: FixedClock
) -> None:
    subscribed(database, clock)
    assert [tick.run(), tick.run()] == [1, 0]
    assert len(jobs.queued) == 1


def test_a_clock_set_back_by_an_hour_doubles_nothing(
    tick: Scheduler, jobs: Jobs, database: sa.Engine, clock: FixedClock
) -> None:
    subscribed(database, clock)
    tick.run()
    clock.at -= timedelta(hours=1)
    tick.reschedule()  # a restart while the clock is wrong
    for _ in range(5):
        clock.at += timedelta(minutes=15)
        tick.run()
    assert days(database, clock) == [date(2026, 1, 22)]
    taken = [line for name, _ in jobs.queued for line in claimed(Ledger(database, clock), name, "me")]
    assert len(taken) == 1


def test_a_machine_that_slept_for_three_hours_skips_notes_and_goes_on(
    tick: Scheduler, jobs: Jobs, database: sa.Engine, clock: FixedClock
) -> None:
    subscribed(database, clock)
    clock.at += timedelta(hours=3)
    tick.run()
    (line,) = Ledger(database, clock).listed(Stage.SKIPPED)
    assert "too late" in line.note
    assert jobs.queued == []
    assert kept(database, clock).next_due == DUE + timedelta(days=1)


def test_a_machine_that_was_off_for_a_month_posts_one_digest_at_most_and_notes_a_few(
    tick: Scheduler, jobs: Jobs, database: sa.Engine, clock: FixedClock
) -> None:
    subscribed(database, clock, schedule=DAILY)
    clock.at += timedelta(days=30, minutes=10)
    tick.run()
    assert days(database, clock, Stage.DUE) == [date(2026, 2, 21)]
    assert len(days(database, clock, Stage.SKIPPED)) == 5


@pytest.mark.parametrize(
    ("start", "zone", "at"),
    [
        ("2026-03-28T00:00", "Europe/Berlin", "02:30"),
        ("2026-10-24T00:00", "Europe/Berlin", "02:30"),
        ("2026-03-07T00:00", "America/New_York", "02:30"),
        ("2026-10-31T00:00", "America/New_York", "01:30"),
    ],
)
def test_ticking_through_a_change_of_the_clock_gives_one_line_a_day(
    tick: Scheduler, database: sa.Engine, clock: FixedClock, start: str, zone: str, at: str
) -> None:
    clock.at = datetime.fromisoformat(start).replace(tzinfo=UTC)
    schedule = Schedule(Edition.MORNING, zone, time_of(at), Days.parse("daily"))
    first = schedule.next(clock.at, CALENDAR)
    assert first is not None
    subscribed(database, clock, schedule=schedule, next_due=first.at)
    for _ in range(60 * 2):
        clock.at += timedelta(minutes=30)
        tick.run()
    found = days(database, clock)
    assert len(found) in (2, 3)
    assert found == [found[0] + timedelta(days=n) for n in range(len(found))]


def test_when_a_zones_rules_change_the_next_run_moves_and_none_is_doubled(
    tick: Scheduler, database: sa.Engine, clock: FixedClock
) -> None:
    subscribed(database, clock, next_due=DUE + timedelta(hours=1))  # worked out by rules of yesterday
    clock.at = DUE - timedelta(hours=2)
    assert tick.reschedule() == 1
    assert kept(database, clock).next_due == DUE
    clock.at = DUE
    tick.run()
    clock.at += timedelta(hours=1)
    tick.run()
    assert days(database, clock) == [date(2026, 1, 22)]


def test_a_run_that_new_rules_put_into_the_past_is_not_lost(
    tick: Scheduler, database: sa.Engine, clock: FixedClock
) -> None:
    subscribed(database, clock, next_due=DUE + timedelta(hours=1))
    clock.at = DUE + timedelta(hours=1)
    tick.run()
    (line,) = Ledger(database, clock).listed(Stage.DUE)
    assert (line.day, line.due) == (date(2026, 1, 22), DUE)


def test_two_workers_that_tick_at_once_take_each_digest_once(
    database: sa.Engine, jobs: Jobs, clock: FixedClock
) -> None:
    for number in range(40):
        subscribed(database, clock, f"C{number}")
    ticks = [Scheduler(database, jobs, CALENDAR, clock) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        for future in [pool.submit(tick.run) for tick in ticks]:
            future.result()
    assert Ledger(database, clock).counts() == {"due": 40}
    ledger = Ledger(database, clock)
    taken = [line.key for name, _ in jobs.queued for line in claimed(ledger, name, "me")]
    assert len(taken) == len(set(taken)) == 40
    assert is_sqlite(database) or all(
        s.next_due != DUE for s in StoredSubscriptions(database, clock).active()
    )


def test_jobs_hold_one_workspace_each_and_a_big_one_gets_four_at_most(
    tick: Scheduler, jobs: Jobs, database: sa.Engine, clock: FixedClock
) -> None:
    for number in range(250):
        subscribed(database, clock, place=Place("slack", "big", f"C{number}"))
    subscribed(database, clock, place=Place("discord", "small", "7"))
    tick.run()
    lanes = [name.rsplit(":", 1)[0] for name, _ in jobs.queued]
    assert lanes.count("deliver:slack:big") == 4
    assert lanes.count("deliver:discord:small") == 1


def test_lines_without_a_job_get_one_from_the_sweep(
    tick: Scheduler, jobs: Jobs, database: sa.Engine, clock: FixedClock
) -> None:
    subscribed(database, clock)
    tick.run()
    clock.at += timedelta(minutes=3)
    tick.run()
    assert len(jobs.queued) == 2
    (line,) = claimed(Ledger(database, clock), jobs.queued[1][0], "me")
    assert claimed(Ledger(database, clock), jobs.queued[0][0], "me") == []
    assert line.day == date(2026, 1, 22)


def test_a_nightly_job_is_queued_once_a_night(database: sa.Engine, jobs: Jobs, clock: FixedClock) -> None:
    night = Schedule(Edition.MORNING, "America/New_York", time_of("20:00"), Days.parse("daily"))
    tick = Scheduler(database, jobs, CALENDAR, clock, nightly=[NightlyJob("members", night, lambda: None)])
    tick.run()  # never done before: at once
    for _ in range(48):
        clock.at += timedelta(hours=1)
        tick.run()
    names = [name for name, payload in jobs.queued if payload == {"nightly": "members"}]
    assert len(names) == len(set(names)) == 3


def test_alerts_are_judged_every_minute_of_a_session_and_after_its_close_until_that_is_done(
    database: sa.Engine, jobs: Jobs, clock: FixedClock
) -> None:
    tick = Scheduler(database, jobs, CALENDAR, clock, alerts=lambda: CALENDAR.state(clock.now()))
    tick._marks.set("alerts: last session judged at its close", "2026-01-21")
    for moment, count in [
        ("2026-01-22T14:29", 0),  # before the open
        ("2026-01-22T14:31", 1),
        ("2026-01-22T20:59", 2),
        ("2026-01-22T21:10", 2),  # bars settle
        ("2026-01-22T21:20", 3),
        ("2026-01-22T21:21", 4),
    ]:
        clock.at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        tick.run()
        assert len(jobs.queued) == count, moment
    tick._marks.set("alerts: last session judged at its close", "2026-01-22")
    tick.run()
    assert len(jobs.queued) == 4


def test_a_sample_markets_close_is_judged_once_though_the_machines_clock_goes_on(
    database: sa.Engine, jobs: Jobs, clock: FixedClock
) -> None:
    evening = CALENDAR.state(datetime(2026, 1, 22, 22, tzinfo=UTC))
    tick = Scheduler(database, jobs, CALENDAR, clock, alerts=lambda: evening)
    clock.at = datetime(2026, 11, 28, 9, tzinfo=UTC)
    tick.run()
    assert len(jobs.queued) == 1
    tick._marks.set("alerts: last session judged at its close", "2026-01-22")
    clock.at += timedelta(days=2)
    tick.run()
    assert len(jobs.queued) == 1


# ---- a clock that somebody moves; ticks are a minute apart


class Minutes:
    """A scheduler that ticks once a minute while clocks go, and the days that it has skipped or queued."""

    def __init__(self, engine: sa.Engine, jobs: Jobs, clock: FixedClock) -> None:
        self.engine, self.time, self.jobs = engine, Time(clock), jobs
        self.tick = Scheduler(engine, jobs, CALENDAR, clock, watch=ClockWatch(clock, self.time.elapsed))
        self.tick.run()

    def go(self, minutes: int, every: int = 1) -> None:
        for _tick in range(minutes // every):
            self.time.passes(60 * every)
            self.tick.run()

    def step(self, by: timedelta) -> None:
        self.time.clock.at += by
        self.tick.run()

    @property
    def queued(self) -> list[date]:
        return days(self.engine, self.time.clock, Stage.DUE, Stage.SENDING)

    @property
    def skipped(self) -> list[date]:
        return days(self.engine, self.time.clock, Stage.SKIPPED)


@pytest.fixture
def minutes(database: sa.Engine, jobs: Jobs, clock: FixedClock) -> Minutes:
    clock.at = DUE - timedelta(minutes=30)
    subscribed(database, clock, schedule=DAILY)
    return Minutes(database, jobs, clock)


@pytest.mark.parametrize("step", [timedelta(hours=3), timedelta(days=365), timedelta(hours=-2)])
@pytest.mark.parametrize("lasts", [0, 1, 10])
def test_a_clock_that_is_wrong_for_a_while_costs_no_digest(
    minutes: Minutes, step: timedelta, lasts: int
) -> None:
    minutes.go(5)
    minutes.step(step)
    minutes.go(lasts)
    minutes.step(-step)
    minutes.go(60, every=5)
    assert minutes.queued == [date(2026, 1, 22)]
    assert minutes.skipped == []
    minutes.go(24 * 60, every=20)
    assert minutes.queued == [date(2026, 1, 22), date(2026, 1, 23)]
    assert kept(minutes.engine, minutes.time.clock).next_due == DUE + timedelta(days=2)


def test_a_clock_put_right_after_the_run_was_due_posts_it_late(minutes: Minutes) -> None:
    minutes.go(5)
    minutes.step(timedelta(hours=3))
    minutes.go(40)  # meanwhile it is 08:45 in Berlin
    assert minutes.skipped == [date(2026, 1, 22)]
    minutes.step(timedelta(hours=-3))
    minutes.go(3)
    assert (minutes.queued, minutes.skipped) == ([date(2026, 1, 22)], [])


def test_a_clock_set_back_for_good_goes_on_by_its_own_days(minutes: Minutes) -> None:
    minutes.go(31)
    assert minutes.queued == [date(2026, 1, 22)]
    minutes.step(timedelta(hours=-2))
    minutes.go(3 * 60, every=10)
    assert minutes.queued == [date(2026, 1, 22)]
    minutes.go(24 * 60, every=20)
    assert minutes.queued == [date(2026, 1, 22), date(2026, 1, 23)]


def test_after_a_start_nothing_is_too_late_for_a_minute(
    database: sa.Engine, jobs: Jobs, clock: FixedClock
) -> None:
    subscribed(database, clock, schedule=DAILY)
    clock.at = DUE + timedelta(hours=2)
    minutes = Minutes(database, jobs, clock)
    assert minutes.skipped == []
    minutes.go(1)
    assert minutes.skipped == [date(2026, 1, 22)]


def test_nightly_work_goes_on_after_a_year_ahead(database: sa.Engine, jobs: Jobs, clock: FixedClock) -> None:
    night = Schedule(Edition.MORNING, "America/New_York", time_of("19:00"))
    tick = Scheduler(database, jobs, CALENDAR, clock, nightly=[NightlyJob("members", night, lambda: None)])
    clock.at += timedelta(days=365)
    tick.run()
    clock.at -= timedelta(days=365)
    jobs.queued.clear()
    tick.run()
    clock.at += timedelta(days=1)
    tick.run()
    assert len(jobs.queued) == 1


def test_schedules_are_laid_anew_page_by_page(
    tick: Scheduler, database: sa.Engine, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty thousand of them at once would be a fifth of a worker's memory."""
    monkeypatch.setattr("bot.jobs.scheduler._AT_ONCE", 3)
    wrong = DUE + timedelta(days=5)
    for number in range(8):
        subscribed(database, clock, f"C{number}", next_due=wrong)
    clock.at = DUE - timedelta(minutes=1)
    assert tick.reschedule() == 8
    assert {s.next_due for s in StoredSubscriptions(database, clock).active()} == {DUE}
    assert tick.reschedule() == 0
