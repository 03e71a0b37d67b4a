"""Slack's facts about a person that an answer may depend on: time zone, and full member or guest.

People of another organisation, who are here through a shared channel, are guests.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Mapping
from typing import Any

import aiohttp
from cachetools import TTLCache
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from commands.framework.asker import Asker


class UserDirectory:
    """Cache of people by workspace and id."""

    def __init__(self) -> None:
        self._users: TTLCache[tuple[str, str], tuple[str, bool]] = TTLCache(maxsize=5000, ttl=3600.0)

    async def complete(
        self, client: AsyncWebClient, asker: Asker, home: str = "", enterprise: str = "", seconds: float = 2.0
    ) -> Asker:
        """`asker` with zone and `manages`: in Slack every full member may add apps to a channel,
        guests may not. Unchanged when Slack does not tell in time. `home`: the workspace that the event says
        they come from; `enterprise`: the organisation of the one that is asked in."""
        key = (asker.workspace, asker.person)
        user = self._users.get(key)
        if user is None:
            try:
                async with asyncio.timeout(seconds):
                    answer = (await client.users_info(user=asker.person))["user"] or {}
            except (SlackClientError, aiohttp.ClientError, TimeoutError):
                return asker
            full = is_full_member(answer, asker.workspace, enterprise, home)
            user = self._users[key] = (str(answer.get("tz") or ""), full)
        zone, full_member = user
        return dataclasses.replace(asker, zone=zone, manages=full_member or asker.direct)


def is_full_member(user: Mapping[str, Any], workspace: str, enterprise: str = "", home: str = "") -> bool:
    """False for guests, people who have left, and those from outside the workspace and its organisation.

    `user`: as `users.info` has it. `home`: the workspace that they are said to come from.
    """
    if any(user.get(word) for word in ("is_restricted", "is_ultra_restricted", "is_stranger", "deleted")):
        return False
    grid = user.get("enterprise_user") or {}
    if workspace in (grid.get("teams") or ()) or (enterprise and grid.get("enterprise_id") == enterprise):
        return True
    origins = {str(user.get("team_id") or ""), home} - {""}
    return not workspace or origins <= {workspace, enterprise}
