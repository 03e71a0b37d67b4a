"""Pictures over steps that are no days, as data for a browser: sessions after two closes, five minutes of a session."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np

from charts.drawing.interactive_paths import line_of
from charts.layout.scale import Scale
from charts.pictures.intraday import IntradayCandles
from charts.pictures.windows import WindowsChart
from charts.theme import Theme
from market.formatting import NEW_YORK, Unit

_PARTS = ("open", "high", "low", "close")


def windows_of(chart: WindowsChart, theme: Theme) -> dict[str, Any]:
    """One panel over sessions since the two closes, a line for each market and window."""
    scale, last = chart.scale(), max(len(line.values) for line in chart.lines) - 1
    colours = chart.colours(theme)
    lines = []
    for line in chart.lines:
        values = np.pad(line.values, (0, last + 1 - len(line.values)), constant_values=np.nan)
        drawn = (3.0, "--") if line.earlier else (4.5, "-")
        lines.append(line_of(line.label, values, colours[line.market], *drawn))
    return {
        "days": [],
        "steps": last + 1,
        "steps_named": [[at, name] for at, name in chart.marks()],
        "start": "The close before",
        "panels": [_panel(scale, Unit.CHANGE, base=0.0) | {"lines": lines}],
        "bands": [],
    }


def intraday_of(chart: IntradayCandles) -> dict[str, Any]:
    """Candles over the whole session, None where there is no bar; the close before is a rule."""
    at, steps = chart.places(), chart.steps
    bars = {}
    for name in _PARTS:
        values = np.full(steps, np.nan)
        values[at] = getattr(chart, name)
        bars[name] = [float(value) if np.isfinite(value) else None for value in values]
    starts = [(chart.opens + n * timedelta(seconds=chart.SECONDS)).astimezone(NEW_YORK) for n in range(steps)]
    close = {"label": "close", "colour": "", "width": 1.0, "style": "none", "filled": False}
    candles = {"bars": bars, "running": False, "lines": [close | {"values": bars["close"]}]}
    hours = [[n, f"{start:%-H}:00"] for n, start in enumerate(starts) if start.minute == 0]
    return {
        "days": [],
        "steps": steps,
        "steps_named": hours,
        "moments": [f"{start:%H:%M} ET" for start in starts],
        "panels": [_panel(chart.scale(), Unit.LEVEL, base=chart.base) | candles],
        "bands": [],
    }


def _panel(scale: Scale, unit: Unit, base: float) -> dict[str, Any]:
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
