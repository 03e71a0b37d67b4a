"""Where one market stands: its closes, the records among them, the session so far, drawdown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from charts import dates
from charts.box import Box, heading
from charts.dates import DateScale
from charts.labels import EndLabel, at_ends, gutter
from charts.scale import Scale, plain_level, share
from charts.series import last_known, spans_years, stroke
from charts.spec import Caption, Line
from charts.thin import thinned
from market.numbers import level

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from charts.theme import Theme


@dataclass(frozen=True, slots=True)
class SoFar:
    """The session in progress: a value that is not a close."""

    session: date
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """`closes`: completed sessions only, in index points or dollars. `records`: the sessions among
    them that were record closes. `so_far`: the running value, drawn hollow and labelled as such.
    `drawdown`: fractions at or below zero (−0.12 is 12 % under the highest close before), drawn as
    a strip. `averages`: lines on the same scale, labelled "SMA 50". Logarithmic from five years on.
    `log` overrides."""

    caption: Caption
    closes: Line
    records: NDArray[np.datetime64] = field(default_factory=lambda: np.array([], dtype="datetime64[D]"))
    so_far: SoFar | None = None
    drawdown: Line | None = None
    averages: tuple[Line, ...] = ()
    log: bool | None = None

    def draw(self, figure: Figure, theme: Theme) -> None:
        self.place(figure, Box.body(figure), theme)

    def place(self, figure: Figure, box: Box, theme: Theme) -> None:
        """Draw into a part of the figure."""
        below = Scale.of([self.drawdown.values], share, count=2, include=(0.0,)) if self.drawdown else None
        scale = self._scale()
        left = max(scale.gutter, below.gutter if below else 0.0)
        right = gutter([label.text for label in self._ends(theme)])
        inner = box.inset(left=left, right=right, bottom=dates.HEIGHT)
        upper, lower = inner.rows(3, 1, gap=14) if below else (inner, inner)
        span = DateScale.of(self._sessions(), inner.width)

        axes = upper.panel(figure)
        scale.onto(axes, theme)
        span.onto(axes, theme, labels=below is None)
        for average, colour in zip(self.averages, _average_colours(theme), strict=False):
            stroke(axes, span, average, colour, width=3)
        stroke(axes, span, self.closes, theme.up)
        self._marks(axes, span, theme)
        at_ends(axes, scale, span, self._ends(theme), upper, theme)
        if self.drawdown and below:
            strip = heading(figure, lower, "Drawdown", theme, 21).panel(figure)
            below.onto(strip, theme)
            span.onto(strip, theme)
            x, y = thinned(span.position(self.drawdown.sessions), self.drawdown.values)
            strip.fill_between(x, y, 0, color=theme.down, linewidth=0)

    def _scale(self) -> Scale:
        log = spans_years(self.closes.sessions) if self.log is None else self.log
        include = (self.so_far.value,) if self.so_far else ()
        values = [self.closes.values, *(average.values for average in self.averages)]
        return Scale.of(values, plain_level, include=include, log=log)

    def _sessions(self) -> NDArray[np.datetime64]:
        sessions = self.closes.sessions.astype("datetime64[D]")
        return np.append(sessions, np.datetime64(self.so_far.session)) if self.so_far else sessions

    def _ends(self, theme: Theme) -> list[EndLabel]:
        last = float(self.closes.values[-1])
        ends = [EndLabel(level(last), self.closes.sessions[-1], last, theme.up)]
        for average, colour in zip(self.averages, _average_colours(theme), strict=False):
            if found := last_known(average):
                ends.append(EndLabel(f"{average.label} {level(found[1])}", *found, colour))
        if self.so_far:
            text = f"{level(self.so_far.value)} so far"
            ends.append(EndLabel(text, np.datetime64(self.so_far.session), self.so_far.value, theme.down))
        return ends

    def _marks(self, axes: Axes, span: DateScale, theme: Theme) -> None:
        is_record = np.isin(
            self.closes.sessions.astype("datetime64[D]"), self.records.astype("datetime64[D]")
        )
        x, y = span.position(self.closes.sessions), self.closes.values
        axes.plot(
            x[is_record], y[is_record], "D",
            color=theme.accent, markersize=9 if is_record.sum() <= 40 else 4, scalex=False, scaley=False,
        )  # fmt: skip
        if self.so_far:
            running = float(span.position(np.array([self.so_far.session], dtype="datetime64[D]"))[0])
            axes.plot([x[-1], running], [y[-1], self.so_far.value], ":", color=theme.down, linewidth=2.5)
            axes.plot(
                [running], [self.so_far.value], "o", markersize=13, markerfacecolor=theme.background,
                markeredgecolor=theme.down, markeredgewidth=3, clip_on=False, zorder=5,
            )  # fmt: skip


def _average_colours(theme: Theme) -> tuple[str, ...]:
    """Colours that neither the closes nor the running value take."""
    return theme.lines[2:]
