"""What is posted: composed and drawn once per content over all workers, posted to many."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from cachetools import FIFOCache

from bot.engine.content import Content
from bot.store.ledger import LedgerLine
from bot.telemetry.metrics import COMPOSED, DRAWN
from charts.spec import Chart, Picture, PictureError, RenderedChart, digest
from commands.framework.reply import Reply
from market.fetching.database import AdvisoryLocks

log = logging.getLogger("bellwether.delivery")
Thing = TypeVar("Thing")

_DRAWINGS = 3  # attempts; then it goes out without its picture, which is better than not at all
_NO_PICTURE = "The picture is missing: it could not be drawn in time."
_REMEMBERED = 128  # contents; a morning has a few dozen


@dataclass(frozen=True, slots=True)
class ContentSpec:
    """What a line of the ledger asks for.

    identity: equal for equal contents: dataclasses, tuples, words and dates.
    compose: makes the reply; runs in a thread.
    shared: other workers may be asked for the same.
    """

    identity: tuple[object, ...]
    compose: Callable[[], Reply]
    shared: bool = True

    @property
    def key(self) -> str:
        """The same in every process."""
        return digest(self.identity)


ReadOrders = Callable[[Sequence[LedgerLine]], Sequence[ContentSpec]]
"""The orders of these lines, read together. Runs in a thread."""
Draw = Callable[[Chart], Awaitable["Picture"]]


class ContentComposer:
    """Satisfies `bot.jobs.delivery.Compose`."""

    def __init__(
        self, read: ReadOrders, draw: Draw, contents: SharedMemo[Content], pictures: SharedMemo[Picture]
    ) -> None:
        self._read, self._draw = read, draw
        self._contents, self._pictures = contents, pictures
        self._making: FIFOCache[str, asyncio.Task[Content]] = FIFOCache(_REMEMBERED)

    async def __call__(self, lines: Sequence[LedgerLine]) -> list[asyncio.Task[Content]]:
        return [self._task(order) for order in await asyncio.to_thread(self._read, lines)]

    def _task(self, order: ContentSpec) -> asyncio.Task[Content]:
        key = order.key
        making = self._making.get(key)
        if making is None or (making.done() and making.exception()):
            making = self._making[key] = asyncio.create_task(self._make(key, order))
            making.add_done_callback(_seen)
        return making

    async def _make(self, key: str, order: ContentSpec) -> Content:
        if order.shared:
            return await self._contents.of(key, lambda: self._compose(order), _whole)
        return await self._compose(order)

    async def _compose(self, order: ContentSpec) -> Content:
        reply = await asyncio.to_thread(order.compose)
        COMPOSED.inc()
        if reply.chart is None:
            return Content(reply)
        if isinstance(reply.chart, RenderedChart):  # drawn for an earlier post
            key = reply.chart.key
            picture = await self._pictures.kept(key)
        else:
            key = await asyncio.to_thread(digest, reply.chart)
            picture = await self._pictured(key, reply.chart)
        if picture is None:
            unillustrated = dataclasses.replace(reply, chart=None, notes=(*reply.notes, _NO_PICTURE))
            return Content(unillustrated, undrawn=True)
        return Content(dataclasses.replace(reply, chart=RenderedChart(reply.chart.caption, key)), picture)

    async def _pictured(self, key: str, chart: Chart) -> Picture | None:
        for _attempt in range(_DRAWINGS):
            try:
                return await self._pictures.of(key, lambda: self._drawn(chart))
            except PictureError:
                continue
        return None

    async def _drawn(self, chart: Chart) -> Picture:
        picture = await self._draw(chart)
        DRAWN.inc()
        return picture


def _whole(content: Content) -> bool:
    """One whose picture failed is not kept for others: they may be able to draw it."""
    return not content.undrawn


def _seen(done: asyncio.Task[Content]) -> None:
    """A failure that no line waits for any more is no warning."""
    if not done.cancelled():
        done.exception()


class MemoStore(Protocol[Thing]):
    """Kept things that somebody has made, by key. Synchronous; called in threads."""

    def find(self, key: str) -> Thing | None: ...

    def keep(self, key: str, thing: Thing) -> None: ...


class SharedMemo(Generic[Thing]):
    """Things made once over all workers, by key.

    at_once: how many are made or waited for at a time; each holds a connection meanwhile.
    """

    def __init__(self, locks: AdvisoryLocks, kept: MemoStore[Thing], at_once: int = 1) -> None:
        self._locks, self._kept = locks, kept
        self._gate = asyncio.Semaphore(at_once)

    async def of(
        self,
        key: str,
        make: Callable[[], Awaitable[Thing]],
        whole: Callable[[Thing], bool] = lambda thing: True,
    ) -> Thing:
        """What is kept under `key`, a hexadecimal digest; else what `make` returns, which is stored if it
        is `whole`. Raises what `make` raises; the next worker tries then. A worker that waited for another one
        without result makes the value itself: making it twice is better than posting late."""
        async with self._gate:
            lock = await asyncio.to_thread(self._locks.acquire, key)
            try:
                thing = await asyncio.to_thread(self._kept.find, key)
                if thing is None:
                    thing = await make()
                    if whole(thing):
                        await self._keep(key, thing)
                return thing
            finally:
                await asyncio.to_thread(lock.close)

    async def kept(self, key: str) -> Thing | None:
        """What was made earlier; None where it is not kept any more."""
        return await asyncio.to_thread(self._kept.find, key)

    async def _keep(self, key: str, thing: Thing) -> None:
        try:
            await asyncio.to_thread(self._kept.keep, key, thing)
        except Exception:  # it is made and goes out; only the others must make it again
            log.exception("what was made could not be kept", extra={"key": key})
