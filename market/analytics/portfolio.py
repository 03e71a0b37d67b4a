"""A portfolio: what shares are worth, what they have gained, and how far they are from an index."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pandas as pd

from market.analytics.gaps import first_gap
from market.analytics.performance import joined
from market.errors import NoData
from market.period import Period

_SAME = 0.005  # relative: a close that was rewritten by no more is the same close
_PARTS = 50  # a split is a ratio of whole numbers up to this


@dataclass(frozen=True, slots=True)
class Position:
    """Shares as somebody wrote them down.

    cost: paid a share, in the listing's currency; None where it was not said.
    day: the session at whose `close` they were written down: by that close a later split is seen.
    """

    ticker: str
    quantity: float
    cost: float | None
    day: date
    close: float


@dataclass(frozen=True, slots=True)
class ValuedHolding:
    """All positions in one ticker; money in its currency, NaN where it is not known.

    units: shares, splits since they were written down among them.
    value: at the end; `before`: at the base.
    paid: what all of them cost.
    contribution: to the change of the whole, a fraction.
    split: how many shares one has become; 1.0 without a split.
    why: why its value is not known; `why_change`: why its change is not. Empty where they are.
    """

    ticker: str
    units: float
    close: float
    value: float
    before: float
    paid: float
    contribution: float
    split: float
    why: str = ""
    why_change: str = ""

    @property
    def gain(self) -> float:
        return self.value - self.paid

    @property
    def gained(self) -> float:
        """The gain as a fraction of what was paid; NaN for what was free."""
        return self.gain / self.paid if self.paid else float("nan")


@dataclass(frozen=True, slots=True)
class ValuedPortfolio:
    """Holdings in one currency at the close of `end`, the most valuable first; `base`: of the period."""

    holdings: tuple[ValuedHolding, ...]
    base: date
    end: date
    sessions: int

    @property
    def value(self) -> float:
        return sum(holding.value for holding in self.holdings)

    @property
    def paid(self) -> float:
        return sum(holding.paid for holding in self.holdings)

    @property
    def gain(self) -> float:
        return self.value - self.paid

    @property
    def gained(self) -> float:
        return self.gain / self.paid if self.paid else float("nan")

    @property
    def change(self) -> float:
        """Over the period, of the shares that are held now."""
        before = sum(holding.before for holding in self.holdings)
        return self.value / before - 1.0 if before else float("nan")

    @property
    def why(self) -> str:
        """The first reason why the value is not known."""
        return next((holding.why for holding in self.holdings if holding.why), "")

    @property
    def why_change(self) -> str:
        """The first reason why the change is not known."""
        return next((holding.why_change for holding in self.holdings if holding.why_change), "")


def valued(
    positions: Sequence[Position], closes: Mapping[str, pd.Series[float]], period: Period
) -> ValuedPortfolio:
    """`closes`: by ticker, raw (split-adjusted), all of one currency, NaN for a session without a bar. All are valued
    at the last session that each has. A share's contribution is its value's change over the value of all at the base:
    price return. What one did that was listed after the period's base is not known. Raises NoData where all were.

    >>> days = pd.DatetimeIndex(["2026-01-21", "2026-01-22"])
    >>> closes = {"A": pd.Series([10.0, 11.0], days), "B": pd.Series([5.0, 4.0], days)}
    >>> held = [Position("A", 2, 8.0, days[0].date(), 20.0), Position("B", 4, None, days[0].date(), 5.0)]
    >>> found = valued(held, closes, Period.parse("1d"))  # A has split two for one since
    >>> [(h.ticker, h.units, h.value, round(h.contribution, 4)) for h in found.holdings]
    [('A', 4.0, 44.0, 0.0667), ('B', 4.0, 16.0, -0.0667)]
    >>> found.holdings[0].gain, round(found.change, 4)
    (28.0, 0.0)
    """
    frame = joined(closes)
    if frame.empty:
        raise NoData("Your holdings have no session in common. Remove one of them.")
    upto = {ticker: own.loc[: frame.index[-1]] for ticker, own in closes.items()}
    lived = {ticker: own for ticker, own in upto.items() if _reaches_back(own, period)}
    if not lived:
        start = frame.index[0].date()
        raise NoData(f"None of your holdings has closes before {start}. Ask for a shorter period.", start)
    part = period.cut(joined(lived)).join(
        pd.DataFrame(upto)[[ticker for ticker in upto if ticker not in lived]]
    )
    tickers = dict.fromkeys(position.ticker for position in positions)
    rows = [_valued([p for p in positions if p.ticker == t], closes[t], part[t]) for t in tickers]
    whole = sum(row.before for row in rows)
    rows = [
        ValuedHolding(
            row.ticker, row.units, row.close, row.value, row.before, row.paid,
            (row.value - row.before) / whole if whole else float("nan"), row.split, row.why, row.why_change,
        )
        for row in rows
    ]  # fmt: skip
    rows.sort(key=lambda row: (row.value != row.value, -row.value))
    return ValuedPortfolio(tuple(rows), part.index[0].date(), part.index[-1].date(), len(part) - 1)


def _reaches_back(closes: pd.Series[float], period: Period) -> bool:
    """Whether there is a close at or before the period's base; of the longest period, whether there are two."""
    if len(closes) < 2 or period.text == "max":
        return len(closes) > 1
    start, end = closes.index[0].date(), closes.index[-1].date()
    return len(closes) > period.sessions if period.sessions else period.base_day(end) >= start


