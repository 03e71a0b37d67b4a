"""Studies of closes: what is drawn over the prices, and the panels below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from charts.layout.scale import Scale, plain_level
from charts.layout.series import on_sessions
from charts.layout.stack import PanelSpec, StyledLine
from charts.spec import Line
from market.formatting import Unit, written

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from charts.theme import Theme

_FULL = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class StudyPanel:
    """A panel of its own below the prices.

    name: "RSI 14", "MACD 12 26 9".
    lines: one or two, labelled at their ends.
    marks: values that get a grid line; with them the axis runs from 0 to 100, without it fits the lines.
    histogram: an area around zero behind the lines.
    """

    name: str
    lines: tuple[Line, ...]
    marks: tuple[float, ...] = ()
    histogram: Line | None = None

    def strip(self, theme: Theme, sessions: NDArray[np.datetime64]) -> PanelSpec:
        """The panel on these sessions."""
        lines = [on_sessions(line, sessions) for line in self.lines]
        colours = (theme.up, theme.averages[1])
        pens = [
            StyledLine(line, colour, _written, line.label, 2.5)
            for line, colour in zip(lines, colours, strict=False)
        ]
        area = []
        if self.histogram:
            behind = on_sessions(self.histogram, sessions)
            area = [StyledLine(behind, theme.context, filled=True)]
        if self.marks:
            scale = Scale(0.0, _FULL, self.marks, tuple(map(plain_level, self.marks)))
        else:
            scale = Scale.of(
                [pen.line.values for pen in (*area, *pens)], plain_level, count=3, include=(0.0,)
            )
        return PanelSpec((*area, *pens), scale, self.name, height=1.2)


def with_room(panels: Sequence[StudyPanel]) -> tuple[int, int]:
    """Width and height in pixels of a wide picture with so many panels below its prices."""
    return 1200, 675 + 150 * len(panels)


def _written(value: float) -> str:
    return written(value, Unit.RATIO)
