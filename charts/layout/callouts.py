"""Callouts: words at a peak or a trough, in the empty room above or below all that is drawn there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from charts.layout.text_width import LINE_HEIGHT, width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from charts.layout.box import Box
    from charts.layout.scale import Scale
    from charts.theme import Theme

SIZE = 24.0  # points
_GAP = 10.0  # between the words and what is drawn
Curve = tuple[NDArray[np.float64], NDArray[np.float64]]  # points of an area from its lower left corner


@dataclass(frozen=True, slots=True)
class Callout:
    """What is written at a point of a line: over it where it is `above`, else under it."""

    text: str
    session: np.datetime64
    value: float
    colour: str
    above: bool = False


def room_for(scale: Scale, callouts: Sequence[Callout], values: Sequence[object], height: float) -> Scale:
    """`scale` made longer where an axis of `height` points has no room for the words beyond all `values`."""
    drawn = [np.asarray(own, dtype="float64").ravel() for own in values]
    known = np.concatenate([*drawn, [callout.value for callout in callouts]])
    known = known[np.isfinite(known)]
    if not callouts or not known.size:
        return scale
    need = (SIZE * LINE_HEIGHT + _GAP) / height
    below = need - scale.position(float(known.min())) if any(not c.above for c in callouts) else 0.0
    above = need - 1 + scale.position(float(known.max())) if any(c.above for c in callouts) else 0.0
    return scale.extended(max(below, 0.0), max(above, 0.0))


def left_edge(text: str, at: float, wide: float) -> float:
    """Where words around `at` begin on an axis `wide` points long, so that they stay on it."""
    own = width(text, SIZE)
    return min(max(at - own / 2, 0.0), max(wide - own, 0.0))


def _between(
    across: NDArray[np.float64], up: NDArray[np.float64], left: float, right: float
) -> NDArray[np.float64]:
    """The known heights of a curve from `left` to `right`, those at both ends included where it passes there."""
    inside = up[(across >= left) & (across <= right)]
    if len(across):
        inside = np.append(inside, np.interp([left, right], across, up, left=np.nan, right=np.nan))
    return inside[np.isfinite(inside)]


def draw_callouts(
    axes: Axes,
    box: Box,
    points: Sequence[tuple[Callout, float, float]],
    curves: Sequence[Curve],
    theme: Theme,
) -> None:
    """Write each callout at its point (x and y in points of `box`, which `axes` fill), beyond all `curves`
    that pass there, and mark the point."""
    from matplotlib.patheffects import withStroke

    for callout, x, y in points:
        left = left_edge(callout.text, x, box.width)
        right = left + width(callout.text, SIZE)
        last = y
        for across, up in curves:
            near = _between(across, up, left - _GAP, right + _GAP)
            if near.size:
                last = max(last, float(near.max())) if callout.above else min(last, float(near.min()))
        at = last + _GAP if callout.above else last - _GAP
        text = axes.text(
            left / box.width, at / box.height, callout.text, fontsize=SIZE, color=theme.ink,
            transform=axes.transAxes, va="bottom" if callout.above else "top", zorder=6,
        )  # fmt: skip
        text.set_path_effects([withStroke(linewidth=4, foreground=theme.background)])
        axes.plot(
            [x / box.width], [y / box.height], "o", color=callout.colour, markersize=9,
            transform=axes.transAxes, zorder=5,
        )  # fmt: skip
