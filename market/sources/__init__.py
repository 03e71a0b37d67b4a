"""Where data comes from. One provider per module; each satisfies the protocols it can serve.

A source is asked by the market service only, which adds storing, freshness, pacing and
fallback. A source keeps no history of its own, never retries, and holds the deadline it is
given. What it cannot say it raises: `UnknownSymbol`, `Throttled`, `ProviderDown`, `NoData`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, runtime_checkable

import pandas as pd

from market.bars import RunningBar
from market.clock import Deadline
from market.live_quote import LiveQuote
from market.symbols import Symbol


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """A source's answer for one symbol.

    frame: completed sessions only, in the shape of `market.bars.tidy`.
    running: the session in progress at `asked_at`, if there is one and the source knows it.
    final: True when the source says that the newest session due by then is in `frame` and settled.
    splits: dates in the answered range on which a split took effect.
    currency: of its prices as the provider writes it (`GBp`: pence); empty where it does not say.
    copied: sessions whose close is known to be that of the session before, filled forward.
    """

    frame: pd.DataFrame
    running: RunningBar | None
    asked_at: datetime
    final: bool
    splits: tuple[date, ...] = ()
    currency: str = ""
    copied: tuple[date, ...] = ()


class PriceSource(Protocol):
    """A provider of daily bars."""

    key: str  # stable word, part of what is stored: "yahoo", "sample", "files"
    title: str  # for people: "Yahoo Finance"
    terms: str  # one sentence on what the data may be used for
    sample: bool  # True when the data is invented
    stores: bool  # False when keeping a copy would be pointless (sample, files)

    def history(self, symbol: Symbol, since: date | None, now: datetime, deadline: Deadline) -> History:
        """Daily bars from `since` (None: all there is) as known at `now`."""
        ...


@runtime_checkable
class QuoteSource(Protocol):
    """A source that answers about many symbols at once.

    quotes_at_once: how many, at most.
    """

    key: str
    title: str
    stores: bool
    quotes_at_once: int

    def quotes(self, symbols: Sequence[Symbol], now: datetime, deadline: Deadline) -> dict[str, LiveQuote]:
        """By ticker, as known at `now`; what the source has no price of is left out. Raises ProviderError."""
        ...


@runtime_checkable
class PrintSource(Protocol):
    """A source that also keeps what happened inside sessions."""

    def prints(self, symbol: Symbol, session: date) -> pd.DataFrame | None:
        """The session's five-minute bars, oldest first: index their starts (UTC), columns open, high,
        low, close. None where there are none."""
        ...
