"""Exposure: what a list of holdings hangs on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from market.analytics.gaps import first_gap
from market.analytics.performance import joined, listed_since
from market.analytics.risk import YEAR, relation
from market.errors import MarketError, NoData
from market.symbols import Symbol, find, printable

MOST = 50  # holdings in one list
MEGA_TECH = ("AAPL", "MSFT", "NVDA", "GOOGL", "GOOG", "AMZN", "META", "AVGO", "TSLA", "MAGS")
"""Mega-cap technology as counted here: the Magnificent Seven (Alphabet in both classes), Broadcom,
and the fund that holds only the seven. Other funds are not looked through."""

_INDEX = "index"  # the column of the index beside tickers, which are capitals
_EXAMPLE = "Write it as AAPL 40, NVDA 25, IWM 35."
_NUMBER = r"[+−-]?\d+(?:\.\d+)?"
_NAME_FIRST = re.compile(rf"(?P<name>.+?)(?:\s*[:=]\s*|\s+)(?P<weight>{_NUMBER})\s*%?")
_WEIGHT_FIRST = re.compile(rf"(?P<weight>{_NUMBER})\s*%?\s+(?P<name>.+)")
_BETWEEN = re.compile(r"(?<=\d)(%?)\s+(?=[A-Za-z^$])")


class BadHoldings(MarketError):
    """The text is no list of holdings."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One line of a list of holdings.

    weight: the share of the whole, a fraction; all of them add up to one.
    """

    symbol: Symbol
    weight: float


@dataclass(frozen=True, slots=True)
class Holdings:
    """A list of holdings.

    lines: largest first.
    given: what the weights added up to as written, None where none was written and all were taken as equal.
    merged: symbols that were there more than once.
    """

    lines: tuple[Holding, ...]
    given: float | None
    merged: tuple[Symbol, ...] = ()

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        return tuple(line.symbol for line in self.lines)

    @property
    def hhi(self) -> float:
        """Herfindahl-Hirschman index: Σ weight², from 1/n (equal) to 1 (a single holding)."""
        return sum(line.weight**2 for line in self.lines)

    @property
    def effective_number(self) -> float:
        """1 / HHI: as many equal holdings would be as concentrated."""
        return 1.0 / self.hhi


def parse(text: str) -> Holdings:
    """Read `AAPL 40, NVDA 25, IWM 35`: names or tickers with weights on any positive scale, apart
    by commas, semicolons or lines. Weights are normalised to a sum of one, the same symbol twice is
    merged, and a list without any weight is taken as equal parts.

    Raises BadHoldings or UnknownSymbol with a sentence that says what to write instead.

    >>> [(h.symbol.ticker, round(h.weight, 2)) for h in parse("AAPL 40, russell 2000 60%").lines]
    [('^RUT', 0.6), ('AAPL', 0.4)]
    >>> parse("AAPL, NVDA").given is None, round(parse("SPY 1; SPY 3; IWM 4").hhi, 2)
    (True, 0.5)
    """
    separated = text if re.search(r"[,;\n]", text) else _BETWEEN.sub(r"\1, ", text)
    parts = [part.strip() for part in re.split(r"[,;\n]", separated) if part.strip()]
    if not parts:
        raise BadHoldings(f"There are no holdings in that. {_EXAMPLE}")
    if len(parts) > MOST:
        raise BadHoldings(f"That is {len(parts)} holdings; I read {MOST} at most. Leave the smallest out.")
    read = [_line(part) for part in parts]
    without = sum(weight is None for _symbol, weight in read)
    if 0 < without < len(read):
        bare = next(symbol for symbol, weight in read if weight is None)
        raise BadHoldings(
            f"{bare.ticker} has no weight, others have. Give every holding one, or none. {_EXAMPLE}"
        )
    totals: dict[str, tuple[Symbol, float]] = {}
    merged = {}
    for symbol, weight in read:
        if symbol.ticker in totals:
            merged[symbol.ticker] = symbol
        totals[symbol.ticker] = (symbol, totals.get(symbol.ticker, (symbol, 0.0))[1] + (weight or 1.0))
    total = sum(weight for _symbol, weight in totals.values())
    lines = [Holding(symbol, weight / total) for symbol, weight in totals.values()]
    return Holdings(
        tuple(sorted(lines, key=lambda line: -line.weight)),
        None if without else total,
        tuple(merged.values()),
    )


def _line(part: str) -> tuple[Symbol, float | None]:
    """One holding as written: its symbol, and its weight where it has one."""
    shown = printable(part)[:40]
    if len(part) > 80:
        raise BadHoldings(f"“{shown}…” is too long for one holding. {_EXAMPLE}")
    if symbol := find(part):  # "s&p 500" is a name, not 500 of something
        return symbol, None
    match = _NAME_FIRST.fullmatch(part) or _WEIGHT_FIRST.fullmatch(part)
    if match is None:
        if re.fullmatch(rf"{_NUMBER}\s*%?", part):
            raise BadHoldings(f"“{shown}” has no name before it. {_EXAMPLE}")
        return Symbol.parse(part), None
    symbol, weight = Symbol.parse(match["name"]), float(match["weight"].replace("−", "-"))
    if not 0 < weight < 1e12:
        raise BadHoldings(
            f"The weight of {symbol.ticker} must be above zero; {match['weight']} is not. {_EXAMPLE}"
        )
    return symbol, weight


@dataclass(frozen=True, slots=True)
class PortfolioBeta:
    """The beta to one index over `sessions` common daily returns to `end`.

    value: NaN where a session among them has no bar.
    gap, lacking: the first such session, and who lacks it; None and empty where there is none.
    """

    value: float
    sessions: int
    end: date
    gap: date | None = None
    lacking: str = ""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Betas of a portfolio by index label.

    covered: the weight of the holdings that had enough prices; the rest is left out and the weights of those
        that stay are scaled up to one.
    left_out: their tickers.
    """

    betas: dict[str, PortfolioBeta]
    covered: float
    left_out: tuple[str, ...]

    @property
    def end(self) -> date:
        """The earliest session that a beta ends with."""
        return min(beta.end for beta in self.betas.values())


