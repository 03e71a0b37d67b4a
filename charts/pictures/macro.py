"""Macro: one series with recessions shaded, and the panel of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from charts.layout.box import Box
from charts.layout.key import KeyEntry, draw_key
from charts.layout.scale import Scale, plain_level
from charts.layout.stack import DrawnPanel, PanelSpec, StyledLine, stack
from charts.layout.text import fitted, plain, widest
from charts.layout.text_width import width
from charts.pictures.bars import canvas
from charts.spec import Caption, Line
from market.formatting import MISSING, Unit, level, written

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from charts.theme import Theme

_ROW, _GAP, _GAUGE, _NARROW_GAUGE = 62.0, 30.0, 193.0, 150.0  # points
_HEAD = 24.0


@dataclass(frozen=True, slots=True, eq=False)
class MacroSeries:
    """One economic series over time, with its recessions.

    series: its label, and values in `unit` (fractions for shares and changes), at the dates they are of.
    text: the last value as written.
    ratio: small against large over the same time, drawn below as association.
    recessions: first and last day of each (NBER).
    """

    caption: Caption
    series: Line
    text: str = ""
    unit: Unit = Unit.LEVEL
    ratio: Line | None = None
    recessions: tuple[tuple[date, date], ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        return (1200, 900) if self.ratio else (1200, 675)

    def draw(self, figure: Figure, theme: Theme) -> None:
        self.place(figure, Box.body(figure), theme)

    def place(self, figure: Figure, box: Box, theme: Theme) -> None:
        """Draw into a part of the figure."""
        if self.recessions:
            box = draw_key(figure, box, [KeyEntry("s", "recessions (NBER)", theme.grid)], theme)
        scale = Scale.of([self.series.values], _ticks(self.unit))
        pen = StyledLine(self.series, theme.up, self._written)
        strips = [PanelSpec((pen,), scale, self.series.label, height=1.4)]
        if self.ratio:
            beside = StyledLine(self.ratio, theme.faint, level)
            strips.append(
                PanelSpec((beside,), Scale.of([self.ratio.values], plain_level, count=4), self.ratio.label)
            )
        for panel in stack(figure, box, strips, theme, calendar=True):
            self._shade(panel, theme)

    def _written(self, value: float) -> str:
        return self.text or written(value, self.unit)

    def _shade(self, panel: DrawnPanel, theme: Theme) -> None:
        for first, last in self.recessions:
            if panel.x(first) < panel.x(last):
                panel.axes.axvspan(panel.x(first), panel.x(last), color=theme.grid, linewidth=0, zorder=0)


@dataclass(frozen=True, slots=True)
class MacroRow:
    """One series: texts as written (value, change, date of release), and `percentile`, the share
    of the last ten years' values at or below the last one (0 to 1; None when unknown)."""

    label: str
    value: str
    change: str = ""
    released: str = ""
    percentile: float | None = None


@dataclass(frozen=True, slots=True)
class MacroPanel:
    """`rows` in the order given; the bar is the ten-year percentile."""

    caption: Caption
    rows: tuple[MacroRow, ...]

    @property
    def shape(self) -> tuple[int, int]:
        return 1200, max(420, 230 + int(_ROW) * len(self.rows))

    def draw(self, figure: Figure, theme: Theme) -> None:
        self.place(figure, Box.body(figure), theme)

    def place(self, figure: Figure, box: Box, theme: Theme) -> None:
        """Draw into a part of the figure."""
        axes = canvas(figure, box)
        top, pitch = box.height - 34, min(_ROW, (box.height - 34) / max(len(self.rows), 1))
        size = min(25.0, pitch * 0.6)
        narrow, head = box.narrow, _HEAD if box.narrow else 20.0
        gauge = _NARROW_GAUGE if narrow else _GAUGE
        columns: tuple[tuple[str, list[str], float, str], ...] = (
            ("last", [plain(row.value) or MISSING for row in self.rows], size, theme.ink),
            ("change", [plain(row.change) for row in self.rows], size, theme.faint),
            ("released", [plain(row.released) for row in self.rows], size * 0.85, theme.faint),
        )
        if narrow:  # what a phone has no room for stands in the text
            columns = columns[:1]
        edge = box.width - gauge - _GAP
        words = "10-year pct." if narrow else "10-year percentile"
        axes.text(box.width, top + 10, words, fontsize=head, color=theme.faint, ha="right")
        for name, texts, tall, colour in reversed(columns):
            bold = "bold" if colour == theme.ink else "normal"
            axes.text(edge, top + 10, name, fontsize=head, color=theme.faint, ha="right")
            for index, text in enumerate(texts):
                axes.text(
                    edge, top - (index + 0.5) * pitch, text, fontsize=tall, fontweight=bold, color=colour,
                    ha="right", va="center_baseline",
                )  # fmt: skip
            edge -= max(widest(texts, tall, bold == "bold"), width(name, head)) + _GAP
        for index, row in enumerate(self.rows):
            middle = top - (index + 0.5) * pitch
            (label,), fits = fitted(
                plain(row.label) or MISSING,
                edge,
                ((size, 1),) if narrow else ((size, 1), (22.0, 1), (19.0, 1)),
            )
            axes.text(0, middle, label, fontsize=fits, color=theme.ink, va="center_baseline")
            self._gauge(axes, row, box.width - gauge, gauge, middle, theme)

    def _gauge(
        self, axes: Axes, row: MacroRow, left: float, room: float, middle: float, theme: Theme
    ) -> None:
        from matplotlib.patches import Rectangle

        wide = room - 58
        axes.add_patch(Rectangle((left, middle - 8), wide, 16, facecolor=theme.grid, linewidth=0))
        if row.percentile is None:
            axes.text(left + wide + 14, middle, MISSING, fontsize=_HEAD, color=theme.faint, va="center")
            return
        at = left + wide * min(max(row.percentile, 0.0), 1.0)
        axes.add_patch(Rectangle((left, middle - 8), at - left, 16, facecolor=theme.up, linewidth=0))
        axes.add_patch(Rectangle((at - 3, middle - 15), 6, 30, facecolor=theme.ink, linewidth=0))
        percentile = f"{row.percentile * 100:.0f}"
        axes.text(left + wide + 14, middle, percentile, fontsize=_HEAD, color=theme.ink, va="center_baseline")


def _ticks(unit: Unit) -> Callable[[float], str]:
    from charts.layout.scale import per_cent, share

    return {Unit.CHANGE: per_cent, Unit.SHARE: share, Unit.RATE: share}.get(unit, plain_level)
