"""How risk changed: rolling volatility, beta and drawdown above each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from charts.layout.box import Box
from charts.layout.scale import Scale, plain_level, share
from charts.layout.stack import PanelSpec, StyledLine, labels_of, stack
from charts.spec import Caption, Frame, Line, add_to_alt, put_in_frame
from charts.theme import LIGHT
from market import formatting
from market.formatting import Unit, written

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme


@dataclass(frozen=True, slots=True, eq=False)
class RollingRisk:
    """Rolling volatility, beta and drawdown, one panel each; an absent series has no panel.

    volatility: one to three lines, annualised, as fractions, labelled by their window ("20 sessions").
    beta: a plain ratio, to the benchmark that its label names.
    drawdown: fractions at or below zero.
    """

    caption: Caption
    volatility: tuple[Line, ...] = ()
    beta: Line | None = None
    drawdown: Line | None = None

    def __post_init__(self) -> None:
        frame = self.caption.frame or Frame.of(*self.volatility, self.beta, self.drawdown)
        put_in_frame(self, frame, "volatility", "beta", "drawdown")
        add_to_alt(self, labels_of(self.panels(LIGHT)))

    @property
    def shape(self) -> tuple[int, int]:
        return 1200, 900

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        if panels := self.panels(theme):
            stack(figure, box, panels, theme)

    def panels(self, theme: Theme) -> list[PanelSpec]:
        """One for each series that is there."""
        return [*self._volatility(theme), *self._beta(theme), *self._drawdown(theme)]

    def _volatility(self, theme: Theme) -> list[PanelSpec]:
        if not self.volatility:
            return []
        # The shortest window moves most: it is drawn first and thinnest, under the longer ones.
        pens = [
            StyledLine(line, colour, formatting.share, line.label, width)
            for line, colour, width in zip(self.volatility, theme.lines[5:], (2.0, 3.0, 4.0), strict=False)
        ]
        scale = Scale.of([line.values for line in self.volatility], share, count=4, include=(0.0,))
        return [PanelSpec(tuple(pens), scale, "Realised volatility, annualised", height=1.5, unit=Unit.SHARE)]

    def _beta(self, theme: Theme) -> list[PanelSpec]:
        if self.beta is None:
            return []
        pen = StyledLine(self.beta, theme.lines[4], _ratio)
        scale = Scale.of([self.beta.values], plain_level, count=3, include=(1.0,))
        return [PanelSpec((pen,), scale, self.beta.label, base=1.0, unit=Unit.RATIO)]

    def _drawdown(self, theme: Theme) -> list[PanelSpec]:
        if self.drawdown is None:
            return []
        pen = StyledLine(self.drawdown, theme.context, formatting.change, filled=True)
        scale = Scale.of([self.drawdown.values], share, count=3, include=(0.0,), margin=0.0)
        return [PanelSpec((pen,), scale, "Drawdown", unit=Unit.CHANGE)]


def _ratio(value: float) -> str:
    return written(value, Unit.RATIO)
