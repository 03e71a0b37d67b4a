"""Line panels above each other on one date axis: what most pictures of history are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from charts.layout import dates
from charts.layout.box import Box, heading, write
from charts.layout.callouts import Callout, Curve, draw_callouts, left_edge, room_for
from charts.layout.dates import DateScale
from charts.layout.decimate import thinned
from charts.layout.labels import EdgeLabel, at_right, column, has_room
from charts.layout.scale import TICK, Scale
from charts.layout.series import all_sessions, last_known
from charts.layout.text import fitted, plain
from charts.layout.text_width import LINE_HEIGHT, width
from charts.spec import Line
from market.formatting import Unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from charts.theme import Theme

HEADING = 24.0
_GAP, _CLEAR = 16.0, 4.0


@dataclass(frozen=True, slots=True)
class EndLabel:
    """A name and a figure for a line that ends on `session` at `value`; the rest as in `EdgeLabel`."""

    name: str
    figure: str
    session: np.datetime64
    value: float
    colour: str
    short: str = ""
    marked: bool = True
    bracket: tuple[float, float] | None = None

    def at(self, x: float) -> EdgeLabel:
        """The same where it is drawn."""
        return EdgeLabel(
            self.name, self.figure, x, self.value, self.colour, self.short, self.marked, self.bracket
        )


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
    callouts: what is written at points of its lines.
    beside: what the chart draws itself beyond its lines, which words keep clear of: a level, the ends of candles.
    bars: upright bars are drawn in it, so its values never stand inside.
    unit: of its values, once `offset` is taken off: growth factors stand for changes on a logarithmic scale.
    """

    pens: tuple[StyledLine, ...]
    scale: Scale
    name: str = ""
    height: float = 1.0
    base: float | None = None
    absent: str = ""
    callouts: tuple[Callout, ...] = ()
    beside: tuple[Line, ...] = ()
    bars: bool = False
    unit: Unit = Unit.LEVEL
    offset: float = 0.0

    @property
    def values(self) -> list[NDArray[np.float64]]:
        """The values of all its lines."""
        return [pen.line.values for pen in self.pens]

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

    def ring(
        self, last: tuple[object, float], now: tuple[object, float], colour: str, size: int, theme: Theme
    ) -> None:
        """A ring where a line stands `now`, in a session in progress, tied by dots to its `last` close."""
        here = self.x(now[0])
        self.axes.plot([self.x(last[0]), here], [last[1], now[1]], ":", color=colour, linewidth=2.5)
        self.axes.plot(
            [here], [now[1]], "o", markersize=size, markerfacecolor=theme.background, markeredgecolor=colour,
            markeredgewidth=size / 4, zorder=5,
        )  # fmt: skip


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
    distance (series that are not daily); `pad` sessions (or days) are left free at both ends; `extra` are
    end labels of the first strip beyond those of its pens."""
    ends = [_ends(strip, calendar) for strip in strips]
    ends[0] += list(extra)
    heights = [room.height - _head(strip) for room, strip in zip(_rooms(box, strips), strips, strict=True)]
    strips = [
        replace(strip, scale=room_for(strip.scale, strip.callouts, strip.values, height))
        for strip, height in zip(strips, heights, strict=True)
    ]
    ends = [
        [
            label
            for label in labels
            if not label.bracket or has_room([e.at(0.0) for e in labels], strip.scale, height, box.width)
        ]
        for strip, labels, height in zip(strips, ends, heights, strict=True)
    ]
    columns = [
        column([label.at(0.0) for label in labels], height, box.width)
        for labels, height in zip(ends, heights, strict=True)
    ]
    inner = box.inset(right=max(c.gutter for c in columns), bottom=dates.HEIGHT)
    sessions = all_sessions([pen.line for strip in strips for pen in strip.pens], [e.session for e in extra])

    def dated(wide: float) -> DateScale:
        return DateScale.calendar(sessions, wide, pad) if calendar else DateScale.of(sessions, wide, pad)

    span = dated(inner.width)
    # On a phone the values of an axis stand on its grid lines, inside, where no line runs through them.
    inside = box.narrow and not any(
        _crossed(strip, span, inner.width, height) for strip, height in zip(strips, heights, strict=True)
    )
    if not inside:
        inner = inner.inset(left=max(strip.scale.gutter for strip in strips))
        span = dated(inner.width)
    panels = []
    areas = inner.rows(*(strip.height for strip in strips), gap=_GAP)
    for strip, labels, written, area in zip(strips, ends, columns, areas, strict=True):
        room = heading(figure, area, strip.name, theme, HEADING, reach=box.right) if strip.name else area
        panel = DrawnPanel(room.panel(figure), room, strip.scale, span)
        strip.scale.onto(panel.axes, room, theme, inside=inside)
        span.onto(panel.axes, room, theme, labels=strip is strips[-1])
        _fill(figure, panel, strip, theme)
        at_right(panel.axes, strip.scale, [e.at(panel.x(e.session)) for e in labels], written, room, theme)
        panels.append(panel)
    return panels


def _fill(figure: Figure, panel: DrawnPanel, strip: PanelSpec, theme: Theme) -> None:
    """Draw the lines of a panel and its callouts, or say why there are none."""
    if strip.base is not None:
        panel.axes.axhline(strip.base, color=theme.faint, linewidth=2)
    for pen in strip.pens:
        _draw(panel, pen)
    _call_out(panel, strip, theme)
    if strip.absent and strip.empty:
        _say(figure, panel.box, strip.absent, theme)


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
        labels.append(EndLabel(pen.name, figure, session, value, pen.colour, pen.line.short, not strip.bars))
    return labels


def labels_of(strips: Sequence[PanelSpec]) -> list[tuple[str, str]]:
    """Name and figure of each label at the end of a line, for the alternative text."""
    return [
        (label.name or strip.name, label.figure) for strip in strips for label in _ends(strip, calendar=False)
    ]


def _across(span: DateScale, sessions: Sequence[object] | NDArray[np.datetime64], wide: float) -> Any:
    """Where sessions are drawn on an axis `wide` points long."""
    places = span.position(np.array(sessions, dtype="datetime64[D]"))
    return (places - span.low) / (span.high - span.low) * wide


def _curves(strip: PanelSpec, span: DateScale, wide: float, height: float) -> list[Curve]:
    """All that is drawn in the strip as lines in points: of what is filled, zero beside it."""
    zeros = [replace(pen.line, values=np.zeros(len(pen.line.values))) for pen in strip.pens if pen.filled]
    return [
        (_across(span, line.sessions, wide), strip.scale.positions(line.values) * height)
        for line in (*(pen.line for pen in strip.pens), *zeros, *strip.beside)
    ]


def _crossed(strip: PanelSpec, span: DateScale, wide: float, height: float) -> bool:
    """Whether a line or a callout would run through a value that is written inside, on the grid lines."""
    if strip.bars:
        return True
    labels = [(at, width(label, TICK)) for at, label in strip.scale.on_lines(height)]
    reach = max((own for _, own in labels), default=0.0) + _CLEAR
    if any(left_edge(c.text, _across(span, [c.session], wide)[0], wide) < reach for c in strip.callouts):
        return True
    for across, up in _curves(strip, span, wide, height):
        last = min(int(np.searchsorted(across, reach)) + 1, len(up))
        near = up[:last]
        low, high = np.fmin(near[:-1], near[1:]), np.fmax(near[:-1], near[1:])
        for at, _ in labels:
            if bool(((low < at + TICK) & (high > at - _CLEAR)).any()):
                return True
    return False


def _call_out(panel: DrawnPanel, strip: PanelSpec, theme: Theme) -> None:
    if strip.callouts:
        wide, height = panel.box.width, panel.box.height
        points = [
            (c, float(_across(panel.span, [c.session], wide)[0]), strip.scale.position(c.value) * height)
            for c in strip.callouts
        ]
        draw_callouts(panel.axes, panel.box, points, _curves(strip, panel.span, wide, height), theme)


def _say(figure: Figure, room: Box, words: str, theme: Theme) -> None:
    """Why a panel is empty, in its middle."""
    lines, size = fitted(plain(words), room.width * 0.9, ((HEADING, 3),))
    top = room.bottom + room.height / 2 + len(lines) * size * LINE_HEIGHT / 2
    for index, line in enumerate(lines):
        x, y = room.left + room.width / 2, top - (index + 0.8) * size * LINE_HEIGHT
        write(figure, x, y, line, colour=theme.faint, size=size, align="center")


def _draw(panel: DrawnPanel, pen: StyledLine) -> None:
    if pen.style == "none":  # drawn by the chart itself
        return
    x, y = thinned(panel.span.position(pen.line.sessions), pen.line.values)
    if pen.filled:
        panel.axes.fill_between(x, y, 0.0, color=pen.colour, linewidth=0)
    else:
        panel.axes.plot(
            x, y, color=pen.colour, linewidth=pen.width, linestyle=pen.style, scalex=False, scaley=False
        )
