"""Where one market stands: its closes, the records among them, the session so far, drawdown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from charts.layout.box import Box, heading
from charts.layout.scale import Scale, plain_level, share
from charts.layout.series import spans_years
from charts.layout.stack import HEADING, DrawnPanel, EndLabel, PanelSpec, StyledLine, stack
from charts.spec import Caption, Line
from market.formatting import level

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme

_MANY = 40  # records; beyond, the marks are smaller


@dataclass(frozen=True, slots=True)
class RunningPoint:
    """The session in progress: a value that is not a close."""

    session: date
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class LevelChart:
    """`closes`: completed sessions only, in index points or dollars. `records`: the sessions among
    them that were record closes. `so_far`: the running value, drawn hollow and labelled as such.
    `drawdown`: fractions at or below zero (−0.12 is 12 % under the highest close before), drawn as
    a strip. `averages`: lines on the closes' scale, labelled "SMA 50". Logarithmic from five years
    on; `log` overrides."""

    caption: Caption
    closes: Line
    records: NDArray[np.datetime64] = field(default_factory=lambda: np.array([], dtype="datetime64[D]"))
    so_far: RunningPoint | None = None
    drawdown: Line | None = None
    averages: tuple[Line, ...] = ()
    log: bool | None = None

    def draw(self, figure: Figure, theme: Theme) -> None:
        self.place(figure, Box.body(figure), theme)

    def place(self, figure: Figure, box: Box, theme: Theme) -> None:
        """Draw into a part of the figure."""
        marked = np.isin(self.closes.sessions.astype("datetime64[D]"), self.records.astype("datetime64[D]"))
        if marked.any():
            box = heading(figure, box, "◆ record close", theme, HEADING, colour=theme.text(theme.accent))
        panels = stack(figure, box, self._strips(theme), theme, extra=self._running(theme))
        self._marks(panels[0], marked, theme)

    def _strips(self, theme: Theme) -> list[PanelSpec]:
        log = spans_years(self.closes.sessions) if self.log is None else self.log
        include = (self.so_far.value,) if self.so_far else ()
        values = [self.closes.values, *(average.values for average in self.averages)]
        scale = Scale.of(values, plain_level, include=include, log=log)
        closes = StyledLine(self.closes, theme.up, level)
        strips = [PanelSpec((*self._averages(theme), closes), scale, height=3)]
        if self.drawdown:
            below = Scale.of([self.drawdown.values], share, count=2, include=(0.0,), margin=0.0)
            pen = StyledLine(self.drawdown, theme.down, filled=True)
            strips.append(PanelSpec((pen,), below, "Drawdown", height=1.1))
        return strips

    def _averages(self, theme: Theme) -> list[StyledLine]:
        averages = zip(self.averages, theme.lines[2:], strict=False)
        return [StyledLine(average, colour, level, average.label) for average, colour in averages]

    def _running(self, theme: Theme) -> list[EndLabel]:
        if not self.so_far:
            return []
        session, value = np.datetime64(self.so_far.session), self.so_far.value
        return [EndLabel("", f"{level(value)} so far", session, value, theme.down)]

    def _marks(self, panel: DrawnPanel, marked: NDArray[np.bool_], theme: Theme) -> None:
        x, y = panel.span.position(self.closes.sessions), self.closes.values
        size = 10 if marked.sum() <= _MANY else 4
        panel.axes.plot(x[marked], y[marked], "D", color=theme.accent, markersize=size)
        if self.so_far:
            here = panel.x(self.so_far.session)
            panel.axes.plot([x[-1], here], [y[-1], self.so_far.value], ":", color=theme.down, linewidth=2.5)
            panel.axes.plot(
                [here], [self.so_far.value], "o", markersize=14, markerfacecolor=theme.background,
                markeredgecolor=theme.down, markeredgewidth=3.5, clip_on=False, zorder=5,
            )  # fmt: skip
