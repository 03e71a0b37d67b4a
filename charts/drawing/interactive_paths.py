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
            line_of("any day", chart.baseline, theme.faint, 4.0, "--"),
            line_of("median", chart.median, theme.up, 5.0, "-"),
        ],
        "paths": {"colour": chart.thin(theme), "values": [values_of(path) for path in chart.shown]},
    }
    if chart.low is not None and chart.high is not None:
        band = {"low": values_of(chart.low), "high": values_of(chart.high)}
        panel["range"] = {"label": chart.band, "colour": chart.shade(theme), **band}
    sessions = chart.paths.shape[1]
    marks = [[at, name] for at, name in chart.marks if at < sessions]
    return {
        "days": [],
        "steps": sessions,
        "steps_named": marks,
        "start": "The event’s close",
        "panels": [panel],
        "bands": [],
    }


def line_of(label: str, values: NDArray[np.float64], colour: str, width: float, style: str) -> dict[str, Any]:
    drawn = {"label": label, "colour": colour, "width": width, "style": style, "filled": False}
    return drawn | {"values": values_of(values)}


def values_of(values: NDArray[np.float64]) -> list[float | None]:
    return [float(f"{value:.{_DIGITS}g}") if np.isfinite(value) else None for value in values]
