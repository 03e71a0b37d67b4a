"""Valuation: the ladder's multiples, and the history of the spread between small and large."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from charts.layout.box import Box
from charts.layout.scale import Scale, per_cent
from charts.layout.stack import PanelSpec, StyledLine, labels_of, stack
from charts.pictures.ladder import RungMeasure, grid
from charts.spec import Caption, Line, add_to_alt
from charts.theme import LIGHT
from market.formatting import Unit, change, written

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme

_LEAST = 2  # stored days that make a line


@dataclass(frozen=True, slots=True, eq=False)
class ValuationChart:
    """`rungs` from the largest to the smallest.

    measures: trailing and forward P/E, price-to-book (unit RATIO), one value per rung.
    spread: small over large less one, as fractions (−0.2: small caps are 20 % cheaper), one value per stored
        day; its label says of what and since when.
    """

    caption: Caption
    rungs: tuple[str, ...]
    measures: tuple[RungMeasure, ...]
    spread: Line | None = None

    def __post_init__(self) -> None:
        rows = [
            (f"{part.name}, {bar.label.lower()}", bar.value)
            for part in self.measures
            for bar in part.bars(self.rungs)
        ]
        add_to_alt(self, [(name, written(value, Unit.RATIO)) for name, value in rows if value is not None])
        add_to_alt(self, labels_of(self.panels(LIGHT)))

    @property
    def shape(self) -> tuple[int, int]:
        return (1200, 900) if self._history else (1200, 540)

    @property
    def _history(self) -> bool:
        return self.spread is not None and len(self.spread.sessions) >= _LEAST

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        columns = min(max(len(self.measures), 1), 3)
        if self.spread is None or not self._history:
            grid(figure, box, self.rungs, self.measures, columns, theme)
            return
        upper, lower = box.rows(1, 1, gap=24)
        grid(figure, upper, self.rungs, self.measures, columns, theme)
        stack(figure, lower, self.panels(theme), theme)

    def panels(self, theme: Theme) -> list[PanelSpec]:
        """The history of the spread, where there is one."""
        if self.spread is None or not self._history:
            return []
        pen = StyledLine(self.spread, theme.up, change)
        scale = Scale.of([self.spread.values], per_cent, count=4, include=(0.0,))
        return [PanelSpec((pen,), scale, self.spread.label, base=0.0, unit=Unit.CHANGE)]
