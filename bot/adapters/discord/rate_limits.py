"""Discord's rate limits: each request leaves at its own moment of the rate that all workers share, and discord.py's
memory of the channels' limits is bounded: it keeps every channel's for five minutes and looks through all of them for
each new one, which is most of the time of ten thousand posts."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import aiohttp
from discord.http import HTTPClient, Ratelimit

from bot.adapters.posting_rate import PostingRate

MOST = 512
_LOOKS = 2  # at the oldest ones, for each new one


class ChannelBuckets(dict[str, Ratelimit]):
    """In place of `HTTPClient._buckets`: beyond `MOST` the oldest are forgotten, unless a request waits for one or
    it says that the channel may not be written to yet."""

    def __setitem__(self, key: str, bucket: Ratelimit) -> None:
        super().__setitem__(key, bucket)
        for _look in range(_LOOKS):
            if len(self) <= MOST:
                return
            oldest = next(iter(self))
            candidate = self.pop(oldest)
            if oldest == key or _in_use(candidate):
                super().__setitem__(oldest, candidate)


def bound_rate_limits(http: HTTPClient) -> None:
    """Let `http` keep the rate limits of so many channels only."""
    http._buckets = ChannelBuckets(http._buckets)
    # Its own clean-up looks through all of them for each new one.
    http._try_clear_expired_ratelimits = lambda: None  # type: ignore[method-assign]  # it has no setting for this


def paced(rate: PostingRate) -> aiohttp.TraceConfig:
    """Let every request that discord.py sends wait for its turn, its own repeats included: after a refusal it lets
    everything that waited go at once."""

    async def before(
        session: aiohttp.ClientSession, context: SimpleNamespace, started: aiohttp.TraceRequestStartParams
    ) -> None:
        await rate.turn()

    async def after(
        session: aiohttp.ClientSession, context: SimpleNamespace, ended: aiohttp.TraceRequestEndParams
    ) -> None:
        headers = ended.response.headers
        if ended.response.status == 429 and "X-RateLimit-Global" in headers:
            rate.refused(_seconds(headers.get("Retry-After", "")))

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(before)
    trace.on_request_end.append(after)
    return trace


def _seconds(header: str) -> float:
    try:
        return max(0.0, float(header))
    except ValueError:
        return 1.0


def _in_use(bucket: Ratelimit) -> bool:
    if bucket.outgoing or bucket._pending_requests or bucket._sleeping.locked():
        return True
    waits = bucket.expires is not None and bucket.expires > asyncio.get_running_loop().time()
    return waits and bucket.remaining <= 0
