"""Holdings: what weighs how much, and how it moves with the indices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from charts.layout.box import Box, heading
from charts.pictures.bars import Bar, bar_rows
from charts.spec import Caption
from market.formatting import Unit

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme

_MOST = 12


@dataclass(frozen=True, slots=True)
class WeightsChart:
    """Weights of holdings, beside their betas to indices.

    holdings: weights as fractions, in any order; the heaviest come first, beyond 12 the rest is one row.
    betas: by index, plain ratios, None where missing; when empty, the weights take the whole picture.
    """

    caption: Caption
    holdings: tuple[Bar, ...]
    betas: tuple[Bar, ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        return 1200, max(420, 260 + 46 * min(len(self.holdings), _MOST))

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        left = right = box
        if self.betas and box.narrow:
            left, right = box.rows(len(self.heaviest()) + 1, len(self.betas) + 1, gap=24)
        elif self.betas:
            left, right = box.columns(3, 2, gap=48)
        bar_rows(figure, heading(figure, left, "Weight", theme), self.heaviest(), Unit.SHARE, theme)
        if self.betas:
            bar_rows(figure, heading(figure, right, "Beta to", theme), self.betas, Unit.RATIO, theme)

    def heaviest(self) -> list[Bar]:
        ranked = sorted(self.holdings, key=lambda bar: (bar.value is None, -(bar.value or 0.0)))
        if len(ranked) <= _MOST:
            return ranked
        rest = ranked[_MOST - 1 :]
        return [*ranked[: _MOST - 1], Bar(f"{len(rest)} others", sum(bar.value or 0.0 for bar in rest))]
