"""A claim of a text with what became of it, for programs (docs/json.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TriedReading:
    """One natural reading of the words: what was tried, what the data says on it, and the verdict it would give."""

    words: str
    actual: str
    verdict: str


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """One claim.

    quote, start, end: its words, and where they stand in the text.
    kind: "change", "level", "record", "extreme", "drawdown", "comparison", "streak", "breadth", "volatility", "macro"
        or "statement".
    market: what it is about, by its name here; against: what it is compared with, empty for nothing.
    first, last: the sessions it is measured between; None where there is no single one.
    basis: "close", or "session", "high", "low", "open" of the session.
    claimed: the figure as written; empty where there is none.
    actual: the computed figure, raw: a fraction for per cent; None where there is no single one.
    verdict: in words; said: what the data says, a clause.
    readings: each one that was tried, the stated one first.
    """

    quote: str
    start: int
    end: int
    kind: str
    market: str
    against: str
    first: date | None
    last: date | None
    basis: str
    claimed: str
    actual: float | None
    verdict: str
    said: str
    readings: tuple[TriedReading, ...] = ()
