"""Line panels above each other on one date axis: what most pictures of history are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from charts.layout import dates
from charts.layout.box import Box, heading, write
from charts.layout.dates import DateScale
from charts.layout.decimate import thinned
from charts.layout.labels import EdgeLabel, at_right, column
from charts.layout.scale import Scale
from charts.layout.series import all_sessions, last_known
from charts.layout.text import fitted, plain
from charts.layout.text_width import LINE_HEIGHT
from charts.spec import Line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from charts.theme import Theme

HEADING = 24.0
_GAP = 16.0


@dataclass(frozen=True, slots=True)
class EndLabel:
    """A name and a figure for a line that ends on `session` at `value`; `colour` is the line's, `short`
    stands for a name that has no room."""

    name: str
    figure: str
    session: np.datetime64
    value: float
    colour: str
    short: str = ""

    def at(self, x: float) -> EdgeLabel:
        """The same where it is drawn."""
        return EdgeLabel(self.name, self.figure, x, self.value, self.colour, self.short)


@dataclass(frozen=True, slots=True, eq=False)
class StyledLine:
    """One line and how it is drawn. Where `written` is given, `name` and the last value, written so,
    are put at its end. `filled` paints the area between it and zero."""

    line: Line
    colour: str
    written: Callable[[float], str] | None = None
    name: str = ""
    width: float = 3.5
    style: str = "-"
    filled: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PanelSpec:
    """One panel.

    height: its share of the stack.
    base: a value that gets a line of its own.
    absent: what is said in its middle where no line has a value.
    """

    pens: tuple[StyledLine, ...]
    scale: Scale
    name: str = ""
    height: float = 1.0
    base: float | None = None
    absent: str = ""

    @property
    def empty(self) -> bool:
        return not any(np.isfinite(pen.line.values).any() for pen in self.pens)


@dataclass(frozen=True, slots=True)
class DrawnPanel:
    """A drawn strip, for what a chart adds to it."""

    axes: Axes
    box: Box
    scale: Scale
    span: DateScale

    def x(self, session: object) -> float:
        """Where a session (date or datetime64) is drawn."""
        return float(self.span.position(np.array([session], dtype="datetime64[D]"))[0])


def stack(
    figure: Figure,
    box: Box,
    strips: Sequence[PanelSpec],
    theme: Theme,
    *,
    calendar: bool = False,
    pad: float = 0.0,
    extra: Sequence[EndLabel] = (),
) -> list[DrawnPanel]:
    """Draw `strips` from top to bottom; dates below the last. `calendar` keeps days at their true
    distance (series that are not daily); `pad` sessions are left free at both ends; `extra` are
    end labels of the first strip beyond those of its pens."""
    ends = [_ends(strip, calendar) for strip in strips]
    ends[0] += list(extra)
    narrow = box.narrow  # there the values of an axis stand on its grid lines, inside
    left = 0.0 if narrow else max(strip.scale.gutter for strip in strips)
    heights = [room.height - _head(strip) for room, strip in zip(_rooms(box, strips), strips, strict=True)]
    columns = [
        column([label.at(0.0) for label in labels], height, box.width)
        for labels, height in zip(ends, heights, strict=True)
    ]
    inner = box.inset(left=left, right=max(c.gutter for c in columns), bottom=dates.HEIGHT)
    sessions = all_sessions([pen.line for strip in strips for pen in strip.pens], [e.session for e in extra])
    span = DateScale.calendar(sessions, inner.width) if calendar else DateScale.of(sessions, inner.width, pad)
    panels = []
    areas = inner.rows(*(strip.height for strip in strips), gap=_GAP)
    for strip, labels, written, area in zip(strips, ends, columns, areas, strict=True):
        room = heading(figure, area, strip.name, theme, HEADING, reach=box.right) if strip.name else area
        panel = DrawnPanel(room.panel(figure), room, strip.scale, span)
        strip.scale.onto(panel.axes, room, theme, inside=narrow)
        span.onto(panel.axes, room, theme, labels=strip is strips[-1])
        if strip.base is not None:
            panel.axes.axhline(strip.base, color=theme.faint, linewidth=2)
        for pen in strip.pens:
            _draw(panel, pen)
        if strip.absent and strip.empty:
            _say(figure, room, strip.absent, theme)
        at_right(panel.axes, strip.scale, [e.at(panel.x(e.session)) for e in labels], written, room, theme)
        panels.append(panel)
    return panels


def _rooms(box: Box, strips: Sequence[PanelSpec]) -> tuple[Box, ...]:
    return box.inset(bottom=dates.HEIGHT).rows(*(strip.height for strip in strips), gap=_GAP)


def _head(strip: PanelSpec) -> float:
    """Points that the panel's name takes at most."""
    return HEADING * (0.25 + LINE_HEIGHT) if strip.name else 0.0


def _ends(strip: PanelSpec, calendar: bool) -> list[EndLabel]:
    """A label for each pen with a value; one that ends before the others carries its date."""
    ends = [(pen, end) for pen in strip.pens if pen.written and (end := last_known(pen.line))]
    newest = max((pen.line.sessions[-1] for pen, _ in ends), default=None)
    labels = []
    for pen, (session, value) in ends:
        figure = pen.written(value) if pen.written else ""
        if session != newest:
            dated: date = session.astype("datetime64[D]").item()
            figure = f"{figure} in {dated:%b %Y}" if calendar else f"{figure} on {dated.day} {dated:%b}"
        labels.append(EndLabel(pen.name, figure, session, value, pen.colour, pen.line.short))
    return labels


def _say(figure: Figure, room: Box, words: str, theme: Theme) -> None:
    """Why a panel is empty, in its middle."""
    lines, size = fitted(plain(words), room.width * 0.9, ((HEADING, 3),))
    top = room.bottom + room.height / 2 + len(lines) * size * LINE_HEIGHT / 2
    for index, line in enumerate(lines):
        x, y = room.left + room.width / 2, top - (index + 0.8) * size * LINE_HEIGHT
        write(figure, x, y, line, colour=theme.faint, size=size, align="center")


def _draw(panel: DrawnPanel, pen: StyledLine) -> None:
    x, y = thinned(panel.span.position(pen.line.sessions), pen.line.values)
    if pen.filled:
        panel.axes.fill_between(x, y, 0.0, color=pen.colour, linewidth=0)
    else:
        panel.axes.plot(
            x, y, color=pen.colour, linewidth=pen.width, linestyle=pen.style, scalex=False, scaley=False
        )
