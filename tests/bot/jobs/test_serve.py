"""A worker as `bellwether worker` runs it, on the sample market, from subscription to post."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from bot.jobs.serve import serve_worker
from bot.posting import Poster
from bot.request import Request
from bot.store.ledger import Stage
from charts.pool import RenderPool
from charts.render import Picture
from commands.ports import Place, Section, Subscription
from commands.reply import Reply
from market.deadline import Deadline
from market.members import MemberService
from market.schedule import Days, Edition, Schedule
from tests.commands.desk import ANA, Desk


class Board:
    """A channel that keeps what was posted."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, Reply, Picture | None, str]] = []
        self.done = asyncio.Event()

    async def post(self, channel: str, reply: Reply, picture: Picture | None, key: str) -> str:
        self.posted.append((channel, reply, picture, key))
        self.done.set()
        return "m1"

    async def find(self, channel: str, key: str) -> str | None:
        return None

    async def may_post(self, channel: str) -> str | None:
        return None

    async def __call__(self, place: Place) -> Poster:
        return self


async def test_a_digest_that_is_due_is_composed_drawn_posted_and_written_down(tmp_path: Path):
    desk, board, stop = Desk(tmp_path, pool=RenderPool(0)), Board(), asyncio.Event()
    due = datetime.now(UTC).replace(second=0, microsecond=0)
    schedule = Schedule(Edition.MORNING, "UTC", due.time(), Days.parse("daily"))
    desk.store.subscriptions.add(
        Subscription(
            Place("slack", "T1", "C1"), "U1", schedule, (Section.SMALL_CAPS, Section.COMPARE), next_due=due
        )
    )
    services = desk.app.engine._services  # the application's own, by type
    members = services(Request(), Deadline.after(30.0))[MemberService]
    work = asyncio.create_task(
        serve_worker(desk.engine, board, store=desk.store, market=desk.app.market, members=members, stop=stop)
    )
    await asyncio.wait_for(board.done.wait(), 60)
    stop.set()
    await asyncio.wait_for(work, 60)
    ((channel, reply, picture, key),) = board.posted
    assert channel == "C1"
    assert reply.headline == desk.say("/digest now morning small-caps compare", ANA).headline
    assert picture is not None
    assert picture.png.startswith(b"\x89PNG")
    assert key.startswith("digest:1:morning:")
    (line,) = desk.store.ledger.listed(Stage.SENT)
    assert line.message == "m1"
    await desk.engine.close()
    desk.close()
