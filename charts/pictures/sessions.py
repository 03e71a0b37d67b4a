"""A few sessions as upright bars: what each of them did, or the prices of a single one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from charts.layout.box import Box, canvas
from charts.layout.columns import draw_columns
from charts.layout.key import KeyEntry, draw_key
from charts.layout.text import plain, widest
from charts.layout.text_width import LINE_HEIGHT
from charts.spec import Caption
from market.formatting import MISSING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from charts.theme import Theme

_FIGURE, _NAME = 28.0, 24.0  # points of letters
_LEAST = 24.0  # to which figures shrink where bars are many: read on a phone
_ROOM, _WIDEST = 0.62, 130.0  # of a bar: its part of the distance to the next, and points at most
_GAP, _MARK = 8.0, 11.0


@dataclass(frozen=True, slots=True)
class SessionBar:
    """One bar.

    label: what stands below it: "22 Jan", "Open".
    value: which decides its length (a fraction, or points); None is missing and written so.
    figure: the value as written.
    record: it is of a session that closed at a record.
    so_far: it is of the session in progress.
    """

    label: str
    value: float | None
    figure: str = MISSING
    record: bool = False
    so_far: bool = False


@dataclass(frozen=True, slots=True)
class SessionBars:
    """`bars` from left to right, from a common zero."""

    caption: Caption
    bars: tuple[SessionBar, ...]

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        if not self.bars:
            return
        if any(bar.record for bar in self.bars):
            box = draw_key(figure, box, [KeyEntry("D", "record close", theme.accent)], theme)
        pitch = box.width / len(self.bars)
        wide = widest([plain(bar.figure) for bar in self.bars], _FIGURE, bold=True)
        size = max(min(_FIGURE, _FIGURE * (pitch - 3) / max(wide, 1.0)), _LEAST)
        values = np.array([np.nan if bar.value is None else bar.value for bar in self.bars])
        middle = (np.arange(len(self.bars)) + 0.5) * pitch
        zero, scale = self._levels(box, values, size)
        half = min(pitch * _ROOM, _WIDEST) / 2
        axes = canvas(figure, box)
        axes.set_ylim(-zero, box.height - zero)  # in points from the zero line
        self._columns(axes, middle, values * scale, half, theme)
        axes.plot([0, box.width], [0, 0], color=theme.faint, linewidth=2)
        for bar, x, end in zip(self.bars, middle.tolist(), (values * scale).tolist(), strict=True):
            self._write(axes, bar, (x, end, -zero), size, theme)

    def _levels(self, box: Box, values: np.ndarray, size: float) -> tuple[float, float]:
        """Where zero lies above the lower edge, and points for a value of one."""
        finite = values[np.isfinite(values)]
        low, high = min([0.0, *finite]), max([0.0, *finite])
        names, figures = _NAME * LINE_HEIGHT + _GAP, size * LINE_HEIGHT + _GAP
        above = figures + (_MARK * 2 if any(bar.record for bar in self.bars) else 0.0)
        below = names + (figures if low < 0 else 0.0)
        scale = max(box.height - above - below, 1.0) / ((high - low) or 1.0)
        return below - low * scale, scale

    def _columns(self, axes: Axes, middle: np.ndarray, ends: np.ndarray, half: float, theme: Theme) -> None:
        from matplotlib.patches import Rectangle

        colours = [theme.up if end >= 0 else theme.down for end in ends.tolist()]
        done = np.array([np.nan if bar.so_far else end for bar, end in zip(self.bars, ends, strict=True)])
        draw_columns(axes, middle, done, colours, half)
        for bar, x, end, colour in zip(self.bars, middle.tolist(), ends.tolist(), colours, strict=True):
            if bar.so_far and np.isfinite(end):
                outline = Rectangle(
                    (x - half, min(end, 0.0)), 2 * half, abs(end), facecolor=theme.background,
                    edgecolor=colour, linewidth=3.5, linestyle=":",
                )  # fmt: skip
                axes.add_patch(outline)

    def _write(
        self, axes: Axes, bar: SessionBar, at: tuple[float, float, float], size: float, theme: Theme
    ) -> None:
        """`at`: the middle of the bar, where it ends, and the lower edge."""
        x, end, edge = at
        axes.text(x, edge + _GAP, plain(bar.label), fontsize=_NAME, color=theme.faint, ha="center")
        missing = bar.value is None or end != end
        ink = theme.faint if missing else theme.ink
        falls = not missing and end < 0
        y = end - _GAP / 2 if falls else (0.0 if missing else end) + _GAP / 2
        axes.text(
            x, y, plain(bar.figure), fontsize=size, fontweight="bold", color=ink, ha="center",
            va="top" if falls else "bottom",
        )  # fmt: skip
        if bar.record and not missing:
            top = max(end, 0.0) + (0.0 if falls else size * LINE_HEIGHT) + _GAP + _MARK
            axes.plot([x], [top], "D", color=theme.accent, markersize=_MARK)
