"""discord.py's memory of rate limits, bounded: it keeps those of every channel for five minutes and looks through
all of them for each new one, which is most of the time of ten thousand posts."""

from __future__ import annotations

import asyncio

from discord.http import HTTPClient, Ratelimit

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


def _in_use(bucket: Ratelimit) -> bool:
    if bucket.outgoing or bucket._pending_requests or bucket._sleeping.locked():
        return True
    waits = bucket.expires is not None and bucket.expires > asyncio.get_running_loop().time()
    return waits and bucket.remaining <= 0
