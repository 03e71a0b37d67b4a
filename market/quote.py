"""One symbol at a glance, read from its bars: the same path as every other figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from market.bars import Bars
from market.provenance import Provenance, Sourced
from market.symbols import Symbol


@dataclass(frozen=True, slots=True)
class Quote(Sourced):
    """The newest session of `symbol`.

    in_progress: it has not closed, `last` is a print and no close.
    change: fraction against the close of the session before (`previous`), None when that close is missing.
    volume: None where it means nothing.
    provenance: that of the bars.
    """

    symbol: Symbol
    session: date
    in_progress: bool
    last: float
    change: float | None
    previous: float | None
    open: float | None
    high: float | None
    low: float | None
    volume: float | None
    provenance: Provenance

    @classmethod
    def of(cls, bars: Bars) -> Quote:
        """The running session if there is one, else the last completed one."""
        before, running = bars.frame["close"], bars.running
        figures: tuple[float | None, ...]
        if running is not None:
            session, last = running.session, running.last
            figures = (running.open, running.high, running.low, running.volume)
        else:
            row, before = bars.frame.iloc[-1], before.iloc[:-1]
            session, last = bars.last_session, float(row["close"])
            figures = tuple(float(row[name]) for name in ("open", "high", "low", "volume"))
        previous = float(before.iloc[-1]) if len(before) else None
        if len(before) and any(before.index[-1].date() < day < session for day in bars.missing):
            previous = None
        opened, high, low, volume = (None if value is None or value != value else value for value in figures)
        return cls(
            symbol=bars.symbol,
            session=session,
            in_progress=running is not None,
            last=last,
            change=last / previous - 1 if previous else None,
            previous=previous,
            open=opened,
            high=high,
            low=low,
            volume=volume if bars.symbol.has_volume else None,
            provenance=bars.provenance,
        )
