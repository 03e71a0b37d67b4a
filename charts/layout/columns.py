"""Upright bars at places on an axis: columns from zero, and candles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from charts.theme import Theme

Numbers = NDArray[np.float64]
_SHARE = 0.34  # of the distance between two bars, on each side of the middle


def rectangles(x: Numbers, low: Numbers, high: Numbers, half: float = _SHARE) -> list[Numbers]:
    """The corners of a rectangle at each `x`, `half` to both sides, from `low` to `high`."""
    left, right = x - half, x + half
    corners = ((left, low), (right, low), (right, high), (left, high))
    return list(np.stack([np.column_stack(corner) for corner in corners], axis=1))


def draw_columns(
    axes: Axes, x: Numbers, values: Numbers, colours: Sequence[str], half: float, smooth: bool = True
) -> None:
    """Bars from zero to `values`, each in its colour; none where there is no value. Without `smooth` bars that
    touch have no seams."""
    from matplotlib.collections import PolyCollection

    known = np.isfinite(values)
    fills = [colour for colour, shown in zip(colours, known, strict=True) if shown]
    shapes = rectangles(x[known], np.zeros(int(known.sum())), values[known], half)
    bars = PolyCollection(shapes, facecolors=fills, linewidths=0, antialiaseds=smooth)
    axes.add_collection(bars, autolim=False)


def draw_candles(
    axes: Axes,
    x: Numbers,
    prices: tuple[Numbers, Numbers, Numbers, Numbers],
    pitch: float,
    theme: Theme,
    running: bool = False,
) -> None:
    """Candles at `x`, one apart, `pitch` points from one to the next: of opens, highs, lows and closes; a rising one
    is hollow, a falling one filled. `running`: the last one is dotted."""
    from matplotlib.collections import LineCollection, PolyCollection

    opened, high, low, close = prices
    rising = close >= opened
    top, bottom = np.maximum(opened, close), np.minimum(opened, close)
    colours = np.where(rising, theme.up, theme.down)
    fills = np.where(rising, theme.background, theme.down)
    edge = 2.0 if pitch > 6 else 1.2
    wicks = _segments(x, low, bottom) + _segments(x, top, high)
    axes.add_collection(LineCollection(wicks, colors=np.tile(colours, 2), linewidths=edge), autolim=False)
    body = PolyCollection(
        rectangles(x, bottom, top), facecolors=fills, edgecolors=colours, linewidths=edge,
        linestyles=["-"] * (len(x) - 1) + [":" if running else "-"], closed=True,
    )  # fmt: skip
    axes.add_collection(body, autolim=False)
    if (bare := ~np.isfinite(top - bottom) & np.isfinite(close)).any():
        # Where only a close is known there is no candle: a dash at the close.
        dashes = np.stack([x[bare] - _SHARE, close[bare], x[bare] + _SHARE, close[bare]], axis=1)
        marks = LineCollection(list(dashes.reshape(-1, 2, 2)), colors=theme.ink, linewidths=edge)
        axes.add_collection(marks, autolim=False)


def _segments(x: Numbers, low: Numbers, high: Numbers) -> list[Numbers]:
    return list(np.stack([np.column_stack([x, low]), np.column_stack([x, high])], axis=1))
