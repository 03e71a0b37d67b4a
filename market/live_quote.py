"""`LiveQuote`: the newest price of one symbol, from an answer about many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class LiveQuote:
    """A price and what it is measured from.

    session: the exchange's day on which it was made, `at` (UTC) when.
    last, previous: that price and the close of the session before, raw and on one scale, as the provider
        states them.
    open, high, low, volume: of the session so far; NaN and None where the provider does not say.
    """

    ticker: str
    session: date
    at: datetime
    last: float
    previous: float
    open: float = float("nan")
    high: float = float("nan")
    low: float = float("nan")
    volume: float | None = None
