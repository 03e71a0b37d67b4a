"""All services of data over one set of sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from market.analytics.valuation import Snapshots
from market.calendars.calendar import Calendar
from market.clock import Clock
from market.datasets.facts import FactsSource
from market.datasets.macro_observations import MacroSource
from market.datasets.members import Lists, Panels
from market.deadline import Deadline
from market.fetching.price_cache import Failed
from market.fetching.rate_limit import RateLimit
from market.services.macro import MacroService
from market.services.members import MemberService
from market.services.news import NewsService
from market.services.prices import Market
from market.services.valuation import ValuationService
from market.sources import PriceSource

if TYPE_CHECKING:  # a process that stores nothing never loads SQLAlchemy
    from market.fetching.blob_store import BlobStore

SERVICES = (Market, MemberService, MacroService, ValuationService, NewsService)


@dataclass(frozen=True, slots=True)
class Sources:
    """Who answers what. `store`: None where keeping a copy would be pointless. `pace`: shared by
    everything that asks the provider of prices."""

    prices: PriceSource
    lists: Lists
    panels: Panels
    macro: MacroSource
    facts: FactsSource
    snapshots: Snapshots
    pace: RateLimit
    store: BlobStore | None = None


@dataclass(frozen=True, slots=True)
class DataServices:
    """Every service of data, one of each for the whole process."""

    sources: Sources
    clock: Clock
    calendar: Calendar
    market: Market
    members: MemberService
    macro: MacroService
    valuation: ValuationService
    facts: NewsService

    def within(self, deadline: Deadline) -> Mapping[Any, Any]:
        """The services of one request, by type: each ends by `deadline`."""
        every = (self.market, self.members, self.macro, self.valuation, self.facts)
        return {type(service): service.within(deadline) for service in every}


def data_over(
    sources: Sources,
    clock: Clock,
    calendar: Calendar,
    seconds: float = 8.0,
    failed: Failed | None = None,
) -> DataServices:
    """The services over `sources`; every call of theirs returns within `seconds`. `failed` is told
    of requests for prices that the provider did not answer."""
    store, key = sources.store, sources.prices.key
    return DataServices(
        sources=sources,
        clock=clock,
        calendar=calendar,
        market=Market(
            sources.prices,
            clock,
            calendar,
            store=store,
            pace=lambda: sources.pace,
            seconds=seconds,
            failed=failed,
        ),
        members=MemberService(sources.lists, sources.panels, clock, calendar, seconds),
        macro=MacroService(sources.macro, clock, store, seconds),
        valuation=ValuationService(sources.facts, sources.snapshots, clock, calendar, seconds),
        facts=NewsService(sources.facts, clock, store, key, seconds),
    )
