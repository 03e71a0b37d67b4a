"""Movers: the members of a universe that rose and fell the most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from market.errors import NoData
from market.period import Period

STARTLING = 0.5  # a change this large deserves a second look (a split, a deal, bad data)


@dataclass(frozen=True, slots=True)
class Mover:
    """`change`: a fraction. `close`: the last one. `startling`: 50 % or more either way."""

    ticker: str
    change: float
    close: float

    @property
    def startling(self) -> bool:
        return abs(self.change) >= STARTLING


@dataclass(frozen=True, slots=True)
class Movers:
    """`top` and `bottom`: the most and the least, best and worst first, never the same member.
    `median`: of all that are priced. `priced` of `members` have a close at `base` and `end`."""

    top: tuple[Mover, ...]
    bottom: tuple[Mover, ...]
    advancers: int
    decliners: int
    median: float
    priced: int
    members: int
    base: date
    end: date


def movers(closes: pd.DataFrame, period: Period, count: int = 5) -> Movers:
    """The `count` best and worst of `closes` (sessions × members, NaN where there is none) over
    `period`: last close over the base's, less one. A member that lacks either close is not priced:
    it is counted in the coverage and nowhere else. Equal changes go by ticker.

    Raises NoData when nobody is priced at both ends.

    >>> import pandas as pd
    >>> days = pd.DatetimeIndex(["2026-01-21", "2026-01-22"])
    >>> panel = pd.DataFrame({"A": [10.0, 11.0], "B": [10.0, 9.0], "C": [float("nan"), 5.0]}, index=days)
    >>> found = movers(panel, Period.parse("1d"))
    >>> found.top[0].ticker, round(found.top[0].change, 2), found.bottom[0].ticker, found.priced, found.members
    ('A', 0.1, 'B', 2, 3)
    """
    part = period.cut(closes)
    change = (part.iloc[-1] / part.iloc[0] - 1.0).dropna()
    if change.empty:
        raise NoData("No member is priced over this period. Try a shorter one.")
    ranked = change.sort_index().sort_values(ascending=False, kind="stable")
    most = min(count, (len(ranked) + 1) // 2)
    least = min(count, len(ranked) - most)

    def listed(chosen: pd.Series[float]) -> tuple[Mover, ...]:
        return tuple(Mover(str(t), float(v), float(part[t].iloc[-1])) for t, v in chosen.items())

    return Movers(
        top=listed(ranked.iloc[:most]),
        bottom=listed(ranked.iloc[len(ranked) - least :].iloc[::-1]),
        advancers=int((change > 0).sum()),
        decliners=int((change < 0).sum()),
        median=float(change.median()),
        priced=len(change),
        members=closes.shape[1],
        base=part.index[0].date(),
        end=part.index[-1].date(),
    )
