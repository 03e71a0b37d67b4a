"""How markets did against each other: one calculation behind text, table and picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from market.bars import Bars
from market.errors import NoBar, NoData
from market.formatting import listed
from market.period import Period

BASE_LACKS = "{}, from which the period is measured. Ask for another period."


@dataclass(frozen=True, eq=False)
class Performance:
    """Performance of several markets over a period.

    rebased: sessions × labels, the change since the base close as a fraction (first row 0).
    returns: the last row, best first; NaN, last, where the base has no bar.
    spread: leader less laggard, of those known; a fraction.
    """

    rebased: pd.DataFrame
    returns: pd.Series[float]

    @cached_property
    def base(self) -> date:
        day: date = self.rebased.index[0].date()
        return day

    @cached_property
    def end(self) -> date:
        day: date = self.rebased.index[-1].date()
        return day

    @cached_property
    def ranked(self) -> pd.Series[float]:
        """The changes that are known, best first."""
        return self.returns.dropna()

    @cached_property
    def unknown(self) -> tuple[str, ...]:
        """Labels of those whose base has no bar."""
        return tuple(map(str, self.returns.index[self.returns.isna()]))

    @cached_property
    def leader(self) -> str:
        return str(self.ranked.index[0])

    @property
    def laggard(self) -> str:
        return str(self.ranked.index[-1])

    @property
    def spread(self) -> float:
        return float(self.ranked.iloc[0] - self.ranked.iloc[-1])


def aligned(bars: Sequence[Bars], basis: str = "total") -> pd.DataFrame:
    """Sessions that all of `bars` have, oldest first, one column per label. `basis`: "total" for
    `Bars.total` (performance), "closes" for raw closes. Nothing is filled in: a session without a bar of
    one of them is NaN there. The last row is one that all of them have.

    Raises NoData when they have no session in common.
    """
    columns = [b.total if basis == "total" else b.closes for b in bars]
    frame = joined({b.symbol.label: column for b, column in zip(bars, columns, strict=True)})
    if frame.empty:
        raise NoData(
            f"{bars[0].symbol.label} and {bars[-1].symbol.label} have no session in common. Try others."
        )
    return frame


def relative_performance(closes: pd.DataFrame, period: Period) -> Performance:
    """Change of each column of `closes` (sessions × labels, same sessions) over `period`.

    A simple return: last over base, less one, where the base is the period's base close; NaN for a column
    that has none. Raises NoData where none of them has one.

    >>> import pandas as pd
    >>> days = pd.DatetimeIndex(["2025-12-31", "2026-01-02", "2026-01-05"])
    >>> closes = pd.DataFrame({"A": [100.0, 101.0, 110.0], "B": [50.0, 50.0, 51.0]}, index=days)
    >>> result = relative_performance(closes, Period.parse("ytd"))
    >>> result.leader, round(result.spread, 4), str(result.base)
    ('A', 0.08, '2025-12-31')
    """
    rebased = rebase(period.cut(closes))
    if rebased.iloc[-1].isna().all():
        ends = (rebased.index[0].date(), rebased.index[-1].date())
        names = listed([*map(str, rebased.columns)])
        lost = f"there is no bar of {names} at both ends of the period, {ends[0]} and {ends[1]}"
        raise NoBar(tuple(rebased.columns), ends, "{}. Ask for another period.", lost)
    return Performance(rebased, rebased.iloc[-1].sort_values(ascending=False, kind="stable"))


def change_over(closes: pd.Series[float], period: Period) -> tuple[float, date, date]:
    """The change of one series over `period`, a fraction, and its base and its end. NaN where there is no bar
    for the base. Raises NoData as `Period.cut` does.

    >>> days = pd.DatetimeIndex(["2025-12-31", "2026-01-02"])
    >>> moved, base, end = change_over(pd.Series([100.0, 110.0], index=days), Period.parse("ytd"))
    >>> round(moved, 4), str(base), str(end)
    (0.1, '2025-12-31', '2026-01-02')
    """
    part = period.cut(closes)
    return float(part.iloc[-1] / part.iloc[0] - 1.0), part.index[0].date(), part.index[-1].date()


def to_catch_up(ahead: float, behind: float) -> float:
    """How much better, as a fraction, what is behind must do from here on to be level with what is ahead; both
    are changes since the same base.

    >>> round(to_catch_up(0.21, 0.1), 6)
    0.1
    """
    return (1.0 + ahead) / (1.0 + behind) - 1.0


def joined(columns: Mapping[str, pd.Series[float]]) -> pd.DataFrame:
    """The sessions that all columns reach over: from the first that each has to the last at which each has a
    close. NaN is a session without a bar; it is never left out, so that changes over it are unknown. A column
    begins with its own first row: what it has not lived to see is no row of it."""
    days = min((column.index for column in columns.values()), key=len)
    for column in columns.values():
        if column.index is not days:
            days = days[column.index.get_indexer(days) >= 0]
    values = np.array([c.to_numpy(dtype=float)[c.index.get_indexer(days)] for c in columns.values()])
    whole = np.flatnonzero(~np.isnan(values).any(axis=0))
    end = int(whole[-1]) + 1 if len(whole) else 0
    return pd.DataFrame(values.T[:end], days[:end], [*columns], copy=False)


def side_by_side(columns: Mapping[str, pd.Series[float]]) -> pd.DataFrame:
    """Every session of any column, oldest first; NaN where a column has none. A union of many indices by pandas
    takes several times as long.

    >>> days = pd.to_datetime(["2026-01-05", "2026-01-06", "2026-01-07"])
    >>> side_by_side({"A": pd.Series([1.0, 2.0], days[:2]), "B": pd.Series([3.0, 4.0], days[1:])})["B"].tolist()
    [nan, 3.0, 4.0]
    """
    days = max((column.index for column in columns.values()), key=len)
    for column in columns.values():
        if (days.get_indexer(column.index) < 0).any():
            days = days.union(column.index)
    values = np.full((len(columns), len(days)), np.nan)
    for row, column in zip(values, columns.values(), strict=True):
        row[days.get_indexer(column.index)] = column.to_numpy()
    return pd.DataFrame(values.T, days, [*columns], copy=False)


def listed_since(closes: pd.Series[float]) -> pd.Series[float]:
    """`closes` from the first that is known: a column of a table that reaches further back.

    >>> listed_since(pd.Series([float("nan"), 2.0, float("nan"), 3.0])).tolist()
    [2.0, nan, 3.0]
    """
    start = closes.first_valid_index()
    return closes.iloc[:0] if start is None else closes.loc[start:]


def rebase(part: pd.DataFrame) -> pd.DataFrame:
    """The change of each column since the first row, as a fraction; NaN for one that has no close there.
    Raises NoData where none has one."""
    values = part.to_numpy(dtype=float)
    if np.isnan(values[0]).all():
        raise NoBar(tuple(part.columns), (part.index[0].date(),), BASE_LACKS)
    return pd.DataFrame(values / values[0] - 1.0, part.index, part.columns, copy=False)


def daily_returns(closes: pd.Series[float]) -> pd.Series[float]:
    """Close over the close before it, less one. The first session has none and is left out.

    >>> daily_returns(pd.Series([100.0, 110.0, 99.0])).round(4).tolist()
    [0.1, -0.1]
    """
    return (closes / closes.shift(1) - 1.0).iloc[1:]


def drawdown(closes: pd.Series[float]) -> pd.Series[float]:
    """Close over the highest close so far, less one: zero at a high, negative below it.

    >>> drawdown(pd.Series([100.0, 120.0, 90.0, 120.0])).tolist()
    [0.0, 0.0, -0.25, 0.0]
    """
    values = closes.to_numpy(dtype=float)
    return pd.Series(values / np.fmax.accumulate(values) - 1.0, closes.index, name=closes.name, copy=False)
