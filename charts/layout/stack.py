"""Line panels above each other on one date axis: what most pictures of history are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from charts.layout import dates
from charts.layout.box import Box, heading
from charts.layout.dates import DateScale
from charts.layout.decimate import thinned
from charts.layout.labels import EdgeLabel, at_right, gutter
from charts.layout.scale import Scale
from charts.layout.series import all_sessions, last_known
from charts.spec import Line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from charts.theme import Theme

HEADING = 23.0
_GAP = 16.0


@dataclass(frozen=True, slots=True)
class EndLabel:
    """A name and a figure for a line that ends on `session` at `value`; `colour` is the line's."""

    name: str
    figure: str
    session: np.datetime64
    value: float
    colour: str


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
    """One panel. `height` is its share of the stack; `base` a value that gets a line of its own."""

    pens: tuple[StyledLine, ...]
    scale: Scale
    name: str = ""
    height: float = 1.0
    base: float | None = None


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
    ends = [_ends(strip) for strip in strips]
    ends[0] += list(extra)
    left = max(strip.scale.gutter for strip in strips)
    right = max(gutter([(e.name, e.figure) for e in labels]) if labels else 12.0 for labels in ends)
    inner = box.inset(left=left, right=right, bottom=dates.HEIGHT)
    sessions = all_sessions([pen.line for strip in strips for pen in strip.pens], [e.session for e in extra])
    span = DateScale.calendar(sessions, inner.width) if calendar else DateScale.of(sessions, inner.width, pad)
    panels = []
    areas = inner.rows(*(strip.height for strip in strips), gap=_GAP)
    for strip, labels, area in zip(strips, ends, areas, strict=True):
        room = heading(figure, area, strip.name, theme, HEADING, reach=box.right) if strip.name else area
        panel = DrawnPanel(room.panel(figure), room, strip.scale, span)
        strip.scale.onto(panel.axes, room, theme)
        span.onto(panel.axes, room, theme, labels=strip is strips[-1])
        if strip.base is not None:
            panel.axes.axhline(strip.base, color=theme.faint, linewidth=2)
        for pen in strip.pens:
            _draw(panel, pen)
        endings = [EdgeLabel(e.name, e.figure, panel.x(e.session), e.value, e.colour) for e in labels]
        at_right(panel.axes, strip.scale, endings, room, theme)
        panels.append(panel)
    return panels


def _ends(strip: PanelSpec) -> list[EndLabel]:
    return [
        EndLabel(pen.name, pen.written(found[1]), *found, pen.colour)
        for pen in strip.pens
        if pen.written and (found := last_known(pen.line))
    ]


def _draw(panel: DrawnPanel, pen: StyledLine) -> None:
    x, y = thinned(panel.span.position(pen.line.sessions), pen.line.values)
    if pen.filled:
        panel.axes.fill_between(x, y, 0.0, color=pen.colour, linewidth=0)
    else:
        panel.axes.plot(
            x, y, color=pen.colour, linewidth=pen.width, linestyle=pen.style, scalex=False, scaley=False
        )
