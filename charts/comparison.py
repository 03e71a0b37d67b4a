"""Two to eight markets against each other, from a common start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from charts import dates
from charts.box import Box
from charts.dates import DateScale
from charts.labels import EndLabel, at_ends, gutter
from charts.scale import Scale, per_cent
from charts.series import all_sessions, last_known, spans_years, stroke
from charts.spec import Caption, Line
from market.numbers import change

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """`lines`: one to eight, each the change since the common base as a fraction (0.0 on the base
    session, 0.12 is 12 % above it). Drawn on a logarithmic axis from five years on, labelled in
    per cent all the same. `log` overrides."""

    caption: Caption
    lines: tuple[Line, ...]
    log: bool | None = None

    def draw(self, figure: Figure, theme: Theme) -> None:
        self.place(figure, Box.body(figure), theme)

    def place(self, figure: Figure, box: Box, theme: Theme) -> None:
        """Draw into a part of the figure."""
        sessions = all_sessions(self.lines)
        log = spans_years(sessions) if self.log is None else self.log
        # Growth factors (1 + change) are what a logarithmic axis needs; the linear one shares them.
        growth = [line.values + 1.0 for line in self.lines]
        scale = Scale.of(growth, lambda factor: per_cent(factor - 1.0), include=(1.0,), log=log)
        ends = self._ends(theme)
        inner = box.inset(left=scale.gutter, right=gutter([e.text for e in ends]), bottom=dates.HEIGHT)
        axes = inner.panel(figure)
        scale.onto(axes, theme)
        span = DateScale.of(sessions, inner.width)
        span.onto(axes, theme)
        axes.axhline(1.0, color=theme.faint, linewidth=2)
        for line, colour in zip(self.lines, theme.lines, strict=False):
            stroke(axes, span, line, colour, offset=1.0)
        at_ends(axes, scale, span, ends, inner, theme)

    def _ends(self, theme: Theme) -> list[EndLabel]:
        ends = []
        for line, colour in zip(self.lines, theme.lines, strict=False):
            if found := last_known(line):
                session, value = found
                ends.append(EndLabel(f"{line.label} {change(value)}", session, value + 1.0, colour))
        return ends
