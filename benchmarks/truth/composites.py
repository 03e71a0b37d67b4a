"""Figures of many series together, recomputed from raw closes: funds, events, a portfolio, the economy."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

import numpy as np
import pandas as pd

from benchmarks.truth.alert_outcomes import change_after, stats
from benchmarks.truth.analogues import like_the_newest
from benchmarks.truth.contributions import contribution
from benchmarks.truth.drivers import lead_drivers
from benchmarks.truth.economy import was_out
from benchmarks.truth.market_regime import CYCLICAL, DEFENSIVE, regime
from benchmarks.truth.members import breadth, member, members_above, movers, own_sector, sector_changes
from benchmarks.truth.portfolio import contribution_held
from benchmarks.truth.portfolio import holdings as held_values
from benchmarks.truth.prices import YEAR, Formula
from benchmarks.truth.ranks import rank
from benchmarks.truth.reading import NotStated, Reading, ticker
from benchmarks.truth.surprises import surprise, surprise_over

HORIZONS = {"1m": 21, "3m": 63, "6m": 126, "12m": 252}
# Scale of the published number, days until it is out, what is read of it.
ECONOMY = {
    "gdp": ("A191RL1Q225SBEA", 0.01, 120, "level"),
    "payrolls": ("PAYEMS", 1000.0, 36, "difference"),
    "unemployment": ("UNRATE", 0.01, 36, "level"),
    "claims": ("ICSA", 1.0, 5, "mean of four"),
    "nfci": ("NFCI", 1.0, 5, "level"),
    "spread": ("BAMLH0A0HYM2", 0.01, 1, "level"),
    "10y": ("DGS10", 0.01, 1, "level"),
    "real": ("DFII10", 0.01, 1, "level"),
}


def sectors(read: Reading, figure: str, rest: list[str]) -> object:
    """`sectors.rising.1m`, `.count`, `.best`, `.worst`, `.best_name`, `.cyclical`, `.defensive`, `.balance`."""
    change = sector_changes(read, rest[0])
    mean = {
        kind: sum(change[name] for name in names) / len(names)
        for kind, names in (("cyclical", CYCLICAL), ("defensive", DEFENSIVE))
    }
    return {
        "rising": sum(value > 0 for value in change.values()),
        "count": len(change),
        "best": max(change.values()),
        "worst": min(change.values()),
        "best_name": max(change, key=change.__getitem__),
        "worst_name": min(change, key=change.__getitem__),
        **mean,
        "balance": mean["cyclical"] - mean["defensive"],
    }[figure]


def history(read: Reading, subject: str, rest: list[str]) -> object:
    """`history.rut.record.events`, `history.rut.drawdown_10.median.3m`, `.low`, `.n`, `.up`, `.usual`, `.usual_up`;
    `history.rut.analogues.nearest`, `.farthest`, `.usual`."""
    if rest[0] == "analogues":
        closes, places, sizes, any_day = like_the_newest(read, subject)
        if len(rest) == 2 and rest[1] != "events":
            return {"nearest": sizes[0], "farthest": sizes[-1], "usual": any_day}[rest[1]]
        at = np.array(places)
    else:
        closes = read.history(ticker(subject), "close").dropna()
        at = np.flatnonzero(_happened(closes, rest[0]))
    if rest[1] == "events":
        return len(at)
    prices, horizon = closes.to_numpy(), HORIZONS[rest[2]]
    usual = prices[horizon:] / prices[:-horizon] - 1
    kept, free = [], -1
    for place in at.tolist():
        if place >= free:
            kept.append(place)
            free = place + horizon
    after = np.array([prices[p + horizon] / prices[p] - 1 for p in kept if p + horizon < len(prices)])
    if rest[1] in ("usual", "usual_up"):
        return float(np.median(usual) if rest[1] == "usual" else (usual > 0).mean())
    if rest[1] == "n":
        return len(after)
    if len(after) < 10:
        raise NotStated(rest[1])
    if rest[1] in ("low", "high"):
        return interval(tuple(after.tolist()))[rest[1] == "high"]
    measured = {
        "median": np.median(after),
        "worst": after.min(),
        "best": after.max(),
        "up": (after > 0).mean(),
    }
    return float(measured[rest[1]])


DRAWS, SEED = 10_000, 20_260_122


@lru_cache(maxsize=64)
def interval(values: tuple[float, ...]) -> tuple[float, float]:
    """The 5th and the 95th percentile of the medians of resamples from blocks of neighbours, in time order; block
    by block from the published number of draws and its fixed seed."""
    block = ceil(len(values) ** (1 / 3))
    starts = np.random.default_rng(SEED).integers(
        0, len(values) - block + 1, (DRAWS, ceil(len(values) / block))
    )
    medians = []
    for row in starts.tolist():
        drawn = [value for start in row for value in values[start : start + block]][: len(values)]
        drawn.sort()
        half = len(drawn) // 2
        medians.append(drawn[half] if len(drawn) % 2 else (drawn[half - 1] + drawn[half]) / 2)
    low, high = np.percentile(medians, [5, 95])
    return float(low), float(high)


def _happened(closes: pd.Series, event: str) -> np.ndarray:
    """Where the event took place. A drawdown is the first close that far below a high, one per high."""
    values = closes.to_numpy()
    kind, _, size = event.partition("_")
    if kind == "record":
        return np.concatenate([[False], values[1:] > np.maximum.accumulate(values)[:-1]])
    amount = float(size) / 100
    if kind == "drawdown":
        out, high, waiting = np.zeros(len(values), bool), -np.inf, True
        for n, value in enumerate(values):
            if value > high:
                high, waiting = value, True
            elif waiting and value <= high * (1 - amount) * (1 + 1e-12):
                out[n], waiting = True, False
        return out
    change = np.concatenate([[0.0], values[1:] / values[:-1] - 1])
    return change >= amount - 1e-12 if kind == "up" else change <= -amount + 1e-12


# The seven largest technology companies of docs/commands.md with Alphabet's two classes, Broadcom and their fund.
MEGA_TECHNOLOGY = {"AAPL", "MSFT", "NVDA", "GOOGL", "GOOG", "AMZN", "META", "AVGO", "TSLA", "MAGS"}


def portfolio(read: Reading, subject: str, rest: list[str]) -> float:
    """`portfolio.IWM-50_QQQ-50.beta.spx`: of daily rebalanced holdings, over 252 returns; `.hhi` …"""
    parts = [part.split("-") for part in subject.split("_")]
    weights = {name: float(weight) for name, weight in parts}
    shares = np.array([*weights.values()]) / sum(weights.values())
    hhi = float((shares**2).sum())
    of_weights = {"hhi": hhi, "effective_number": 1 / hhi, "largest_weight": float(shares.max())}
    if rest[0] in of_weights:
        return of_weights[rest[0]]
    if rest == ["mega_technology", "direct"]:
        held = [share for name, share in zip(weights, shares, strict=True) if name in MEGA_TECHNOLOGY]
        return float(sum(held))
    names = [*dict.fromkeys((*weights, ticker(rest[1])))]
    frame = pd.concat([read.last(name, "total", YEAR + 1) for name in names], axis=1, keys=names)
    moves = frame.pct_change(fill_method=None).iloc[1:]
    own = sum(moves[name] * weight for name, weight in weights.items()) / sum(weights.values())
    other = moves[ticker(rest[1])]
    return float(np.cov(own, other)[0, 1] / other.var())


def portfolio_part(read: Reading, subject: str, rest: list[str]) -> float:
    """`portfolio_part.IWM-50_QQQ-50.beta.spx`: of the holdings that the folder has a year of."""
    return portfolio(read, "_".join(part for part in subject.split("_") if _has_a_year(read, part)), rest)


def _has_a_year(read: Reading, part: str) -> bool:
    """Whether nine of ten closes of the last year are in the folder as they truly are."""
    name = part.split("-")[0]
    true, given = (data.series(name, "total") for data in (read.damage.whole, read.damage.given))
    if true is None or given is None:
        return False
    year = true.loc[: read.day].iloc[-(YEAR + 1) :]
    return bool(np.isclose(given.reindex(year.index), year, rtol=1e-6).mean() > 0.9)


def macro(read: Reading, word: str, rest: list[str]) -> object:
    """`macro.unemployment.last`, `.change`, `.percentile`, `.on`: what was out on the day."""
    name, scale, lag, measure = ECONOMY[word]
    rows = read.damage.whole.economy
    values = rows[rows["series"] == name].set_index("date")["value"].sort_index()
    values = values.loc[: read.day]
    while not was_out(word, lag, values.index[-1], read.day):
        values = values.iloc[:-1]
    if measure == "difference":
        values = values.diff().dropna()
    elif measure == "mean of four":
        values = values.rolling(4).mean().dropna()
    values = values * scale
    window = values[values.index > values.index[-1] - pd.DateOffset(years=10)]
    last = values.iloc[-1]
    if rest[0] == "on":
        return str(values.index[-1].date())
    return {
        "last": float(last),
        "change": float(last - values.iloc[-2]),
        "percentile": float(((window < last).sum() + 0.5 * (window == last).sum()) / len(window)),
    }[rest[0]]


def _contribution(read: Reading, subject: str, rest: list[str]) -> object:
    return contribution_held(read, rest) if subject == "holdings" else contribution(read, subject, rest)


# By the first word of a key; what follows is the figure's subject.
FAMILIES: dict[str, Formula] = {
    "breadth": breadth,
    "movers": movers,
    "member": member,
    "contribution": _contribution,
    "holdings": held_values,
    "alerts": stats,
    "rank": rank,
    "sectors": sectors,
    "regime": regime,
    "history": history,
    "drivers": lead_drivers,
    "portfolio": portfolio,
    "portfolio_part": portfolio_part,
    "macro": macro,
}
# First or second words. Of these the folder that is asked about decides what is computed, not its lists alone.
OF_THE_FOLDER = frozenset({"portfolio_part", "funds", "sector_funds"})
# By the second word, as those of prices.
OF_FUNDS: dict[str, Formula] = {
    "members_above_200": members_above,
    "russell2000": own_sector,
    "surprise": surprise,
    "surprise_over": surprise_over,
    "after": change_after,
}
