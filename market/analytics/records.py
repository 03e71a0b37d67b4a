"""Record closes: completed closes above every earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from market.analytics.gaps import first_gap, hidden_extreme, hidden_reach
from market.errors import NoData


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """The record closes of a series.

    sessions: every record close's date, oldest first, the very first bar left out (nothing came before it).
    level, day: the highest close there is and the session that set it.
    last: the newest session.
    since_previous: sessions between the newest record and the one before it (None for a first).
    unknown: a session without a bar between the last two records, or one whose close may have been above the
        highest that is known: what is said of the record holds for the known closes only.
    uncounted: a session without a bar in the newest year, or `unknown`: the year's records are not counted.
    below: last close over the record, less one (0 at a record).
    history_from: where the history that "every earlier one" means begins.
    """

    sessions: pd.DatetimeIndex
    level: float
    day: date
    last: date
    since_record: int
    since_previous: int | None
    unknown: date | None
    uncounted: date | None
    below: float
    history_from: date

    @property
    def at_record(self) -> bool:
        """True when the newest close is a record."""
        return len(self.sessions) > 0 and self.sessions[-1].date() == self.last

    @property
    def in_year(self) -> int:
        """Record closes in the calendar year of the newest session."""
        return int((self.sessions.year == self.last.year).sum())


def record_closes(closes: pd.Series[float]) -> Records:
    """The record closes in `closes`: raw closes of completed sessions, oldest first, all there is.

    A close equal to the record is no record. Raises NoData for an empty series.

    >>> import pandas as pd
    >>> days = pd.DatetimeIndex(["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08"])
    >>> r = record_closes(pd.Series([10.0, 11.0, 11.0, 12.0], index=days))
    >>> [str(d.date()) for d in r.sessions], r.since_previous, r.at_record
    (['2026-01-06', '2026-01-08'], 2, True)
    """
    if closes.empty:
        raise NoData("There are no completed sessions to look for records in.")
    is_record = closes > closes.cummax().ffill().shift(1)
    sessions = pd.DatetimeIndex(closes.index[is_record])
    positions = is_record.to_numpy().nonzero()[0]
    top = int(np.nanargmax(closes.to_numpy()))  # the first session at that level set the record
    level, last = float(closes.iloc[top]), closes.index[-1]
    unknown = hidden_extreme(closes, level)
    if len(positions) and positions[-1] == len(closes) - 1:
        previous = positions[-2] if len(positions) > 1 else 0
        unknown = unknown or first_gap(closes.iloc[previous:])
    return Records(
        sessions=sessions,
        level=level,
        day=closes.index[top].date(),
        last=last.date(),
        since_record=len(closes) - 1 - top,
        since_previous=int(positions[-1] - positions[-2]) if len(positions) > 1 else None,
        unknown=unknown,
        uncounted=unknown or first_gap(closes.loc[str(last.year) :]),
        below=float(closes.iloc[-1] / level - 1.0),
        history_from=closes.index[int(np.flatnonzero(closes.notna())[0])].date(),
    )


def certain_records(closes: pd.Series[float]) -> pd.DatetimeIndex:
    """The record closes that no missing close before them may have exceeded.

    >>> import pandas as pd
    >>> days = pd.bdate_range("2026-01-05", periods=5)
    >>> closes = pd.Series([100.0, 101.0, float("nan"), 102.0, 115.0], index=days)
    >>> [str(day.date()) for day in certain_records(closes)]
    ['2026-01-06', '2026-01-09']
    """
    sessions = record_closes(closes).sessions
    if not closes.isna().any():
        return sessions
    reached = hidden_reach(closes).cummax().loc[sessions]
    return sessions[np.log(closes.loc[sessions].to_numpy()) > reached.to_numpy()]
