"""What Slack tells about a person that an answer may depend on: time zone and standing."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections import OrderedDict
from collections.abc import Callable

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from commands.framework.asker import Asker

_SECONDS = 2.0


class UserDirectory:
    """Remembers each person for `keep` seconds, and at most `most` of them."""

    def __init__(
        self, keep: float = 3600.0, most: int = 5000, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._keep, self._most, self._monotonic = keep, most, monotonic
        self._known: OrderedDict[tuple[str, str], tuple[float, str, bool]] = OrderedDict()

    async def complete(self, client: AsyncWebClient, asker: Asker) -> Asker:
        """`asker` with zone and `manages`: in Slack every full member may add apps to a channel,
        guests may not. Unchanged when Slack does not tell in time."""
        key = (asker.workspace, asker.person)
        known = self._known.get(key)
        if known is None or known[0] <= self._monotonic():
            try:
                async with asyncio.timeout(_SECONDS):
                    user = (await client.users_info(user=asker.person))["user"] or {}
            except (SlackClientError, aiohttp.ClientError, TimeoutError):
                return asker
            guest = bool(user.get("is_restricted") or user.get("is_ultra_restricted"))
            known = (self._monotonic() + self._keep, str(user.get("tz") or ""), not guest)
            self._known[key] = known
            if len(self._known) > self._most:
                self._known.popitem(last=False)
        return dataclasses.replace(asker, zone=known[1], manages=known[2] or asker.direct)
