"""The session in progress in candles of five minutes, against the close before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from charts.layout.box import Box
from charts.layout.columns import draw_candles
from charts.layout.dates import HEIGHT, below
from charts.layout.labels import EdgeLabel, at_right, column
from charts.layout.scale import Scale, plain_level
from charts.spec import Caption
from market.formatting import NEW_YORK, level

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from charts.theme import Theme

Prices = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class IntradayCandles:
    """Five-minute bars of one session, oldest first; those that are not there leave a gap.

    starts: when each began, datetime64[s] in UTC.
    opens, closes: of the session; the axis is all of it.
    base: the last close before it, a line.
    """

    SECONDS: ClassVar = 300.0  # of a bar
    caption: Caption
    starts: NDArray[np.datetime64]
    open: Prices
    high: Prices
    low: Prices
    close: Prices
    opens: datetime
    closes: datetime
    base: float

    @property
    def steps(self) -> int:
        """Bars of the whole session."""
        return round((self.closes - self.opens).total_seconds() / self.SECONDS)

    def places(self) -> NDArray[np.int64]:
        """Which of the session's bars each is."""
        seconds = self.starts.astype("datetime64[s]").astype("int64") - int(self.opens.timestamp())
        return seconds // int(self.SECONDS)

    def scale(self) -> Scale:
        return Scale.of([self.low, self.high], plain_level, include=(self.base,))

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        whole, x = float(self.steps), self.places().astype(np.float64) + 0.5
        labels = [
            EdgeLabel("so far", level(float(self.close[-1])), float(x[-1]), float(self.close[-1]), theme.ink),
            EdgeLabel("close before", level(self.base), whole, self.base, theme.faint, marked=False),
        ]
        scale = self.scale()
        written = column(labels, box.height - HEIGHT, box.width)
        inner = box.inset(left=scale.gutter, right=written.gutter, bottom=HEIGHT)
        axes = inner.panel(figure)
        axes.set_xlim(0.0, whole)
        scale.onto(axes, inner, theme)
        self._hours(axes, inner, theme)
        axes.plot([0.0, whole], [self.base] * 2, "--", color=theme.faint, linewidth=2, zorder=1.5)
        draw_candles(axes, x, (self.open, self.high, self.low, self.close), inner.width / whole, theme)
        at_right(axes, scale, labels, written, inner, theme)

    def _hours(self, axes: Axes, box: Box, theme: Theme) -> None:
        """The full hours of New York below the axis, as many as have room."""
        first = self.opens.astimezone(NEW_YORK)
        hours = range(first.hour + (first.minute > 0), self.closes.astimezone(NEW_YORK).hour + 1)
        ticks = [((hour - first.hour) * 3600 - first.minute * 60) / self.SECONDS for hour in hours]
        below(axes, box, ticks, [f"{hour}:00" for hour in hours], theme)
