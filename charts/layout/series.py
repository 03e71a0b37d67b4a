"""What pictures ask of series: which sessions, how long, where the line ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from charts.spec import Line

LOG_YEARS = 5.0


def spans_years(sessions: NDArray[np.datetime64]) -> bool:
    """Whether the sessions reach over `LOG_YEARS` or more; then value axes are logarithmic."""
    days = (sessions[-1] - sessions[0]).astype("timedelta64[D]").astype(int) if len(sessions) else 0
    return bool(days >= LOG_YEARS * 365.25 - 4)  # the base close may lie a long weekend off


def all_sessions(lines: Sequence[Line], more: Sequence[np.datetime64] = ()) -> NDArray[np.datetime64]:
    """Every session of any of the lines, and `more`, in order."""
    sessions = [line.sessions.astype("datetime64[D]") for line in lines]
    return np.unique(np.concatenate([*sessions, np.array(more, dtype="datetime64[D]")]))


def last_known(line: Line) -> tuple[np.datetime64, float] | None:
    """The newest session with a value, and the value."""
    known = np.flatnonzero(np.isfinite(line.values))
    if not len(known):
        return None
    return line.sessions[known[-1]], float(line.values[known[-1]])


def moved(line: Line, by: float) -> Line:
    """`line` with `by` added to every value."""
    return replace(line, values=line.values + by)


def on_sessions(line: Line, sessions: NDArray[np.datetime64]) -> Line:
    """`line` on exactly these sessions, missing where it has none."""
    days, wanted = line.sessions.astype("datetime64[D]"), sessions.astype("datetime64[D]")
    where = np.minimum(np.searchsorted(days, wanted), max(len(days) - 1, 0))
    values = (
        np.where(days[where] == wanted, line.values[where], np.nan)
        if len(days)
        else np.full(len(wanted), np.nan)
    )
    return replace(line, sessions=wanted, values=values)
