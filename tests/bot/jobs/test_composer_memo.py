from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from bot.jobs.composer import SharedMemo
from bot.store.composed import StoredPictures
from charts.spec import Picture, PictureError
from market.clock import FixedClock
from market.fetching.database import AdvisoryLocks, is_sqlite

KEY, OTHER = "ff" * 32, "0a" * 32


class Painter:
    """Draws when it may, and counts."""

    def __init__(self) -> None:
        self.drawn = 0
        self.may, self.asked = asyncio.Event(), asyncio.Event()

    async def __call__(self) -> Picture:
        self.drawn += 1
        self.asked.set()
        await self.may.wait()
        return Picture(b"png", f"number {self.drawn}", 1, 1)


def worker(database: sa.Engine, clock: FixedClock) -> SharedMemo[Picture]:
    return SharedMemo(AdvisoryLocks(database), StoredPictures(database, clock))


async def test_workers_make_a_thing_once_between_them(database: sa.Engine, clock: FixedClock) -> None:
    painter, workers = Painter(), [worker(database, clock) for _ in range(2)]
    first = asyncio.create_task(workers[0].of(KEY, painter))
    await painter.asked.wait()
    if is_sqlite(database):  # has one worker at a time: the other one comes after it
        painter.may.set()
        await first
    second = asyncio.create_task(workers[1].of(KEY, painter))
    painter.may.set()
    assert await first == await second
    assert painter.drawn == 1
    await workers[1].of(OTHER, painter)
    assert painter.drawn == 2


async def test_a_worker_that_fails_leaves_it_to_the_next(database: sa.Engine, clock: FixedClock) -> None:
    async def fails() -> Picture:
        raise PictureError("too slow")

    painter = Painter()
    painter.may.set()
    with pytest.raises(PictureError):
        await worker(database, clock).of(KEY, fails)
    assert (await worker(database, clock).of(KEY, painter)).png == b"png"


async def test_what_is_not_whole_is_not_kept_for_others(database: sa.Engine, clock: FixedClock) -> None:
    painter = Painter()
    painter.may.set()
    for _again in range(2):
        await worker(database, clock).of(KEY, painter, lambda picture: False)
    assert painter.drawn == 2
