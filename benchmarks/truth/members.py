"""Figures of an index's members together, recomputed from their adjusted closes: breadth, movers, sectors."""

from __future__ import annotations

import pandas as pd

from benchmarks.truth.contributions import sector_word
from benchmarks.truth.prices import YEAR, base_session
from benchmarks.truth.reading import NotStated, Reading

# The members' sector of a fund of S&P 500 sectors.
OF_FUND = {
    "xlk": "information_technology",
    "xlf": "financials",
    "xlv": "health_care",
    "xly": "consumer_discretionary",
    "xlp": "consumer_staples",
    "xle": "energy",
    "xli": "industrials",
    "xlb": "materials",
    "xlu": "utilities",
    "xlre": "real_estate",
    "xlc": "communication_services",
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
    read.spans |= base.spans
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
    return of_all(_member_changes(read, universe, rest[1]), rest[0])


def of_all(change: pd.Series[float], what: str) -> object:
    """A figure of the changes of all members: `median`, `advancers`, `decliners`, `priced`, `rising`."""
    return {
        "median": float(change.median()),
        "advancers": int((change > 0).sum()),
        "decliners": int((change < 0).sum()),
        "priced": len(change),
        "rising": float((change > 0).mean()),
    }[what]


def _sector(read: Reading, universe: str, word: str, rest: list[str]) -> object:
    listed = read.damage.given.members(universe)
    if rest[0] == "weight":
        own = listed["sector"].map(sector_word) == word
        return float(listed["weight"][own].sum() / listed["weight"].sum())
    return of_sector(_member_changes(read, universe, rest[1]), listed, word, rest[0])


def of_sector(change: pd.Series[float], listed: pd.DataFrame, word: str, what: str) -> object:
    """A figure of one sector's members, weighted by the list: `change`, `rising`, `priced`."""
    weight = listed["weight"][listed["sector"].map(sector_word) == word]
    own = change[change.index.isin(weight.index)]
    heavy = weight[own.index]
    return {
        "change": float((own * heavy).sum() / heavy.sum()),
        "rising": float((own > 0).mean()),
        "priced": len(own),
    }[what]


def member(read: Reading, universe: str, rest: list[str]) -> float:
    """`member.russell2000.SATL.total.1d`, `.adjusted_close`."""
    name = rest[0].upper()
    if rest[1] == "adjusted_close":
        return float(read.panel(universe, 1)[name].iloc[-1])
    return float(_member_changes(read, universe, rest[2])[name])


def _member_changes(read: Reading, universe: str, period: str) -> pd.Series[float]:
    series = read.damage.panel(universe).loc[: read.day]
    base = base_session(series.index, period)
    read.note(universe, "panel", base, read.day)
    closes = series.reindex(columns=read.damage.given.members(universe).index)
    last, first = closes.loc[[read.day]].iloc[0], closes.loc[[base]].iloc[0]
    return (last / first - 1).dropna()


def own_sector(read: Reading, subject: str, rest: list[str]) -> object:
    """`xlk.russell2000.1m`: what the index's own members of a fund's sector did."""
    return _sector(read, "russell2000", OF_FUND[subject], ["change", rest[0]])


def members_above(read: Reading, subject: str, rest: list[str]) -> object:
    """`spy.members_above_200`: of the index that the fund holds."""
    return breadth(read, {"spy": "sp500", "iwm": "russell2000"}[subject], ["above_200"])
