"""Two to eight markets against each other, from a common start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from charts.layout.box import Box
from charts.layout.key import KeyEntry, draw_key
from charts.layout.scale import Scale, per_cent
from charts.layout.series import all_sessions, last_known, moved, spans_years
from charts.layout.stack import DrawnPanel, EndLabel, PanelSpec, StyledLine, stack
from charts.layout.text import with_dates
from charts.pictures.bars import Bar, bar_rows, ranked
from charts.shape import PHONE_SIZE, WIDE_SIZE, Shape, bars_size
from charts.spec import Caption, Frame, Line, add_to_subtitle, put_in_frame
from market.formatting import NEW_YORK, Unit, change, moment, points_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme


FEW = 6  # sessions, the base included: one day, or five
_MANY = 5  # lines that are told apart at full strength


@dataclass(frozen=True, slots=True, eq=False)
class ComparisonChart:
    """Returns of one to eight markets from a common base, on one axis.

    lines: one to eight, changes since the base session as fractions (0.0 there; 0.12 is 12 % above).
    log: None for a logarithmic axis from five years on; labels are per cent either way.
    ranked: a bracket joins leader and laggard with the points between them; not where their returns are
        not alike, and nobody leads.
    so_far: for each line its value in the session in progress at `running`, None where there is none: a
        ring, not a close.
    """

    caption: Caption
    lines: tuple[Line, ...]
    log: bool | None = None
    ranked: bool = True
    so_far: tuple[float | None, ...] = ()
    running: datetime | None = None

    def __post_init__(self) -> None:
        frame = self.caption.frame or Frame.of(*self.lines)
        put_in_frame(self, frame, "lines", running=self.running is not None)
        if self._log:
            add_to_subtitle(self, "log scale")

    @property
    def shape(self) -> tuple[int, int]:
        return bars_size(len(self.lines), Shape.WIDE) if self.few else WIDE_SIZE

    @property
    def phone(self) -> tuple[int, int]:
        return bars_size(len(self.lines), Shape.PHONE) if self.few else PHONE_SIZE

    @property
    def few(self) -> bool:
        """So few sessions that bars are drawn."""
        return len(all_sessions(self.lines)) <= FEW

    @property
    def _log(self) -> bool:
        return spans_years(all_sessions(self.lines)) if self.log is None else self.log

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        panels = self.panels(theme)
        if not panels:
            bar_rows(figure, box, self.bars(theme), Unit.CHANGE, theme)
            return
        growth = [moved(line, 1.0) for line in self.lines]
        colours = theme.of_markets([line.market for line in self.lines])
        if any(value is not None for value in self.so_far):
            box = draw_key(figure, box, [KeyEntry("o", self._so_far_words, theme.ink, hollow=True)], theme)
        [panel] = stack(figure, box, panels, theme, extra=self._gap(growth, theme))
        self._rings(panel, growth, colours, theme)

    def panels(self, theme: Theme) -> list[PanelSpec]:
        """All lines on one scale; none for a few sessions, which are no line worth looking at."""
        if self.few:
            return []
        # A logarithmic axis needs growth factors (1 + change); the linear one shares them.
        growth = [moved(line, 1.0) for line in self.lines]
        rings = [1.0 + value for value in self.so_far if value is not None]
        scale = Scale.of(
            [g.values for g in growth], _as_change, include=(1.0, *rings), log=self._log, origin=1.0
        )
        colours = theme.of_markets([line.market for line in self.lines])
        others = 3.0 if len(self.lines) <= _MANY else 2.0  # the more there are, the thinner each
        pens = tuple(
            StyledLine(line, colour, _growth, line.label, 4.5 if place == 0 else others)
            for place, (line, colour) in enumerate(zip(growth, colours, strict=True))
        )
        # The market asked for first is drawn last and strongest.
        return [PanelSpec(pens[::-1], scale, base=1.0, unit=Unit.CHANGE, offset=1.0)]

    @property
    def today(self) -> np.datetime64 | None:
        return np.datetime64(self.running.astimezone(NEW_YORK).date()) if self.running else None

    @property
    def _so_far_words(self) -> str:
        return f"so far today, {with_dates(moment(self.running))}" if self.running else ""

    def _gap(self, growth: Sequence[Line], theme: Theme) -> list[EndLabel]:
        """The bracket between the first and the last of those that end on the same session."""
        ends = [end for line in growth if (end := last_known(line))]
        newest = max((session for session, _ in ends), default=None)
        values = [value for session, value in ends if session == newest]
        if not self.ranked or newest is None or len(values) < 2:
            return []
        values = sorted(values)
        low, high = values[0], values[-1]
        size = points_of(high - low)
        if change(high - 1) == change(low - 1):
            return []
        # Beside the widest gap between two lines, where its label has the most room.
        gaps = [
            (upper / lower if self._log else upper - lower, lower, upper) for lower, upper in pairwise(values)
        ]
        _, lower, upper = max(gaps)
        middle = (lower * upper) ** 0.5 if self._log else (lower + upper) / 2
        edge = self.today or newest
        return [EndLabel("", size, edge, middle, theme.faint, marked=False, bracket=(low, high))]

    def _rings(self, panel: DrawnPanel, growth: Sequence[Line], colours: Sequence[str], theme: Theme) -> None:
        """Where each line stands in the session in progress, tied to its last close by dots."""
        if self.today is None:
            return
        for line, value, colour in zip(growth, self.so_far, colours, strict=True):
            if value is not None and (end := last_known(line)):
                panel.ring(end, (self.today, 1.0 + value), colour, 12, theme)

    def bars(self, theme: Theme) -> list[Bar]:
        """Where each stands at the end, the highest first."""
        colours = theme.of_markets([line.market for line in self.lines])
        return ranked(
            Bar(line.label, end[1] if (end := last_known(line)) else None, short=line.short, colour=colour)
            for line, colour in zip(self.lines, colours, strict=True)
        )


def _as_change(growth: float) -> str:
    return per_cent(growth - 1.0)


def _growth(factor: float) -> str:
    return change(factor - 1.0)
