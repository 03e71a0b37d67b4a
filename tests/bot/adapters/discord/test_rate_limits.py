"""How many channels' rate limits are remembered, which of them may be forgotten, and that every request has its
turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import discord
import pytest
from discord.http import HTTPClient, Ratelimit

from bot.adapters.discord.rate_limits import MOST, ChannelBuckets, bound_rate_limits, paced
from bot.adapters.posting_rate import PostingRate
from market.fetching.rate_limit import LocalRateLimitState
from tests.bot.adapters.discord.standin import CHANNEL, TOKEN, Discord


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


class Turns(PostingRate):
    """A rate that notes what was asked of it."""

    def __init__(self) -> None:
        super().__init__(LocalRateLimitState(), 1000)
        self.taken, self.shut = 0, list[float]()

    async def turn(self) -> None:
        self.taken += 1

    def refused(self, seconds: float) -> None:
        self.shut.append(seconds)


@pytest.fixture
async def at_discord(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Discord, Turns, discord.Client]]:
    standin, turns = Discord(), Turns()
    await standin.start()
    monkeypatch.setattr(discord.http.Route, "BASE", standin.api)
    client = discord.Client(intents=discord.Intents.none(), http_trace=paced(turns))
    await client.login(TOKEN)
    yield standin, turns, client
    await client.close()
    await standin.stop()


async def test_every_request_has_its_turn_repeats_included(
    at_discord: tuple[Discord, Turns, discord.Client],
) -> None:
    standin, turns, client = at_discord
    assert turns.taken == len(standin.calls) > 0
    standin.fault = 502  # discord.py repeats it by itself
    await client.get_partial_messageable(int(CHANNEL)).send("Hello.")
    assert sum(call.path.endswith("/messages") for call in standin.calls) == 2
    assert turns.taken == len(standin.calls)
    assert turns.shut == []


@pytest.mark.parametrize(
    ("headers", "shut"),
    [
        ({"X-RateLimit-Global": "true", "Retry-After": "0.01"}, [0.01]),
        ({"X-RateLimit-Global": "true", "Retry-After": "soon"}, [1.0]),
        ({"X-RateLimit-Global": "true", "Retry-After": "-3"}, [0.0]),
        ({"Retry-After": "0.01"}, []),
    ],
)
async def test_only_a_refusal_of_everything_shuts_the_rate(
    at_discord: tuple[Discord, Turns, discord.Client], headers: dict[str, str], shut: list[float]
) -> None:
    standin, turns, client = at_discord
    body = '{"message": "You are being rate limited.", "retry_after": 0.01, "global": false}'
    standin.fault = (429, body, "application/json", {"Via": "1.1 loopback", **headers})
    await client.get_partial_messageable(int(CHANNEL)).send("Hello.")
    assert turns.shut == shut
    assert turns.taken == len(standin.calls)
