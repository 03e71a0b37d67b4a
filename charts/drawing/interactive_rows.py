"""The bars and dots of a picture, row by row, as data for a browser that draws them under a pointer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from charts.layout.text import plain
from charts.pictures.bars import MARKERS, Bar, RankedBars
from charts.pictures.concentration import ConcentrationChart
from charts.pictures.ladder import LadderChart
from charts.pictures.macro import MacroPanel
from charts.pictures.valuation import ValuationChart
from charts.pictures.waterfall import Waterfall
from charts.pictures.weights import WeightsChart
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


def rows_of(chart: object) -> list[Rows]:
    """One entry a panel: its name, its rows from top to bottom, each with its figures as numbers and as they are
    written. Empty for other pictures, and where nothing is known."""
    panels = [*_panels(chart)]
    known = (
        value for panel in panels for row in panel["rows"] for value in row["values"] if value is not None
    )
    return panels if next(known, None) is not None else []


def _panels(chart: object) -> Iterator[Rows]:
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
        case ConcentrationChart() if chart.contributions:
            name = "Contribution to the index’s move, in points"
            yield _panel(name, chart.contributions, Unit.LEAD)
        case Waterfall():
            yield _steps(chart)
        case MacroPanel():
            yield _gauges(chart)
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


def _number(value: float | None) -> float | None:
    return None if value is None or value != value else float(value)
