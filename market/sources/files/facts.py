"""An operator's own files hold no facts: whoever asks is told so, and what to do."""

from __future__ import annotations

from typing import NoReturn

from market.analytics.valuation import Snapshot
from market.deadline import Deadline
from market.errors import NoData
from market.symbols import Symbol

TITLE = "Own files"


class FileFacts:
    """`FactsSource` and `Snapshots` of a folder of prices: none of either."""

    title = TITLE
    sample = False

    def fundamentals(self, symbol: Symbol, deadline: Deadline) -> NoReturn:
        """Raises NoData."""
        raise _none("valuations")

    def news(self, symbol: Symbol, deadline: Deadline) -> NoReturn:
        """Raises NoData."""
        raise _none("news")

    def earnings(self, symbol: Symbol, deadline: Deadline) -> NoReturn:
        """Raises NoData."""
        raise _none("earnings dates")

    def all(self) -> tuple[Snapshot, ...]:
        """None are kept."""
        return ()

    def keep(self, snapshot: Snapshot) -> None:
        """Nothing: there is never one to keep."""


def _none(what: str) -> NoData:
    return NoData(
        f"This bot answers from its operator’s own files, which hold no {what}. Its source “yahoo” has them."
    )
