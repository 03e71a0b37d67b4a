from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.jobs.composing import Composer
from bot.jobs.cook import Kitchen
from bot.jobs.delivery import Content, NotNow
from bot.request import Request
from bot.store.ledger import Line
from bot.store.store import Store
from charts.render import Picture, PictureError
from charts.spec import Caption, Chart
from commands.ports import Holder, Place
from commands.reply import Reply
from market.clock import FixedClock

DUE = datetime(2026, 1, 22, 7, 30, tzinfo=UTC)
LINE = Line(
    key="digest:1:morning:2026-01-22",
    kind="digest",
    subject=1,
    place=Place("slack", "T1", "C1"),
    owner="U1",
    day=date(2026, 1, 22),
    due=DUE,
    content={"edition": "morning", "sections": ["small-caps"]},
)


@dataclass(frozen=True)
class Drawing:
    """A chart that is never drawn for real."""

    caption: Caption

    def draw(self, figure: object, theme: object) -> None:
        raise AssertionError


CHART = Drawing(Caption("A title", "A source", DUE, "An alternative"))


class Painter:
    """The render pool: counts, and fails as often as told."""

    def __init__(self, failures: int = 0) -> None:
        self.asked, self.failures = 0, failures

    async def __call__(self, chart: Chart) -> Picture:
        self.asked += 1
        await asyncio.sleep(0)
        if self.asked <= self.failures:
            raise PictureError("too slow")
        return Picture(b"png", "alt", 1200, 675)


class Engine:
    """Answers every request alike and remembers them."""

    def __init__(self, reply: Reply) -> None:
        self.asked: list[Request] = []
        self.reply = reply

    def __call__(self, request: Request) -> Reply:
        self.asked.append(request)
        return self.reply


@pytest.fixture
def store(database: sa.Engine, clock: FixedClock) -> Store:
    return Store.over(database, clock)


async def one(composer: Composer, line: Line) -> Content:
    (making,) = await composer([line])
    return await making


async def test_equal_content_is_composed_and_drawn_once_for_many_channels(store: Store, clock: FixedClock):
    engine, painter = Engine(Reply("News", chart=CHART)), Painter()
    composer = Composer(Kitchen(engine, store, clock), painter)
    lines = [replace(LINE, key=f"k{n}", place=Place("slack", "T1", f"C{n}")) for n in range(50)]
    contents = await asyncio.gather(*await composer(lines[:25]), *await composer(lines[25:]))
    assert (len(engine.asked), painter.asked) == (1, 1)
    assert len({id(content) for content in contents}) == 1
    assert engine.asked[0].text == "/digest now morning small-caps"


async def test_a_channel_with_a_watchlist_gets_a_digest_of_its_own(store: Store, clock: FixedClock):
    store.watchlists.add(Holder("slack", "T1", "C2", shared=True), ["IWM"])
    engine = Engine(Reply("News"))
    composer = Composer(Kitchen(engine, store, clock), Painter())
    for channel in ("C1", "C2", "C3"):
        await one(composer, replace(LINE, place=Place("slack", "T1", channel)))
    assert [request.asker.channel for request in engine.asked] == ["C1", "C2"]


async def test_a_digest_goes_out_without_a_picture_that_cannot_be_drawn(store: Store, clock: FixedClock):
    composer = Composer(Kitchen(Engine(Reply("News", chart=CHART)), store, clock), Painter(failures=9))
    content = await one(composer, LINE)
    assert content.picture is None
    assert content.reply.notes == ("The picture is missing: it could not be drawn in time.",)


async def test_a_picture_that_fails_once_is_drawn_again(store: Store, clock: FixedClock):
    composer = Composer(Kitchen(Engine(Reply("News", chart=CHART)), store, clock), Painter(failures=1))
    assert (await one(composer, LINE)).picture is not None


async def test_without_data_a_digest_waits_ten_minutes_and_then_says_so(store: Store, clock: FixedClock):
    engine = Engine(Reply("Yahoo Finance is not answering.", error=True))
    composer = Composer(Kitchen(engine, store, clock), Painter())
    with pytest.raises(NotNow):
        await one(composer, LINE)
    with pytest.raises(NotNow):
        await one(composer, LINE)
    clock.at += timedelta(minutes=10)
    content = await one(composer, LINE)
    assert content.reply.headline == "No digest today: Yahoo Finance is not answering."
    assert not content.reply.error


async def test_an_alert_says_what_the_ledger_holds_and_brands_sample_data(store: Store, clock: FixedClock):
    told = {"headline": "It is so.", "notes": ["Alert 3."], "commands": ["/quote rut"], "source": "Invented"}
    line = replace(LINE, kind="alert", content=told | {"sample": True})
    reply = (await one(Composer(Kitchen(Engine(Reply("")), store, clock), Painter()), line)).reply
    assert (reply.headline, reply.notes, reply.actions[0].command) == (
        "It is so.",
        ("Alert 3.",),
        "/quote rut",
    )
    assert "SAMPLE" in reply.sources
