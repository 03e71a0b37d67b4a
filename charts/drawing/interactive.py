"""The same panels that a picture draws, as data for a browser that draws them under a pointer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from charts.drawing.interactive_rows import rows_of
from charts.drawing.interactive_steps import (
    has_paths,
    intraday_of,
    line_of,
    panel_of,
    paths_of,
    rounded,
    windows_of,
)
from charts.drawing.interactive_tiles import has_tiles, tiles_of
from charts.drawing.render import subtitle_of
from charts.layout.series import all_sessions, on_sessions
from charts.layout.stack import PanelSpec, StyledLine
from charts.pictures.breadth import BreadthChart
from charts.pictures.candles import Candles
from charts.pictures.comparison import ComparisonChart
from charts.pictures.concentration import ConcentrationChart
from charts.pictures.dashboard import Dashboard
from charts.pictures.events import Fan
from charts.pictures.heatmap import Heatmap
from charts.pictures.intraday import IntradayCandles
from charts.pictures.level import LevelChart
from charts.pictures.macro import MacroSeries
from charts.pictures.rotation import RotationChart
from charts.pictures.windows import WindowsChart
from charts.spec import Caption, Chart
from charts.theme import THEMES, Mode, Theme
from market.formatting import level

_DIGITS = 9  # significant ones: more than are ever written


@runtime_checkable
class Panelled(Protocol):
    """A chart of line panels above each other and what is drawn into them, with rows below or without."""

    @property
    def caption(self) -> Caption: ...

    def panels(self, theme: Theme) -> list[PanelSpec]: ...


def is_interactive(chart: Chart) -> bool:
    """Whether `interactive` has all that the picture shows."""
    if isinstance(chart, Fan):
        return has_paths(chart)
    if isinstance(chart, WindowsChart | IntradayCandles):
        return True
    if isinstance(chart, Heatmap):
        return has_tiles(chart)
    if isinstance(chart, RotationChart | Dashboard):
        return bool(chart.panels(THEMES[Mode.DARK]))
    lines = _lines_of(chart)
    return bool(lines and lines.panels(THEMES[Mode.DARK])) or bool(rows_of(chart, THEMES[Mode.DARK]))


def interactive(chart: Chart, mode: Mode) -> dict[str, Any]:
    """Panels of lines and of rows. A line has one value a session, None where nothing may be drawn; its values are
    raw, in the panel's unit plus its offset."""
    theme = THEMES[mode]
    return {
        "title": chart.caption.title,
        "subtitle": subtitle_of(chart.caption),
        "footer": chart.caption.footer,
        "sample": chart.caption.provenance.sample,
        **_drawn(chart, theme),
        **(tiles_of(chart, theme) if isinstance(chart, Heatmap) else {"rows": rows_of(chart, theme)}),
        "colours": {
            "band": theme.tint,
            **{name: getattr(theme, name) for name in ("background", "ink", "faint", "grid", "up", "down")},
        },
    }


def _drawn(chart: Chart, theme: Theme) -> dict[str, Any]:
    """The panels of lines, and the sessions below them."""
    if isinstance(chart, Fan):
        return paths_of(chart, theme)
    if isinstance(chart, WindowsChart):
        return windows_of(chart, theme)
    if isinstance(chart, IntradayCandles):
        return intraday_of(chart)
    lines = _lines_of(chart)
    drawn = lines and lines.panels(theme)
    return _panels(lines, theme) if lines and drawn else {"days": [], "panels": [], "bands": []}


def _lines_of(chart: Chart) -> Panelled | None:
    """The part of a picture that is line panels."""
    if isinstance(chart, ConcentrationChart):
        return chart.lines
    return chart if isinstance(chart, Panelled) else None


def _level_of(chart: Panelled) -> LevelChart | None:
    """The level that the first panel draws."""
    part = chart.level if isinstance(chart, Dashboard) else chart
    return part if isinstance(part, LevelChart) else None


def _panels(chart: Panelled, theme: Theme) -> dict[str, Any]:
    panels = chart.panels(theme)
    days = _days(chart, panels)
    written = [_panel(panel, days) for panel in panels]
    if isinstance(chart, Candles):
        _add_candles(written, chart)
    if isinstance(chart, MacroSeries):
        _add_macro(written, chart, days)
    if index := _level_of(chart):
        _add_marks(written[0], index, days, theme)
    if isinstance(chart, ComparisonChart):
        _add_rings(written[0], chart, days, theme)
    return {"days": [str(day) for day in days], "panels": written, "bands": _bands(chart, days)}


