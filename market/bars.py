"""Daily bars, with the running session kept apart so that it can never pass for a close."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import numpy as np
import pandas as pd

from market.doubts import Doubt
from market.provenance import Provenance, Sourced
from market.symbols import Symbol

COLUMNS = ["open", "high", "low", "close", "adj_close", "volume"]


@dataclass(frozen=True, slots=True)
class RunningBar:
    """The session in progress so far. Not a close; nothing that needs a close may read it."""

    session: date
    open: float
    high: float
    low: float
    last: float
    volume: float | None
    at: datetime


@dataclass(frozen=True, slots=True, eq=False)
class Bars(Sourced):
    """One symbol's history of completed sessions, and the running one beside it.

    frame: one row per completed session, oldest first; index `DatetimeIndex` (naive midnight, the session's
        date, named "session", unique, increasing); columns `COLUMNS`, float64. `close` is the raw close
        (split-adjusted only), `adj_close` adds dividends (equal to `close` where a provider has none, and
        `adjusted` is False). No row has a missing close, except where the provider has adjusted closes only:
        then `close` is NaN throughout and `has_levels` is False. `volume` is NaN where it means nothing.
    provenance: as of the last close, or of `running.at`; its notes state staleness with date and reason, a
        proxy, missing sessions.
    provisional: the newest close may still be recomputed by the provider.
    missing: every session of the instrument's calendar between its first and its last due bar that has no
        trusted bar, oldest first; sessions whose bar is in doubt are among them.
    doubts: what is wrong with bars of the provider; those bars are not in `frame`.
    adjusted: False where the provider has no adjusted closes, so that dividends are unknown.
    year: the instrument's own sessions a year, for annualising.
    currency: of the prices (`USD`, `EUR`, `GBp` for pence); empty where unknown or no money.
    """

    symbol: Symbol
    frame: pd.DataFrame
    provenance: Provenance
    running: RunningBar | None = None
    provisional: bool = False
    missing: tuple[date, ...] = field(default=())
    doubts: tuple[Doubt, ...] = ()
    adjusted: bool = True
    year: int = 252
    currency: str = ""

    @property
    def due(self) -> date:
        """The newest session that should have a bar."""
        return max((self.last_session, *self.missing[-1:]))

    @property
    def doubted(self) -> frozenset[date]:
        """The sessions whose bar is left out because it is in doubt."""
        kinds = (doubt for doubt in self.doubts if not doubt.leaves_close)
        return frozenset(day for doubt in kinds for day in doubt.days)

    def lack(self, day: date, name: str = "") -> str:
        """Why a session has no trusted bar: "there is no bar for 2026-01-21", or what is wrong with the one there is.
        `name`: of the market, where it is not plain."""
        of = name and f" of {name}"
        doubt = next((d for d in self.doubts if day in d.days and not d.leaves_close), None)
        if doubt is None:
            return f"there is no bar{of} for {day}"
        return f"the bar{of} for {day} is in doubt ({doubt.words})"

    def gaps(self, first: date, last: date) -> tuple[date, ...]:
        """The sessions from `first` to `last` (both included) that have no trusted bar."""
        return self.missing[bisect_left(self.missing, first) : bisect_right(self.missing, last)]

    @property
    def closes(self) -> pd.Series[float]:
        """Raw closes: for levels, records and index performance (price return). Every session of the
        instrument's calendar has a row from the provider's first bar on; one without a trusted bar is NaN, so
        that a change over it is unknown instead of a change over two sessions, and a history of which the
        beginning is in doubt does not look like that of a young market."""
        return self._laid("close")

    @property
    def total(self) -> pd.Series[float]:
        """The series performance is measured on: adjusted closes for funds and stocks (total
        return) where there are any, raw closes for indices (price return). `return_basis` names which."""
        return self.closes if self.symbol.is_price_only else self._laid("adj_close")

    def _laid(self, column: str) -> pd.Series[float]:
        """A column of `frame`, with NaN for the sessions up to its last that are missing."""
        values = self.frame[column]  # an object of its own at each look
        values.name = self.symbol.label
        inside = self.gaps(date.min, self.last_session) if len(values) else ()
        if not inside:
            return values
        return values.reindex(values.index.union(pd.DatetimeIndex(inside).as_unit("us"))).rename_axis(
            "session"
        )

    @property
    def has_levels(self) -> bool:
        """False where only adjusted closes are known: there are returns, and no prices to speak of."""
        closes = self.frame["close"].to_numpy()
        return not len(closes) or bool(closes[-1] == closes[-1])

    @property
    def has_dividends(self) -> bool:
        """Whether `total` counts them."""
        return self.adjusted and not self.symbol.is_price_only

    @property
    def return_basis(self) -> str:
        return "total return" if self.has_dividends else "price return"

    @property
    def settled(self) -> Bars:
        """These bars, up to the newest close that will not change any more."""
        if not self.provisional:
            return self
        return replace(self, frame=self.frame.iloc[:-1], provisional=False)

    def completed(self, as_of: datetime) -> Bars:
        """These bars without the running session, as of the last close."""
        if self.running is None:
            return self
        return replace(self, running=None, provenance=replace(self.provenance, as_of=as_of))

    @property
    def running_change(self) -> float:
        """The running bar's last over the last close, less one. NaN without a running bar, and where a
        session between the two has no bar: the change so far would be one of several sessions."""
        if self.running is None or self.gaps(self.last_session, self.running.session):
            return float("nan")
        return self.running.last / float(self.closes.iloc[-1]) - 1.0

    @property
    def last_session(self) -> date:
        """Date of the last completed session."""
        last: date = self.frame.index[-1].date()
        return last


def tidy(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` in the one shape `Bars.frame` promises: the columns, their types, the index, no
    row without a close, no session twice (the later row wins), nothing infinite. Missing columns become NaN."""
    out = frame.copy()
    index = pd.DatetimeIndex(pd.to_datetime(out.index))
    if index.tz is not None:
        index = index.tz_localize(None)
    out.index = index.normalize().as_unit("us").rename("session")
    out = out.reindex(columns=COLUMNS).astype("float64").replace([np.inf, -np.inf], np.nan)
    out = out[out["close"].notna()]
    return out[~out.index.duplicated(keep="last")].sort_index()
