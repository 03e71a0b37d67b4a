"""How a series is drawn, and what all line pictures share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from charts.dates import DateScale
from charts.spec import Line
from charts.thin import thinned

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOG_YEARS = 5.0


def spans_years(sessions: NDArray[np.datetime64], years: float = LOG_YEARS) -> bool:
    """Whether the sessions reach over `years` or more; then value axes are logarithmic."""
    days = (sessions[-1] - sessions[0]).astype("timedelta64[D]").astype(int) if len(sessions) else 0
    return bool(days >= years * 365.25 - 4)  # the base close may lie a long weekend off


def all_sessions(lines: Sequence[Line]) -> NDArray[np.datetime64]:
    """Every session of any of the lines, in order."""
    sessions = [line.sessions.astype("datetime64[D]") for line in lines if len(line.sessions)]
    return np.unique(np.concatenate(sessions)) if sessions else np.array([], dtype="datetime64[D]")


def stroke(
    axes: Axes,
    span: DateScale,
    line: Line,
    colour: str,
    *,
    width: float = 3.5,
    style: str = "-",
    offset: float = 0.0,
) -> None:
    """Draw `line` (its values plus `offset`), thinned to what the pixels can show."""
    x, y = thinned(span.position(line.sessions), line.values)
    axes.plot(x, y + offset, color=colour, linewidth=width, linestyle=style, scalex=False, scaley=False)


def last_known(line: Line) -> tuple[np.datetime64, float] | None:
    """The newest session with a value, and the value."""
    known = np.flatnonzero(np.isfinite(line.values))
    if not len(known):
        return None
    return line.sessions[known[-1]], float(line.values[known[-1]])
