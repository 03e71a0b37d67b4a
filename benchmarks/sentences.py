"""Every sentence that the program says of real data, for reading as an editor would: one of each shape.

`python -m benchmarks.sentences FILE [--moments N]` asks every command at the moments of `make truth` and writes each
text once, with the question and the moment at which it was first said. Texts that differ in figures and dates only are
of one shape.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from benchmarks.truth.moments import MOMENTS
from benchmarks.truth.questions import QUESTIONS
from bot.adapters.console import to_request
from bot.settings import Settings
from bot.wiring.app import build_app
from charts.spec import Chart
from commands import COMMANDS
from commands.framework.reply import Reply
from market.clock import FixedClock

MORE = (
    "/smallcaps", "/why spx", "/why qqq", "/why 1m", "/drivers 1y", "/compare vix spx 1m", "/compare iwm rut 1y",
    "/compare dia spx 3m", "/compare rut ndx mtd", "/compare iwm spy qqq dia ytd", "/compare rut ndx 2020",
    "/quote vix", "/quote spx", "/quote xle", "/quote aapl", "/quote nosuch", "/chart vix 1y", "/chart xle 5d",
    "/chart rut 2020-02-19..2020-03-23", "/chart qqq max", "/breadth 1y", "/breadth sp500 2020-01-02..2020-06-30",
    "/ladder 5d", "/ladder 2020-02-19..2020-03-23", "/sectors 5y", "/sectors 1d", "/heatmap sp500 1m",
    "/heatmap sectors 1d", "/rotation iwm spy", "/rotation qqq spy", "/concentration ytd", "/concentration 1y",
    "/valuation", "/macro unemployment", "/macro gdp", "/macro claims", "/macro 10y", "/macro spread", "/macro nfci",
    "/risk qqq", "/risk vix", "/risk ndx rut", "/history up 3 ndx", "/history lead 5 63 rut spx",
    "/history thrust rut", "/history drawdown 20 rut", "/history record dji", "/history down 5 vix",
    "/rank best month rut", "/rank worst year spx", "/rank run rut", "/rank lead day rut spx",
    "/rank best quarter iwm", "/exposure AAPL 40, NVDA 25, IWM 35", "/exposure SPY 60, XLE 40", "/movers 1m",
    "/movers sp500 ytd", "/news", "/calendar", "/calendar rut", "/help breadth", "/digest now", "/about",
    "/digest show", "/alert list",
)  # fmt: skip


def questions() -> tuple[str, ...]:
    """What is asked: the examples of every command that only asks, those of `make truth`, and more."""
    examples = (line for command in COMMANDS for line in command.offers)
    return tuple(dict.fromkeys((*examples, *QUESTIONS, *MORE)))


def texts(reply: Reply) -> Iterator[str]:
    """Every text of an answer."""
    yield f"HEADLINE {reply.headline}"
    yield f"TITLE {reply.title}"
    for fact in reply.facts:
        yield f"FACT {fact.label}: {fact.text} · {fact.as_of}"
    if reply.table:
        yield f"TABLE {reply.table.title}"
        yield f"COLUMNS {' | '.join(column.label for column in reply.table.columns)}"
    for note in reply.notes:
        yield f"NOTE {note}"
    yield f"SOURCE {reply.sources}"
    if reply.chart:
        yield from _of_picture(reply.chart)
    for evidence in reply.evidence:
        yield f"EVIDENCE {evidence.statement} = {evidence.formula} ({'; '.join(evidence.inputs)})"


def _of_picture(chart: Chart) -> Iterator[str]:
    caption = chart.caption
    yield f"PICTURE {caption.title}"
    yield f"SUBTITLE {caption.subtitle}"
    yield f"FOOTER {caption.footer}"
    yield f"ALT {caption.alt}"


def shape(text: str) -> str:
    """The text without its figures: "+0.76% on 2026-01-22" and "−1.20% on 2025-08-01" are one shape."""
    return re.sub(r"[+−-]?\d[\d.,:-]*\d|[+−-]?\d", "#", text)


def said(data: Path, at: str) -> list[tuple[str, str, str]]:
    """Text, question and moment of all answers at one moment."""
    out = []
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            source=f"files:{data.resolve()}", data_dir=Path(folder), deadline=120, asks_per_minute=10_000
        )
        app = build_app(settings, clock=FixedClock(datetime.fromisoformat(at)))
        for question in questions():
            out += [(text, question, at) for text in texts(app.engine.answer(to_request(question)))]
    return out


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.sentences")
    parser.add_argument("file", type=Path)
    parser.add_argument("--moments", type=int, default=len(MOMENTS))
    options = parser.parse_args(arguments)
    data = Path(os.environ.get("BELLWETHER_REAL_DATA") or "../shared/data")
    first: dict[str, tuple[str, str, str]] = {}
    count = 0
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        for every in pool.map(partial(said, data), MOMENTS[: options.moments]):
            count += len(every)
            for text, question, at in every:
                first.setdefault(shape(text), (text, question, at))
    lines = sorted(f"{question}\t{at}\t{text}" for text, question, at in first.values())
    options.file.write_text("\n".join(lines) + "\n")
    print(f"{count:,} texts, {len(lines):,} shapes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
