"""Two to eight markets against each other, from a common start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from charts.layout.box import Box
from charts.layout.scale import Scale, per_cent
from charts.layout.series import all_sessions, last_known, moved, spans_years
from charts.layout.stack import PanelSpec, StyledLine, stack
from charts.pictures.bars import Bar, bar_rows
from charts.spec import Caption, Frame, Line, add_to_subtitle, put_in_frame
from market.formatting import Unit, change

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme


_FEW = 6  # sessions, the base included: one day, or five


@dataclass(frozen=True, slots=True, eq=False)
class ComparisonChart:
    """Returns of one to eight markets from a common base, on one axis.

    lines: one to eight, changes since the base session as fractions (0.0 there; 0.12 is 12 % above).
    log: None for a logarithmic axis from five years on; labels are per cent either way.
    """

    caption: Caption
    lines: tuple[Line, ...]
    log: bool | None = None

    def __post_init__(self) -> None:
        put_in_frame(self, self.caption.frame or Frame.of(*self.lines), "lines")
        if self._log:
            add_to_subtitle(self, "log scale")

    @property
    def _log(self) -> bool:
        return spans_years(all_sessions(self.lines)) if self.log is None else self.log

    def draw(self, figure: Figure, theme: Theme) -> None:
        self.place(figure, Box.body(figure), theme)

    def place(self, figure: Figure, box: Box, theme: Theme) -> None:
        """Draw into a part of the figure."""
        if len(all_sessions(self.lines)) <= _FEW:
            self._bars(figure, box, theme)
            return
        # A logarithmic axis needs growth factors (1 + change); the linear one shares them.
        growth = [moved(line, 1.0) for line in self.lines]
        scale = Scale.of([g.values for g in growth], _as_change, include=(1.0,), log=self._log)
        colours = theme.of_markets([line.market for line in self.lines])
        pens = tuple(
            StyledLine(line, colour, _growth, line.label, 4.5 if place == 0 else 3.0)
            for place, (line, colour) in enumerate(zip(growth, colours, strict=True))
        )
        # The market asked for first is drawn last and strongest.
        stack(figure, box, [PanelSpec(pens[::-1], scale, base=1.0)], theme)

    def _bars(self, figure: Figure, box: Box, theme: Theme) -> None:
        """A few sessions make no line worth looking at: where each stands at the end."""
        ends = [(line, last_known(line)) for line in self.lines]
        bars = [Bar(line.label, end[1] if end else None, short=line.short) for line, end in ends]
        ranked = sorted(bars, key=lambda bar: (bar.value is None, -(bar.value or 0.0)))
        bar_rows(figure, box, ranked, Unit.CHANGE, theme)


def _as_change(growth: float) -> str:
    return per_cent(growth - 1.0)


def _growth(factor: float) -> str:
    return change(factor - 1.0)
