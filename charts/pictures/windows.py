"""Two windows on one axis: each market's way since two closes, session by session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from charts.layout.box import Box
from charts.layout.dates import HEIGHT, below
from charts.layout.labels import EdgeLabel, at_right, column
from charts.layout.scale import Scale, per_cent
from charts.spec import Caption
from market.formatting import change

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme

_STEPS = (1, 2, 5, 10, 21, 42, 63, 126, 252, 504, 1260)  # sessions between two marks of the axis
_MARKS = 5  # at most


@dataclass(frozen=True, slots=True, eq=False)
class WindowLine:
    """A market in one window.

    label: the market and its window: "Russell 2000, 2020"; `short` where there is no room for it.
    market: its ticker, for the colour.
    values: the change since the base by sessions since it, fractions, 0.0 first; NaN where there is no bar.
    earlier: of the window that is only looked back to: it is dashed.
    """

    label: str
    short: str
    market: str
    values: NDArray[np.float64]
    earlier: bool


@dataclass(frozen=True, slots=True, eq=False)
class WindowsChart:
    """Markets since two closes; the axis counts sessions since them."""

    caption: Caption
    lines: tuple[WindowLine, ...]

    def scale(self) -> Scale:
        return Scale.of([line.values for line in self.lines], per_cent, include=(0.0,))

    def colours(self, theme: Theme) -> dict[str, str]:
        """The colour of each market."""
        markets = tuple(dict.fromkeys(line.market for line in self.lines))
        return dict(zip(markets, theme.of_markets(markets), strict=True))

    def marks(self) -> list[tuple[int, str]]:
        """The sessions that are named below the axis."""
        last = max(len(line.values) for line in self.lines) - 1
        step = next((step for step in _STEPS if last / step <= _MARKS), _STEPS[-1])
        return [(at, f"{at} session{'' if at == 1 else 's'}") for at in range(step, last + 1, step)]

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        scale, colours = self.scale(), self.colours(theme)
        ends = [end for line in self.lines if (end := _end(line, colours[line.market]))]
        written = column(ends, box.height - HEIGHT, box.width)
        room = box.inset(left=scale.gutter, right=written.gutter, bottom=HEIGHT)
        axes = room.panel(figure)
        scale.onto(axes, room, theme)
        last = max(len(line.values) for line in self.lines) - 1
        axes.set_xlim(0, last)
        marks = self.marks()
        below(axes, room, [at for at, _name in marks], [name for _at, name in marks], theme)
        axes.axhline(0, color=theme.faint, linewidth=2)
        for line in self.lines:
            axes.plot(
                np.arange(len(line.values)), line.values, "--" if line.earlier else "-",
                color=colours[line.market], linewidth=3.0 if line.earlier else 4.5, scalex=False, scaley=False,
            )  # fmt: skip
        at_right(axes, scale, ends, written, room, theme)


def _end(line: WindowLine, colour: str) -> EdgeLabel | None:
    """Its name and where it ends; None where nothing of it is known."""
    known = np.flatnonzero(np.isfinite(line.values))
    if not len(known):
        return None
    at, value = int(known[-1]), float(line.values[known[-1]])
    return EdgeLabel(line.label, change(value), at, value, colour, line.short)
