"""Concentration: cap- against equal-weighted, and what the largest members contributed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from charts.layout.box import Box, heading
from charts.layout.series import all_sessions, spans_years
from charts.pictures.bars import Bar, bar_rows
from charts.pictures.comparison import ComparisonChart
from charts.spec import Caption, Frame, Line, add_to_subtitle, put_in_frame
from market.formatting import Unit

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme


@dataclass(frozen=True, slots=True, eq=False)
class ConcentrationChart:
    """An index weighted by size and equally, above the members that moved it most.

    cap, equal: changes since the common base as fractions (0.0 there), labelled by their weighting.
    contributions: the largest members and "the rest", each with its part of the index's move as a fraction
        (0.004 is 0.40 points); may be empty.
    """

    caption: Caption
    cap: Line
    equal: Line
    contributions: tuple[Bar, ...] = ()

    def __post_init__(self) -> None:
        put_in_frame(self, self.caption.frame or Frame.of(self.cap, self.equal), "cap", "equal")
        if spans_years(all_sessions((self.cap, self.equal))):
            add_to_subtitle(self, "log scale")

    @property
    def shape(self) -> tuple[int, int]:
        return (1200, 675 + 40 * len(self.contributions)) if self.contributions else (1200, 675)

    def draw(self, figure: Figure, theme: Theme) -> None:
        self.place(figure, Box.body(figure), theme)

    def place(self, figure: Figure, box: Box, theme: Theme) -> None:
        """Draw into a part of the figure."""
        lines = ComparisonChart(self.caption, (self.cap, self.equal))
        if not self.contributions:
            lines.place(figure, box, theme)
            return
        upper, lower = box.rows(450, 60 + 40 * len(self.contributions), gap=24)
        lines.place(figure, upper, theme)
        room = heading(figure, lower, "Contribution to the index's move, in points", theme, 24)
        bar_rows(figure, room, self.contributions, Unit.LEAD, theme)
