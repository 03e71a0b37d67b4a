"""Figures of many series together, recomputed from raw closes: breadth, funds, events, a portfolio, the economy."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.truth.contributions import contribution
from benchmarks.truth.market_regime import CYCLICAL, DEFENSIVE, SECTORS, regime
from benchmarks.truth.prices import YEAR, Formula, base_session, moved
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


def breadth(read: Reading, universe: str, rest: list[str]) -> object:
    """`breadth.russell2000.above_200`, `.advancers`, `.net_highs`, `.priced` …"""
    what = rest[0]
    if what == "members":
        return len(read.damage.given.members(universe))
    if what.endswith("_shift"):
        return _shift(read, universe, what.removesuffix("_shift"), rest[1])
    if what == "line":
        return _line(read, universe, rest[1])
    if what.startswith("above_"):
        return _above(read, universe, what)
    if what == "priced":
        return int(read.panel(universe, 1).iloc[-1].notna().sum())
    if what in ("advancers", "decliners"):
        part = read.panel(universe, 2)
        last, before = part.iloc[-1], part.iloc[-2]
        return int((last > before).sum() if what == "advancers" else (last < before).sum())
    if what in ("highs", "lows", "net_highs"):
        part = read.panel(universe, YEAR)
        whole = part.notna().sum() == YEAR
        if len(part) < YEAR or not whole.any():
            raise NotStated(what)
        earlier = part.iloc[:-1]
        highs = int(((part.iloc[-1] > earlier.max()) & whole).sum())
        lows = int(((part.iloc[-1] < earlier.min()) & whole).sum())
        return {"highs": highs, "lows": lows, "net_highs": highs - lows}[what]
    raise NotStated(what)


def _above(read: Reading, universe: str, what: str) -> float:
    """Share of the members with an average that close above it; `what`: above_50, above_200."""
    window = int(what.removeprefix("above_"))
    part = read.panel(universe, window)
    averaged = part.notna().sum() == window
    if len(part) < window or not averaged.any():
        raise NotStated(what)
    above = part.iloc[-1] > part.mean() * (1 + 1e-12)
    return float((above & averaged).sum() / averaged.sum())


def _shift(read: Reading, universe: str, what: str, period: str) -> float:
    """How a share changed over the period; where the base has none, since the first that has."""
    days = read.damage.whole.panel(universe).loc[: read.day].index
    base = Reading(read.damage, base_session(days, period))
    now, before = _above(read, universe, what), _above(base, universe, what)
    read.damaged |= base.damaged
    return now - before


def _line(read: Reading, universe: str, period: str) -> float:
    """Advancers less decliners, summed over the sessions after the base."""
    days = read.damage.whole.panel(universe).loc[: read.day].index
    part = read.panel(universe, len(days.intersection(days[days >= base_session(days, period)])))
    move = part.diff().iloc[1:]
    return float(((move > 0).sum(axis=1) - (move < 0).sum(axis=1)).sum())


def movers(read: Reading, universe: str, rest: list[str]) -> object:
    """`movers.russell2000.median.1d`, `.advancers.1d`, `.decliners.1d`, `.priced.1d`, `.rising.1d`,
    `.sector.energy.change.1d`."""
    if rest[0] == "sector":
        return _sector(read, universe, rest[1], rest[2:])
    change = _member_changes(read, universe, rest[1])
    return {
        "median": float(change.median()),
        "advancers": int((change > 0).sum()),
        "decliners": int((change < 0).sum()),
        "priced": len(change),
        "rising": float((change > 0).mean()),
    }[rest[0]]


def _sector(read: Reading, universe: str, word: str, rest: list[str]) -> object:
    """Members of one sector, weighted by the list."""
    listed = read.damage.given.members(universe)
    weight = listed["weight"][listed["sector"].map(_sector_word) == word]
    if rest[0] == "weight":
        return float(weight.sum() / listed["weight"].sum())
    change = _member_changes(read, universe, rest[1])
    own = change[change.index.isin(weight.index)]
    heavy = weight[own.index]
    return {
        "change": float((own * heavy).sum() / heavy.sum()),
        "rising": float((own > 0).mean()),
        "priced": len(own),
    }[rest[0]]


def _sector_word(name: str) -> str:
    return {"Communication": "communication_services"}.get(name, name.lower().replace(" ", "_"))


def member(read: Reading, universe: str, rest: list[str]) -> float:
    """`member.russell2000.SATL.total.1d`, `.adjusted_close`."""
    name = rest[0].upper()
    if rest[1] == "adjusted_close":
        return float(read.panel(universe, 1)[name].iloc[-1])
    return float(_member_changes(read, universe, rest[2])[name])


def _member_changes(read: Reading, universe: str, period: str) -> pd.Series[float]:
    series = read.damage.whole.panel(universe).loc[: read.day]
    base = base_session(series.index, period)
    read.inputs.add((universe, "panel"))
    bad = read.damage.of(universe, "panel")
    read.damaged |= bool(bad.isin([base, read.day]).any())
    closes = series.reindex(columns=read.damage.given.members(universe).index)
    last, first = closes.loc[[read.day]].iloc[0], closes.loc[[base]].iloc[0]
    return (last / first - 1).dropna()


def sectors(read: Reading, figure: str, rest: list[str]) -> object:
    """`sectors.rising.1m`, `.count`, `.best`, `.worst`, `.best_name`, `.cyclical`, `.defensive`, `.balance`."""
    change = {}
    for name in SECTORS:
        series = read.damage.whole.series(name, "total")
        if series is not None and series.index[0] <= base_session(series.loc[: read.day].index, rest[0]):
            change[name] = moved(read, name, "total", rest[0])
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
    """`history.rut.record.events`, `history.rut.drawdown_10.median.3m`, `.n`, `.up`, `.usual`, `.usual_up`."""
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
    measured = {
        "median": np.median(after),
        "worst": after.min(),
        "best": after.max(),
        "up": (after > 0).mean(),
    }
    return float(measured[rest[1]])


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
    names = [*weights, ticker(rest[1])]
    frame = pd.concat([read.last(name, "total", YEAR + 1) for name in names], axis=1, keys=names)
    moves = frame.pct_change(fill_method=None).iloc[1:]
    own = sum(moves[name] * weight for name, weight in weights.items()) / sum(weights.values())
    other = moves[names[-1]]
    return float(np.cov(own, other)[0, 1] / other.var())


def macro(read: Reading, word: str, rest: list[str]) -> float:
    """`macro.unemployment.last`, `.change`, `.percentile`: what was out on the day."""
    name, scale, lag, measure = ECONOMY[word]
    rows = read.damage.whole.economy
    values = rows[rows["series"] == name].set_index("date")["value"].sort_index()
    values = values.loc[: read.day - pd.Timedelta(days=lag)]
    if measure == "difference":
        values = values.diff().dropna()
    elif measure == "mean of four":
        values = values.rolling(4).mean().dropna()
    values = values * scale
    window = values[values.index > values.index[-1] - pd.DateOffset(years=10)]
    last = values.iloc[-1]
    return {
        "last": float(last),
        "change": float(last - values.iloc[-2]),
        "percentile": float(((window < last).sum() + 0.5 * (window == last).sum()) / len(window)),
    }[rest[0]]


def members_above(read: Reading, subject: str, rest: list[str]) -> object:
    """`spy.members_above_200`: of the index that the fund holds."""
    return breadth(read, {"spy": "sp500", "iwm": "russell2000"}[subject], ["above_200"])


# By the first word of a key; what follows is the figure's subject.
FAMILIES: dict[str, Formula] = {
    "breadth": breadth,
    "movers": movers,
    "member": member,
    "contribution": contribution,
    "rank": rank,
    "sectors": sectors,
    "regime": regime,
    "history": history,
    "portfolio": portfolio,
    "macro": macro,
}
# By the second word, as those of prices.
OF_FUNDS: dict[str, Formula] = {
    "members_above_200": members_above,
    "surprise": surprise,
    "surprise_over": surprise_over,
}
