"""The paths after an event, session by session, as data for a browser that draws them under a pointer."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from charts.pictures.events import Fan
from charts.theme import Theme
from market.formatting import Unit

_DIGITS = 5  # significant ones: figures of a path are written to a hundredth of a per cent


def has_paths(chart: Fan) -> bool:
    return bool(np.isfinite(chart.median).any())


def paths_of(chart: Fan, theme: Theme) -> dict[str, Any]:
    """One panel over sessions since the event: the middle, what is usual, the band, and the newest paths."""
    scale = chart.scale()
    panel = {
        "name": "",
        "unit": str(Unit.CHANGE),
        "offset": 0.0,
        "height": 1.0,
        "base": 0.0,
        "absent": "",
        "scale": {"low": scale.low, "high": scale.high, "log": scale.log},
        "ticks": list(scale.ticks),
        "labels": list(scale.labels),
        "lines": [
            _line("any day", chart.baseline, theme.faint, 4.0, "--"),
            _line("median", chart.median, theme.up, 5.0, "-"),
        ],
        "paths": {"colour": chart.thin(theme), "values": [_values(path) for path in chart.shown]},
    }
    if chart.low is not None and chart.high is not None:
        band = {"low": _values(chart.low), "high": _values(chart.high)}
        panel["range"] = {"label": chart.band, "colour": chart.shade(theme), **band}
    sessions = chart.paths.shape[1]
    marks = [[at, name] for at, name in chart.marks if at < sessions]
    return {"days": [], "steps": sessions, "steps_named": marks, "panels": [panel], "bands": []}


def _line(label: str, values: NDArray[np.float64], colour: str, width: float, style: str) -> dict[str, Any]:
    drawn = {"label": label, "colour": colour, "width": width, "style": style, "filled": False}
    return drawn | {"values": _values(values)}


def _values(values: NDArray[np.float64]) -> list[float | None]:
    return [float(f"{value:.{_DIGITS}g}") if np.isfinite(value) else None for value in values]
