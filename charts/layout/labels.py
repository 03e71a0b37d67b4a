"""Direct labels: names at the ends of their lines, moved apart so that none covers another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charts.layout.text import plain, shortened
from charts.layout.text_width import LINE_HEIGHT, width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from charts.layout.box import Box
    from charts.layout.scale import Scale
    from charts.theme import Theme

SIZE = 26.0
_LEADER = 26.0  # points between the end of a line and its label
_WIDEST = 350.0


@dataclass(frozen=True, slots=True)
class EdgeLabel:
    """A label for a line that ends at `x`, `y` in the axes' own units: a name and a figure, of which
    only the name is ever shortened. `colour` is the line's."""

    name: str
    figure: str
    x: float
    y: float
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


def gutter(texts: Sequence[tuple[str, str]]) -> float:
    """Room right of the axes that these names and figures need."""
    return max((width(label(*t), SIZE, True) for t in texts), default=0.0) + _LEADER + 4


def label(name: str, figure: str, size: float = SIZE) -> str:
    """`name` and `figure` within the widest gutter; a figure is never cut."""
    name, figure = plain(name), plain(figure)
    room = _WIDEST - (width(f" {figure}", size, True) if figure else 0.0)
    return f"{shortened(name, room, size, True)} {figure}".strip()


def at_right(axes: Axes, scale: Scale, endings: Sequence[EdgeLabel], box: Box, theme: Theme) -> None:
    """Write labels right of `axes`, which fill `box`, each tied to the end of its line."""
    height, wide = box.height, box.width
    size = min(SIZE, height / max(len(endings), 1) / LINE_HEIGHT)
    line = size * LINE_HEIGHT
    targets = [scale.position(ending.y) * height for ending in endings]
    places = spread(targets, line, line / 2, height - line / 2)
    low, high = axes.get_xlim()
    for ending, target, place in zip(endings, targets, places, strict=True):
        end = (ending.x - low) / (high - low)
        axes.plot(
            [end, max(end, 1 + 6 / wide), 1 + (_LEADER - 6) / wide],
            [target / height, target / height, place / height],
            transform=axes.transAxes,
            color=ending.colour,
            linewidth=1.5,
            clip_on=False,
        )
        axes.text(
            1 + _LEADER / wide,
            place / height,
            label(ending.name, ending.figure, size),
            transform=axes.transAxes,
            color=theme.text(ending.colour),
            fontsize=size,
            fontweight="bold",
            va="center_baseline",
        )


def around(
    points: Sequence[tuple[float, float]],
    names: Sequence[str],
    size: float,
    area: Box,
    taken: Sequence[Box] = (),
) -> list[Box]:
    """A place for each name near its point, inside `area`, off every other name, point and `taken`
    box; nearest first, in growing circles. A name that fits nowhere gets the last place tried."""
    from charts.layout.box import Box

    dots = [Box(x - 9, y - 9, 18, 18) for x, y in points]
    placed: list[Box] = []
    for (x, y), name in zip(points, names, strict=True):
        wide, high = width(name, size, True) + 6, size * LINE_HEIGHT
        spot = Box(x, y, wide, high)
        for step in range(200):
            angle, radius = (step % 16) * math.pi / 8, 16.0 + 14.0 * (step // 16)
            across, up = math.cos(angle), math.sin(angle)
            centre = x + across * (radius + wide / 2), y + up * (radius + high / 2)
            spot = Box(centre[0] - wide / 2, centre[1] - high / 2, wide, high)
            if spot.within(area) and not any(spot.meets(other) for other in (*placed, *dots, *taken)):
                break
        placed.append(spot)
    return placed
