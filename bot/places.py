"""What the platforms say about a channel, for commands that run in worker threads."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import TimeoutError as WaitedTooLong

from bot.posting import Poster
from commands.ports import Place

SECONDS = 5.0
_NOWHERE = "I can post by myself in Slack and Discord only. Ask me there: /digest subscribe"
_SILENT = "The platform did not say whether I may post there. Try again in a minute."


class PlatformPlaces:
    """Satisfies `commands.ports.Places`. `loop`: where the posters live."""

    def __init__(
        self, posters: Callable[[Place], Awaitable[Poster | None]], loop: asyncio.AbstractEventLoop
    ) -> None:
        self._posters, self._loop = posters, loop

    def may_post(self, place: Place) -> str | None:
        """To be called from another thread than the loop's."""
        asked = asyncio.run_coroutine_threadsafe(self._ask(place), self._loop)
        try:
            return asked.result(SECONDS)
        except WaitedTooLong:
            asked.cancel()
            return _SILENT

    async def _ask(self, place: Place) -> str | None:
        poster = await self._posters(place)
        return _NOWHERE if poster is None else await poster.may_post(place.channel)
