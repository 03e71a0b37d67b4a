"""Figures of an index's members together, recomputed from their adjusted closes: breadth, movers, sectors."""

from __future__ import annotations

import pandas as pd

from benchmarks.truth.contributions import sector_word
from benchmarks.truth.prices import YEAR, base_session, moved
from benchmarks.truth.reading import SECTORS, STAND_IN, NotStated, Reading

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
    """`breadth.russell2000.above_200`, `.advancers`, `.net_highs`, `.priced` …; `breadth.funds.above_200` of those that
    stand in."""
    what = rest[0]
    if what == "members":
        return len(read.damage.listed(universe))
    if what.endswith("_shift"):
        return _shift(read, universe, what.removesuffix("_shift"), rest[1])
    if what == "line":
        return _line(read, universe, rest[1])
    if what.startswith("above_"):
        return _above(read, universe, what)
    if what == "priced":
        if not (priced := int(read.panel(universe, 1).iloc[-1].notna().sum())):
            raise NotStated(what)
        return priced
    if what in ("advancers", "decliners"):
        part = read.panel(universe, 2)
        last, before = part.iloc[-1], part.iloc[-2]
        if (last - before).isna().all():
            raise NotStated(what)
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
    above = _averaged(read, universe, what)
    return float(above.mean())


def _averaged(read: Reading, universe: str, what: str) -> pd.Series[bool]:
    """Of the members with an average whether they close above it."""
    window = int(what.removeprefix("above_"))
    part = read.panel(universe, window)
    averaged = part.notna().sum() == window
    if len(part) < window or not averaged.any():
        raise NotStated(what)
    return (part.iloc[-1] > part.mean() * (1 + 1e-12))[averaged]


def _shift(read: Reading, universe: str, what: str, period: str) -> float:
    """How a share changed over the period, of funds that stand in only where they are the same at both ends."""
    days = read.damage.panel(universe).loc[: read.day].index
    base = Reading(read.damage, base_session(days, period))
    now, before = _averaged(read, universe, what), _averaged(base, universe, what)
    read.spans |= base.spans
    if universe == STAND_IN and not now.index.equals(before.index):
        raise NotStated(what)
    return float(now.mean() - before.mean())


def _line(read: Reading, universe: str, period: str) -> float:
    """Advancers less decliners, summed over the sessions after the base."""
    days = read.damage.panel(universe).loc[: read.day].index
    part = read.panel(universe, len(days.intersection(days[days >= base_session(days, period)])))
    move = part.diff().iloc[1:]
    if move.isna().all(axis=1).any():
        raise NotStated("line")
    return float(((move > 0).sum(axis=1) - (move < 0).sum(axis=1)).sum())


def movers(read: Reading, universe: str, rest: list[str]) -> object:
    """`movers.russell2000.median.1d`, `.advancers.1d`, `.decliners.1d`, `.priced.1d`, `.rising.1d`,
    `.sector.energy.change.1d`."""
    if universe == "sector_funds":
        return _sector_funds(read, rest)
    if rest[0] == "sector":
        return _sector(read, universe, rest[1], rest[2:])
    return of_all(_member_changes(read, universe, rest[1]), rest[0])


def sector_changes(read: Reading, period: str) -> dict[str, float]:
    """What each fund of S&P 500 sectors did that was listed by the base of the period."""
    sessions = read.upto(SECTORS[0], "total").index
    base, change = base_session(sessions, period), {}
    for name in SECTORS:
        series = read.damage.whole.series(name, "total")
        if series is not None and series.index[0] <= base:
            change[name] = moved(read, name, "total", period)
    return change


def _sector_funds(read: Reading, rest: list[str]) -> object:
    """`movers.sector_funds.median.1d`, `.rising.1d`, `.priced.1d`, `.sector.technology.change.1d`."""
    if rest[0] == "sector":
        name = next(name for name, word in OF_FUND.items() if word.removeprefix("information_") == rest[1])
        return moved(read, name.upper(), "total", rest[3])
    change = pd.Series(sector_changes(read, rest[1]))
    if rest[0] == "priced":
        given = (read.damage.given.series(name, "total") for name in change.index)
        return sum(series is not None for series in given)
    return of_all(change, rest[0])


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
