"""Generator of docs/gallery.md: every picture of the sample market, in both shapes and both colours."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from charts.spec import Chart

QUESTIONS = {
    "smallcaps": "/smallcaps",
    "quote": "/quote rut",
    "chart": "/chart rut 1y sma 50 200",
    "candles": "/chart iwm 1y candles sma 50 200",
    "studies": "/chart rut 1y rsi 14 macd",
    "sessions": "/chart rut 5d",
    "compare": "/compare rut spx ndx dji 1y",
    "compare-one-day": "/compare rut spx ndx 1d",
    "breadth": "/breadth",
    "sectors": "/sectors",
    "ladder": "/ladder",
    "heatmap": "/heatmap",
    "rotation": "/rotation",
    "why": "/why rut",
    "drivers": "/drivers",
    "rank": "/rank best start rut",
    "check": "/check The Russell 2000 rose 1.25% to a record, ahead of the Dow.",
    "concentration": "/concentration",
    "movers": "/movers",
    "risk": "/risk rut spx",
    "history": "/history record rut",
    "valuation": "/valuation",
    "macro": "/macro",
    "macro-series": "/macro unemployment",
    "macro-bars": "/macro payrolls",
    "exposure": "/exposure AAPL 40, NVDA 25, IWM 35",
}
_HEIGHT, _GAP, _PAPER = 480, 12, "#8a8f98"  # pixels


def page() -> str:
    """docs/gallery.md."""
    lines = [
        "# Gallery",
        "",
        "Written by `make docs`; do not edit by hand. Every picture on the sample market: wide and upright, dark",
        "and light. Slack and Discord get the upright one unless `BELLWETHER_PICTURES=wide`.",
    ]
    for name, question in QUESTIONS.items():
        lines += ["", f"## `{question}`", "", f"![{question}](gallery/{name}.png)"]
    return "\n".join(lines) + "\n"


def write_gallery(root: Path) -> None:
    """Write the page and its pictures under `root`."""
    from bot.engine.request import Request
    from bot.settings import Settings
    from bot.wiring.app import build_app

    app = build_app(Settings(source="sample"))
    folder = root / "docs" / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "docs" / "gallery.md").write_text(page())
    for name, question in QUESTIONS.items():
        reply = app.engine.answer(Request(text=question))
        if reply.chart is None:
            raise SystemExit(f"{question} gave no picture: {reply.headline}")
        (folder / f"{name}.png").write_bytes(sheet(reply.chart))


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
