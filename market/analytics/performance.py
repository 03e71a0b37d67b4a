"""How markets did against each other: one calculation behind text, table and picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from market.bars import Bars
from market.errors import NoData
from market.period import Period


@dataclass(frozen=True, slots=True, eq=False)
class Performance:
    """Performance of several markets over a period.

    `rebased`: sessions × labels, the change since the base close as a fraction (first row 0).
    `returns`: the last row, best first.
    `spread`: leader less laggard, a fraction.
    """

    rebased: pd.DataFrame
    returns: pd.Series[float]

    @property
    def base(self) -> date:
        day: date = self.rebased.index[0].date()
        return day

    @property
    def end(self) -> date:
        day: date = self.rebased.index[-1].date()
        return day

    @property
    def leader(self) -> str:
        return str(self.returns.index[0])

    @property
    def laggard(self) -> str:
        return str(self.returns.index[-1])

    @property
    def spread(self) -> float:
        return float(self.returns.iloc[0] - self.returns.iloc[-1])


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

    A simple return: last over base, less one, where the base is the period's base close. Raises NoData
    where a column has none.

    >>> import pandas as pd
    >>> days = pd.DatetimeIndex(["2025-12-31", "2026-01-02", "2026-01-05"])
    >>> closes = pd.DataFrame({"A": [100.0, 101.0, 110.0], "B": [50.0, 50.0, 51.0]}, index=days)
    >>> result = relative_performance(closes, Period.parse("ytd"))
    >>> result.leader, round(result.spread, 4), str(result.base)
    ('A', 0.08, '2025-12-31')
    """
    rebased = rebase(period.cut(closes))
    return Performance(rebased, rebased.iloc[-1].sort_values(ascending=False, kind="stable"))


def joined(columns: Mapping[str, pd.Series[float]]) -> pd.DataFrame:
    """The sessions that all columns reach over: from the first at which each has had a close to the last at
    which each has one. NaN inside is a session without a bar; it is never left out, so that changes over it
    are unknown."""
    frame = pd.concat(columns, axis=1, join="inner")
    begun, whole = frame.notna().cummax().all(axis=1), frame.notna().all(axis=1)
    return frame.loc[begun.idxmax() : whole[whole].index[-1]] if whole.any() else frame.iloc[:0]


def rebase(part: pd.DataFrame) -> pd.DataFrame:
    """The change of each column since the first row, as a fraction. Raises NoData where a column has no
    close there."""
    without = part.columns[part.iloc[0].isna()]
    if len(without):
        names = " and ".join(map(str, without))
        raise NoData(
            f"There is no bar of {names} for {part.index[0].date()}, from which the period is measured. "
            "Ask for another period."
        )
    return part / part.iloc[0] - 1.0


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
    return closes / closes.cummax() - 1.0
