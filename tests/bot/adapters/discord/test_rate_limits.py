"""How many channels' rate limits are remembered, and which of them may be forgotten."""

from __future__ import annotations

import asyncio

from discord.http import HTTPClient, Ratelimit

from bot.adapters.discord.rate_limits import MOST, ChannelBuckets, bound_rate_limits


async def test_the_oldest_of_too_many_channels_are_forgotten() -> None:
    http = HTTPClient(asyncio.get_running_loop())
    bound_rate_limits(http)
    for channel in range(MOST):
        http.get_ratelimit(f"post:{channel}")
    assert len(http._buckets) == MOST
    for channel in range(MOST, 5 * MOST):
        http.get_ratelimit(f"post:{channel}")
    assert len(http._buckets) == MOST
    assert f"post:{5 * MOST - 1}" in http._buckets
    assert "post:0" not in http._buckets


async def test_one_that_is_used_or_must_be_waited_for_is_kept() -> None:
    buckets, loop = ChannelBuckets(), asyncio.get_running_loop()
    used, spent, over, left = (Ratelimit(30.0) for _ in range(4))
    used.outgoing = 1
    spent.remaining, spent.expires = 0, loop.time() + 60
    over.remaining, over.expires = 0, loop.time() - 1
    left.remaining, left.expires = 3, loop.time() + 60
    for name, bucket in (("used", used), ("spent", spent), ("over", over), ("left", left)):
        buckets[name] = bucket
    for channel in range(2 * MOST):
        buckets[str(channel)] = Ratelimit(30.0)
    assert "used" in buckets
    assert "spent" in buckets
    assert "over" not in buckets
    assert "left" not in buckets
    assert len(buckets) <= MOST + 2
