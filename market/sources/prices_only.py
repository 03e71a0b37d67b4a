"""What a provider of prices alone says to every other question: that it has nothing of the kind."""

from __future__ import annotations

from datetime import datetime
from typing import NoReturn

import pandas as pd

from market.analytics.valuation import Snapshot
from market.clock import Deadline
from market.datasets.economic_series import EconomicSeries
from market.datasets.members import Universe
from market.errors import NoData
from market.symbols import Symbol


class PricesOnly:
    """The neutral `Lists`, `Panels`, `MacroSource`, `FactsSource` and `Snapshots`: all of them empty."""

    key = "none"
    title = "This bot’s source"
    sample = False
    local = True

    def members(self, universe: Universe, now: datetime, deadline: Deadline) -> NoReturn:
        """Raises NoData."""
        raise self._missing(f"list of members of the {universe.name}")

    def closes(self, universe: Universe) -> pd.DataFrame:
        """Empty."""
        return pd.DataFrame(index=pd.DatetimeIndex([], name="session"))

    def observations(self, series: EconomicSeries, now: datetime, deadline: Deadline) -> NoReturn:
        """Raises NoData."""
        raise self._missing("economic series")

    def fundamentals(self, symbol: Symbol, deadline: Deadline) -> NoReturn:
        """Raises NoData."""
        raise self._missing("valuations")

    def news(self, symbol: Symbol, deadline: Deadline) -> NoReturn:
        """Raises NoData."""
        raise self._missing("news")

    def earnings(self, symbol: Symbol, deadline: Deadline) -> NoReturn:
        """Raises NoData."""
        raise self._missing("earnings dates")

    def all(self) -> tuple[Snapshot, ...]:
        """Empty."""
        return ()

    def keep(self, snapshot: Snapshot) -> None:
        """Ignored: there is never one to keep."""

    def _missing(self, kind: str) -> NoData:
        return NoData(f"{self.title} has no {kind}. The source “yahoo” does.")
