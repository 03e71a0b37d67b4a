"""The market service: what commands ask for data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from market.bars import Bars
from market.calendar import Calendar, SessionState
from market.symbols import Symbol


class Market(Protocol):
    """Bars and quotes, stored, fresh by the exchange calendar, and honest about staleness.

    Thread-safe and synchronous; commands run in worker threads. Raises MarketError only.
    """

    calendar: Calendar
    source_title: str
    source_terms: str
    sample: bool

    def now(self) -> datetime:
        """The present moment (UTC) as the injected clock tells it."""
        ...

    def state(self) -> SessionState:
        """Where the exchange's day is now."""
        ...

    def bars(self, symbol: Symbol) -> Bars:
        """All of the symbol's history: completed sessions, and the running bar beside them.

        Raises UnknownSymbol (the provider has no such thing; nearest names inside), Throttled or
        ProviderDown when nothing stored can stand in. A stored answer that stands in says so in
        `notes` and sets `stale`.
        """
        ...

    def many(self, symbols: Sequence[Symbol]) -> tuple[Bars, ...]:
        """`bars` of several symbols side by side, in their order; the first error is raised."""
        ...
