"""What is posted: composed and drawn once per content, posted to many."""

from __future__ import annotations

import asyncio
import dataclasses
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import TYPE_CHECKING

from bot.jobs.delivery import Content
from bot.metrics import COMPOSED, DRAWN
from bot.store.ledger import Line
from charts.render import PictureError
from charts.spec import Chart
from commands.reply import Reply

if TYPE_CHECKING:
    from charts.render import Picture

_DRAWINGS = 3  # attempts; then it goes out without its picture, which is better than not at all
_NO_PICTURE = "The picture is missing: it could not be drawn in time."
_REMEMBERED = 128  # contents; a morning has a few dozen

Recipe = Callable[[], Reply]
Cook = Callable[[Line], "tuple[Hashable, Recipe]"]
"""What a line asks for: a key that equal contents share, and how the content is made. Both run in
a thread."""
Draw = Callable[[Chart], Awaitable["Picture"]]


class Composer:
    """Satisfies `bot.jobs.delivery.Compose`."""

    def __init__(self, cook: Cook, draw: Draw) -> None:
        self._cook, self._draw = cook, draw
        self._made: OrderedDict[Hashable, asyncio.Task[Content]] = OrderedDict()

    async def __call__(self, line: Line) -> Content:
        key, recipe = await asyncio.to_thread(self._cook, line)
        making = self._made.get(key)
        if making is None or (making.done() and making.exception()):
            making = self._made[key] = asyncio.create_task(self._make(recipe))
            while len(self._made) > _REMEMBERED:
                self._made.popitem(last=False)
        return await asyncio.shield(making)

    async def _make(self, recipe: Recipe) -> Content:
        reply = await asyncio.to_thread(recipe)
        COMPOSED.inc()
        if reply.chart is None:
            return Content(reply)
        for _attempt in range(_DRAWINGS):
            try:
                picture = await self._draw(reply.chart)
            except PictureError:
                continue
            DRAWN.inc()
            return Content(reply, picture)
        return Content(dataclasses.replace(reply, chart=None, notes=(*reply.notes, _NO_PICTURE)))
