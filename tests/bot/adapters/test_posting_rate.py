"""Turns of all workers at one rate: how many a second, in blocks, and since when the platform is full."""

from __future__ import annotations

import asyncio

import pytest

from bot.adapters.posting_rate import PostingRate
from market.fetching.rate_limit import LocalRateLimitState


class Seconds:
    """A clock that goes on when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0

    def elapsed(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += max(0.0, seconds)
        await asyncio.sleep(0)


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


async def test_two_workers_share_one_rate(seconds: Seconds) -> None:
    state = LocalRateLimitState(seconds.elapsed)
    rates = [PostingRate(state, 48, seconds.elapsed, seconds.sleep) for _worker in range(2)]
    began = seconds.now
    for number in range(960):
        await rates[number % 2].turn()
    took = seconds.now - began
    assert 960 / 50 < took <= 960 / 48 * 1.05


async def test_a_full_platform_is_known_since_when(seconds: Seconds) -> None:
    rate = PostingRate(LocalRateLimitState(seconds.elapsed), 48, seconds.elapsed, seconds.sleep)
    await rate.turn()
    assert rate.full_for == 0.0
    for _post in range(480):
        await rate.turn()
    assert 9 < rate.full_for < 11
    seconds.now += 60
    await rate.turn()
    assert rate.full_for == 0.0


async def test_turns_that_nobody_took_are_given_up(seconds: Seconds) -> None:
    """A block is for now: twelve posts at once after a rest would be over the limit with those of others."""
    rate = PostingRate(LocalRateLimitState(seconds.elapsed), 48, seconds.elapsed, seconds.sleep)
    await rate.turn()
    seconds.now += 10
    began = seconds.now
    for _post in range(24):
        await rate.turn()
    assert seconds.now - began >= 22 / 48
