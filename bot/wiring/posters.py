"""The posters of all platforms in this process: each platform's are opened once, at first use."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.adapters.platform import Ability, Platform, PosterPool, ProcessContext
from bot.adapters.poster import Poster
from commands.framework.ports import Place

if TYPE_CHECKING:
    from bot.adapters.platform import Endpoints


class PlatformPosters:
    """Posters by place. Lives in one event loop; `close` ends every connection it opened."""

    def __init__(self, platforms: Sequence[Platform], context: ProcessContext) -> None:
        self._platforms, self._context = {platform.name: platform for platform in platforms}, context
        self._pools: dict[str, PosterPool] = {}
        self._opening: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def poster(self, place: Place) -> Poster | None:
        """None where this program cannot post: not installed there, or no token. Raises OperatorError."""
        platform = self._platforms.get(place.platform)
        if platform is None or Ability.POST not in platform.settings(self._context.settings):
            return None
        pool = await self._pool(platform)
        return await pool.poster(place.workspace) if pool else None

    async def endpoints(self) -> Endpoints:
        """The routes of the platforms that are served over HTTP. Raises OperatorError."""
        routes: Endpoints = {}
        for platform in self._platforms.values():
            if Ability.ENDPOINTS in platform.settings(self._context.settings):
                pool = await self._pool(platform)
                routes = {**routes, **pool.endpoints()} if pool else routes
        return routes

    async def _pool(self, platform: Platform) -> PosterPool | None:
        if platform.poster is None:
            return None
        async with self._opening[platform.name]:
            if platform.name not in self._pools:
                self._pools[platform.name] = await platform.poster(self._context)
            return self._pools[platform.name]

    async def close(self) -> None:
        for pool in self._pools.values():
            await pool.close()
