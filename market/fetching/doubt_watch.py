"""Which kept histories have bars missing or in doubt, and when to look whether the provider has healed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any

import pandas as pd
from cachetools import LRUCache

from market.calendars.calendar import Calendar
from market.calendars.trading_days import trading_days
from market.doubts import Doubt, DoubtKind
from market.fetching.archive import RUNNING_AGE, SLOWEST_RETRY, Archive
from market.inspection.inspection import Inspection, inspect
from market.symbols import Symbol

KEPT = 64  # inspections; each holds its history, so they are no more than the histories in memory
# Doubts whose rows an older, trusted copy can replace; with a change of scale no row is comparable.
_REPLACEABLE = frozenset(
    {DoubtKind.SPIKE, DoubtKind.UNHEARD, DoubtKind.FROZEN, DoubtKind.NOT_POSITIVE, DoubtKind.PRINT}
)


Faults = tuple[tuple[Doubt, ...], tuple[date, ...], bool]


class DoubtWatch:
    """Faults of kept histories. A new fault is looked at again after `RUNNING_AGE`, an old one less
    and less often (a tenth of its age, at most an hour): some will never be healed."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._inspected = LRUCache[str, tuple[Any, Inspection]](KEPT)
        self._lock = Lock()
        self._since: dict[str, tuple[Faults, datetime]] = {}

    def doubts(self, symbol: Symbol, archive: Archive) -> tuple[Doubt, ...]:
        """What is in doubt about all of the history."""
        return self._inspection(symbol, archive).doubts

    def is_due(self, symbol: Symbol, archive: Archive, now: datetime) -> bool:
        """Whether all of the history should be fetched anew because some of it is missing or in doubt."""
        inspection = self._inspection(symbol, archive)
        is_unadjusted = symbol.pays_dividends and not inspection.adjusted
        faults = inspection.doubts, inspection.missing, is_unadjusted
        if not any(faults):
            self._since.pop(symbol.ticker, None)
            return False
        known, since = self._since.get(symbol.ticker, (None, now))
        if known != faults:
            since = archive.asked_at
            self._since[symbol.ticker] = faults, since
        patience = min(max((now - since) / 10, RUNNING_AGE), SLOWEST_RETRY)
        return not timedelta(0) <= now - archive.asked_at < patience

    def _inspection(self, symbol: Symbol, archive: Archive) -> Inspection:
        with self._lock:
            frame, inspection = self._inspected.get(symbol.ticker, (None, None))
        if inspection is None or frame is not archive.frame:
            days = trading_days(symbol.ticker, self._calendar)
            inspection = inspect(archive.frame, symbol, days, splits=archive.splits)
            with self._lock:
                self._inspected[symbol.ticker] = archive.frame, inspection
        return inspection

    def cleaned(self, symbol: Symbol, archive: Archive) -> Archive:
        """The history without rows in doubt, so that none is carried into a newer one. One that
        would be left empty stays as it is."""
        rows = _rows(self.doubts(symbol, archive), _REPLACEABLE)
        frame = archive.frame[~archive.frame.index.isin(rows)]
        return archive if frame.empty else replace(archive, frame=frame)

    def mended(self, symbol: Symbol, old: Archive, new: Archive) -> Archive:
        """`new`, a whole history, with the trusted rows of `old` in place of rows in doubt."""
        if new.frame.empty:
            return new
        doubts = inspect(new.frame, symbol, None, splits=new.splits).doubts
        rows = _rows(doubts, _REPLACEABLE).intersection(pd.DatetimeIndex(old.frame.index))
        return new if not len(rows) else replace(new, frame=new.frame[~new.frame.index.isin(rows)])


def _rows(doubts: tuple[Doubt, ...], kinds: frozenset[DoubtKind]) -> pd.DatetimeIndex:
    days = [day for doubt in doubts if doubt.kind in kinds for day in doubt.days]
    return pd.DatetimeIndex([pd.Timestamp(day) for day in days]).as_unit("us")
