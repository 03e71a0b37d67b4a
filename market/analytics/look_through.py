"""What a list of holdings has of certain companies, directly and through funds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from market.analytics.exposure import Holding


@dataclass(frozen=True, slots=True)
class LookThrough:
    """Shares of the whole, fractions.

    direct: held as companies.
    through: by fund's ticker, what it adds, for those whose list is known.
    unseen: funds that hold something and whose list is not known, heaviest first.
    largest: the company with the largest share, with all that funds add, and that share; None without any.
    """

    direct: float
    through: Mapping[str, float]
    unseen: tuple[Holding, ...]
    largest: tuple[str, float] | None

    @property
    def total(self) -> float:
        """Direct and through funds whose lists are known; with others unseen, at least so much."""
        return self.direct + sum(self.through.values())


def look_through(
    lines: Sequence[Holding],
    lists: Mapping[str, Mapping[str, float]],
    companies: Collection[str],
    funds: Collection[str],
) -> LookThrough:
    """What `lines` have of `companies`. `lists`: by fund's ticker, its holdings' weights on any positive
    scale; empty for one that holds no companies. `funds`: tickers of the lines
    that are funds or indices and no companies.

    >>> from market.symbols import Symbol
    >>> lines = [Holding(Symbol.parse(word), 0.5) for word in ("SPY", "AAPL")]
    >>> seen = look_through(lines, {"SPY": {"AAPL": 7.0, "XOM": 93.0}}, {"AAPL"}, {"SPY"})
    >>> round(seen.total, 3), seen.direct, seen.largest[0], round(seen.largest[1], 3)
    (0.535, 0.5, 'AAPL', 0.535)
    """
    held: dict[str, float] = {}
    through: dict[str, float] = {}
    unseen, direct = [], 0.0
    for line in lines:
        ticker = line.symbol.ticker
        weights = lists.get(ticker)
        if ticker in companies:
            direct += line.weight
        elif weights is not None:
            through[ticker] = 0.0
            whole = sum(weights.values()) or 1.0
            for name, weight in weights.items():
                part = line.weight * weight / whole
                held[name] = held.get(name, 0.0) + part
                through[ticker] += part if name in companies else 0.0
        elif ticker in funds:
            unseen.append(line)
        if ticker not in funds:
            held[ticker] = held.get(ticker, 0.0) + line.weight
    largest = max(held.items(), key=lambda item: item[1], default=None)
    return LookThrough(direct, through, tuple(unseen), largest)
