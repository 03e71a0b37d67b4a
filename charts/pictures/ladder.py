"""The size ladder: mega to micro, cap- and equal-weighted, one panel per figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charts.layout.box import Box, heading
from charts.layout.key import draw_key
from charts.pictures.bars import Bar, bar_rows, pair_key
from charts.spec import Caption, add_to_alt
from market.formatting import Unit, brief

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme


@dataclass(frozen=True, slots=True)
class RungMeasure:
    """One figure for every rung: `values` (and `others`, the equal-weighted ones) are raw in
    `unit`, one per rung; None is missing. `bracket` joins the highest and the lowest of `values`."""

    name: str
    unit: Unit
    values: tuple[float | None, ...]
    others: tuple[float | None, ...] | None = None
    bracket: bool = False

    def bars(self, rungs: Sequence[str]) -> list[Bar]:
        """One a rung, in their order."""
        others = self.others or (None,) * len(rungs)
        return [Bar(*parts) for parts in zip(rungs, self.values, others, strict=True)]


@dataclass(frozen=True, slots=True)
class LadderChart:
    """The size ladder: one panel a figure, one bar a size class.

    rungs: size classes from the largest companies to the smallest.
    measures: return, volatility, drawdown or breadth, one value a rung; `others` are equal-weighted (hollow).
        A phone shows the first two.
    """

    caption: Caption
    rungs: tuple[str, ...]
    measures: tuple[RungMeasure, ...]

    def __post_init__(self) -> None:
        for measure in self.measures[:1]:
            rungs = zip(self.rungs, measure.others or (), strict=False)
            labels = [
                (rung.lower(), brief(other, measure.unit)) for rung, other in rungs if other is not None
            ]
            add_to_alt(self, [(f"equal-weighted {name}", figure) for name, figure in labels])

    @property
    def labels(self) -> list[tuple[str, str]]:
        """Name and figure of each rung in the first measure."""
        first = self.measures[0]
        return [(bar.label, brief(bar.value, first.unit)) for bar in first.bars(self.rungs)]

    @property
    def shape(self) -> tuple[int, int]:
        return (1200, 900) if len(self.measures) > 2 else (1200, 675)

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        if any(measure.others for measure in self.measures):
            box = draw_key(figure, box, pair_key(("cap-weighted", "equal-weighted"), theme), theme)
        # A phone has room for one measure beside another only where bars are short.
        measures = self.measures[:2] if box.narrow else self.measures
        columns = 1 if box.narrow else min(len(measures), 2)
        grid(figure, box, self.rungs, measures, columns, theme)


def grid(
    figure: Figure,
    box: Box,
    rungs: Sequence[str],
    measures: Sequence[RungMeasure],
    columns: int,
    theme: Theme,
) -> None:
    """Small panels of bars, `columns` abreast, the same rungs in each."""
    count = -(-len(measures) // columns)
    for index, band in enumerate(box.rows(*[1] * count, gap=22)):
        cells = band.columns(*[1] * columns, gap=36)
        for measure, cell in zip(measures[index * columns : (index + 1) * columns], cells, strict=False):
            room = heading(figure, cell, measure.name, theme, 24)
            bar_rows(figure, room, measure.bars(rungs), measure.unit, theme, bracket=measure.bracket)
