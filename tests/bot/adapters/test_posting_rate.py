"""Moments of all workers at one rate: evenly spaced, given up when missed, and shut after a refusal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.discord.poster import PER_SECOND
from bot.adapters.posting_rate import PostingRate, shared_state_of, underway
from market.clock import FixedClock
from market.errors import StoreFailed
from market.fetching.blob_store import BlobStore
from market.fetching.rate_limit import LocalRateLimitState

LIMIT = 50  # requests in any second


class Seconds:
    """A clock that goes on when somebody sleeps; the next sleeps last so much longer."""

    def __init__(self) -> None:
        self.now, self.oversleeps = 1000.0, list[float]()

    def elapsed(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += max(0.0, seconds) + (self.oversleeps.pop(0) if self.oversleeps else 0.0)
        await asyncio.sleep(0)


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def state(seconds: Seconds) -> LocalRateLimitState:
    return LocalRateLimitState(seconds.elapsed)


def rate(state: LocalRateLimitState, seconds: Seconds) -> PostingRate:
    return PostingRate(state, 47, seconds.elapsed, seconds.sleep)


async def test_two_workers_share_one_rate(state: LocalRateLimitState, seconds: Seconds) -> None:
    rates = [rate(state, seconds) for _worker in range(2)]
    began = seconds.now
    for number in range(960):
        await rates[number // 12 % 2].turn()  # a block each
    took = seconds.now - began
    assert 960 / LIMIT < took <= 960 / 47 * 1.05


async def test_moments_are_evenly_apart_and_never_taken_late(
    state: LocalRateLimitState, seconds: Seconds
) -> None:
    """However long the process stands still, between two of them or while it waits for one."""
    one, moments = rate(state, seconds), []
    for number in range(960):
        await one.turn()
        moments.append(seconds.now)
        if number % 70 == 0:
            seconds.now += 0.3
        if number % 70 == 35:
            seconds.oversleeps = [0.3]
    assert not seconds.oversleeps
    windows = [sum(start <= moment < start + 1 for moment in moments) for start in moments]
    assert max(windows) <= LIMIT


async def test_after_a_refusal_nobody_has_a_turn_until_it_is_over(
    state: LocalRateLimitState, seconds: Seconds
) -> None:
    one = rate(state, seconds)
    await one.turn()
    refused = seconds.now
    one.refused(5.0)
    one.refused(1.0)  # says less
    await one.turn()
    assert refused + 5.0 <= seconds.now < refused + 5.1


async def test_turns_that_nobody_took_are_given_up(state: LocalRateLimitState, seconds: Seconds) -> None:
    """A block is for now: twelve posts at once after a rest would be over the limit with those of others."""
    one = rate(state, seconds)
    await one.turn()
    seconds.now += 10
    began = seconds.now
    for _post in range(24):
        await one.turn()
    assert seconds.now - began >= 22 / 47


class Failing(BlobStore):
    """A worker's store, which fails while `fails` says so."""

    def __init__(self, path: Path, fails: Callable[[], bool]) -> None:
        super().__init__(f"sqlite:///{path}")
        self.fails = fails

    def advance(self, *args: Any, **named: Any) -> datetime | None:
        if self.fails():
            raise StoreFailed
        return super().advance(*args, **named)


async def test_workers_that_lose_the_database_stay_below_the_limit_together(tmp_path: Path) -> None:
    """All at once, or some of them while the others go on, and when they find it again."""
    clocks, rates = [], []

    def worker(number: int) -> None:
        seconds, clock = Seconds(), FixedClock(datetime(2026, 1, 22, tzinfo=UTC))
        began = seconds.now

        def elapsed() -> float:
            clock.at = datetime(2026, 1, 22, tzinfo=UTC) + timedelta(seconds=seconds.now - began)
            return seconds.now

        def fails() -> bool:
            at = seconds.now - began
            return 2 <= at < 4 or (6 <= at < 10 and number != int(at * 3) % 3)

        state = shared_state_of(Failing(tmp_path / "rates.db", fails), "discord", clock, elapsed)
        clocks.append(seconds)
        rates.append(PostingRate(state, PER_SECOND, elapsed, seconds.sleep))

    for number in range(3):
        worker(number)
    moments: list[float] = []
    while min(clock.now for clock in clocks) < 1014:
        first = min(range(3), key=lambda number: clocks[number].now)
        await rates[first].turn()
        moments.append(clocks[first].now)
    windows = [sum(start <= moment < start + 1 for moment in moments) for start in moments]
    assert max(windows) <= LIMIT
    assert sum(1012 <= moment < 1014 for moment in moments) > 1.8 * PER_SECOND  # found again


async def test_few_posts_of_a_process_are_under_way_where_the_platform_has_a_rate(
    state: LocalRateLimitState, seconds: Seconds
) -> None:
    class Paced:
        rate = PostingRate(state, 47)

    most = now = 0

    async def post(poster: object) -> None:
        nonlocal most, now
        async with underway(poster):
            now += 1
            most = max(most, now)
            await asyncio.sleep(0)
            now -= 1

    await asyncio.gather(*(post(Paced()) for _post in range(200)))
    assert most == 24
    most = 0
    await asyncio.gather(*(post(object()) for _post in range(200)))
    assert most == 200
