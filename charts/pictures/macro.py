"""Macro: one series with recessions shaded, and the panel of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from charts.layout.box import Box, canvas
from charts.layout.callouts import Callout
from charts.layout.columns import draw_columns
from charts.layout.key import KeyEntry, draw_key
from charts.layout.scale import Scale, plain_level
from charts.layout.series import last_known
from charts.layout.stack import DrawnPanel, PanelSpec, StyledLine, labels_of, stack
from charts.layout.text import fitted, plain, widest, with_dates
from charts.layout.text_width import width
from charts.spec import Caption, Line, add_to_alt, add_to_subtitle
from charts.theme import LIGHT, mix
from market.formatting import MISSING, Unit, counted, level, written

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from charts.theme import Theme

_ROW, _GAP, _GAUGE, _NARROW_GAUGE = 62.0, 30.0, 193.0, 150.0  # points
_HEAD = 24.0
_GIVEN = 40.0  # points of its gauge that a phone gives to names at most
_QUIET = 0.55  # of the colour, for bars before the newest
_FAR = 6.0  # times the middle size: a bar beyond is cut off
_SPARE = 1.2  # of the axis, above the longest bar that is not


@dataclass(frozen=True, slots=True, eq=False)
class MacroSeries:
    """One economic series over time, with its recessions.

    series: its label, and values in `unit` (fractions for shares and changes), at the dates they are of.
    text: the last value as written.
    ratio: small against large over the same time, drawn below as association.
    recessions: first and last day of each (NBER).
    bars: a bar from zero for each value, the newest strong. One that would flatten all others is cut off, and the
        largest such named.
    """

    caption: Caption
    series: Line
    text: str = ""
    unit: Unit = Unit.LEVEL
    ratio: Line | None = None
    recessions: tuple[tuple[date, date], ...] = ()
    bars: bool = False

    def __post_init__(self) -> None:
        if many := int(self._beyond.sum()):
            add_to_subtitle(self, f"{counted(many, 'bar')} cut off")
        add_to_alt(self, labels_of(self.panels(LIGHT)[1:]))

    @property
    def shape(self) -> tuple[int, int]:
        return (1200, 900) if self.ratio else (1200, 675)

    @property
    def _beyond(self) -> NDArray[np.bool_]:
        """Which values are so far from zero that every other bar would be flat beside theirs."""
        sizes = np.abs(self.series.values)
        if not self.bars or not np.isfinite(sizes).any():
            return np.zeros(len(sizes), dtype=bool)
        return sizes > _FAR * float(np.nanmedian(sizes))

    @property
    def _shown(self) -> Line:
        """The series as it is drawn: what is cut off ends at the edge."""
        if not (beyond := self._beyond).any():
            return self.series
        most = float(np.nanmax(np.abs(self.series.values[~beyond]))) * _SPARE
        return replace(self.series, values=np.clip(self.series.values, -most, most))

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        if self.recessions:
            box = draw_key(figure, box, [KeyEntry("s", "recessions (NBER)", theme.grid)], theme)
        shown = self._shown
        half = _half(shown.sessions) if self.bars else 0.0
        panels = stack(figure, box, self.panels(theme), theme, calendar=True, pad=half * 1.5)
        for panel in panels:
            self._shade(panel, theme)
        if self.bars:
            x = panels[0].span.position(shown.sessions)
            draw_columns(panels[0].axes, x, shown.values, _shades(shown, theme), half)

    def panels(self, theme: Theme) -> list[PanelSpec]:
        """The series, and the ratio below it."""
        shown = self._shown
        scale = Scale.of([shown.values], _ticks(self.unit), include=(0.0,) if self.bars else ())
        newest = last_known(shown)
        colour = theme.down if self.bars and newest and newest[1] < 0 else theme.up
        pen = StyledLine(shown, colour, self._written, style="none" if self.bars else "-")
        base, named = (0.0 if self.bars else None), self._cut_off(shown, theme)
        label, unit = self.series.label, self.unit
        first = PanelSpec((pen,), scale, label, 1.4, base, callouts=named, bars=self.bars, unit=unit)
        strips = [first]
        if self.ratio:
            beside = StyledLine(self.ratio, theme.faint, level)
            strips.append(
                PanelSpec((beside,), Scale.of([self.ratio.values], plain_level, count=4), self.ratio.label)
            )
        return strips

    def _cut_off(self, shown: Line, theme: Theme) -> tuple[Callout, ...]:
        """The figure of the longest bar that is cut off, above and below zero."""
        values, out = np.where(self._beyond, self.series.values, 0.0), []
        for at in {int(np.argmax(values)), int(np.argmin(values))}:
            if values[at]:
                session = shown.sessions[at].astype("datetime64[D]")
                text = f"{written(float(values[at]), self.unit)} in {session.item():%b %Y}, cut off"
                out.append(Callout(text, session, float(shown.values[at]), theme.down, above=values[at] > 0))
        return tuple(out)

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

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        axes = canvas(figure, box)
        top, pitch = box.height - 34, min(_ROW, (box.height - 34) / max(len(self.rows), 1))
        size = min(25.0, pitch * 0.6)
        narrow, head = box.narrow, _HEAD if box.narrow else 20.0
        gauge = _NARROW_GAUGE if narrow else _GAUGE
        columns = self._columns(size, narrow)
        widths = [max(widest(texts, tall, bold), width(name, head)) for name, texts, tall, bold in columns]
        labels = [plain(row.label) or MISSING for row in self.rows]
        if narrow:  # names come before the length of the bars
            room = box.width - gauge - _GAP - sum(widths) - _GAP * len(widths)
            gauge -= min(max(widest(labels, size) - room, 0.0), _GIVEN)
        edge = box.width - gauge - _GAP
        words = "10-year pct." if narrow else "10-year percentile"
        axes.text(box.width, top + 10, words, fontsize=head, color=theme.faint, ha="right")
        for (name, texts, tall, bold), wide in reversed([*zip(columns, widths, strict=True)]):
            axes.text(edge, top + 10, name, fontsize=head, color=theme.faint, ha="right")
            for index, text in enumerate(texts):
                axes.text(
                    edge, top - (index + 0.5) * pitch, text, fontsize=tall, fontweight="bold" if bold else "normal",
                    color=theme.ink if bold else theme.faint, ha="right", va="center",
                )  # fmt: skip
            edge -= wide + _GAP
        for index, (row, label) in enumerate(zip(self.rows, labels, strict=True)):
            middle = top - (index + 0.5) * pitch
            (name,), fits = fitted(
                label, edge, ((size, 1), (_HEAD, 1)) if narrow else ((size, 1), (22.0, 1), (19.0, 1))
            )
            axes.text(0, middle, name, fontsize=fits, color=theme.ink, va="center")
            self._gauge(axes, row, box.width - gauge, gauge, middle, theme)

    def _columns(self, size: float, narrow: bool) -> list[tuple[str, list[str], float, bool]]:
        """The head of each column of figures, what stands in it, the size of its letters, and whether they are bold."""
        columns = [
            ("last", [plain(row.value) or MISSING for row in self.rows], size, True),
            ("change", [plain(row.change) for row in self.rows], size, False),
            ("released", [with_dates(plain(row.released)) for row in self.rows], size * 0.85, False),
        ]
        # What a phone has no room for stands in the text.
        return columns[:1] if narrow else [column for column in columns if any(column[1])]

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
        axes.text(left + wide + 14, middle, percentile, fontsize=_HEAD, color=theme.ink, va="center")


def _half(sessions: NDArray[np.datetime64]) -> float:
    """Half the width of a bar, in days, so that the nearest two stand apart."""
    steps = np.diff(sessions.astype("datetime64[D]").astype("int64"))
    return float(steps.min()) * 0.36 if len(steps) else 1.0


def _shades(line: Line, theme: Theme) -> list[str]:
    """A colour for each bar by its sign, the newest strong."""
    strong = [theme.up if value >= 0 else theme.down for value in line.values.tolist()]
    return [*(mix(theme.background, colour, _QUIET) for colour in strong[:-1]), *strong[-1:]]


def _ticks(unit: Unit) -> Callable[[float], str]:
    from charts.layout.scale import per_cent, share

    return {Unit.CHANGE: per_cent, Unit.SHARE: share, Unit.RATE: share}.get(unit, plain_level)
