"""All services of data over one set of sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from market.analytics.valuation import Snapshots
from market.calendars.calendar import Calendar
from market.clock import Clock, Deadline
from market.datasets.facts import FactsSource
from market.datasets.macro_observations import MacroSource
from market.datasets.members import Lists, Panels
from market.fetching.price_cache import Failed
from market.fetching.quote_cache import QuoteCache
from market.fetching.rate_limit import RateLimit
from market.services.macro import MacroService
from market.services.members import MemberService
from market.services.news import NewsService
from market.services.prices import Market
from market.services.valuation import ValuationService
from market.sources import PriceSource, QuoteSource
from market.sources.prices_only import PricesOnly

if TYPE_CHECKING:  # a process that stores nothing never loads SQLAlchemy
    from market.fetching.blob_store import BlobStore

SERVICES = (Market, MemberService, MacroService, ValuationService, NewsService)
_NOTHING = PricesOnly()


@dataclass(frozen=True, slots=True)
class Sources:
    """The providers of each kind of data. Only prices are required.

    snapshots: the multiples of the size ladder kept so far.
    pace: the rate limit shared by everything that asks the provider of prices.
    store: None where keeping a copy would be pointless.
    fallbacks: asked for prices in this order, when `prices` fails.
    """

    prices: PriceSource
    lists: Lists = _NOTHING
    panels: Panels = _NOTHING
    macro: MacroSource = _NOTHING
    facts: FactsSource = _NOTHING
    snapshots: Snapshots = _NOTHING
    pace: RateLimit = field(default_factory=RateLimit)
    store: BlobStore | None = None
    fallbacks: tuple[Sources, ...] = ()


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
    chain, key = (sources, *sources.fallbacks), sources.prices.key
    store = next((each.store for each in chain if each.store), None)
    # Market takes one rate limit for each source whose answers are stored, in their order.
    paces = iter([each.pace for each in chain if each.prices.stores])
    market = Market(
        sources.prices,
        clock,
        calendar,
        store=store,
        fallbacks=[fallback.prices for fallback in sources.fallbacks],
        pace=lambda: next(paces),
        seconds=seconds,
        failed=failed,
    )
    return DataServices(
        sources=sources,
        clock=clock,
        calendar=calendar,
        market=market,
        members=MemberService(
            sources.lists, sources.panels, clock, calendar, seconds, _quotes(sources, clock), market.at_hand
        ),
        macro=MacroService(sources.macro, clock, sources.store, seconds),
        valuation=ValuationService(sources.facts, sources.snapshots, clock, calendar, seconds),
        facts=NewsService(sources.facts, clock, sources.store, key, seconds),
    )


def _quotes(sources: Sources, clock: Clock) -> QuoteCache | None:
    """Quotes of many symbols, where the source of prices has them."""
    prices = sources.prices
    return QuoteCache(prices, clock, sources.pace) if isinstance(prices, QuoteSource) else None
