"""Slack's facts about a person that an answer may depend on: time zone, and full member or guest."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections.abc import Callable

import aiohttp
from cachetools import TTLCache
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from commands.framework.asker import Asker

_SECONDS = 2.0


class UserDirectory:
    """Cache of people by workspace and id, for `keep` seconds and at most `most` of them."""

    def __init__(
        self, keep: float = 3600.0, most: int = 5000, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._users: TTLCache[tuple[str, str], tuple[str, bool]] = TTLCache(most, keep, monotonic)

    async def complete(self, client: AsyncWebClient, asker: Asker) -> Asker:
        """`asker` with zone and `manages`: in Slack every full member may add apps to a channel,
        guests may not. Unchanged when Slack does not tell in time."""
        key = (asker.workspace, asker.person)
        user = self._users.get(key)
        if user is None:
            try:
                async with asyncio.timeout(_SECONDS):
                    answer = (await client.users_info(user=asker.person))["user"] or {}
            except (SlackClientError, aiohttp.ClientError, TimeoutError):
                return asker
            guest = bool(answer.get("is_restricted") or answer.get("is_ultra_restricted"))
            user = self._users[key] = (str(answer.get("tz") or ""), not guest)
        zone, full_member = user
        return dataclasses.replace(asker, zone=zone, manages=full_member or asker.direct)
