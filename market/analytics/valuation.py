"""Valuation: the size ladder's multiples, and small against large in what has been stored so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

import pandas as pd

from market.analytics.size_ladder import LADDER
from market.errors import NoData
from market.formatting import NEW_YORK
from market.provenance import Provenance, Sourced

RUNGS: tuple[tuple[str, str], ...] = tuple((rung.name, rung.cap[0]) for rung in LADDER)
SMALL, LARGE = "IWM", "SPY"
LOSS_MAKERS = (
    "A fund’s P/E comes from its provider, and most leave companies with losses out of it; "
    "small-cap indices hold many of them, so their P/E looks lower than on all earnings. "
    "Price-to-book counts every company."
)


class Multiple(StrEnum):
    """What a price is set against; the value is also the name of its column and field."""

    TRAILING_PE = "trailing_pe"
    FORWARD_PE = "forward_pe"
    PRICE_TO_BOOK = "price_to_book"

    @property
    def words(self) -> str:
        return {"trailing_pe": "trailing P/E", "forward_pe": "forward P/E", "price_to_book": "price-to-book"}[
            self
        ]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One session's multiples: by ticker, by multiple; None where the provider states none.

    as_of: when the newest price in them was made (UTC).
    """

    as_of: datetime
    multiples: Mapping[str, Mapping[Multiple, float | None]]

    @property
    def session(self) -> date:
        return self.as_of.astimezone(NEW_YORK).date()

    def of(self, ticker: str, multiple: Multiple) -> float | None:
        return self.multiples.get(ticker, {}).get(multiple)


class Snapshots(Protocol):
    """The snapshots kept so far."""

    def all(self) -> tuple[Snapshot, ...]:
        """Oldest first, one a session."""
        ...

    def keep(self, snapshot: Snapshot) -> None:
        """Add one, in place of the session's earlier one."""
        ...


@dataclass(frozen=True, slots=True)
class Spread:
    """Small against large by one multiple.

    ratio: small over large (0.9: small is 10% cheaper).
    percentile: of the ratio among `count` snapshots since `since`, a fraction; None while there are fewer
        than two.
    """

    multiple: Multiple
    small: float
    large: float
    percentile: float | None
    count: int
    since: date

    @property
    def ratio(self) -> float:
        return self.small / self.large

    @property
    def discount(self) -> float:
        """How much cheaper small is than large, a fraction; below zero when it is dearer."""
        return 1.0 - self.ratio


@dataclass(frozen=True, slots=True)
class RungValue:
    """One rung's fund and its multiples; None where the provider states none."""

    rung: str
    ticker: str
    trailing_pe: float | None
    forward_pe: float | None
    price_to_book: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Valuation(Sourced):
    """The multiples of the size ladder’s funds.

    rungs: largest first, those that are known.
    spreads: by multiple, those that can be measured.
    history: session × multiple, the ratio small over large in the snapshots so far.
    """

    session: date
    rungs: tuple[RungValue, ...]
    spreads: tuple[Spread, ...]
    history: pd.DataFrame
    provenance: Provenance


def ratios(snapshots: tuple[Snapshot, ...]) -> pd.DataFrame:
    """Small over large by session and multiple, NaN where either is missing or not above zero.

    >>> def day(n, small, large):
    ...     both = {"IWM": {Multiple.FORWARD_PE: small}, "SPY": {Multiple.FORWARD_PE: large}}
    ...     return Snapshot(datetime(2026, 1, n, 16, tzinfo=NEW_YORK), both)
    >>> ratios((day(20, 18.0, 24.0), day(21, None, 24.0), day(22, 21.0, 24.0)))["forward_pe"].tolist()
    [0.75, nan, 0.875]
    """
    rows = [
        [_ratio(shot.of(SMALL, multiple), shot.of(LARGE, multiple)) for multiple in Multiple]
        for shot in snapshots
    ]
    sessions = pd.DatetimeIndex([shot.session for shot in snapshots], name="session")
    return pd.DataFrame(rows, index=sessions, columns=list(map(str, Multiple)), dtype="float64")


def spreads(snapshots: tuple[Snapshot, ...]) -> tuple[Spread, ...]:
    """How small stands to large in the newest snapshot, each multiple with the percentile of its
    ratio in all snapshots so far: the mean rank, as in `market.datasets.macro_observations.reading`.

    Raises NoData without a snapshot.

    >>> def day(n, small):
    ...     both = {"IWM": {Multiple.PRICE_TO_BOOK: small}, "SPY": {Multiple.PRICE_TO_BOOK: 5.0}}
    ...     return Snapshot(datetime(2026, 1, n, 16, tzinfo=NEW_YORK), both)
    >>> [found] = spreads((day(20, 2.0), day(21, 2.2), day(22, 2.1)))
    >>> round(found.discount, 2), found.percentile, found.count, found.since.isoformat()
    (0.58, 0.5, 3, '2026-01-20')
    """
    if not snapshots:
        raise NoData("No valuation has been stored yet.")
    newest, history = snapshots[-1], ratios(snapshots)
    out = []
    for multiple in Multiple:
        series = history[multiple].dropna()
        ours, theirs = newest.of(SMALL, multiple), newest.of(LARGE, multiple)
        if ours is None or theirs is None or _ratio(ours, theirs) is None:
            continue
        last = float(series.iloc[-1])
        rank = float((series < last).sum() + 0.5 * (series == last).sum()) / len(series)
        percentile = rank if len(series) > 1 else None
        out.append(Spread(multiple, ours, theirs, percentile, len(series), series.index[0].date()))
    return tuple(out)


def rungs(snapshot: Snapshot) -> tuple[RungValue, ...]:
    """The ladder's multiples, largest companies first; a fund without any is left out."""
    values = (
        RungValue(name, ticker, *(snapshot.of(ticker, multiple) for multiple in Multiple))
        for name, ticker in RUNGS
    )
    return tuple(v for v in values if (v.trailing_pe, v.forward_pe, v.price_to_book) != (None, None, None))


def _ratio(small: float | None, large: float | None) -> float | None:
    if small is None or large is None or small <= 0 or large <= 0:
        return None
    return small / large