def _days(chart: Panelled, panels: Sequence[PanelSpec]) -> NDArray[np.datetime64]:
    lines = [pen.line for panel in panels for pen in panel.pens]
    running: np.datetime64 | None = None
    if (index := _level_of(chart)) and index.so_far:
        running = np.datetime64(index.so_far.session)
    if isinstance(chart, ComparisonChart):
        running = chart.today
    return all_sessions(lines, [] if running is None else [running])


def _bands(chart: Panelled, days: NDArray[np.datetime64]) -> list[tuple[int, int]]:
    """First and last session of each run in which index and participation part, and of each recession."""
    stretches: Sequence[tuple[object, object]] = ()
    breadth = chart.breadth if isinstance(chart, Dashboard) else chart
    if isinstance(breadth, BreadthChart):
        stretches = [(band.first, band.last) for band in breadth.divergences]
    if isinstance(chart, MacroSeries):
        stretches = [(first, last) for first, last in chart.recessions if np.datetime64(last) > days[0]]
    ends = np.array(stretches, dtype="datetime64[D]").reshape(-1, 2)
    return [(int(first), int(last)) for first, last in np.searchsorted(days, ends)]


def _panel(panel: PanelSpec, days: NDArray[np.datetime64]) -> dict[str, Any]:
    return panel_of(panel.scale, panel.unit, panel.base) | {
        "name": panel.name,
        "offset": panel.offset,
        "height": panel.height,
        "absent": panel.absent if panel.empty and panel.pens else "",
        "lines": [_line(pen, days) for pen in reversed(panel.pens)],  # the strongest: drawn last, named first
    }


def _line(pen: StyledLine, days: NDArray[np.datetime64]) -> dict[str, Any]:
    values = rounded(on_sessions(pen.line, days).values, _DIGITS)
    return line_of(pen.line.label, values, pen.colour, pen.width, pen.style, pen.filled)


def _add_candles(panels: list[dict[str, Any]], chart: Candles) -> None:
    """Open, high, low and close beside the closes; the volume in the panel that has no line."""
    panels[0]["bars"] = {
        name: rounded(getattr(chart, name), _DIGITS) for name in ("open", "high", "low", "close")
    }
    panels[0]["running"] = chart.running
    if len(panels) > 1 and chart.volume is not None:
        panels[1]["volume"] = rounded(chart.volume, _DIGITS)


def _add_macro(panels: list[dict[str, Any]], chart: MacroSeries, days: NDArray[np.datetime64]) -> None:
    """What is cut off is drawn to the edge and said as it is. Series of different frequencies each keep their own
    dates, so lines reach from one value to the next, and what is said is the last one with its date."""
    panels[0]["lines"][0]["values"] = rounded(on_sessions(chart.series, days).values, _DIGITS)
    panels[0]["columns"] = chart.bars
    for panel in panels:
        panel["spans"] = True


def _add_marks(panel: dict[str, Any], chart: LevelChart, days: NDArray[np.datetime64], theme: Theme) -> None:
    """The record closes, and the session in progress, which is no close."""
    records = np.flatnonzero(np.isin(days, chart.records.astype("datetime64[D]")))
    if len(records):
        panel["marks"] = {"label": "record close", "colour": theme.accent, "at": records.tolist()}
    if chart.so_far:
        at = int(np.searchsorted(days, np.datetime64(chart.so_far.session)))
        label, value = f"{chart.closes.label} so far", chart.so_far.value
        panel["so_far"] = [{"label": label, "at": at, "value": value, "colour": theme.ink}]
    if record := chart.record_near:
        panel["rule"] = {
            "label": f"record {level(record.value)}",
            "value": record.value,
            "colour": theme.accent,
        }


def _add_rings(
    panel: dict[str, Any], chart: ComparisonChart, days: NDArray[np.datetime64], theme: Theme
) -> None:
    """Where each market stands in the session in progress."""
    if chart.today is None:
        return
    at = int(np.searchsorted(days, chart.today))
    colours = theme.of_markets([line.market for line in chart.lines])
    panel["so_far"] = [
        {"label": f"{line.label} so far", "at": at, "value": 1.0 + value, "colour": colour}
        for line, value, colour in zip(chart.lines, chart.so_far, colours, strict=False)
        if value is not None
    ]
