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
    """One member’s change over a period.

    change: a fraction.
    close: the last one.
    startling: `STARTLING` or more either way.
    """

    ticker: str
    change: float
    close: float

    @property
    def startling(self) -> bool:
        return abs(self.change) >= STARTLING


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """Every member’s change over a period.

    change: by ticker, a fraction, NaN where a member lacks the close at `base` or at `end`.
    close: the last one.
    """

    change: pd.Series[float]
    close: pd.Series[float]
    base: date
    end: date


def changes(closes: pd.DataFrame, period: Period) -> Changes:
    """Every member's change over `period`: last close over the base's, less one. `closes`: sessions ×
    members. Raises NoData when nobody is priced at both ends.

    >>> days = pd.DatetimeIndex(["2026-01-21", "2026-01-22"])
    >>> closes = pd.DataFrame({"A": [100.0, 110.0], "NEW": [float("nan"), 5.0]}, index=days)
    >>> changes(closes, Period.parse("1d")).change.round(4).tolist()
    [0.1, nan]
    """
    part = period.cut(closes)
    change = (part.iloc[-1] / part.iloc[0] - 1.0).astype("float64")
    if change.isna().all():
        empty = [day for day in (part.index[0], part.index[-1]) if part.loc[day].isna().all()]
        if empty:
            raise NoData(
                f"There are no closes of members for {empty[0].date()}, which the period needs. "
                "Ask for another period."
            )
        raise NoData("No member is priced over this period. Try a shorter one.")
    return Changes(change, part.iloc[-1], part.index[0].date(), part.index[-1].date())


def by_group(change: pd.Series[float], weights: pd.Series[float], groups: pd.Series[str]) -> pd.DataFrame:
    """Groups × `weight` (of their members), `change` (weighted mean of the priced ones), `rising`
    (share of them), `priced`, `members`; the best group first. All three by ticker.

    >>> import pandas as pd
    >>> change = pd.Series({"A": 0.10, "B": 0.0, "C": float("nan")})
    >>> weights, groups = pd.Series({"A": 1, "B": 3, "C": 4}), pd.Series({"A": "X", "B": "X", "C": "Y"})
    >>> by_group(change, weights, groups).to_dict("index")["X"]
    {'weight': 4.0, 'change': 0.025, 'rising': 0.5, 'priced': 2, 'members': 2}
    """
    own, weight = change[groups.index], weights[groups.index].astype("float64")
    is_priced = own.notna()
    columns = {
        "weight": weight,
        "moved": own * weight,
        "heavy": weight.where(is_priced),
        "rose": own > 0,
        "priced": is_priced,
        "members": pd.Series(1, groups.index),
    }
    sums = pd.DataFrame(columns).groupby(groups).sum().rename_axis(None)
    sums["change"] = sums["moved"] / sums["heavy"].where(sums["heavy"] > 0)
    sums["rising"] = sums["rose"] / sums["priced"].where(sums["priced"] > 0)
    shown = sums[["weight", "change", "rising", "priced", "members"]]
    return shown.sort_values("change", ascending=False, kind="stable")


@dataclass(frozen=True, slots=True)
class Movers:
    """The members that moved the most over a period.

    top, bottom: the most and the least, best and worst first, never the same member.
    median: of all that are priced.
    priced: how many of `members` have a close at `base` and `end`.
    """

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
    every = changes(closes, period)
    change, last = every.change.dropna(), every.close
    ranked = change.sort_index().sort_values(ascending=False, kind="stable")
    most = min(count, (len(ranked) + 1) // 2)
    least = min(count, len(ranked) - most)

    def listed(chosen: pd.Series[float]) -> tuple[Mover, ...]:
        return tuple(Mover(str(t), float(v), float(last[str(t)])) for t, v in chosen.items())

    return Movers(
        top=listed(ranked.iloc[:most]),
        bottom=listed(ranked.iloc[len(ranked) - least :].iloc[::-1]),
        advancers=int((change > 0).sum()),
        decliners=int((change < 0).sum()),
        median=float(change.median()),
        priced=len(change),
        members=closes.shape[1],
        base=every.base,
        end=every.end,
    )
