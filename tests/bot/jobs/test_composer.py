from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
import sqlalchemy as sa

from bot.engine.content import Content
from bot.jobs.composer import ContentComposer, ContentSpec, SharedMemo
from bot.jobs.delivery import NothingToPost
from bot.jobs.digest_orders import DigestComposer
from bot.store.composed import ComposedReplies, StoredPictures
from bot.store.joined_alerts import join
from bot.store.ledger import LedgerLine
from bot.store.reply_codec import written
from bot.store.store import Store
from charts.spec import Caption, Chart, Picture, PictureError, RenderedChart
from commands.digests.brief import Brief
from commands.framework.ports import Alert, Holder, Place, Section
from commands.framework.reply import Fact, Reply
from market.alerts.rules import AlertRule
from market.calendars.schedule import Edition
from market.clock import FixedClock
from market.fetching.database import AdvisoryLocks, is_sqlite
from market.provenance import Provenance

DUE = datetime(2026, 1, 22, 7, 30, tzinfo=UTC)
LINE = LedgerLine(
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

    def draw(self, figure: object, box: object, theme: object) -> None:
        raise AssertionError


CHART = Drawing(Caption("A title", Provenance("A source", DUE), "An alternative"))


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
    """Answers every brief alike and remembers them."""

    def __init__(self, reply: Reply) -> None:
        self.asked: list[Brief] = []
        self.reply = reply

    def __call__(self, brief: Brief) -> Reply:
        self.asked.append(brief)
        return self.reply


@pytest.fixture
def store(database: sa.Engine, clock: FixedClock) -> Store:
    return Store.over(database, clock)


def composing(
    engine: Engine, store: Store, clock: FixedClock, painter: Painter | None = None
) -> ContentComposer:
    """A worker's composer over `store`."""
    turns = AdvisoryLocks(store.engine)
    return ContentComposer(
        DigestComposer(engine, store, clock),
        painter or Painter(),
        SharedMemo(turns, ComposedReplies(store.engine, clock), at_once=2),
        SharedMemo(turns, StoredPictures(store.engine, clock)),
    )


async def one(composer: ContentComposer, line: LedgerLine) -> Content:
    (making,) = await composer([line])
    return await making


async def test_equal_content_is_composed_and_drawn_once_for_many_channels(
    store: Store, clock: FixedClock
) -> None:
    engine, painter = Engine(Reply("News", chart=CHART)), Painter()
    composer = composing(engine, store, clock, painter)
    lines = [replace(LINE, key=f"k{n}", place=Place("slack", "T1", f"C{n}")) for n in range(50)]
    contents = await asyncio.gather(*await composer(lines[:25]), *await composer(lines[25:]))
    assert (len(engine.asked), painter.asked) == (1, 1)
    assert len({id(content) for content in contents}) == 1
    assert engine.asked == [Brief(Edition.MORNING, (Section.SMALL_CAPS,))]


async def test_what_is_due_at_another_time_is_composed_anew(store: Store, clock: FixedClock) -> None:
    """In the evening the last close is another one than in the morning of the same day."""
    engine = Engine(Reply("This morning"))
    composer = composing(engine, store, clock)
    assert (await one(composer, LINE)).reply.headline == "This morning"
    engine.reply = Reply("This evening")
    later = replace(LINE, key="digest:2:morning:2026-01-22", subject=2, due=DUE + timedelta(hours=14))
    assert later.day == LINE.day
    assert (await one(composer, later)).reply.headline == "This evening"


async def test_workers_compose_once_between_them_and_say_the_same(store: Store, clock: FixedClock) -> None:
    first, second = Engine(Reply("News", chart=CHART)), Engine(Reply("Newer news", chart=CHART))
    painter = Painter()
    making = asyncio.create_task(one(composing(first, store, clock, painter), LINE))
    if is_sqlite(store.engine):  # has one worker at a time: the other one comes after it
        await making
    theirs = replace(LINE, key="k2", place=Place("discord", "G1", "7"))
    contents = await making, await one(composing(second, store, clock, painter), theirs)
    assert len(first.asked) + len(second.asked) == 1
    assert painter.asked == 1
    assert written(contents[0].reply) == written(contents[1].reply)
    assert contents[0].picture == contents[1].picture == Picture(b"png", "alt", 1200, 675)
    assert isinstance(contents[1].reply.chart, RenderedChart)


async def test_what_cannot_be_written_for_others_goes_out_all_the_same(
    store: Store, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    facts = (Fact("Members", np.int64(3)),)  # type: ignore[arg-type]  # a mistake
    for _worker in range(2):
        content = await one(composing(Engine(Reply("News", facts=facts)), store, clock), LINE)
        assert content.reply.facts == facts
    assert caplog.text.count("could not be kept") == 2
    assert "a int64 cannot be written" in caplog.text


async def test_a_channel_with_a_watchlist_gets_a_digest_of_its_own(store: Store, clock: FixedClock) -> None:
    store.watchlists.add(Holder("slack", "T1", "C2", shared=True), ["IWM"])
    engine = Engine(Reply("News"))
    composer = composing(engine, store, clock)
    for channel in ("C1", "C2", "C3"):
        await one(composer, replace(LINE, place=Place("slack", "T1", channel)))
    assert [brief.watched for brief in engine.asked] == [(), ("IWM",)]


async def test_a_list_that_changes_while_it_is_composed_reaches_no_other_channel(
    store: Store, clock: FixedClock
) -> None:
    engine = Engine(Reply("Watchlist: IWM"))
    composer = composing(engine, store, clock)
    quick = [LINE, replace(LINE, key="k2", place=Place("slack", "T1", "C2"))]
    makings = await composer(quick)  # both channels watch nothing, and share an order
    store.watchlists.add(Holder("slack", "T1", "C1", shared=True), ["IWM"])
    await asyncio.gather(*makings)
    assert [brief.watched for brief in engine.asked] == [()]
    await asyncio.gather(*await composer(quick))
    assert [brief.watched for brief in engine.asked] == [(), ("IWM",)]


async def test_armed_alerts_and_the_last_post_are_part_of_the_order(store: Store, clock: FixedClock) -> None:
    place, engine = LINE.place, Engine(Reply("News"))
    rule, fired = AlertRule.parse("rut above 2750 again after 1%"), AlertRule.parse("spx record again")
    store.alerts.add(Alert(place, "U1", rule))
    store.alerts.add(Alert(place, "U1", fired, armed=False))
    await one(composing(engine, store, clock), LINE)
    (brief,) = engine.asked
    assert (brief.waiting, brief.since) == ((rule,), None)


@pytest.mark.parametrize("content", [{"edition": "noon"}, {"sections": ["small-caps", "weather"]}])
async def test_a_line_of_a_later_release_keeps_no_other_from_its_digest(
    store: Store, clock: FixedClock, content: dict[str, object]
) -> None:
    strange = replace(LINE, key="k2", content=LINE.content | content)
    engine = Engine(Reply("News"))
    waits, goes = await composing(engine, store, clock)([strange, LINE])
    with pytest.raises(NothingToPost, match="does not know"):
        await waits
    assert (await goes).reply.headline == "News"


def test_the_key_of_an_order_is_the_same_in_every_process() -> None:
    program = (
        "from bot.jobs.composer import ContentSpec; from commands.digests.brief import Brief;"
        "from market.alerts.rules import AlertRule; from datetime import date;"
        "brief = Brief(watched=('IWM',), waiting=(AlertRule.parse('rut above 2750 again'),),"
        " since=date(2026, 1, 22));"
        "print(ContentSpec((brief, '2026-01-22T07:30:00+00:00', False), print).key)"
    )
    keys = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(keys) == 1


@pytest.mark.parametrize(
    "other",
    [
        Brief(Edition.CLOSE),
        Brief(sections=(Section.BREADTH,)),
        Brief(watched=("IWM",)),
        Brief(waiting=(AlertRule.parse("rut record"),)),
        Brief(since=date(2026, 1, 22)),
    ],
)
def test_different_orders_have_different_keys(other: Brief) -> None:
    assert ContentSpec((other,), lambda: Reply("")).key != ContentSpec((Brief(),), lambda: Reply("")).key


async def test_a_digest_goes_out_without_a_picture_that_cannot_be_drawn(
    store: Store, clock: FixedClock
) -> None:
    composer = composing(Engine(Reply("News", chart=CHART)), store, clock, Painter(failures=9))
    content = await one(composer, LINE)
    assert (content.picture, content.reply.chart) == (None, None)
    assert content.undrawn
    assert content.reply.notes == ("The picture is missing: it could not be drawn in time.",)
    another = composing(Engine(Reply("News", chart=CHART)), store, clock)
    assert (await one(another, LINE)).picture is not None, "another worker may be able to draw it"


async def test_a_picture_that_fails_once_is_drawn_again(store: Store, clock: FixedClock) -> None:
    composer = composing(Engine(Reply("News", chart=CHART)), store, clock, Painter(failures=1))
    assert (await one(composer, LINE)).picture is not None


async def test_without_data_a_digest_waits_ten_minutes_and_then_says_so(
    store: Store, clock: FixedClock
) -> None:
    engine = Engine(Reply("Yahoo Finance is not answering.", error=True))
    composer = composing(engine, store, clock)
    with pytest.raises(NothingToPost):
        await one(composer, LINE)
    with pytest.raises(NothingToPost):
        await one(composer, LINE)
    clock.at += timedelta(minutes=10)
    content = await one(composer, LINE)
    assert content.reply.headline == "No digest today: Yahoo Finance is not answering."
    assert not content.reply.error


async def test_an_alert_says_what_the_ledger_holds_and_brands_sample_data(
    store: Store, clock: FixedClock
) -> None:
    told = {"headline": "It is so.", "notes": ["Alert 3."], "commands": ["/quote rut"], "source": "Invented"}
    line = replace(LINE, kind="alert", content=told | {"sample": True})
    reply = (await one(composing(Engine(Reply("")), store, clock), line)).reply
    assert (reply.headline, reply.notes, reply.actions[0].command) == (
        "It is so.",
        ("Alert 3.",),
        "/quote rut",
    )
    assert "SAMPLE" in reply.sources
    other = replace(line, key="alert:4:now", content={**told, "rule": "rut above 110", "notes": ["Alert 4."]})
    first = replace(line, key="alert:3:now", content={**line.content, "rule": "rut record"})
    with store.engine.begin() as c:
        store.ledger.write(c, [first], "batch")
        join(c, store.ledger, [other], first)
    reply = (await one(composing(Engine(Reply("")), store, clock), first)).reply
    assert reply.headline == "2 alerts: rut record, rut above 110."
    assert [(fact.label, fact.value) for fact in reply.facts] == [
        ("rut record", "It is so."),
        ("rut above 110", "It is so."),
    ]
    assert (reply.notes, len(reply.actions)) == (("Alert 3.", "Alert 4."), 1)
    assert "SAMPLE" in reply.sources
