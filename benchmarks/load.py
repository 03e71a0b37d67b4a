"""Under load: how long the event loop stands still, and how often the provider is asked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import date, datetime

from benchmarks.row import BenchmarkRow
from bot.engine.engine import Engine
from bot.engine.request import Request
from bot.settings import Settings
from bot.telemetry.event_loop import freeze_gc, prestart_threads, shorten_switch_interval
from bot.wiring.app import build_app
from charts.drawing.pool import RenderPool
from charts.drawing.render import render
from charts.theme import Mode
from commands.framework.reply import Reply
from market.clock import Deadline
from market.services.prices import Market
from market.sources import History
from market.sources.sample.prices import SampleSource
from market.symbols import Symbol

CHARTS = 32
QUESTIONS = [f"/compare {a} {b} {p}" for a in ("rut", "ndx", "dji", "iwm") for b in ("spx", "qqq") for p in
             ("1y", "2y", "3y", "ytd")][:CHARTS]  # fmt: skip


def rows() -> Iterator[BenchmarkRow]:
    ours, inline = _stalls()
    note = f"pool {ours:.1f} ms, inline {inline:.0f} ms"
    yield BenchmarkRow(
        f"longest stall of the loop, {CHARTS} chart commands at once", ours, 20.0, 1.0, note=note
    )
    yield BenchmarkRow("the same, beside the charts drawn inline", ours, inline, 0.05)
    yield BenchmarkRow(
        "provider requests for 200 asks of 4 symbols at once", float(_requests()), 4.0, 1.0, "requests"
    )


def _stalls() -> tuple[float, float]:
    async def measured(work: Callable[[Engine], Awaitable[object]]) -> float:
        settings = Settings(source="sample", asks_per_minute=10_000, deadline=60)
        # As `bot.wiring.run` does: threads, commands and the pool are ready before anybody asks.
        shorten_switch_interval()
        await prestart_threads()
        app = build_app(settings, pool=lambda: RenderPool(2))
        app.engine.start()
        list(app.engine.commands)
        freeze_gc()
        first: Reply = await app.engine.ask(Request(text="/quote spy"))
        assert first.chart is not None
        await app.engine.picture(first.chart)
        watch = asyncio.create_task(_longest_gap(done := asyncio.Event()))
        await work(app.engine)
        done.set()
        gap = await watch
        await app.close()
        return gap * 1000

    async def pooled(engine: Engine) -> None:
        async def one(question: str) -> None:
            reply = await engine.ask(Request(text=question))
            assert reply.chart is not None, reply.headline
            await engine.picture(reply.chart, Mode.DARK)

        await asyncio.gather(*(one(question) for question in QUESTIONS))

    async def inline(engine: Engine) -> None:
        async def one(question: str) -> None:
            render(engine.answer(Request(text=question)).chart)  # type: ignore[arg-type]  # the examples have pictures

        await asyncio.gather(*(one(question) for question in QUESTIONS))

    return asyncio.run(measured(pooled)), asyncio.run(measured(inline))


async def _longest_gap(done: asyncio.Event) -> float:
    longest, before = 0.0, time.perf_counter()
    while not done.is_set():
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        longest, before = max(longest, now - before - 0.001), now
    return longest


class CountingSource(SampleSource):
    """The sample market as if it were far away: it counts how often it is asked."""

    asked = 0

    def history(self, symbol: Symbol, since: date | None, now: datetime, deadline: Deadline) -> History:
        self.asked += 1
        time.sleep(0.2)
        return super().history(symbol, since, now, deadline)


def _requests() -> int:
    from concurrent.futures import ThreadPoolExecutor

    app = build_app(Settings(source="sample"))
    source = CountingSource()
    market = Market(source, app.clock, app.market.calendar)
    symbols = [Symbol.parse(word) for word in ("rut", "spx", "ndx", "dji")]
    with ThreadPoolExecutor(50) as threads:
        list(threads.map(lambda i: market.bars(symbols[i % 4]), range(200)))
    return source.asked
