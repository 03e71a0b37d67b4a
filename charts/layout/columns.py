"""Upright bars at places on an axis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes

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
