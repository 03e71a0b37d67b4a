"""The sample market's facts: multiples with five years of history, headlines, earnings dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np
import pandas as pd

from market.analytics.valuation import RUNGS, Multiple, Snapshot
from market.catalog import SymbolKind
from market.clock import Clock, Deadline
from market.datasets.facts import Earnings, Fundamentals, NewsItem
from market.errors import NoData
from market.formatting import NEW_YORK
from market.provenance import Provenance
from market.sources.sample.bars import frame
from market.sources.sample.factors import generator
from market.sources.sample.members import SAMPLE_TITLE
from market.sources.sample.sessions import LAST
from market.symbols import Symbol

SESSIONS = 1257  # of kept multiples: five years

# Trailing and forward P/E and price-to-book at the end; invented, the order of sizes is lifelike.
_MULTIPLES = {
    "MGC": (28.9, 23.8, 5.6),
    "OEF": (29.6, 24.1, 6.1),
    "SPY": (27.4, 22.3, 5.1),
    "IWB": (26.8, 21.9, 4.8),
    "RSP": (20.8, 17.1, 3.0),
    "IJH": (19.6, 16.4, 2.6),
    "MDY": (19.6, 16.4, 2.6),
    "IWM": (18.7, 16.9, 2.1),
    "IJR": (17.2, 15.3, 1.9),
    "IWC": (14.9, 13.2, 1.6),
    "QQQ": (34.2, 26.4, 8.8),
    "DIA": (24.3, 20.6, 5.4),
}
_HEADLINES = (
    "Sample headline: {name} ends an invented session",
    "Sample headline: analysts who do not exist disagree about {name}",
    "Sample headline: volume in {name} was made up this morning",
)


class SampleFacts:
    """`FactsSource` of the sample market."""

    title = SAMPLE_TITLE
    sample = True
    local = True

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def fundamentals(self, symbol: Symbol, deadline: Deadline) -> Fundamentals:
        """Multiples as of the newest completed session. Raises NoData where there are none."""
        closes = _known(symbol, self._clock.now()) if not symbol.is_price_only else None
        if closes is None or closes.empty:
            raise NoData(
                f"The sample market states no valuation for {symbol.label}. Try a fund, such as IWM."
            )
        day = closes.index[-1]
        trailing, forward, book = (float(value) for value in _multiples(symbol.ticker).loc[day])
        return Fundamentals(trailing, forward, book, Provenance(SAMPLE_TITLE, _four(day), self.sample))

    def news(self, symbol: Symbol, deadline: Deadline) -> tuple[NewsItem, ...]:
        """Three headlines that say what they are."""
        now = self._clock.now()
        return tuple(
            NewsItem(
                text.format(name=symbol.label),
                "Sample Wire",
                now - timedelta(hours=3 * number + 1),
                "https://example.com/sample",
            )
            for number, text in enumerate(_HEADLINES)
        )

    def earnings(self, symbol: Symbol, deadline: Deadline) -> Earnings | None:
        """A date some weeks ahead for a company; None for funds and indices."""
        if symbol.kind is not SymbolKind.STOCK:
            return None
        today = min(self._clock.now().astimezone(NEW_YORK).date(), LAST)
        day = today + timedelta(days=int(generator(f"earnings {symbol.ticker}").integers(5, 60)))
        day += timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
        return Earnings(day, day, estimated=True)


class SampleSnapshots:
    """`Snapshots` that have always been kept."""

    def all(self) -> tuple[Snapshot, ...]:
        """Five years of snapshots."""
        return _snapshots()

    def keep(self, snapshot: Snapshot) -> None:
        """Nothing: they are all here."""


@cache
def _snapshots() -> tuple[Snapshot, ...]:
    tables = {ticker: _multiples(ticker) for _rung, ticker in RUNGS}
    days = next(iter(tables.values())).index
    values = {ticker: table.to_numpy().tolist() for ticker, table in tables.items()}

    def rows(n: int) -> Iterator[tuple[str, dict[Multiple, float | None]]]:
        for ticker, table in values.items():
            yield ticker, dict(zip(Multiple, table[n], strict=True))

    return tuple(Snapshot(_four(day), dict(rows(n))) for n, day in enumerate(days))


@cache
def _multiples(ticker: str) -> pd.DataFrame:
    """Five years of multiples: the price over earnings (book) that grow evenly below it."""
    closes = frame(ticker)["close"].iloc[-SESSIONS:]
    growth = np.linspace(np.log(closes.iloc[0] / closes.iloc[-1]) * 0.85, 0.0, len(closes))
    random = generator(f"multiples {ticker}")
    trailing, cheaper, book = random.uniform((14, 0.75, 1.5), (38, 0.95, 12)).tolist()
    last = _MULTIPLES.get(ticker) or (trailing, trailing * cheaper, book)
    dearness = (closes / closes.iloc[-1]).to_numpy() / np.exp(growth)
    columns = {
        multiple: np.round(level * dearness, 2) for multiple, level in zip(Multiple, last, strict=True)
    }
    return pd.DataFrame(columns, index=closes.index)


def _known(symbol: Symbol, now: datetime) -> pd.Series[float] | None:
    """Closes of sessions that had closed by `now`; None for a symbol the sample market lacks."""
    try:
        closes = frame(symbol.ticker)["close"].iloc[-SESSIONS:]
    except KeyError:
        return None
    return closes.loc[: pd.Timestamp((now - timedelta(hours=21)).date())]


def _four(day: pd.Timestamp) -> datetime:
    """Four in the afternoon in New York, when the session's prices were made."""
    return datetime(day.year, day.month, day.day, 16, tzinfo=NEW_YORK).astimezone(UTC)
