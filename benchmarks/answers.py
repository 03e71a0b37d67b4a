"""From request to PNG, warm, beside the picture alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

from benchmarks.row import BenchmarkRow, side_by_side
from bot.engine.engine import Engine
from bot.engine.request import Request
from bot.settings import Settings
from bot.wiring.app import build_app
from charts.drawing.pool import RenderPool
from charts.drawing.render import render
from charts.spec import Chart
from commands.digests.brief import Brief
from market.calendars.schedule import Edition
from market.clock import Deadline, FixedClock

BEFORE_OPEN = datetime(2026, 1, 22, 13, 45, tzinfo=UTC)
QUESTION = Request(text="/compare rut ndx")
REASON = Request(text="/why")


def rows() -> Iterator[BenchmarkRow]:
    engine = build_app(Settings(source="sample")).engine
    yield _warm(engine, "/compare", QUESTION, 1.15)
    yield _warm(engine, "/why", REASON, 1.3)
    yield _morning()
    yield _again(_chart(engine, QUESTION))


def _warm(engine: Engine, name: str, question: Request, at_most: float) -> BenchmarkRow:
    """Computed anew each time: what was answered in this minute is forgotten first."""
    chart = _chart(engine, question)

    def ask() -> object:
        engine.forget()
        return render(_chart(engine, question))

    return side_by_side(
        f"{name} warm, request to PNG, beside its picture", ask, lambda: render(chart), at_most
    )


def _chart(engine: Engine, question: Request) -> Chart:
    chart = engine.answer(question).chart
    assert chart is not None
    return chart


def _morning() -> BenchmarkRow:
    """The digest before the open, composed beside the answer whose lines it shares; neither is drawn."""
    engine = build_app(Settings(source="sample"), clock=FixedClock(BEFORE_OPEN)).engine

    def compose() -> object:
        engine.forget()
        return engine.answer(Brief(Edition.PRE_OPEN), Deadline.after(60))

    def smallcaps() -> object:
        engine.forget()
        return engine.answer(Request(text="/smallcaps"), Deadline.after(60))

    return side_by_side("a morning digest composed, beside /smallcaps", compose, smallcaps, 2.0)


def _again(chart: Chart) -> BenchmarkRow:
    """The same request again: the picture comes from the cache of the render pool."""
    with asyncio.Runner() as runner:
        app = build_app(Settings(source="sample", asks_per_minute=10_000), pool=lambda: RenderPool(1))

        async def ask() -> None:
            reply = await app.engine.ask(QUESTION)
            assert reply.chart is not None
            await app.engine.picture(reply.chart)

        row = side_by_side(
            "the same /compare again, beside its picture",
            lambda: runner.run(ask()),
            lambda: render(chart),
            0.05,
        )
        runner.run(app.close())
    return row
