"""What followed an event: every path since it, their middle, and what is usual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from charts.layout.box import Box
from charts.layout.dates import HEIGHT, below
from charts.layout.key import KeyEntry, draw_key
from charts.layout.labels import EdgeLabel, at_right, column
from charts.layout.scale import Scale, per_cent
from charts.spec import Caption
from charts.theme import mix
from market.formatting import change

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from charts.theme import Theme

_MOST_LINES = 60
Paths = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Fan:
    """What followed each of an event’s occurrences, as lines from one point.

    paths: events × sessions after (the first column is the event's own close), the change since as fractions
        (0.0 in the first column), NaN where not yet known. `median`, and `low` and `high` (the quartiles, or
        another band that `band` names), one value per session.
    baseline: the median over every session of history.
    marks: sessions with their names, (21, "1 month").
    """

    caption: Caption
    paths: Paths
    median: Paths
    baseline: Paths
    low: Paths | None = None
    high: Paths | None = None
    band: str = "half of the events"
    marks: tuple[tuple[int, str], ...] = (
        (5, "1 week"),
        (10, "2 weeks"),
        (21, "1 month"),
        (63, "3 months"),
        (126, "6 months"),
        (252, "1 year"),
    )

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        if self.low is not None:
            box = draw_key(figure, box, [KeyEntry("s", self.band, self.shade(theme))], theme)
        scale = self.scale()
        ends = self._ends(theme)
        written = column(ends, box.height - HEIGHT, box.width)
        # Beside the axis on a phone, too: every path begins where 0% would stand.
        room = box.inset(left=scale.gutter, right=written.gutter, bottom=HEIGHT)
        axes = room.panel(figure)
        scale.onto(axes, room, theme)
        last = self.paths.shape[1] - 1
        axes.set_xlim(0, last)
        marks = [(at, name) for at, name in self.marks if at <= last]
        below(axes, room, [at for at, _ in marks], [name for _, name in marks], theme)
        axes.axhline(0, color=theme.faint, linewidth=2)
        self._lines(axes, theme)
        at_right(axes, scale, ends, written, room, theme)

    @property
    def shown(self) -> Paths:
        """The newest events; the band and the median are of all."""
        return self.paths[-_MOST_LINES:]

    def shade(self, theme: Theme) -> str:
        """The colour of the band."""
        return mix(theme.background, theme.up, 0.28)

    def thin(self, theme: Theme) -> str:
        """The colour of the paths."""
        return mix(theme.background, theme.faint, 0.45)

    def scale(self) -> Scale:
        """Wide enough for every path that is drawn: none is cut at the edge."""
        bands = [band for band in (self.low, self.high) if band is not None]
        return Scale.of([self.shown, self.median, self.baseline, *bands], per_cent, include=(0.0,))

    def _lines(self, axes: Axes, theme: Theme) -> None:
        from matplotlib.collections import LineCollection

        sessions = np.arange(self.paths.shape[1], dtype="float64")
        if self.low is not None and self.high is not None:
            axes.fill_between(
                sessions,
                self.low,
                self.high,
                color=self.shade(theme),
                linewidth=0,
                zorder=1,
            )
        lines = [np.column_stack([sessions, path]) for path in self.shown]
        axes.add_collection(
            LineCollection(lines, colors=self.thin(theme), linewidths=1.2, zorder=2), autolim=False
        )
        axes.plot(sessions, self.baseline, "--", color=theme.faint, linewidth=4, zorder=3)
        axes.plot(sessions, self.median, color=theme.up, linewidth=5, zorder=4)

    def _ends(self, theme: Theme) -> list[EdgeLabel]:
        ends = []
        for name, values, colour in (
            ("median", self.median, theme.up),
            ("any day", self.baseline, theme.faint),
        ):
            known = np.flatnonzero(np.isfinite(values))
            if len(known):
                at, value = float(known[-1]), float(values[known[-1]])
                ends.append(EdgeLabel(name, change(value), at, value, colour))
        return ends
