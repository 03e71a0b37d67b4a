"""Daily bars of the sample market's named symbols, made from factors and traits."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd

from market.sources.sample.factors import DAILY, Floats, factor, factors, generator
from market.sources.sample.members import member_closes
from market.sources.sample.rates import ten_year
from market.sources.sample.sessions import position, session_index
from market.sources.sample.traits import TRUE_CLOSES, TWINS, Trait, traits

# The founding session: minutes after the open and level. The print of 11:25 to 11:30 that a
# newspaper took for a close, the high and the low of the Russell 2000 are true; the rest is made up.
FOUNDING_DAY: dict[str, tuple[tuple[int, float], ...]] = {
    "^RUT": ((0, 2716.5), (115, 2731.77), (120, 2731.77), (200, 2735.1), (380, 2714.99), (390, 2718.77)),
    "^GSPC": ((0, 6897.8), (20, 6890.2), (120, 6921.4), (205, 6930.9), (390, 6913.35)),
    "^NDX": ((0, 25424.6), (25, 25381.3), (120, 25551.7), (210, 25604.2), (390, 25518.35)),
    "^IXIC": ((0, 23308.5), (25, 23279.6), (120, 23456.9), (210, 23507.3), (390, 23436.02)),
    "^DJI": ((0, 49141.2), (15, 49098.8), (120, 49452.6), (200, 49538.4), (390, 49384.01)),
}
_FOLLOWS = {"IWM": "^RUT", "SPY": "^GSPC", "IVV": "^GSPC", "VOO": "^GSPC", "QQQ": "^NDX", "DIA": "^DJI"}
_VIX_SINCE = date(1990, 1, 2)
_EARNINGS = 0.016  # share of sessions on which a stock has news of its own


@lru_cache(maxsize=32)
def frame(ticker: str) -> pd.DataFrame:
    """All bars of `ticker` up to the founding session, in the shape of `Bars.frame`, adjusted
    closes equal to closes at the end. Raises KeyError for an unknown ticker."""
    closes = member_closes(ticker)
    if closes is not None:
        if closes.empty:  # a member that was never priced
            raise KeyError(ticker)
        return _bars(ticker, closes.index, np.asarray(closes, dtype=np.float64), np.array(0.02), 0.0, 6e5)
    if ticker == "^VIX":
        start = position(_VIX_SINCE)
        return _bars(ticker, session_index()[start:], _vix()[start:], np.array(0.035), 0.0, 0.0)
    if ticker == "^TNX":
        return _bars(ticker, session_index(), ten_year(), np.array(0.008), 0.0, 0.0)
    trait = traits()[ticker]
    start = position(trait.since)
    returns = _returns(ticker, trait)[start:]
    returns[0] = 0.0
    path = np.cumsum(returns)
    closes = trait.last * np.exp(path - path[-1])
    swing = abs(trait.market) * DAILY * factors().stress[start:] + trait.noise
    return _bars(ticker, session_index()[start:], closes, swing, trait.dividend, trait.volume)


def founding_day(ticker: str) -> tuple[tuple[int, float], ...]:
    """The founding session of an index, or of a fund that follows one; empty for others."""
    day = FOUNDING_DAY.get(_FOLLOWS.get(ticker, ticker), ())
    if ticker not in _FOLLOWS:
        return day
    scale = traits()[ticker].last / day[-1][1]
    return tuple((minute, round(level * scale, 2)) for minute, level in day)


def _bars(
    ticker: str, index: pd.Index, closes: Floats, swing: Floats, dividend: float, volume: float
) -> pd.DataFrame:
    """A full frame around `closes`: opens, highs and lows within about `swing` (fraction of the
    level) of them, quarterly dividends, volume."""
    random = generator(f"range {ticker}").standard_normal((4, len(closes)))
    before = np.concatenate((closes[:1], closes[:-1]))
    opens = before * (closes / before) ** 0.4 * np.exp(np.clip(0.25 * swing * random[0], -0.1, 0.1))
    highs = np.maximum(opens, closes) * (1 + np.minimum(0.4 * swing * np.abs(random[1]), 0.2))
    lows = np.minimum(opens, closes) * (1 - np.minimum(0.4 * swing * np.abs(random[2]), 0.2))
    if day := [level for _minute, level in founding_day(ticker)]:
        opens[-1], highs[-1], lows[-1] = day[0], max(day), min(day)
    closes = _ticks(closes)
    busy = 1 + np.minimum(np.abs(closes / before - 1) / np.maximum(swing, 1e-9), 4.0) * 0.4
    return pd.DataFrame(
        {
            "open": _ticks(opens),
            "high": _ticks(highs),
            "low": _ticks(lows),
            "close": closes,
            "adj_close": closes * _reinvested(pd.DatetimeIndex(index), dividend),
            "volume": np.round(volume * busy * np.exp(0.25 * random[3])) if volume else np.nan,
        },
        index=index,
    )


def _returns(ticker: str, trait: Trait) -> Floats:
    """Daily log returns on all sessions: loadings times factors, and the symbol's own noise."""
    common = factors()
    total = trait.market * common.market + trait.size * common.size + trait.growth * common.growth
    if trait.factor:
        total = total + trait.load * factor(trait.factor)
    named = TWINS.get(ticker, ticker)
    if trait.noise:
        total = total + _noise(named, trait)
    for step, (before, after) in enumerate(pairwise(TRUE_CLOSES.get(named, ()))):
        total[step - 2] = np.log(after / before)
    return total


def _noise(name: str, trait: Trait) -> Floats:
    """The symbol's own returns: livelier under stress, now and then a day of news, no drift."""
    stress = factors().stress
    random = generator(f"noise {name}")
    noise = trait.noise * stress**0.3 * random.standard_normal(len(stress))
    if trait.noise > 0.006:  # a single company
        news = random.random(len(stress)) < _EARNINGS
        noise[news] *= 1 + 3 * random.random(int(news.sum()))
    start = position(trait.since)
    noise[start:] -= noise[start:].mean()
    return np.clip(noise, -0.35, 0.30)


def _reinvested(index: pd.DatetimeIndex, dividend: float) -> Floats:
    """What turns closes into adjusted ones: below 1 before each quarterly dividend still to come."""
    quarter = (index.month.to_numpy() % 3 == 0) & (index.day.to_numpy() >= 15)
    ex_days = quarter & ~np.concatenate(([True], quarter[:-1]))
    paid = np.cumsum(np.where(ex_days, -np.log1p(-dividend / 4), 0.0))
    return np.asarray(np.exp(paid - paid[-1]))


def _vix() -> Floats:
    stress = factors().stress
    own = pd.Series(generator("vix").standard_normal(len(stress))).ewm(span=6).mean().to_numpy()
    return np.asarray(np.clip(14.0 * stress**0.7 * np.exp(0.12 * own), 9.0, 82.0))


def _ticks(prices: Floats) -> Floats:
    """Prices as they are quoted: two decimals, four below one."""
    return np.asarray(np.where(prices < 1.0, np.maximum(np.round(prices, 4), 0.0001), np.round(prices, 2)))
