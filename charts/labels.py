"""Direct labels: names at the ends of their lines, moved apart so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from charts.words import LINE_HEIGHT, plain, shortened, width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from charts.box import Box
    from charts.dates import DateScale
    from charts.scale import Scale
    from charts.theme import Theme

SIZE = 26.0
_LEADER = 26.0  # points between the end of a line and its label
_WIDEST = 330.0


@dataclass(frozen=True, slots=True)
class EndLabel:
    """A label for a line that ends at `session`, `value`; `colour` is the line's."""

    text: str
    session: np.datetime64
    value: float
    colour: str


def spread(targets: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions as near as possible to `targets` (least squares), at least `gap` apart, in the
    same order, within `low` to `high`; where all cannot fit, evenly spaced.

    Pool-adjacent-violators on `target - rank * gap` (Barlow and others, 1972).
    """
    count = len(targets)
    if count == 0:
        return []
    if (count - 1) * gap > high - low:
        gap = (high - low) / (count - 1)
    order = sorted(range(count), key=lambda i: targets[i])
    pools: list[tuple[float, int]] = []  # mean and size
    for rank, index in enumerate(order):
        mean, size = targets[index] - rank * gap, 1
        while pools and pools[-1][0] >= mean:
            before, many = pools.pop()
            mean, size = (before * many + mean * size) / (many + size), many + size
        pools.append((mean, size))
    means = [mean for mean, size in pools for _ in range(size)]
    out = [0.0] * count
    for rank, index in enumerate(order):
        out[index] = min(max(means[rank], low), high - (count - 1) * gap) + rank * gap
    return out


def gutter(texts: Sequence[str]) -> float:
    """Room right of the axes that these labels need."""
    return min(max((width(plain(t), SIZE, True) for t in texts), default=0.0), _WIDEST) + _LEADER + 4


def at_ends(
    axes: Axes, scale: Scale, span: DateScale, labels: Sequence[EndLabel], box: Box, theme: Theme
) -> None:
    """Write `labels` right of `axes`, which fill `box`, each tied to the end of its line."""
    height, wide = box.height, box.width
    size = min(SIZE, height / max(len(labels), 1) / LINE_HEIGHT)
    line = size * LINE_HEIGHT
    targets = [scale.position(label.value) * height for label in labels]
    places = spread(targets, line, line / 2, height - line / 2)
    for label, target, place in zip(labels, targets, places, strict=True):
        x = float(span.position(np.array([label.session]))[0])
        end = (x - span.low) / (span.high - span.low)
        axes.plot(
            [end, max(end, 1 + 6 / wide), 1 + (_LEADER - 6) / wide],
            [target / height, target / height, place / height],
            transform=axes.transAxes,
            color=label.colour,
            linewidth=1.5,
            clip_on=False,
        )
        axes.text(
            1 + _LEADER / wide,
            place / height,
            shortened(plain(label.text), _WIDEST, size, True),
            transform=axes.transAxes,
            color=theme.text(label.colour),
            fontsize=size,
            fontweight="bold",
            va="center_baseline",
        )
