"""Concentration: cap- against equal-weighted, and what the largest members contributed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from charts.layout.box import Box, heading
from charts.layout.series import all_sessions, spans_years
from charts.pictures.bars import Bar, bar_rows
from charts.pictures.comparison import ComparisonChart
from charts.shape import PHONE_SIZE
from charts.spec import Caption, Frame, Line, add_to_subtitle, put_in_frame
from market.formatting import Unit

_ROW = 38.0  # points of a row on a phone

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
        if not self.contributions:
            return self.lines.shape
        return 1200, 225 + self._upper + 40 * len(self.contributions)

    @property
    def phone(self) -> tuple[int, int]:
        return PHONE_SIZE if self.contributions else self.lines.phone

    @property
    def lines(self) -> ComparisonChart:
        return ComparisonChart(self.caption, (self.cap, self.equal))

    @property
    def _upper(self) -> int:
        """Points for the lines, or for the two bars of a few sessions."""
        return 200 if self.lines.few else 450

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        lines, above = self.lines, self._upper
        if not self.contributions:
            lines.draw(figure, box, theme)
            return
        rows = 60 + 40 * len(self.contributions)
        upper, lower = box.rows(min(above, 0.6 * rows) if box.narrow else above, rows, gap=24)
        lines.draw(figure, upper, theme)
        room = heading(figure, lower, "Contribution to the index’s move, in points", theme, 24)
        bars = self._fewer(int(room.height // _ROW)) if box.narrow else self.contributions
        bar_rows(figure, room, bars, Unit.LEAD, theme)

    def _fewer(self, most: int) -> tuple[Bar, ...]:
        """The contributions for a phone: of more than `most` the largest and the last one, the rest of the index,
        with the others as one before it."""
        if len(self.contributions) <= most or any(bar.value is None for bar in self.contributions):
            return self.contributions
        *first, last = self.contributions
        kept = sorted(range(len(first)), key=lambda i: -abs(first[i].value or 0.0))[: max(most - 2, 1)]
        others = [bar.value or 0.0 for i, bar in enumerate(first) if i not in kept]
        rest = Bar(f"{len(others)} more of the largest", sum(others))
        return (*(first[i] for i in sorted(kept)), rest, last)
