"""From request to PNG, warm, beside the picture alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from benchmarks.row import Row, side_by_side
from bot.app import build_app
from bot.request import Request
from bot.settings import Settings
from charts.pool import RenderPool
from charts.render import render
from charts.spec import Chart

QUESTION = Request(text="/compare rut ndx")


def rows() -> Iterator[Row]:
    app = build_app(Settings(source="sample"))
    chart = app.engine.answer(QUESTION).chart
    assert chart is not None
    yield _warm("/compare warm, request to PNG, beside its picture", app.engine.answer, chart, 1.15)
    yield _again(chart)


def _warm(name: str, answer, chart: Chart, at_most: float) -> Row:  # type: ignore[no-untyped-def]
    return side_by_side(name, lambda: render(answer(QUESTION).chart), lambda: render(chart), at_most)


def _again(chart: Chart) -> Row:
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
