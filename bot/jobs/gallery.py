"""Each picture is drawn once, by whichever worker comes first."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.jobs.composing import Draw
from bot.metrics import DRAWN
from bot.store.pictures import Pictures
from charts.spec import Chart, digest

if TYPE_CHECKING:
    from charts.render import Picture


class Gallery:
    """Satisfies `bot.jobs.composing.Draw`; draws with another one what is not there."""

    def __init__(self, kept: Pictures, draw: Draw) -> None:
        self._kept, self._draw = kept, draw
        self._one_at_a_time = asyncio.Lock()  # each holds a connection while it waits for another worker

    async def __call__(self, chart: Chart) -> Picture:
        """Raises charts.render.PictureError."""
        async with self._one_at_a_time:
            key = await asyncio.to_thread(digest, chart)
            turn = await asyncio.to_thread(self._kept.turn, key)
            try:
                return await asyncio.to_thread(self._kept.find, key) or await self._drawn(key, chart)
            finally:
                await asyncio.to_thread(turn.close)

    async def _drawn(self, key: str, chart: Chart) -> Picture:
        picture = await self._draw(chart)
        DRAWN.inc()
        await asyncio.to_thread(self._kept.keep, key, picture)
        return picture
