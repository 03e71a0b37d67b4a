"""Rotation: one market against another, and where funds stand and are going."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from charts.layout.box import Box, heading
from charts.layout.key import KeyEntry, draw_key
from charts.layout.scale import Scale, plain_level
from charts.layout.stack import PanelSpec, StyledLine, stack
from charts.layout.text import plain, widest
from charts.pictures.bars import canvas
from charts.spec import Caption, Frame, Line, put_in_frame
from market.formatting import Unit, change, written

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme

_ROW = 32.0  # points


@dataclass(frozen=True, slots=True, eq=False)
class Trail:
    """One fund's way through the plane, oldest first.

    strength: how far its relative strength lies above its own average (0.02 is 2 % above).
    momentum: how that changed over the window (0.01 is 1 % higher). Both fractions, same length; the last is
        now.
    """

    label: str
    strength: NDArray[np.float64]
    momentum: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class RotationChart:
    """A ratio of two prices, above where funds stand and are going.

    ratio: the price of the first over that of the second (any scale).
    averages: of it on the same scale, labelled "50-day".
    trails: a row each; may be empty, then the ratio takes the whole picture. Of more than have room the
        strongest and the weakest are shown.
    """

    caption: Caption
    ratio: Line
    averages: tuple[Line, ...] = ()
    trails: tuple[Trail, ...] = ()

    def __post_init__(self) -> None:
        put_in_frame(self, self.caption.frame or Frame.of(self.ratio), "ratio", "averages")

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
        upper, lower = box.rows(1, 1, gap=24) if box.narrow else box.rows(2, 3, gap=24)
        self._ratio(figure, upper, theme)
        self._ranking(figure, lower, theme)

    def _ratio(self, figure: Figure, box: Box, theme: Theme) -> None:
        lines = (self.ratio, *self.averages)
        pens = [
            StyledLine(line, colour, _ratio, line.label, width=4.0 if line is self.ratio else 2.5)
            for line, colour in zip(lines, (theme.ink, *theme.averages), strict=False)
        ]
        scale = Scale.of([pen.line.values for pen in pens], plain_level, count=3)
        stack(figure, box, [PanelSpec(tuple(pens[::-1]), scale)], theme)

    def _ranking(self, figure: Figure, box: Box, theme: Theme) -> None:
        """A row a fund, the strongest first: an arrow from where it was to where it is."""
        gaining, fading = KeyEntry(">", "gaining", theme.up), KeyEntry("<", "fading", theme.down)
        box = heading(figure, box, "Above or below its own average against SPY", theme, 24)
        box = draw_key(figure, box, [gaining, fading], theme)
        trails = sorted(self.trails, key=lambda trail: -float(trail.strength[-1]))
        rows = max(int(box.height // _ROW), 3)
        if len(trails) > rows:  # both ends
            trails = [*trails[: rows // 2], *trails[-(rows - rows // 2) :]]
        pitch, size = min(box.height / max(len(trails), 1), 48.0), 24.0
        names = [plain(trail.label) for trail in trails]
        figures = [change(float(trail.strength[-1])) for trail in trails]
        left, right = widest(names, size, True) + 24, box.width - widest(figures, size) - 24
        ends = [float(v) for t in trails for v in (t.strength[0], t.strength[-1]) if np.isfinite(v)]
        low, high = min([0.0, *ends]), max([0.0, *ends])
        scale = (right - left) / ((high - low) or 1.0)
        axes = canvas(figure, box)
        zero = left - low * scale
        axes.plot([zero] * 2, [box.height - len(trails) * pitch, box.height], color=theme.faint, linewidth=2)
        for index, (trail, name, figure_) in enumerate(zip(trails, names, figures, strict=True)):
            at = box.height - (index + 0.5) * pitch
            was, now = (left + (float(v) - low) * scale for v in (trail.strength[0], trail.strength[-1]))
            colour, sign = (theme.up, ">") if now >= was else (theme.down, "<")
            axes.plot([was, now], [at, at], color=colour, linewidth=4)
            axes.plot([now], [at], sign, color=colour, markersize=16)
            style = {"fontsize": size, "va": "center_baseline"}
            axes.text(0, at, name, color=theme.ink, fontweight="bold", **style)  # type: ignore[arg-type]  # text properties
            axes.text(box.width, at, figure_, color=theme.ink, ha="right", **style)  # type: ignore[arg-type]  # text properties


def _ratio(value: float) -> str:
    return written(value, Unit.RATIO) if value >= 1 else written(value, Unit.LEVEL)
