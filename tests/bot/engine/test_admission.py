"""One limiter for all faces: refuse beyond the capacity, drain on closing."""

from __future__ import annotations

import asyncio

import pytest

from bot.engine.admission import BUSY, RESTARTING, AdmissionLimiter


def test_requests_beyond_the_capacity_are_refused_until_one_is_done():
    limiter = AdmissionLimiter(2)
    with limiter.admitted():
        assert limiter.refusal == ""
        with limiter.admitted():
            assert limiter.refusal == BUSY
            assert limiter.in_flight == 2
        assert limiter.refusal == ""


async def test_started_jobs_run_a_few_at_a_time_and_the_others_wait():
    limiter, hold = AdmissionLimiter(3, at_once=2), asyncio.Event()
    began: list[int] = []

    async def job() -> None:
        began.append(len(began))
        await hold.wait()

    assert [limiter.start(job) for _ in range(4)] == [True, True, True, False]
    await asyncio.sleep(0)
    assert began == [0, 1]
    hold.set()
    await limiter.idle()
    assert began == [0, 1, 2]
    assert limiter.in_flight == 0


async def test_a_short_job_has_room_and_does_not_wait_when_the_line_is_full():
    limiter, hold, refused = AdmissionLimiter(1, at_once=1, spare=1), asyncio.Event(), asyncio.Event()

    async def refuse() -> None:
        refused.set()

    assert limiter.start(hold.wait)
    assert not limiter.start(refuse)
    assert limiter.start(refuse, short=True)
    assert not limiter.start(refuse, short=True)
    await asyncio.wait_for(refused.wait(), 60)
    hold.set()
    assert await limiter.close(10) == 0


async def test_closing_waits_for_what_is_in_flight_and_takes_nothing_new():
    limiter, hold = AdmissionLimiter(8), asyncio.Event()
    assert limiter.start(hold.wait)
    with limiter.admitted():
        closing = asyncio.create_task(limiter.close(10))
        await asyncio.sleep(0)
        assert limiter.refusal == RESTARTING
        assert not limiter.start(hold.wait)
        assert not limiter.start(hold.wait, short=True)
        hold.set()
        await asyncio.sleep(0)
        assert not closing.done()
    assert await closing == 0


async def test_what_does_not_finish_in_time_is_counted_and_its_job_is_cancelled():
    limiter, cancelled = AdmissionLimiter(8), asyncio.Event()

    async def hang() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    assert limiter.start(hang)
    await asyncio.sleep(0)
    with limiter.admitted():
        assert await limiter.close(0) == 2
    assert cancelled.is_set()
    assert limiter.in_flight == 0


async def test_a_job_that_fails_is_logged_and_ends_nothing_else(caplog: pytest.LogCaptureFixture):
    limiter = AdmissionLimiter(1)

    async def fail() -> None:
        raise ZeroDivisionError

    assert limiter.start(fail)
    await limiter.idle()
    assert "admitted job failed" in caplog.text
    assert limiter.refusal == ""
