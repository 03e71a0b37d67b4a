"""What is posted: composed and drawn once per content, posted to many."""

from __future__ import annotations

import asyncio
import dataclasses
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.jobs.delivery import Content
from bot.metrics import COMPOSED
from bot.store.ledger import Line
from charts.render import PictureError
from charts.spec import Chart
from commands.reply import Reply

if TYPE_CHECKING:
    from charts.render import Picture

_DRAWINGS = 3  # attempts; then it goes out without its picture, which is better than not at all
_NO_PICTURE = "The picture is missing: it could not be drawn in time."
_REMEMBERED = 128  # contents; a morning has a few dozen


@dataclass(frozen=True, slots=True)
class Order:
    """What a line asks for: a key that equal contents share, and how the content is made."""

    key: Hashable
    recipe: Callable[[], Reply]


Cook = Callable[[Sequence[Line]], Sequence[Order]]
"""The orders of these lines, read together. It and the recipes run in threads."""
Draw = Callable[[Chart], Awaitable["Picture"]]


class Composer:
    """Satisfies `bot.jobs.delivery.Compose`."""

    def __init__(self, cook: Cook, draw: Draw) -> None:
        self._cook, self._draw = cook, draw
        self._one_at_a_time = asyncio.Lock()  # as digests are answered: in line, and in one thread only
        self._made: OrderedDict[Hashable, asyncio.Task[Content]] = OrderedDict()

    async def __call__(self, lines: Sequence[Line]) -> list[asyncio.Task[Content]]:
        return [self._making(order) for order in await asyncio.to_thread(self._cook, lines)]

    def _making(self, order: Order) -> asyncio.Task[Content]:
        making = self._made.get(order.key)
        if making is None or (making.done() and making.exception()):
            making = self._made[order.key] = asyncio.create_task(self._make(order))
            making.add_done_callback(_seen)
            while len(self._made) > _REMEMBERED:
                self._made.popitem(last=False)
        return making

    async def _make(self, order: Order) -> Content:
        async with self._one_at_a_time:
            reply = await asyncio.to_thread(order.recipe)
        COMPOSED.inc()
        if reply.chart is None:
            return Content(reply)
        for _attempt in range(_DRAWINGS):
            try:
                picture = await self._draw(reply.chart)
            except PictureError:
                continue
            return Content(reply, picture)
        return Content(dataclasses.replace(reply, chart=None, notes=(*reply.notes, _NO_PICTURE)))


def _seen(done: asyncio.Task[Content]) -> None:
    """A failure that no line waits for any more is no warning."""
    if not done.cancelled():
        done.exception()
