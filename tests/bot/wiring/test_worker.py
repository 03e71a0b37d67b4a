"""A worker as `bellwether worker` runs it, on the sample market, from subscription to post."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.adapters.poster import Post, Poster
from bot.engine.request import Request
from bot.settings import Settings
from bot.store.ledger import Stage
from bot.wiring.app import App, build_app
from bot.wiring.worker import serve_worker
from charts.drawing.pool import RenderPool
from charts.spec import RenderedChart, digest
from commands.framework.asker import Asker
from commands.framework.ports import Place, Section, Subscription
from commands.framework.reply import Visibility
from market.calendars.schedule import Days, Edition, Schedule
from tests.bot.posters import OpenPoster


class Board(OpenPoster):
    """A channel that keeps what was posted."""

    def __init__(self) -> None:
        self.posted: list[Post] = []
        self.done = asyncio.Event()

    async def post(self, post: Post) -> str:
        self.posted.append(post)
        self.done.set()
        return "m1"

    async def __call__(self, place: Place) -> Poster:
        return self


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    interval = sys.getswitchinterval()
    yield build_app(Settings(source="sample", data_dir=tmp_path), pool=lambda: RenderPool(0))
    assert sys.getswitchinterval() == interval  # the process's business, not the wiring's


async def test_a_digest_that_is_due_is_composed_drawn_posted_and_written_down(app: App) -> None:
    board, stop, store = Board(), asyncio.Event(), app.keeping.store
    due = datetime.now(UTC).replace(second=0, microsecond=0)
    schedule = Schedule(Edition.MORNING, "UTC", due.time(), Days.parse("daily"))
    store.subscriptions.add(
        Subscription(
            Place("slack", "T1", "C1"), "U1", schedule, (Section.SMALL_CAPS, Section.COMPARE), next_due=due
        )
    )
    work = asyncio.create_task(serve_worker(app, board, stop=stop))
    await asyncio.wait_for(board.done.wait(), 300)
    stop.set()
    await asyncio.wait_for(work, 300)
    (post,) = board.posted
    assert post.channel == "C1"
    asked = Request(text="/digest now morning small-caps compare", asker=Asker("slack", "T1", "C1"))
    told = app.engine.answer(asked)
    assert told.chart is not None
    posted = replace(told, chart=RenderedChart(told.chart.caption, digest(told.chart)))
    assert digest(post.reply) == digest(
        replace(posted, visibility=Visibility.PUBLIC)
    )  # asked for, it is the asker's
    assert post.picture is not None
    assert post.picture.png.startswith(b"\x89PNG")
    assert post.key.startswith("digest:1:morning:")
    (line,) = store.ledger.listed(Stage.SENT)
    assert line.message == "m1"
    await app.close()
