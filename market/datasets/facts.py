"""Facts about a market that are not prices: valuation, news, the next earnings date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from market.clock import Deadline
from market.provenance import Provenance, Sourced
from market.symbols import Symbol


@dataclass(frozen=True, slots=True)
class Fundamentals(Sourced):
    """Valuation of a stock or fund, as the provider states it. Ratios are None where it states none (loss-makers
    have no P/E).

    provenance: as of the price in them.
    """

    trailing_pe: float | None
    forward_pe: float | None
    price_to_book: float | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One headline.

    at: when it was published (UTC).
    link: an https address. All three texts are written by strangers: faces must escape them.
    """

    title: str
    publisher: str
    at: datetime
    link: str


@dataclass(frozen=True, slots=True)
class Earnings:
    """The reporting date the provider states (New York): `first` to `last`, equal when it states one day.

    estimated: the company has not confirmed it. The date may lie in the past, until the provider knows the
        next one.
    """

    first: date
    last: date
    estimated: bool


class FactsSource(Protocol):
    """A provider of facts. All methods hold the deadline and raise MarketError only: NoData where
    the provider has none for this symbol, Throttled, ProviderDown."""

    title: str
    sample: bool
    local: bool  # on this machine: when it is late, we are

    def fundamentals(self, symbol: Symbol, deadline: Deadline) -> Fundamentals: ...

    def news(self, symbol: Symbol, deadline: Deadline) -> tuple[NewsItem, ...]:
        """Newest first; empty where there is no news."""
        ...

    def earnings(self, symbol: Symbol, deadline: Deadline) -> Earnings | None:
        """None where no date is known, as for funds and indices."""
        ...
