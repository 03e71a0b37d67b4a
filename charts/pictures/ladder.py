"""The size ladder: mega to micro, cap- and equal-weighted, one panel per figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from charts.layout.box import Box, heading
from charts.pictures.bars import RungMeasure, grid
from charts.spec import Caption

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme


@dataclass(frozen=True, slots=True)
class LadderChart:
    """The size ladder: one panel a figure, one bar a size class.

    `rungs`: size classes from the largest companies to the smallest.
    `measures`: return, volatility, drawdown or breadth, one value a rung; `others` are equal-weighted (hollow).
    """

    caption: Caption
    rungs: tuple[str, ...]
    measures: tuple[RungMeasure, ...]

    @property
    def shape(self) -> tuple[int, int]:
        return (1200, 900) if len(self.measures) > 2 else (1200, 675)

    def draw(self, figure: Figure, theme: Theme) -> None:
        self.place(figure, Box.body(figure), theme)

    def place(self, figure: Figure, box: Box, theme: Theme) -> None:
        """Draw into a part of the figure."""
        if any(measure.others for measure in self.measures):
            box = heading(figure, box, "■ cap-weighted   □ equal-weighted", theme, 23, colour=theme.faint)
        grid(figure, box, self.rungs, self.measures, min(len(self.measures), 2), theme)
