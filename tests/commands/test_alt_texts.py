"""Alternative texts: each says what is drawn, in figures of the picture's own spec, and the finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import singledispatch
from typing import Any

import numpy as np
import pytest

from charts.layout.series import last_known
from charts.pictures.bars import RankedBars
from charts.pictures.breadth import BreadthChart
from charts.pictures.candles import Candles
from charts.pictures.comparison import ComparisonChart
from charts.pictures.concentration import ConcentrationChart
from charts.pictures.dashboard import Dashboard
from charts.pictures.events import Fan
from charts.pictures.heatmap import Heatmap
from charts.pictures.ladder import LadderChart
from charts.pictures.level import LevelChart
from charts.pictures.macro import MacroPanel, MacroSeries
from charts.pictures.risk import RollingRisk
from charts.pictures.rotation import RotationChart
from charts.pictures.sessions import SessionBars
from charts.pictures.valuation import ValuationChart
from charts.pictures.waterfall import Waterfall
from charts.pictures.weights import WeightsChart
from charts.pictures.windows import WindowsChart
from charts.spec import Line
from charts.theme import DARK
from commands.framework.reply import Reply
from market.formatting import Unit, brief, change, lead, level, share, written
from tests.charts.checks import contradictions, title_is_cut
from tests.commands.conftest import conversation

QUESTIONS = (
    "/smallcaps", "/quote rut", "/quote vix", "/chart rut 1y", "/chart rut 5d", "/chart vix 3m",
    "/chart iwm 6m candles sma 20 50", "/chart rut 2022-01-03..2022-10-14",
    "/chart rut 1y rsi macd bollinger 20", "/chart ndx 2y candles weekly ema 20 50 rsi 14",
    "/compare rut spx ndx 1y",
    "/compare rut spx 2020-11-01 with 2025-10-01", "/compare rut spx 5d",
    "/breadth", "/breadth sp500 3m", "/sectors", "/sectors 1d", "/ladder", "/ladder 1y",
    "/heatmap", "/heatmap sectors 1m", "/rotation", "/why rut", "/why AAPL 40, NVDA 25", "/drivers",
    "/rank best start rut", "/rank run rut spx", "/rank worst week spx",
    "/rank first week rut", "/rank first month rut spx", "/rank first rut 2700", "/rank first record spx",
    "/concentration", "/movers", "/risk rut spx", "/history record rut",
    "/valuation", "/macro", "/macro unemployment", "/exposure AAPL 40, NVDA 25, IWM 35",
    "/digest now", "/check The Russell 2000 rose 1.25% to a record.",
)  # fmt: skip


@pytest.fixture(scope="module")
def ask() -> Any:
    return conversation("sample", "2026-01-22T17:30-05:00")


@singledispatch
def drawn(chart: Any) -> Iterator[str]:
    """What its alternative text must say, from what is drawn."""
    raise NotImplementedError(type(chart).__name__)


def ends(*lines: Line) -> Iterator[str]:
    for day in (lines[0].sessions[0], lines[0].sessions[-1]):
        yield str(day.astype("datetime64[D]"))


def studied(chart: LevelChart | Candles) -> Iterator[str]:
    for average in chart.averages:
        yield average.label.split(" ")[1] if average.label[:3] in ("SMA", "EMA") else "Bollinger bands"
        yield level(last(average))
    for panel in chart.studies:
        yield panel.name.removesuffix(" 12 26 9")
        for line in panel.lines:
            yield written(last(line), Unit.RATIO)


def last(line: Line) -> float:
    end = last_known(line)
    assert end is not None
    return end[1]


@drawn.register
def _(chart: LevelChart) -> Iterator[str]:
    yield from ends(chart.closes)
    values, days = chart.closes.values, chart.closes.sessions.astype("datetime64[D]")
    high, low = int(np.nanargmax(values)), int(np.nanargmin(values))
    yield f"Highest close {level(values[high])} on {days[high]}, lowest {level(values[low])} on {days[low]}"
    if chart.record:
        yield f"record close {level(chart.record.value)} on {chart.record.session}"
    yield from studied(chart)


@drawn.register
def _(chart: SessionBars) -> Iterator[str]:
    for bar in chart.bars:
        yield f"{bar.label} {bar.figure}"


@drawn.register
def _(chart: Dashboard) -> Iterator[str]:
    assert chart.level is not None
    yield chart.level.caption.title
    for name, part in (("ladder", chart.ladder), ("breadth", chart.breadth), ("sectors", chart.sectors)):
        if part:
            yield name
    for line in chart.breadth.shares if chart.breadth else ():
        yield share(last(line))
    for bar in chart.moves.bars if chart.moves else ():
        yield f"{bar.label} {change(bar.value)}" if bar.value is not None else bar.label


@drawn.register
def _(chart: Candles) -> Iterator[str]:
    yield "Candles"
    yield str(chart.sessions[-1].astype("datetime64[D]"))
    yield from studied(chart)


@drawn.register
def _(chart: ComparisonChart) -> Iterator[str]:
    yield from ends(*chart.lines)
    yield "Line chart" if chart.panels(DARK) else "Bars"
    for line in chart.lines:
        end = last_known(line)
        assert end is not None
        yield f"{line.label} {change(end[1])}"


@drawn.register
def _(chart: BreadthChart) -> Iterator[str]:
    yield from ends(chart.index)
    yield chart.index.label
    for part in chart.shares:
        yield part.label.removesuffix("-day")
    for line in chart.shares:
        yield share(last(line))
    yield level(last(chart.index))
    if chart.divergences:
        yield "Divergences are shaded."


@drawn.register
def _(chart: RankedBars) -> Iterator[str]:
    for bar in chart.bars:
        unit = Unit.SESSIONS if chart.unit is Unit.COUNT else chart.unit
        name = bar.label.split(" ")[0] if unit is Unit.CHANGE else bar.label
        yield written(bar.value, unit)
        yield name
        if bar.other is not None:
            yield written(bar.other, unit) if chart.exact else brief(bar.other, unit)


@drawn.register
def _(chart: LadderChart) -> Iterator[str]:
    for rung, value in zip(chart.rungs, chart.measures[0].values, strict=True):
        if value is not None:
            yield f"{rung.lower()} {change(value)}"
    for other in chart.measures[0].others or ():
        if other is not None:
            yield brief(other, Unit.CHANGE)


@drawn.register
def _(chart: Heatmap) -> Iterator[str]:
    yield f"{len(chart.labels):,} "
    for head in chart.heads:
        yield f"{head.group} {change(head.change)}"


@drawn.register
def _(chart: RotationChart) -> Iterator[str]:
    yield chart.ratio.label
    ahead = [t.label for t in chart.trails if min(t.strength[-1], t.momentum[-1]) > 0]
    yield from ahead
    for trail in chart.trails:
        yield f"{trail.ticker} {brief(float(trail.strength[-1]), Unit.CHANGE)}"
    for line in (chart.ratio, *chart.averages):
        yield f"{last(line):.4f}"


@drawn.register
def _(chart: Waterfall) -> Iterator[str]:
    for step in chart.steps:
        yield lead(step.value).removesuffix(" points")


@drawn.register
def _(chart: WindowsChart) -> Iterator[str]:
    for line in chart.lines:
        yield change(float(line.values[-1]))


@drawn.register
def _(chart: ConcentrationChart) -> Iterator[str]:
    yield change(float(chart.cap.values[-1]))
    yield change(float(chart.equal.values[-1]))
    yield str(chart.cap.sessions[-1].astype("datetime64[D]"))


@drawn.register
def _(chart: RollingRisk) -> Iterator[str]:
    yield from ends(*chart.volatility)
    for line in chart.volatility:
        yield line.label
        yield share(last(line))
    assert chart.beta is not None
    yield written(last(chart.beta), Unit.RATIO)


@drawn.register
def _(chart: Fan) -> Iterator[str]:
    yield f"Fan of {len(chart.paths)} paths"
    yield change(float(chart.median[-1]))
    yield change(float(chart.baseline[-1]))


@drawn.register
def _(chart: ValuationChart) -> Iterator[str]:
    for rung in chart.rungs:
        yield rung.lower()
    for value in (value for measure in chart.measures for value in measure.values if value is not None):
        yield written(value, Unit.RATIO)


@drawn.register
def _(chart: MacroPanel) -> Iterator[str]:
    for row in chart.rows:
        yield f"{row.label} {row.value}"


@drawn.register
def _(chart: MacroSeries) -> Iterator[str]:
    yield from ends(chart.series)
    yield chart.series.label
    if chart.ratio:
        yield level(last(chart.ratio))


@drawn.register
def _(chart: WeightsChart) -> Iterator[str]:
    for bar in chart.holdings:
        yield f"{bar.label} {written(bar.value, Unit.SHARE)}"
    for bar in chart.betas:
        yield written(bar.value, Unit.RATIO)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_alternative_text_says_what_is_drawn_and_the_finding(question: str, ask: Any) -> None:
    reply: Reply = ask(question)
    assert reply.chart is not None
    alt = reply.chart.caption.alt
    assert [words for words in drawn(reply.chart) if words not in alt] == [], alt
    finding = reply.headline.rstrip(".")
    assert question.startswith("/check") or finding in alt or re.split("[;:(]", finding)[0].strip() in alt
    assert alt.endswith(".")
    assert len(alt) < 1000  # nothing is cut off
    assert not contradictions(reply.chart)
    assert not title_is_cut(reply.chart.caption)


def test_every_command_that_draws_is_looked_at(ask: Any) -> None:
    from commands import COMMANDS

    asked = {question.split()[0].removeprefix("/") for question in QUESTIONS}
    drawing = {command.name for command in COMMANDS if ask(command.usage).chart is not None}
    assert drawing - asked <= {"watchlist"}