def _valued(positions: Sequence[Position], closes: pd.Series[float], part: pd.Series[float]) -> ValuedHolding:
    """One ticker, without its contribution."""
    ticker, nan = positions[0].ticker, float("nan")
    factors = [split_since(position, closes) for position in positions]
    units = sum(p.quantity * factor for p, factor in zip(positions, factors, strict=True))
    paid = sum(nan if p.cost is None else p.cost * p.quantity for p in positions)
    first, last = float(part.iloc[0]), float(part.iloc[-1])
    why, gap = "", first_gap(part.iloc[:1])
    if units != units:
        day = next(p.day for p, factor in zip(positions, factors, strict=True) if factor != factor)
        why = f"the close of {ticker} of {day}, when it was written down, is missing or changed, and by no split"
    split = max(factors, key=lambda factor: abs(factor - 1.0))
    lack = f"the close of {ticker} on {gap} is missing or in doubt"
    if closes.index[0] > part.index[0]:
        lack = f"closes of {ticker} begin on {closes.index[0].date()}"
    why_change = why or (lack if gap else "")
    return ValuedHolding(ticker, units, last, units * last, units * first, paid, nan, split, why, why_change)


def split_since(position: Position, closes: pd.Series[float]) -> float:
    """How many shares one of then is now. Closes are adjusted for splits, so that a split since changes the close of
    `position.day`. NaN where that close is missing, or where it has changed by no ratio of small whole numbers.

    >>> day = date(2026, 1, 22)
    >>> closes = pd.Series([50.0], pd.DatetimeIndex(["2026-01-22"]))
    >>> [split_since(Position("A", 1, None, day, then), closes) for then in (50.0, 100.0, 5.0, 50.9)]
    [1.0, 2.0, 0.1, nan]
    """
    now = float(closes.get(pd.Timestamp(position.day), float("nan")))
    ratio = position.close / now if now else float("nan")
    if ratio != ratio or abs(ratio - 1.0) <= _SAME:
        return ratio if ratio != ratio else 1.0
    near = (
        Fraction(ratio).limit_denominator(_PARTS)
        if ratio > 1
        else 1 / Fraction(1 / ratio).limit_denominator(_PARTS)
    )
    simple = min(near.numerator, near.denominator) <= 5 and max(near.numerator, near.denominator) <= _PARTS
    return float(near) if simple and abs(float(near) / ratio - 1.0) <= 1e-3 else float("nan")


@dataclass(frozen=True, slots=True)
class ActiveShare:
    """How much of a portfolio is not as in an index: between `low` and `high`, which are equal where every fund is
    looked through.

    shared: the overlap that is known, a fraction.
    unseen: funds that cannot be looked through, with their weights.
    """

    high: float
    unseen: Mapping[str, float]

    @property
    def low(self) -> float:
        return max(self.high - sum(self.unseen.values()), 0.0)

    @property
    def shared(self) -> float:
        return 1.0 - self.high


def active_share(
    weights: Mapping[str, float],
    lists: Mapping[str, Mapping[str, float]],
    funds: Collection[str],
    index: Mapping[str, float],
) -> ActiveShare:
    """Half the sum of the absolute differences of weights, which is one less the overlap. `weights`: by ticker, a
    sum of one. `lists`: what funds hold, on any positive scale; those of `funds` without a list may hold anything.

    Source: M. Cremers, A. Petajisto (2009), "How Active Is Your Fund Manager?".

    >>> found = active_share({"A": 0.5, "F": 0.3, "G": 0.2}, {"F": {"A": 1.0, "B": 1.0}}, {"F", "G"}, {"A": 3, "B": 1})
    >>> round(found.high, 4), round(found.low, 4)
    (0.2, 0.0)
    """
    held: dict[str, float] = {}
    unseen: dict[str, float] = {}
    for ticker, weight in weights.items():
        inside = lists.get(ticker)
        if inside is not None:
            whole = sum(inside.values()) or 1.0
            for name, part in inside.items():
                held[name] = held.get(name, 0.0) + weight * part / whole
        elif ticker in funds:
            unseen[ticker] = weight
        else:
            held[ticker] = held.get(ticker, 0.0) + weight
    total = sum(index.values())
    overlap = sum(min(held.get(name, 0.0), weight / total) for name, weight in index.items())
    return ActiveShare(1.0 - overlap, unseen)
