"""Sectors: the eleven of the large-cap index, their small-cap siblings, cyclical against defensive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from market.analytics.rotation import CYCLICAL, DEFENSIVE, SECTORS
from market.errors import NoData
from market.period import Period

SMALL = {
    "XLK": "PSCT",
    "XLF": "PSCF",
    "XLV": "PSCH",
    "XLY": "PSCD",
    "XLP": "PSCC",
    "XLE": "PSCE",
    "XLI": "PSCI",
    "XLB": "PSCM",
    "XLU": "PSCU",
}
FUNDS = (*SECTORS, *SMALL.values())


@dataclass(frozen=True, slots=True)
class Sector:
    """One sector's funds over the period.

    `change`, `small_change`: fractions, None where there is no small-cap fund or it does not reach back.
    `kind`: "cyclical", "defensive" or "".
    """

    ticker: str
    change: float
    small_ticker: str
    small_change: float | None
    kind: str


@dataclass(frozen=True, slots=True)
class Sectors:
    """The sectors over a period.

    `rows`: best large-cap sector first.
    `cyclical`, `defensive`: mean changes of their sectors.
    `missing`: tickers of large-cap sectors left out.
    """

    rows: tuple[Sector, ...]
    cyclical: float
    defensive: float
    missing: tuple[str, ...]
    base: date
    end: date

    @property
    def rising(self) -> int:
        return sum(row.change > 0 for row in self.rows)

    @property
    def spread(self) -> float:
        """Cyclical less defensive; above zero when investors pay for growth in the economy."""
        return self.cyclical - self.defensive

    @property
    def small_lead(self) -> float:
        """Mean of small less large over the sectors that have both; NaN without any."""
        leads = [row.small_change - row.change for row in self.rows if row.small_change is not None]
        return sum(leads) / len(leads) if leads else float("nan")


def survey(totals: pd.DataFrame, period: Period) -> Sectors:
    """The sectors over `period`. `totals`: sessions × tickers of `FUNDS`, adjusted closes, NaN where
    one has none. A fund without a close on the base or the last session is left out.

    Change: last adjusted close over the base's, less one. Cyclical: discretionary, industrials,
    financials, materials; defensive: staples, health care, utilities; the mean of each. The base
    and the end are sessions of more than half of the large-cap sector funds that had a price by
    the period's end.

    Raises NoData when fewer than two large-cap sectors are priced.

    >>> import pandas as pd
    >>> days = pd.DatetimeIndex(["2025-12-31", "2026-01-02"])
    >>> funds = pd.DataFrame({"XLI": [100.0, 104], "XLP": [50.0, 51], "PSCI": [10.0, 10.6]}, index=days)
    >>> found = survey(funds, Period.parse("ytd"))
    >>> [(s.ticker, round(s.change, 2), s.small_change and round(s.small_change, 2)) for s in found.rows]
    [('XLI', 0.04, 0.06), ('XLP', 0.02, None)]
    >>> round(found.spread, 2), round(found.small_lead, 2), found.rising
    (0.02, 0.02, 2)
    """
    upto = totals.loc[: pd.Timestamp(period.last)] if period.last else totals
    large = [ticker for ticker in SECTORS if ticker in upto and upto[ticker].notna().any()]
    part = period.cut(totals[totals[large].notna().sum(axis=1) > len(large) / 2])
    change = (part.iloc[-1] / part.iloc[0] - 1.0).dropna()
    rows = [
        Sector(
            ticker=ticker,
            change=float(change[ticker]),
            small_ticker=SMALL.get(ticker, ""),
            small_change=float(change[small]) if (small := SMALL.get(ticker, "")) in change else None,
            kind="cyclical" if ticker in CYCLICAL else "defensive" if ticker in DEFENSIVE else "",
        )
        for ticker in large
        if ticker in change
    ]
    if len(rows) < 2:
        raise NoData("Fewer than two sectors have prices over this period. Try a shorter one.")
    return Sectors(
        rows=tuple(sorted(rows, key=lambda row: -row.change)),
        cyclical=_mean(rows, "cyclical"),
        defensive=_mean(rows, "defensive"),
        missing=tuple(ticker for ticker in SECTORS if ticker not in change),
        base=part.index[0].date(),
        end=part.index[-1].date(),
    )


def _mean(rows: list[Sector], kind: str) -> float:
    changes = [row.change for row in rows if row.kind == kind]
    return sum(changes) / len(changes) if changes else float("nan")
