from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from bot.jobs.gallery import Gallery
from bot.store.database import is_sqlite
from bot.store.pictures import Pictures
from charts.render import Picture, PictureError
from charts.spec import Chart
from market.clock import FixedClock
from tests.bot.pictures import line

CHART, OTHER = line("one"), line("other")


class Painter:
    """Draws when it may, and counts."""

    def __init__(self) -> None:
        self.drawn: list[Chart] = []
        self.may, self.asked = asyncio.Event(), asyncio.Event()

    async def __call__(self, chart: Chart) -> Picture:
        self.drawn.append(chart)
        self.asked.set()
        await self.may.wait()
        return Picture(b"png", chart.caption.alt, 1, 1)


async def test_workers_draw_a_picture_once_between_them(database: sa.Engine, clock: FixedClock):
    painter = Painter()
    workers = [Gallery(Pictures(database, clock), painter) for _ in range(2)]
    first = asyncio.create_task(workers[0](CHART))
    await painter.asked.wait()
    if is_sqlite(database):  # has one worker at a time: the other one comes after it
        painter.may.set()
        await first
    second = asyncio.create_task(workers[1](line("one")))
    painter.may.set()
    assert await first == await second
    assert painter.drawn == [CHART]
    await workers[1](OTHER)
    assert painter.drawn == [CHART, OTHER]


async def test_a_worker_that_fails_leaves_the_picture_to_the_next(database: sa.Engine, clock: FixedClock):
    async def fails(chart: Chart) -> Picture:
        raise PictureError("too slow")

    kept, painter = Pictures(database, clock), Painter()
    painter.may.set()
    with pytest.raises(PictureError):
        await Gallery(kept, fails)(CHART)
    assert (await Gallery(kept, painter)(CHART)).png == b"png"
