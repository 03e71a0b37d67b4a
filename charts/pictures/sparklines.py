"""A watchlist: one row per market, with its figures and a small line of its closes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from charts.layout.box import Box, canvas
from charts.layout.decimate import thinned
from charts.layout.scale import Scale, plain_level
from charts.layout.stack import PanelSpec, StyledLine
from charts.layout.text import plain, shortened, widest
from charts.layout.text_width import width
from charts.shape import PHONE_SIZE
from charts.spec import Caption, Line
from market.formatting import MISSING, change, level, moved_points

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from charts.theme import Theme

_ROW, _MOST = 62.0, 20
_GAP, _SPARK, _NARROW_SPARK = 30.0, 280.0, 110.0  # points
_HEAD = 24.0


@dataclass(frozen=True, slots=True, eq=False)
class SparkRow:
    """One market’s row: its line and its figures.

    closes: what the small line shows; None draws none. `last` in the market's own unit; `day` and `period`
    are changes as fractions, or where it is `measured` (a level such as the VIX) in its points; None is missing
    and written so.
    """

    label: str
    closes: Line | None
    last: float | None
    day: float | None = None
    period: float | None = None
    note: str = ""
    measured: bool = False

    @property
    def figures(self) -> tuple[str, str, str]:
        """The last value, the day's change and the period's, as they are written."""
        last = MISSING if self.last is None else level(self.last)
        return last, plain(self.note) or _changed(self.day, self), _changed(self.period, self)

    @property
    def name(self) -> str:
        return plain(f"{self.label}, points" if self.measured else self.label)

    def colour(self, theme: Theme) -> str:
        return theme.up if (self.period or 0.0) >= 0 else theme.down

    @property
    def has_line(self) -> bool:
        return self.closes is not None and np.isfinite(self.closes.values).sum() > 1

    def panel(self, period: str, theme: Theme) -> PanelSpec:
        """The line below the figures; in its place, where there is none, a word that says so."""
        last, day, change = self.figures
        nothing = np.array([], dtype="datetime64[D]"), np.array([])
        closes = self.closes if self.closes and self.has_line else Line(self.label, *nothing)
        pen = StyledLine(replace(closes, label=self.label), self.colour(theme), width=3.0)
        scale = Scale.of([closes.values], plain_level, count=2, include=() if self.has_line else (0.0, 1.0))
        name = f"{self.name}: {last}, day {day}, {plain(period)} {change}"
        return PanelSpec((pen,), scale, name, absent="no closes")


@dataclass(frozen=True, slots=True, eq=False)
class Sparklines:
    """`rows` in the order given, 20 at most (how many more there are is said).

    period: the name of the lines' span and of the last column, "3m".
    """

    caption: Caption
    rows: tuple[SparkRow, ...]
    period: str = ""

    @property
    def shape(self) -> tuple[int, int]:
        return 1200, max(400, 230 + int(_ROW) * min(len(self.rows), _MOST + 1))

    @property
    def phone(self) -> tuple[int, int]:
        return PHONE_SIZE[0], max(810, min(PHONE_SIZE[1], 480 + int(1.5 * _ROW) * (len(self.rows) + 1)))

    def panels(self, theme: Theme) -> list[PanelSpec]:
        """A panel for each market with its figures in its name, on the days of all; none where no market has a line, or
        they are too many."""
        if len(self.rows) > _MOST or not any(row.has_line for row in self.rows):
            return []
        return [row.panel(self.period, theme) for row in self.rows]

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        axes, top = canvas(figure, box), box.height - 34
        shown = self.rows[:_MOST]
        pitch = min(_ROW, top / max(min(len(self.rows), _MOST + 1), 1))
        size = min(25.0, pitch * 0.6)
        lasts, days, periods = zip(*(row.figures for row in shown), strict=True) if shown else ((), (), ())
        spark = box.width - max(widest(periods, size), width(plain(self.period), _HEAD)) - _GAP
        wide = _NARROW_SPARK if box.narrow else _SPARK
        names = [row.name for row in shown]
        taken = wide + widest(names, size, True) + widest(lasts, size) + widest(days, size) + 4 * _GAP
        lined = taken <= spark or not box.narrow
        if not lined:  # names come before small lines
            wide = -_GAP
        right = (spark - wide - _GAP - widest(days, size) - _GAP, spark - wide - _GAP, box.width)
        for head, at in zip(("last", "day", self.period), right, strict=True):
            axes.text(at, top + 10, plain(head), fontsize=_HEAD, color=theme.faint, ha="right")
        for index, row in enumerate(shown):
            middle = top - (index + 0.5) * pitch
            label = shortened(names[index], right[0] - widest(lasts, size) - _GAP, size, bold=True)
            name = axes.text(0, middle, label, fontweight="bold")
            figures = (lasts[index], days[index], periods[index])
            texts = [axes.text(at, middle, text, ha="right") for text, at in zip(figures, right, strict=True)]
            for text in (name, *texts):
                text.set(fontsize=size, color=theme.ink, va="center")
            if lined:
                self._line(axes, row, (spark - wide, spark - 8), middle, pitch * 0.62, theme)
        if len(self.rows) > _MOST:
            y, more = top - (_MOST + 0.5) * pitch, f"… {len(self.rows) - _MOST} more"
            axes.text(0, y, more, fontsize=size, color=theme.faint, va="center")

    def _line(
        self, axes: Axes, row: SparkRow, across: tuple[float, float], middle: float, tall: float, theme: Theme
    ) -> None:
        if row.closes is None or not row.has_line:
            return
        values = row.closes.values
        x, y = thinned(np.linspace(*across, len(values)), values, columns=200)
        low, high = float(np.nanmin(y)), float(np.nanmax(y))
        flat = 1.0 / (high - low) if high > low else 0.0
        y = middle - tall / 2 + (y - low) * flat * tall
        axes.plot(x, y, color=row.colour(theme), linewidth=3)
        last = np.flatnonzero(np.isfinite(y))[-1]
        axes.plot(x[last : last + 1], y[last : last + 1], "o", color=theme.ink, markersize=7)


def _changed(by: float | None, row: SparkRow) -> str:
    return MISSING if by is None else moved_points(by).removesuffix(" points") if row.measured else change(by)
