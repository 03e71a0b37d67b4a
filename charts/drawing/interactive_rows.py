"""The bars and dots of a picture, row by row, as data for a browser that draws them under a pointer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from charts.layout.text import plain
from charts.pictures.bars import MARKERS, Bar, RankedBars
from charts.pictures.comparison import ComparisonChart
from charts.pictures.concentration import ConcentrationChart
from charts.pictures.dashboard import Dashboard
from charts.pictures.ladder import LadderChart
from charts.pictures.macro import MacroPanel
from charts.pictures.rotation import TRAILS_NAME, RotationChart
from charts.pictures.sessions import SessionBars
from charts.pictures.valuation import ValuationChart
from charts.pictures.waterfall import Waterfall
from charts.pictures.weights import WeightsChart
from charts.theme import Theme
from market.formatting import Unit, written

_SIGNS = {
    ("o", False): "●",
    ("o", True): "○",
    ("D", False): "◆",
    ("D", True): "◇",
    ("s", False): "■",
    ("s", True): "□",
}
_PAIR = ("cap-weighted", "equal-weighted")

Rows = dict[str, Any]


def rows_of(chart: object, theme: Theme) -> list[Rows]:
    """One entry a panel: its name, its rows from top to bottom, each with its figures as numbers and as they are
    written. Empty for other pictures, and where nothing is known."""
    panels = [*_panels(chart, theme)]
    known = (
        value for panel in panels for row in panel["rows"] for value in row["values"] if value is not None
    )
    return panels if next(known, None) is not None else []


def _panels(chart: object, theme: Theme) -> Iterator[Rows]:
    match chart:
        case RankedBars():
            yield _panel("", chart.rows(), chart.unit, chart.names)
        case LadderChart() | ValuationChart():
            for measure in chart.measures:
                yield _panel(measure.name, measure.bars(chart.rungs), measure.unit, _PAIR)
        case WeightsChart():
            yield _panel("Weight", chart.heaviest(), Unit.SHARE)
            if chart.betas:
                yield _panel("Beta to", chart.betas, Unit.RATIO)
        case ComparisonChart() if chart.few:
            yield _panel("", chart.bars(theme), Unit.CHANGE)
        case ConcentrationChart():
            yield from _panels(chart.lines, theme)
            if chart.contributions:
                name = "Contribution to the index’s move, in points"
                yield _panel(name, chart.contributions, Unit.LEAD)
        case Waterfall():
            yield _steps(chart)
        case MacroPanel():
            yield _gauges(chart)
        case SessionBars():
            yield _sessions(chart)
        case RotationChart() if chart.trails:
            yield _trails(chart)
        case Dashboard():
            for part in chart.ranks:
                for panel in _panels(part, theme):
                    yield panel | {"name": plain(part.caption.title) if part else ""}
        case _:
            pass


def _panel(name: str, rows: Sequence[Bar | str], unit: Unit, names: Sequence[str] = ("", "")) -> Rows:
    bars = [row for row in rows if isinstance(row, Bar)]
    paired = any(bar.other is not None for bar in bars)
    signs = _signs(bars)
    return {
        "name": plain(name),
        "names": [*names] if paired else [],
        "key": [[sign, plain(group)] for group, sign in signs.items()],
        "rows": [_row(row, unit, signs, paired) for row in rows],
    }


def _signs(bars: Iterable[Bar]) -> dict[str, str]:
    """The picture's sign of each group."""
    groups = sorted({bar.group for bar in bars if bar.group})
    return {group: _SIGNS[marker] for group, marker in zip(groups, MARKERS, strict=False)}


def _row(row: Bar | str, unit: Unit, signs: dict[str, str], paired: bool) -> Rows:
    """A text among the bars is a row without figures."""
    if isinstance(row, str):
        return {"label": plain(row), "values": [], "texts": []}
    values = [row.value, row.other] if paired else [row.value]
    return {
        "label": plain(row.label),
        "shorter": [plain(row.short)] if row.short else [],
        "sign": signs.get(row.group, ""),
        "colour": row.colour,
        "values": [_number(value) for value in values],
        "texts": [written(value, unit) for value in values],
    }


def _steps(chart: Waterfall) -> Rows:
    """Each bar begins where the one above it ended; the last is the whole."""
    rows, reached = [], 0.0
    for step in (*chart.steps, chart.total):
        whole = step is chart.total
        start = 0.0 if whole else reached
        reached = start + step.value
        row = _row(Bar(step.label, step.value), chart.unit, {}, False)
        shorter = [plain(label) for label in step.shorter]
        rows.append(row | {"start": start, "whole": whole, "about": plain(step.names), "shorter": shorter})
    return {"name": "", "names": [], "key": [], "rows": rows}


def _gauges(chart: MacroPanel) -> Rows:
    """The ten-year percentile of each series, with its last value, change and release beside it."""
    rows = []
    for line in chart.rows:
        share = line.percentile
        text = written(None if share is None else share * 100, Unit.COUNT)
        said = (line.value, line.change, line.released and f"released {line.released}")
        about = plain(", ".join(part for part in said if part))
        rows.append(_row(Bar(line.label, share), Unit.SHARE, {}, False) | {"texts": [text], "about": about})
    return {"name": "10-year percentile", "names": [], "key": [], "rows": rows}


def _sessions(chart: SessionBars) -> Rows:
    """A row a session, or a price of one, from the first on."""
    rows = []
    for bar in chart.bars:
        known = bar.value is not None and bar.value == bar.value
        said = ((bar.record and known, "record close"), (bar.so_far, "so far"))
        about = ", ".join(words for holds, words in said if holds)
        texts = {"values": [_number(bar.value)], "texts": [plain(bar.figure)], "about": about}
        rows.append(_row(Bar(bar.label, bar.value), Unit.CHANGE, {}, False) | texts)
    return {"name": "", "names": [], "key": [], "rows": rows}


def _trails(chart: RotationChart) -> Rows:
    """Where each fund stands now, and where it stood when its trail begins."""
    gaining, fading, rows = "▲", "▼", []
    for trail in chart.ranked():
        first, last = float(trail.strength[0]), float(trail.strength[-1])
        name = f"{trail.ticker} {trail.label}" if trail.ticker not in ("", trail.label) else trail.label
        row = _row(Bar(name, last, short=trail.ticker), Unit.CHANGE, {}, False)
        sign = gaining if float(trail.momentum[-1]) >= 0 else fading
        rows.append(row | {"sign": sign, "about": f"three months ago {written(first, Unit.CHANGE)}"})
    key = [[gaining, "gaining"], [fading, "fading"]]
    return {"name": TRAILS_NAME.removesuffix(", three months"), "names": [], "key": key, "rows": rows}


def _number(value: float | None) -> float | None:
    return None if value is None or value != value else float(value)
