"""Generator of docs/gallery.md: every picture of the sample market, in both shapes and both colours."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from charts.spec import Chart

QUESTIONS = {
    "smallcaps": "/smallcaps",
    "quote": "/quote rut",
    "chart": "/chart rut 1y sma 50 200",
    "candles": "/chart iwm 1y candles sma 50 200",
    "studies": "/chart rut 1y rsi 14 macd",
    "averages": "/chart iwm 6m ema 20 50",
    "bands": "/chart ndx 6m bollinger 20",
    "weekly": "/chart iwm 3y candles weekly",
    "sessions": "/chart rut 5d",
    "compare": "/compare rut spx ndx dji 1y",
    "compare-one-day": "/compare rut spx ndx 1d",
    "compare-windows": "/compare rut spx 2020-11-01 with 2025-10-01",
    "breadth": "/breadth",
    "sectors": "/sectors",
    "ladder": "/ladder",
    "heatmap": "/heatmap",
    "heatmap-sectors": "/heatmap sectors 1m",
    "rotation": "/rotation",
    "why": "/why rut",
    "drivers": "/drivers",
    "rank": "/rank best start rut",
    "check": "/check The Russell 2000 rose 1.25% to a record, ahead of the Dow.",
    "concentration": "/concentration",
    "movers": "/movers",
    "risk": "/risk rut spx",
    "history": "/history record rut",
    "history-analogues": "/history analogues rut",
    "valuation": "/valuation",
    "macro": "/macro",
    "macro-series": "/macro unemployment",
    "macro-bars": "/macro payrolls",
    "exposure": "/exposure AAPL 40, NVDA 25, IWM 35",
    "portfolio": "/portfolio",
    "digest": "/digest now",
}
IN_SESSION = {"intraday": "/chart rut 1d candles"}  # asked at half past eleven of the founding session
_RUNNING = datetime(2026, 1, 22, 16, 30, tzinfo=UTC)
_KEPT = "/portfolio add 10 IWM at 150, 5 SPY at 400, 4 QQQ at 300"  # by the reader of the page
_PATIENT = 120.0  # seconds: an answer that is late here is no apology
_HEIGHT, _GAP, _PAPER = 480, 12, "#8a8f98"  # pixels


def page() -> str:
    """docs/gallery.md."""
    lines = [
        "# Gallery",
        "",
        "Written by `make docs`; do not edit by hand. Every picture on the sample market: wide and upright, dark",
        "and light. Slack and Discord get the upright one unless `BELLWETHER_PICTURES=wide`.",
    ]
    for name, question in (QUESTIONS | IN_SESSION).items():
        lines += ["", f"## `{question}`", "", f"![{question}](gallery/{name}.png)"]
    return "\n".join(lines) + "\n"


def write_gallery(root: Path) -> None:
    """Write the page and its pictures under `root`."""
    folder = root / "docs" / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "docs" / "gallery.md").write_text(page())
    with TemporaryDirectory() as kept:
        for name, chart in _drawn(Path(kept)):
            (folder / f"{name}.png").write_bytes(sheet(chart))


def _drawn(kept: Path) -> Iterator[tuple[str, Chart]]:
    """Every picture by its name, asked by somebody whose holdings are kept in the folder `kept`."""
    from bot.engine.request import Request
    from bot.settings import Settings
    from bot.wiring.app import build_app
    from commands.framework.asker import Asker
    from market.clock import FixedClock

    settings = Settings(source="sample", data_dir=kept, deadline=_PATIENT)
    engine, reader = build_app(settings).engine, Asker("web", "", "", "reader")
    engine.answer(Request(text=_KEPT, asker=reader))
    running = build_app(settings, clock=FixedClock(_RUNNING)).engine
    asked = [(engine, item) for item in QUESTIONS.items()] + [(running, item) for item in IN_SESSION.items()]
    for engine, (name, question) in asked:
        reply = engine.answer(Request(text=question, asker=reader))
        if reply.chart is None:
            raise SystemExit(f"{question} gave no picture: {reply.headline}")
        yield name, reply.chart


def sheet(chart: Chart) -> bytes:
    """The picture in its shapes and colours beside each other, as one PNG."""
    from PIL import Image

    from charts.drawing.render import render
    from charts.shape import Shape
    from charts.theme import Mode

    shown = []
    for shape in Shape:
        for mode in Mode:
            with Image.open(io.BytesIO(render(chart, mode, shape).png)) as drawn:
                wide = round(drawn.width * _HEIGHT / drawn.height)
                shown.append(drawn.convert("RGB").resize((wide, _HEIGHT), Image.Resampling.LANCZOS))
    paper = Image.new("RGB", (sum(i.width + _GAP for i in shown) + _GAP, _HEIGHT + 2 * _GAP), _PAPER)
    left = _GAP
    for image in shown:
        paper.paste(image, (left, _GAP))
        left += image.width + _GAP
    sink = io.BytesIO()
    paper.quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(sink, "PNG", optimize=True)
    return sink.getvalue()
