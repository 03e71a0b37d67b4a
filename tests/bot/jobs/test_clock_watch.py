"""A clock that somebody moves: noticed, said once, and believed again after a minute."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.jobs.clock_watch import SETTLES, STEP, ClockWatch
from market.clock import FixedClock
from tests.bot.jobs.stage import DUE, Time


@pytest.fixture
def time() -> Time:
    return Time(FixedClock(DUE))


def test_the_clock_is_believed_after_two_looks_a_minute_apart(time: Time) -> None:
    watch = ClockWatch(time.clock, time.elapsed)
    assert not watch.settled
    time.passes(SETTLES - 0.1)
    assert not watch.settled
    time.passes(0.1)
    assert watch.settled


@pytest.mark.parametrize(
    "step", [timedelta(hours=3), timedelta(days=365), timedelta(hours=-2), STEP + timedelta(seconds=1)]
)
def test_a_step_is_said_once_with_its_size(
    time: Time, step: timedelta, caplog: pytest.LogCaptureFixture
) -> None:
    watch = ClockWatch(time.clock, time.elapsed)
    watch.look()
    time.passes(300)
    assert watch.look() == 0
    time.clock.at += step
    assert watch.look() == 1
    assert not watch.settled
    time.passes(SETTLES)
    assert watch.look() == 1
    assert watch.settled
    (line,) = caplog.records
    assert line.__dict__["seconds"] == step.total_seconds()


@pytest.mark.parametrize("drift", [STEP, -STEP])
def test_a_small_correction_is_no_step(time: Time, drift: timedelta) -> None:
    watch = ClockWatch(time.clock, time.elapsed)
    watch.look()
    time.clock.at += drift
    assert watch.look() == 0


def test_a_machine_that_slept_has_a_clock_that_is_right(time: Time) -> None:
    watch = ClockWatch(time.clock, time.elapsed)
    watch.look()
    time.passes(3 * 3600)  # the boot clock goes on in sleep
    assert watch.look() == 0
    assert watch.settled
