"""The whole worker, with its durable queue, under a clock that somebody moves."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.jobs.clock_watch import ClockWatch
from bot.jobs.worker import MINUTE, JobWorker
from bot.store.ledger import Ledger
from market.calendars.calendar import Calendar
from market.clock import FixedClock
from tests.bot.jobs.stage import DUE, Channels, Time, each, say, subscribed

DAY = timedelta(days=1)


class Minutes:
    """The worker's minutes, which pass one by one when the test says so."""

    def __init__(self, time: Time) -> None:
        self._time = time
        self._asked, self._passed = asyncio.Semaphore(0), asyncio.Semaphore(0)

    async def until(self, seconds: float) -> None:
        assert 0 < seconds <= MINUTE + 1
        self._asked.release()
        await self._passed.acquire()

    async def pass_by(self, count: int = 1) -> None:
        """Returns when the work of the last of them is done."""
        for _minute in range(count):
            await self._asked.acquire()
            self._time.passes(MINUTE)
            self._passed.release()
        await self._asked.acquire()
        self._asked.release()


@pytest.fixture
def time() -> Time:
    return Time(FixedClock(DUE - timedelta(minutes=10)))


@pytest.fixture
async def minutes(database: sa.Engine, time: Time, channels: Channels) -> AsyncIterator[Minutes]:
    passing, stop = Minutes(time), asyncio.Event()
    watch = ClockWatch(time.clock, time.elapsed)
    worker = JobWorker(
        database,
        channels,
        each(say),
        time.clock,
        Calendar(),
        poll=0.05,
        watch=watch,
        until_minute=passing.until,
    )
    working = asyncio.create_task(worker.serve(stop))
    yield passing
    stop.set()
    await asyncio.wait_for(working, 30)


@pytest.fixture
def channels(time: Time) -> Channels:
    return Channels(time.clock)


async def soon(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 — the durable queue's threads make it true
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_a_clock_moved_by_hours_and_back_neither_posts_early_nor_skips_and_by_a_day_goes_on(
    database: sa.Engine,
    time: Time,
    channels: Channels,
    minutes: Minutes,
    caplog: pytest.LogCaptureFixture,
) -> None:
    digest = subscribed(database, time.clock)
    ledger = Ledger(database, time.clock)
    await minutes.pass_by(2)
    for step in (timedelta(hours=3), timedelta(days=366), timedelta(hours=-2)):
        time.clock.at += step
        await minutes.pass_by()
        time.clock.at -= step
        await minutes.pass_by()
    assert time.clock.now() < DUE
    assert ledger.counts() == {}, "nothing is early, and nothing skipped"
    while time.clock.now() < DUE:
        await minutes.pass_by()
    await soon(lambda: ledger.counts() == {"sent": 1})
    assert [key for _channel, key, _reply in channels.posts] == [f"digest:{digest.id}:morning:{DUE:%Y-%m-%d}"]
    time.clock.at += DAY
    await minutes.pass_by(2)
    await soon(lambda: ledger.counts() == {"sent": 2})
    assert [key for _channel, key, _reply in channels.posts][1:] == [
        f"digest:{digest.id}:morning:{DUE + DAY:%Y-%m-%d}"
    ]
    said = [r for r in caplog.records if r.name == "bellwether.clock" and r.levelno == logging.WARNING]
    assert len(said) == 7