def sensitivity(
    holdings: Sequence[Holding],
    totals: pd.DataFrame,
    indices: Mapping[str, pd.Series[float]],
    sessions: int = YEAR,
) -> Sensitivity:
    """The portfolio's beta to each index over the last `sessions` common daily returns.

    `totals`: sessions × tickers of the holdings (adjusted closes); `indices`: closes by label; NaN where a
    session has no bar. The portfolio's return is Σ weight × return, weights held constant day by day; beta is
    `market.analytics.risk.relation`'s. Sessions are those of the index: a holding that trades on other days
    too takes no day from the rest. One with closes in fewer than nine of ten is left out.

    Raises NoData when no holding, or no common year of sessions, is there.

    >>> import pandas as pd
    >>> days = pd.bdate_range("2025-01-02", periods=300)
    >>> index = pd.Series([100.0 + n % 2 for n in range(300)], index=days)
    >>> lines = (Holding(Symbol.parse("SPY"), 0.5), Holding(Symbol.parse("SHY"), 0.5))
    >>> prices = pd.DataFrame({"SPY": index * 6, "SHY": 80.0}, index=days)
    >>> found = sensitivity(lines, prices, {"S&P 500": index})
    >>> round(found.betas["S&P 500"].value, 2), found.betas["S&P 500"].sessions, found.covered
    (0.5, 252, 1.0)
    """
    days = pd.concat(dict(indices), axis=1).index
    window = totals.loc[totals.index.intersection(days)].iloc[-(sessions + 1) :]
    enough = [
        h for h in holdings if h.symbol.ticker in window and window[h.symbol.ticker].notna().mean() > 0.9
    ]
    covered = sum(line.weight for line in enough)
    weights = pd.Series({line.symbol.ticker: line.weight / covered for line in enough}, dtype="float64")
    held = {ticker: listed_since(totals[ticker]) for ticker in weights.index}
    betas = {
        label: beta for label, closes in indices.items() if (beta := _beta(held, weights, closes, sessions))
    }
    if not enough or not betas:
        raise NoData("These holdings have too few sessions in common with the indices for a beta.")
    out = tuple(h.symbol.ticker for h in holdings if h.symbol.ticker not in weights)
    return Sensitivity(betas, covered, out)


def _beta(
    held: Mapping[str, pd.Series[float]], weights: pd.Series[float], index: pd.Series[float], sessions: int
) -> PortfolioBeta | None:
    """None with too few sessions."""
    both = joined({**held, _INDEX: index}).iloc[-(sessions + 1) :]
    if len(both) <= sessions // 2 or not held:
        return None
    daily = both[list(held)] / both[list(held)].shift(1) - 1.0
    value = (1.0 + (daily.iloc[1:] * weights).sum(axis=1, skipna=False)).cumprod()
    value = pd.concat([pd.Series(1.0, both.index[:1]), value]).rename("These holdings")
    gap = first_gap(both)
    lacking = next((str(name) for name in both if gap and both[name].loc[str(gap) :].isna().iloc[0]), "")
    return PortfolioBeta(
        value=float("nan") if gap else relation(value, both[_INDEX], sessions).beta,
        sessions=len(both) - 1,
        end=both.index[-1].date(),
        gap=gap,
        lacking="" if lacking == _INDEX else lacking,
    )
