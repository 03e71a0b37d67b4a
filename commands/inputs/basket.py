"""Load several symbols; report the ones that failed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from commands.framework.alternatives import Unanswered
from market.analytics.performance import side_by_side
from market.bars import Bars
from market.calendars.calendar import Phase
from market.errors import InDoubt, MarketError, NoBar, NoData, ProviderError, UnknownSymbol
from market.formatting import moment
from market.notes import listed_few
from market.provenance import combined
from market.services.prices import Market
from market.symbols import Symbol


@dataclass(frozen=True, slots=True, eq=False)
class Basket:
    """The bars of several symbols, completed sessions only.

    bars: by ticker, in the order asked for.
    missing: tickers without prices.
    doubtful: those of them that have prices, all of them in doubt; with the sentence that says why.
    failure: the provider's, where some are missing for now.
    running: the time of the request while a session is in progress, else empty.
    undividended: funds left out since their dividends are not known (`fund_basket`).
    """

    bars: Mapping[str, Bars]
    missing: tuple[str, ...] = ()
    failure: ProviderError | None = None
    running: str = ""
    undividended: tuple[str, ...] = ()
    doubtful: Mapping[str, str] = field(default_factory=dict)

    @property
    def all(self) -> tuple[Bars, ...]:
        return tuple(self.bars.values())

    @property
    def totals(self) -> pd.DataFrame:
        """Sessions × tickers: the series performance is measured on (adjusted closes of funds and
        stocks, closes of indices); every session of any of them, NaN where one has none."""
        return side_by_side({ticker: bars.total for ticker, bars in self.bars.items()})

    @property
    def begins_in_doubt(self) -> bool:
        """Whether the first sessions of any are in doubt: it has a history before its first trusted bar."""
        return any(b.missing and b.missing[0] < b.frame.index[0].date() for b in self.all)

    @contextmanager
    def excused(self) -> Iterator[None]:
        """Where figures of the basket cannot be made while a provider has failed for a part of it, its failure
        is the reason, and not that there are too few. A bar in doubt is called so."""
        try:
            yield
        except MarketError as problem:
            root = problem.problem if isinstance(problem, Unanswered) else problem
            if self.failure is not None and isinstance(root, NoData):
                raise self.failure from problem
            with explained(self.all):
                raise

    @property
    def reason(self) -> str:
        """The provider's failure in a sentence; empty when it simply has no such symbol."""
        return str(self.failure or "")

    def notes(self, end: date) -> tuple[str, ...]:
        """What a reader must know of figures that end with the session `end`."""
        sentences = []
        if gone := [ticker for ticker in self.missing if ticker not in self.doubtful]:
            reason = f": {self.reason}" if self.reason else ", for which there are no prices."
            sentences.append(f"Without {listed_few(gone)}{reason}")
        sentences += [why for ticker, why in self.doubtful.items() if ticker in self.missing]
        if self.undividended:
            sentences.append(
                f"Without {listed_few(self.undividended)}, of which there are no adjusted closes: dividends would "
                "count for the others only."
            )
        late = [b.symbol.label for b in self.all if b.last_session <= end]
        if late and len(late) < len(self.bars):
            verb = "goes" if len(late) == 1 else "go"
            sentences.append(f"Measured up to {end}: {listed_few(late)} {verb} no further.")
        if self.running:
            sentences.append(
                f"Completed sessions only; the one in progress (as of {self.running}) is not in it."
            )
        return (*sentences, *(combined(*self.all).notes if self.bars else ()))


@contextmanager
def explained(bars: Sequence[Bars]) -> Iterator[None]:
    """An answer that hangs on a session without a trusted bar says what is wrong with the bar, where there is one."""
    try:
        yield
    except MarketError as problem:
        root = problem.problem if isinstance(problem, Unanswered) else problem
        if not isinstance(root, NoBar):
            raise
        lacking = (
            (b, day) for b in bars for day in root.days if {b.symbol.label, b.symbol.ticker} & {*root.names}
        )
        reason = next((b.lack(day, b.symbol.label) for b, day in lacking if day in b.doubted), "")
        if not reason:
            raise
        named = root.because(reason)
        raise (
            Unanswered(named, problem.suggestions) if isinstance(problem, Unanswered) else named
        ) from problem


def basket(
    market: Market, tickers: Iterable[str | Symbol], *, levels: bool = True, asked: bool = False
) -> Basket:
    """Load the bars of `tickers` (or symbols). Raises the provider's error, or NoData, when there are
    none at all. `levels` as in `Market.bars`: False for callers that read `totals` only. `asked`: a person named
    them, so that one which nobody lists is a word not understood; raises UnknownSymbol."""
    symbols = [ticker if isinstance(ticker, Symbol) else Symbol.parse(ticker) for ticker in tickers]
    state = market.state()
    running = moment(state.at) if state.phase is Phase.IN_PROGRESS else ""
    bars: dict[str, Bars] = {}
    missing, doubtful = list[str](), dict[str, str]()
    trouble: ProviderError | None = None
    last: MarketError | None = None
    together: dict[Symbol, Bars] = {}
    with suppress(MarketError):  # side by side; whoever fails is left out below
        together = dict(zip(symbols, market.many(symbols, levels=levels), strict=True))
    for symbol in symbols:
        try:
            history = together.get(symbol) or market.bars(symbol, levels=levels)
            bars[symbol.ticker] = history.completed(state.last_close)
        except MarketError as problem:
            if asked and isinstance(problem, UnknownSymbol):
                raise
            missing.append(symbol.ticker)
            last = problem
            if isinstance(problem, InDoubt):
                doubtful[symbol.ticker] = str(problem)
            trouble = problem if isinstance(problem, ProviderError) else trouble
    if not bars:
        if len(symbols) == 1 and last:
            raise last
        raise trouble or NoData(f"There are no prices of {listed_few(missing)}. Ask for other markets.")
    return Basket(bars, tuple(missing), trouble, running, doubtful=doubtful)


def fund_basket(market: Market, tickers: Iterable[str | Symbol]) -> Basket:
    """Funds that are ranked among each other, by their total returns; where some have adjusted closes, those that have
    none are left out. Raises as `basket` does."""
    funds = basket(market, tickers, levels=False)
    plain = tuple(t for t, b in funds.bars.items() if not b.adjusted and not b.symbol.is_price_only)
    if len(plain) == len(funds.bars):
        return funds
    return replace(funds, bars={t: b for t, b in funds.bars.items() if t not in plain}, undividended=plain)
