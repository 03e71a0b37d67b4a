"""Pictures beside the plainest way to draw the same thing."""

from __future__ import annotations

import asyncio
import io
import statistics
import time
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.row import BenchmarkRow, side_by_side
from charts.drawing.pool import RenderPool
from charts.drawing.render import render
from charts.pictures.candles import Candles
from charts.pictures.comparison import ComparisonChart
from charts.shape import Shape
from charts.spec import Caption, Chart, Line
from charts.theme import Mode
from market.provenance import Provenance

CAPTION = Caption(
    "RUT led NDX by 8.55 points",
    Provenance("Sample market", datetime(2026, 1, 22, 21, tzinfo=UTC)),
    "A benchmark.",
)
PIXELS, DPI = (1200, 675), 100
CHARTS = 32
BARS = 250


def rows() -> Iterator[BenchmarkRow]:
    lines = tuple(_walk(name, seed) for seed, name in enumerate(("RUT", "NDX", "SPX", "DJI")))
    comparison = ComparisonChart(CAPTION, lines)
    yield side_by_side(
        "comparison of four lines, beside a bare Figure",
        lambda: render(comparison),
        lambda: _bare(lines),
        0.7,
    )
    yield side_by_side(
        "comparison of four lines for a phone, beside the wide one",
        lambda: render(comparison, shape=Shape.PHONE),
        lambda: render(comparison),
        1.5,
    )
    long = tuple(_walk(name, seed, 9_700) for seed, name in enumerate(("RUT", "NDX")))
    yield side_by_side(
        "two lines of 38 years, beside a bare Figure",
        lambda: render(ComparisonChart(CAPTION, long)),
        lambda: _bare(long),
        1.25,
    )
    frame = _frame(BARS)
    averages = tuple(Line.of(f"SMA {n}", frame["close"].rolling(n).mean()) for n in (20, 50))
    candles = Candles.of(CAPTION, frame, volume=True, averages=averages)
    yield side_by_side(
        "candles, volume and two averages, beside mplfinance",
        lambda: render(candles),
        lambda: _mplfinance(frame),
        0.25,
    )
    yield _sizes((comparison, candles))
    yield _lag(comparison)


def _sizes(charts: tuple[Chart, ...]) -> BenchmarkRow:
    """The median size of their PNGs in both shapes and colours, beside 120 KB."""
    sizes = [len(render(c, mode, shape).png) / 1024 for c in charts for mode in Mode for shape in Shape]
    return BenchmarkRow(
        "size of a picture, median", statistics.median(sizes), 120.0, 1.0, "KB", "beside 120 KB"
    )


def _walk(name: str, seed: int, count: int = BARS) -> Line:
    days = np.busday_offset("2026-01-22", np.arange(1 - count, 1), roll="backward").astype("datetime64[D]")
    growth = np.exp(np.cumsum(np.random.default_rng(seed).normal(0.0003, 0.011, count)))
    return Line(name, days, growth / growth[0] - 1)


def _frame(count: int) -> pd.DataFrame:
    rng, close = np.random.default_rng(9), 250 * (1 + _walk("", 9, count).values)
    opened = close * (1 + rng.normal(0, 0.006, count))
    columns = {
        "open": opened,
        "high": np.maximum(opened, close) * 1.004,
        "low": np.minimum(opened, close) * 0.996,
        "close": close,
        "volume": rng.lognormal(17, 0.3, count),
    }
    return pd.DataFrame(columns, index=pd.DatetimeIndex(_walk("", 9, count).sessions, name="session"))


def bare_comparison() -> None:
    """The floor that other rows are measured from: two lines of a year on a bare Figure."""
    _bare((_walk("RUT", 0), _walk("NDX", 1)))


def _bare(lines: tuple[Line, ...]) -> None:
    """The same lines, size and dpi with nothing but matplotlib's defaults, pyplot left out."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(PIXELS[0] / DPI, PIXELS[1] / DPI), dpi=DPI)
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    for line in lines:
        axes.plot(line.sessions, line.values)
    figure.savefig(io.BytesIO(), format="png")


def _mplfinance(frame: pd.DataFrame) -> None:
    import matplotlib

    matplotlib.use("Agg")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import mplfinance

        options: dict[str, Any] = {"type": "candle", "volume": True, "mav": (20, 50), "style": "yahoo"}
        target = {"fname": io.BytesIO(), "dpi": DPI, "format": "png"}
        size = (PIXELS[0] / DPI, PIXELS[1] / DPI)
        mplfinance.plot(frame, figsize=size, savefig=target, closefig=True, **options)


def _lag(chart: ComparisonChart) -> BenchmarkRow:
    """The longest stall of the event loop, in milliseconds, while charts are drawn."""
    charts = [replace(chart, caption=replace(CAPTION, title=f"Chart {i}")) for i in range(CHARTS)]

    async def pooled() -> None:
        await asyncio.gather(*(pool.picture(c, deadline=120.0) for c in charts))

    async def inline() -> None:
        for c in charts:
            render(c)
            await asyncio.sleep(0)

    pool = RenderPool(2)
    try:
        asyncio.run(_warm(pool, chart))
        ours, theirs = asyncio.run(_longest_stall(pooled())), asyncio.run(_longest_stall(inline()))
    finally:
        pool.close()
    return BenchmarkRow(
        f"{CHARTS} charts at once: longest stall of the loop",
        ours,
        theirs,
        0.25,
        note="beside drawing inline",
    )


async def _warm(pool: RenderPool, chart: ComparisonChart) -> None:
    warm = (replace(chart, caption=replace(CAPTION, title=f"Warm {i}")) for i in range(2))
    await asyncio.gather(*(pool.picture(c, deadline=120.0) for c in warm))


async def _longest_stall(work: Any) -> float:
    worst, done = 0.0, asyncio.Event()

    async def watch() -> None:
        nonlocal worst
        while not done.is_set():
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            worst = max(worst, time.perf_counter() - before - 0.001)

    watcher = asyncio.create_task(watch())
    await asyncio.sleep(0.01)
    await work
    done.set()
    await watcher
    return worst * 1000
