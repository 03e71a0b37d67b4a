"""Rotation: one market against another, and where funds stand in strength and momentum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from charts.layout.box import Box, heading
from charts.layout.dates import below
from charts.layout.labels import around
from charts.layout.scale import Scale, per_cent, plain_level
from charts.layout.stack import PanelSpec, StyledLine, stack
from charts.layout.text import plain
from charts.spec import Caption, Line
from charts.theme import mix
from market.formatting import Unit, written

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from charts.theme import Theme

_NAME = 22.0
_CORNERS = ("behind, gaining", "ahead, gaining", "behind, fading", "ahead, fading")


@dataclass(frozen=True, slots=True, eq=False)
class Trail:
    """One fund's way through the plane, oldest first. `strength`: how far its relative strength
    lies above its own average (0.02 is 2 % above); `momentum`: how that changed over the window
    (0.01 is 1 % higher). Both fractions, same length; the last is now."""

    label: str
    strength: NDArray[np.float64]
    momentum: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class RotationChart:
    """`ratio`: the price of the first over that of the second (any scale), `averages` of it on the
    same scale, labelled "50-day". `trails` may be empty; then the ratio takes the whole picture."""

    caption: Caption
    ratio: Line
    averages: tuple[Line, ...] = ()
    trails: tuple[Trail, ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        return (1200, 1200) if self.trails else (1200, 675)

    def draw(self, figure: Figure, theme: Theme) -> None:
        self.place(figure, Box.body(figure), theme)

    def place(self, figure: Figure, box: Box, theme: Theme) -> None:
        """Draw into a part of the figure."""
        if not self.trails:
            self._ratio(figure, box, theme)
            return
        upper, lower = box.rows(2, 3, gap=24)
        self._ratio(figure, upper, theme)
        self._plane(figure, lower, theme)

    def _ratio(self, figure: Figure, box: Box, theme: Theme) -> None:
        lines = (self.ratio, *self.averages)
        pens = [
            StyledLine(line, colour, _ratio, line.label, width=4.0 if line is self.ratio else 2.5)
            for line, colour in zip(lines, (theme.ink, *theme.lines), strict=False)
        ]
        scale = Scale.of([pen.line.values for pen in pens], plain_level, count=4)
        stack(figure, box, [PanelSpec(tuple(pens[::-1]), scale)], theme)

    def _plane(self, figure: Figure, box: Box, theme: Theme) -> None:
        box = heading(figure, box, "Relative strength (across) and its momentum (up)", theme, 23)
        ends = 1.25 * max(_reach(self.trails, "strength"), 1e-4)
        tall = 1.25 * max(_reach(self.trails, "momentum"), 1e-4)
        x = Scale.of([], per_cent, count=6, include=(-ends, ends), margin=0.0)
        y = Scale.of([], per_cent, count=4, include=(-tall, tall), margin=0.0)
        room = box.inset(left=y.gutter, bottom=34)
        axes = room.panel(figure)
        y.onto(axes, room, theme)
        axes.set_xlim(x.low, x.high)
        below(axes, room, x.ticks, x.labels, theme)
        axes.axhline(0, color=theme.faint, linewidth=2)
        axes.axvline(0, color=theme.faint, linewidth=2)
        corners = self._corners(axes, room, theme)
        for index, trail in enumerate(self.trails):
            colour = theme.lines[index % len(theme.lines)]
            way = mix(theme.background, colour, 0.55)
            axes.plot(trail.strength, trail.momentum, color=way, linewidth=2.5)
            axes.plot(
                trail.strength[-1:], trail.momentum[-1:], "o", color=colour, markersize=13,
                markeredgecolor=theme.background, markeredgewidth=1.5,
            )  # fmt: skip
        self._names(axes, room, x, y, corners, theme)

    def _corners(self, axes: Axes, room: Box, theme: Theme) -> list[Box]:
        taken = []
        for index, words in enumerate(_CORNERS):
            right, low = index % 2 == 1, index >= 2
            wide = 14.0 * len(words)
            axes.text(
                0.99 if right else 0.01, 0.03 if low else 0.97, words, transform=axes.transAxes, fontsize=_NAME,
                color=theme.faint, ha="right" if right else "left", va="bottom" if low else "top", style="italic",
            )  # fmt: skip
            taken.append(Box(room.width - wide if right else 0.0, 0.0 if low else room.height - 40, wide, 40))
        return taken

    def _names(self, axes: Axes, room: Box, x: Scale, y: Scale, taken: list[Box], theme: Theme) -> None:
        from matplotlib.patheffects import withStroke

        heads = [
            (x.position(float(t.strength[-1])) * room.width, y.position(float(t.momentum[-1])) * room.height)
            for t in self.trails
        ]
        names = [plain(trail.label) for trail in self.trails]
        places = around(heads, names, _NAME, Box(0, 0, room.width, room.height), taken)
        for index, (name, head, place) in enumerate(zip(names, heads, places, strict=True)):
            colour = theme.lines[index % len(theme.lines)]
            centre = (place.left + place.width / 2, place.bottom + place.height / 2)
            if abs(centre[0] - head[0]) > place.width / 2 + 24 or abs(centre[1] - head[1]) > 40:
                axes.plot(
                    [head[0] / room.width, centre[0] / room.width],
                    [head[1] / room.height, centre[1] / room.height],
                    transform=axes.transAxes, color=colour, linewidth=1.2, zorder=1,
                )  # fmt: skip
            text = axes.text(
                centre[0] / room.width, centre[1] / room.height, name, transform=axes.transAxes, fontsize=_NAME,
                fontweight="bold", color=theme.text(colour), ha="center", va="center_baseline",
            )  # fmt: skip
            text.set_path_effects([withStroke(linewidth=5, foreground=theme.background)])


def _ratio(value: float) -> str:
    return written(value, Unit.RATIO) if value >= 1 else written(value, Unit.LEVEL)


def _reach(trails: tuple[Trail, ...], name: str) -> float:
    values = np.concatenate([getattr(trail, name) for trail in trails])
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max()) if finite.size else 0.0
