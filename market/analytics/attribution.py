"""Attribution: which members made an index's move, and what they leave unexplained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import sqrt

import numpy as np
import pandas as pd

from market.errors import NoData
from market.period import Period

TOLERANCE = 0.0012  # of a session's change that members may leave unexplained: 12 basis points
MATTERED = 10  # members that are named
APART = 4.0  # a list's price so many times the history's, or the other way round: a split between them
FRESH = 5  # sessions before the list's day whose close still stands for that day's
SIZES = (("largest", 0.0, 0.1), ("middle", 0.1, 0.5), ("smallest", 0.5, 1.0))
SIZED = 100  # members at least, for size classes


@dataclass(frozen=True, slots=True, eq=False)
class HeldUnits:
    """What an index holds of each member.

    units: by ticker, such that units × adjusted close is proportional to the value held; NaN where unknown.
    listed: by ticker, the value on the list's day (any scale), for coverage.
    """

    units: pd.Series[float]
    listed: pd.Series[float]


def held_units(closes: pd.DataFrame, listed: pd.DataFrame, day: date, end: date | None = None) -> HeldUnits:
    """Units from a list of members. `closes`: sessions × members, adjusted. `listed`: by ticker, `quantity`
    and `price` (of the list's own day), `weight`. `day`: the list's. `end`: the session that is spoken of, by
    default the last.

    Where the closes reach the list's day, a member's units are its listed value over its adjusted close of
    that day (or of up to five sessions before), so that a later split changes nothing. A list newer than
    the closes gives its quantities themselves; a member whose listed price is more than four times its
    close at the end, or less than a quarter of it, is left out, as after a split. Without quantities, weights
    over closes. Raises NoData where the list has neither.

    >>> days = pd.DatetimeIndex(["2026-01-21", "2026-01-22"])
    >>> closes = pd.DataFrame({"A": [10.0, 11.0], "B": [5.0, 5.0]}, index=days)
    >>> listed = pd.DataFrame({"quantity": [3.0, 2.0], "price": [20.0, 5.0], "weight": [0.9, 0.1]}, ["A", "B"])
    >>> held_units(closes, listed, date(2026, 1, 21)).units.tolist()  # A has split two for one since
    [6.0, 2.0]
    """
    value = listed["quantity"] * listed["price"]
    counted = bool((value > 0).any())
    value = value if counted else listed["weight"]
    value = value.where(value > 0)
    if value.isna().all():
        raise NoData("The list of members states neither weights nor quantities. Add a list that has them.")
    known = closes.loc[: pd.Timestamp(day)].iloc[-FRESH:]
    if len(known) and day <= closes.index[-1].date():
        close = known.ffill().iloc[-1].astype("float64")
        return HeldUnits(value / close.where(close > 0), value)
    upto = closes.loc[: pd.Timestamp(end)] if end else closes
    newest = upto.iloc[-FRESH:].ffill().iloc[-1].astype("float64")
    newest = newest.where(newest > 0)
    if not counted:
        return HeldUnits(value / newest, value)
    ratio = listed["price"] / newest
    alike = (ratio <= APART) & (ratio >= 1 / APART)
    return HeldUnits(listed["quantity"].where(alike), value)


@dataclass(frozen=True, slots=True)
class MemberPart:
    """One member's `weight` at the base, its `change` and its `contribution`, all fractions."""

    ticker: str
    weight: float
    change: float
    contribution: float


@dataclass(frozen=True, slots=True)
class GroupPart:
    """A sector or a size class. `weight` at the base and `contribution`: sums over its `count` members."""

    name: str
    weight: float
    contribution: float
    count: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who made a move.

    parts: every priced member, the largest contribution either way first.
    sectors: the greatest contribution first, the lowest last.
    sizes: the largest tenth of the members by weight at the base, the next four tenths, the smaller half;
        empty for fewer than a hundred.
    explained: the sum of all contributions.
    change: the index's own change, NaN where it is unknown.
    covered: the listed value of the members that are counted, a fraction.
    sessions: from the base to the end.
    """

    parts: tuple[MemberPart, ...]
    sectors: tuple[GroupPart, ...]
    sizes: tuple[GroupPart, ...]
    explained: float
    change: float
    covered: float
    base: date
    end: date
    sessions: int

    @property
    def residual(self) -> float:
        """What members leave unexplained: the index's own change less the sum of contributions."""
        return self.change - self.explained

    @property
    def tolerance(self) -> float:
        """How large the residual may be: `TOLERANCE` for one session, growing with the square root of
        their number, as independent errors do."""
        return TOLERANCE * sqrt(max(self.sessions, 1))

    @property
    def reconciles(self) -> bool:
        """Whether members explain the index; never where its change is unknown."""
        return abs(self.residual) <= self.tolerance

    @property
    def mattered(self) -> tuple[MemberPart, ...]:
        return self.parts[:MATTERED]


def attribute(
    closes: pd.DataFrame,
    held: HeldUnits,
    sectors: pd.Series[str],
    period: Period,
    index: pd.Series[float] | None = None,
) -> Attribution:
    """Contributions to a move over `period`. `closes`: sessions × members, adjusted, a row for every
    session, NaN where there is none. `index`: the index's own closes; without it the members are the whole.

    A member's weight is its value at the base over that of all members that are priced at the base and at
    the end; its contribution is weight × change. Only closes up to the end are read.

    Source: arithmetic attribution of a buy-and-hold portfolio, C. Bacon, "Practical Portfolio
    Performance Measurement and Attribution".

    Raises NoData (BadPeriod) as `Period.cut` does, and NoData where no member is priced at both ends.

    >>> days = pd.DatetimeIndex(["2026-01-21", "2026-01-22"])
    >>> closes = pd.DataFrame({"A": [10.0, 11.0], "B": [5.0, 4.9]}, index=days)
    >>> value = pd.Series({"A": 60.0, "B": 40.0})
    >>> held = HeldUnits(value / closes.iloc[0], value)
    >>> found = attribute(closes, held, pd.Series({"A": "Energy", "B": "Banks"}), Period.parse("1d"))
    >>> [(s.name, round(s.contribution, 4)) for s in found.sectors], round(found.explained, 4)
    ([('Energy', 0.06), ('Banks', -0.008)], 0.052)
    """
    part = period.cut(closes)
    base, end = part.index[0], part.index[-1]
    ends = part.iloc[[0, -1]].reindex(columns=held.units.index).astype("float64")
    ends = ends.where((ends > 0) & np.isfinite(ends))
    table = pd.DataFrame({"units": held.units, "base": ends.iloc[0], "end": ends.iloc[1]}).dropna()
    table = table[table["units"] > 0]
    if table.empty:
        raise NoData(
            f"No member is priced both on {base.date()} and on {end.date()}. Ask for another period."
        )
    value = table["units"] * table["base"]
    weight = value / value.sum()
    change = table["end"] / table["base"] - 1.0
    contribution = weight * change
    rows = pd.DataFrame({"weight": weight, "change": change, "contribution": contribution})
    largest = rows.iloc[np.argsort(-contribution.abs().to_numpy(), kind="stable")]
    by_sector = _groups(rows, sectors.reindex(rows.index).fillna("Unknown"))
    return Attribution(
        parts=tuple(
            MemberPart(str(ticker), weight, change, contribution)
            for ticker, (weight, change, contribution) in zip(
                largest.index, largest.to_numpy().tolist(), strict=True
            )
        ),
        sectors=tuple(sorted(by_sector, key=lambda group: -group.contribution)),
        sizes=_sizes(rows),
        explained=float(contribution.sum()),
        change=_own_change(index, base, end, float(contribution.sum())),
        covered=float(held.listed[table.index].sum() / held.listed.sum()),
        base=base.date(),
        end=end.date(),
        sessions=len(part) - 1,
    )


def _groups(rows: pd.DataFrame, names: pd.Series[str]) -> list[GroupPart]:
    grouped = rows.groupby(names.to_numpy())
    sums = grouped[["weight", "contribution"]].sum()
    return [
        GroupPart(str(name), weight, contribution, count)
        for name, (weight, contribution), count in zip(
            sums.index, sums.to_numpy().tolist(), grouped.size().tolist(), strict=True
        )
    ]


def _sizes(rows: pd.DataFrame) -> tuple[GroupPart, ...]:
    if len(rows) < SIZED:
        return ()
    ranked = rows.sort_values("weight", ascending=False, kind="stable")
    count, out = len(ranked), []
    for name, first, last in SIZES:
        own = ranked.iloc[round(count * first) : round(count * last)]
        out.append(GroupPart(name, float(own["weight"].sum()), float(own["contribution"].sum()), len(own)))
    return tuple(out)


def _own_change(
    index: pd.Series[float] | None, base: pd.Timestamp, end: pd.Timestamp, otherwise: float
) -> float:
    if index is None:
        return otherwise
    first, last = (float(index.get(day, np.nan)) for day in (base, end))
    return last / first - 1.0
