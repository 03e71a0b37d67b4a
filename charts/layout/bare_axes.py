"""Matplotlib axes without ticks and spines: a place to draw at, in the units that its limits give it.

Axes that are switched off draw neither, but make them all the same, at a tenth of a picture's time. Both
hooks are those that matplotlib names for projections of one's own.
"""

from __future__ import annotations

from typing import Any, ClassVar

from matplotlib.axes import Axes
from matplotlib.axis import XAxis, YAxis
from matplotlib.lines import Line2D


class _NoTicks:
    """What an axis looks for its ticks in; it makes one of each kind where it finds none."""

    majorTicks: ClassVar[list[Any]] = []  # noqa: N815  # matplotlib's name
    minorTicks: ClassVar[list[Any]] = []  # noqa: N815  # matplotlib's name


class _XAxis(_NoTicks, XAxis):
    pass


class _YAxis(_NoTicks, YAxis):
    pass


class BareAxes(Axes):
    """Axes that are switched off, with limits that nothing moves but `set_xlim` and `set_ylim`. Lines end at their
    edge; marks there are drawn whole."""

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.set_autoscale_on(False)
        self.set_axis_off()

    def add_line(self, line: Line2D) -> Line2D:
        if line.get_marker() != "None":
            line.set_clip_on(False)
        return super().add_line(line)

    def _init_axis(self) -> None:
        self.xaxis = _XAxis(self, clear=False)
        self.yaxis = _YAxis(self, clear=False)

    def _gen_axes_spines(self) -> dict[str, Any]:
        return {}
