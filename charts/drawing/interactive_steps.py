"""Pictures over steps that are no days, as data for a browser: sessions after an event or after two closes, five
minutes of a session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from charts.layout.scale import Scale
from charts.pictures.events import Fan
from charts.pictures.intraday import IntradayCandles
from charts.pictures.windows import WindowsChart
from charts.theme import Theme
from market.formatting import NEW_YORK, Unit

_PARTS = ("open", "high", "low", "close")
_DIGITS = 5  # significant ones: figures of a path are written to a hundredth of a per cent
Values = Sequence[float | None]


def has_paths(chart: Fan) -> bool:
    return bool(np.isfinite(chart.median).any())


def paths_of(chart: Fan, theme: Theme) -> dict[str, Any]:
    """One panel over sessions since the event: the middle, what is usual, the band, and the newest paths."""
    panel = panel_of(chart.scale(), Unit.CHANGE, 0.0) | {
        "lines": [
            line_of("any day", rounded(chart.baseline), theme.faint, 4.0, "--"),
            line_of("median", rounded(chart.median), theme.up, 5.0),
        ],
        "paths": {"colour": chart.thin(theme), "values": [rounded(path) for path in chart.shown]},
    }
    if chart.low is not None and chart.high is not None:
        band = {"low": rounded(chart.low), "high": rounded(chart.high)}
        panel["range"] = {"label": chart.band, "colour": chart.shade(theme), **band}
    sessions = chart.paths.shape[1]
    marks = [(at, name) for at, name in chart.marks if at < sessions]
    return _over_steps(panel, sessions, marks) | {"start": "The event’s close"}


def windows_of(chart: WindowsChart, theme: Theme) -> dict[str, Any]:
    """One panel over sessions since the two closes, a line for each market and window."""
    steps = max(len(line.values) for line in chart.lines)
    colours = chart.colours(theme)
    lines = []
    for line in chart.lines:
        values = np.pad(line.values, (0, steps - len(line.values)), constant_values=np.nan)
        drawn = (3.0, "--") if line.earlier else (4.5, "-")
        lines.append(line_of(line.label, rounded(values), colours[line.market], *drawn))
    panel = panel_of(chart.scale(), Unit.CHANGE, 0.0) | {"lines": lines}
    return _over_steps(panel, steps, chart.marks()) | {"start": "The close before"}


def intraday_of(chart: IntradayCandles) -> dict[str, Any]:
    """Candles over the whole session, None where there is no bar; the close before is a rule."""
    at, steps = chart.places(), chart.steps
    bars = {}
    for name in _PARTS:
        values = np.full(steps, np.nan)
        values[at] = getattr(chart, name)
        bars[name] = [float(value) if np.isfinite(value) else None for value in values]
    starts = [(chart.opens + n * timedelta(seconds=chart.SECONDS)).astimezone(NEW_YORK) for n in range(steps)]
    candles = {"bars": bars, "running": False, "lines": [line_of("close", bars["close"], "", 1.0, "none")]}
    hours = [(n, f"{start:%-H}:00") for n, start in enumerate(starts) if start.minute == 0]
    panel = panel_of(chart.scale(), Unit.LEVEL, chart.base) | candles
    return _over_steps(panel, steps, hours) | {"moments": [f"{start:%H:%M} ET" for start in starts]}


def panel_of(scale: Scale, unit: Unit, base: float | None) -> dict[str, Any]:
    """A panel with its axis, without a name and without lines."""
    return {
        "name": "",
        "unit": str(unit),
        "offset": 0.0,
        "height": 1.0,
        "base": base,
        "absent": "",
        "scale": {"low": scale.low, "high": scale.high, "log": scale.log},
        "ticks": list(scale.ticks),
        "labels": list(scale.labels),
    }


def line_of(
    label: str, values: Values, colour: str, width: float, style: str = "-", filled: bool = False
) -> dict[str, Any]:
    drawn = {"label": label, "colour": colour, "width": width, "style": style, "filled": filled}
    return drawn | {"values": values}


def rounded(values: NDArray[np.float64], digits: int = _DIGITS) -> list[float | None]:
    """To so many significant digits; None for what is not known."""
    return [float(f"{value:.{digits}g}") if np.isfinite(value) else None for value in values]


def _over_steps(panel: dict[str, Any], steps: int, named: Sequence[tuple[int, str]]) -> dict[str, Any]:
    return {"days": [], "steps": steps, "steps_named": [*map(list, named)], "panels": [panel], "bands": []}
