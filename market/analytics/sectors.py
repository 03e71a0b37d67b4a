"""Sectors: the eleven of the large-cap index, their small-cap siblings, cyclical against defensive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from market.analytics.rotation import CYCLICAL, DEFENSIVE, SECTORS, required
from market.errors import NoBar, NoData
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
SMALL_LISTED = date(2010, 4, 7)  # all nine
FUNDS = (*SECTORS, *SMALL.values())
_TOO_FEW = "Fewer than two sectors have prices over this period. Try a shorter one."
LATE = 5  # sessions: a fund that is further behind the others does not hold them back


@dataclass(frozen=True, slots=True)
class Sector:
    """One sector's funds over the period.

    change, small_change: fractions; the latter is None where there is no small-cap fund or it does not reach
        back, and NaN where it lacks the base or the end.
    kind: "cyclical", "defensive" or "".
    """

    ticker: str
    change: float
    small_ticker: str
    small_change: float | None
    kind: str


@dataclass(frozen=True, slots=True)
class Sectors:
    """The sectors over a period.

    rows: best large-cap sector first, those that are known.
    cyclical, defensive: mean changes of their sectors; NaN where one of them lacks.
    missing: tickers of large-cap sectors left out.
    lacking: those of them that had been listed by the base: which sector led is open without them.
    """

    rows: tuple[Sector, ...]
    cyclical: float
    defensive: float
    missing: tuple[str, ...]
    lacking: tuple[str, ...]
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
        """Mean of small less large over the sectors that have both; NaN without any, and where one of the two
        is not known."""
        leads = [row.small_change - row.change for row in self.rows if row.small_change is not None]
        has_large = all(ticker not in SMALL for ticker in self.lacking)
        return sum(leads) / len(leads) if leads and has_large else float("nan")


def survey(totals: pd.DataFrame, period: Period) -> Sectors:
    """The sectors over `period`. `totals`: sessions × tickers of `FUNDS`, adjusted closes, NaN where
    one has none; a row for every session. A fund without a close on the base or at the end is left out.

    Change: last adjusted close over the base's, less one. Cyclical: discretionary, industrials,
    financials, materials; defensive: staples, health care, utilities; the mean of each. The end is the
    newest session that every large-cap sector fund has reached, not counting those that are more than
    `LATE` sessions behind.

    Raises NoData when fewer than two large-cap sectors are priced.

    >>> import pandas as pd
    >>> days = pd.DatetimeIndex(["2025-12-31", "2026-01-02"])
    >>> funds = pd.DataFrame({ticker: [100.0, 102.0] for ticker in FUNDS}, index=days)
    >>> found = survey(funds.assign(XLI=[50.0, 52.0], PSCI=[10.0, 10.58]), Period.parse("ytd"))
    >>> [(s.ticker, round(s.change, 3), round(s.small_change, 3)) for s in found.rows[:2]]
    [('XLI', 0.04, 0.058), ('XLK', 0.02, 0.02)]
    >>> round(found.spread, 3), round(found.small_lead, 3), found.rising
    (0.005, 0.002, 11)
    """
    upto = totals.loc[: pd.Timestamp(period.last)] if period.last else totals
    large = [ticker for ticker in SECTORS if ticker in upto and upto[ticker].notna().any()]
    if len(large) < 2:
        raise NoData(_TOO_FEW)
    part = period.cut(upto.loc[: _end(totals, upto.index, large)], totals.index[-1].date())
    change = part.iloc[-1] / part.iloc[0] - 1.0
    young = totals.loc[: part.index[0]].isna().all()  # they were listed later
    rows = [
        Sector(
            ticker=ticker,
            change=float(change[ticker]),
            small_ticker=SMALL.get(ticker, ""),
            small_change=_small_change(SMALL.get(ticker, ""), change, young, part.index[0].date()),
            kind=kind_of(ticker),
        )
        for ticker in large
        if change[ticker] == change[ticker]
    ]
    if len(rows) < 2:
        raise NoData(_TOO_FEW) if young[large].all() else _lacking(part[large].iloc[[0, -1]])
    priced = {row.ticker for row in rows}
    return Sectors(
        rows=tuple(sorted(rows, key=lambda row: -row.change)),
        cyclical=_mean(rows, "cyclical"),
        defensive=_mean(rows, "defensive"),
        missing=tuple(ticker for ticker in SECTORS if ticker not in priced),
        lacking=tuple(ticker for ticker in required(part.index[0].date()) if ticker not in priced),
        base=part.index[0].date(),
        end=part.index[-1].date(),
    )


def _lacking(ends: pd.DataFrame) -> NoData:
    """Why fewer than two sectors are known: the base or the end, where nearly none has a bar."""
    gaps = ends.index[ends.notna().sum(axis=1) < 2]
    if gaps.empty:
        return NoData(_TOO_FEW)
    day, names = gaps[0].date(), tuple(ends.columns[ends.loc[gaps[0]].isna()])
    lost = f"there are no bars of the sector funds for {day}"
    return NoBar(names, (day,), "{}. Ask for another period.", lost)


def kind_of(ticker: str) -> str:
    """Whether a sector is "cyclical", "defensive" or neither: ""."""
    return "cyclical" if ticker in CYCLICAL else "defensive" if ticker in DEFENSIVE else ""


def _small_change(ticker: str, change: pd.Series[float], young: pd.Series[bool], base: date) -> float | None:
    """Of the small-cap fund: None where there is no such fund or it is younger; NaN where it lacks."""
    if not ticker or base < SMALL_LISTED or not set(SMALL.values()) & set(change.index):
        return None
    if ticker not in change:
        return float("nan")
    return None if young[ticker] else float(change[ticker])


def _end(totals: pd.DataFrame, index: pd.Index, large: list[str]) -> pd.Timestamp:
    """The newest session of `index` that all of `large` have reached, those left out that are late by more
    than `LATE` sessions."""
    newest = [int(totals[ticker].notna().to_numpy().nonzero()[0][-1]) for ticker in large]
    place = min(n for n in newest if n >= max(newest) - LATE)
    return pd.Timestamp(index[min(place, len(index) - 1)])


def _mean(rows: list[Sector], kind: str) -> float:
    """The mean change of the sectors of one kind; NaN unless all of them are known."""
    changes = [row.change for row in rows if row.kind == kind]
    is_whole = len(changes) == len(CYCLICAL if kind == "cyclical" else DEFENSIVE)
    return sum(changes) / len(changes) if is_whole else float("nan")
