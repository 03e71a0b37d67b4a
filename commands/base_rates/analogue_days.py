"""The days like the newest one, for `/history analogues`: by small caps' lead, breadth, volatility and credit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from math import sqrt

import pandas as pd

from commands.base_rates.history_events import BENCHMARK, SUBJECT, EventQuery, ObservedEvent, members_panel
from commands.framework.figure import Figure
from commands.framework.reply import Fact
from commands.inputs.basket import Basket, basket
from commands.presentation.figure_keys import closed_at, lead_key, no_bar, subject
from market.analytics.analogues import APART, NEAR, Analogues, analogues
from market.analytics.base_rates import LEAST
from market.analytics.breadth import LONG
from market.analytics.gaps import first_gap
from market.analytics.performance import daily_returns, joined
from market.bars import Bars
from market.errors import NoData
from market.formatting import Unit, listed, written
from market.services.members import MemberService
from market.services.prices import Market
from market.symbols import Symbol

LEAD, VOLATILITY = 63, 20  # sessions that the lead and credit, and that volatility, are measured over
CREDIT, TREASURIES = Symbol.parse("HYG"), Symbol.parse("IEF")
NAMED = 5  # of the nearest days
_LEAD, _BREADTH, _SWING, _CREDIT = "lead of small over large caps", "breadth", "volatility", "credit"


def analogue_days(asked: EventQuery, market: Market, members: MemberService) -> ObservedEvent:
    """Raises NoData where one of the measures is not known on the newest session, and where too few days are like
    it."""
    held = _loaded(market, (asked.symbol, SUBJECT, BENCHMARK))
    bonds = _loaded(market, (CREDIT, TREASURIES), levels=False)
    own, small, large = (held.bars[symbol.ticker] for symbol in (asked.symbol, SUBJECT, BENCHMARK))
    credit, treasuries = bonds.all
    for wanted, bars in ((SUBJECT, small), (BENCHMARK, large)):
        if bars.symbol.ticker != wanted.ticker:  # a lead of its fund is another measure
            raise NoData(
                f"The lead is one of the indices, and {wanted.label} is not available now. Ask again later."
            )
    panel = members_panel(asked.symbol, members, "analogues")
    columns = {
        _LEAD: _ahead(small.closes, large.closes),
        _BREADTH: panel.breadth.above(LONG),
        _SWING: daily_returns(own.total).rolling(VOLATILITY).std(ddof=1) * sqrt(own.year),
        _CREDIT: _ahead(credit.total, treasuries.total),
    }
    measures = _measured(own, columns)
    result = analogues(measures)
    day = measures.index[-1].date()
    closes = own.closes.loc[measures.index].rename(own.symbol.label)
    keys = {
        _LEAD: f"{subject(small.symbol)}.lead.{subject(large.symbol)}.{LEAD}d",
        _BREADTH: f"breadth.{panel.members.universe.key}.above_{LONG}",
        _SWING: f"{subject(own.symbol)}.volatility.{VOLATILITY}d",
        _CREDIT: lead_key(credit, treasuries, f"{LEAD}d"),
    }
    return ObservedEvent(
        replace(asked, symbol=own.symbol, like=_like(result, day)),
        own,
        closes,
        pd.Series(measures.index.isin(result.distances.index), measures.index),
        (_about(result, day), *held.notes(day), *bonds.notes(day), *panel.notes),
        _facts(result, keys, subject(own.symbol), day),
        (*held.all, *bonds.all, panel),
    )


def _loaded(market: Market, symbols: tuple[Symbol, ...], *, levels: bool = True) -> Basket:
    """All of them, or the error of the first that is missing."""
    wanted = tuple(dict.fromkeys(symbols))
    held = basket(market, wanted, levels=levels)
    if held.missing:
        market.many(wanted, levels=levels)
    return held


def _ahead(own: pd.Series[float], other: pd.Series[float]) -> pd.Series[float]:
    """How much more the first did over `LEAD` sessions."""
    both = joined({"own": own, "other": other})
    moved = both / both.shift(LEAD) - 1.0
    return moved["own"] - moved["other"]


def _measured(own: Bars, columns: Mapping[str, pd.Series[float]]) -> pd.DataFrame:
    """The measures on the sessions since the market's last gap, from the first on which all are known to the
    newest that all reach. Raises NoData where the gap leaves too few."""
    end = min(column.index[-1] for column in columns.values())
    part = own.closes.loc[:end]
    gaps = part.index[part.isna()]
    whole = part.loc[gaps[-1] :].iloc[1:] if len(gaps) else part
    if whole.empty:
        raise NoData(
            f"What followed is not known: {no_bar(first_gap(part.iloc[-1:]), own)}. Ask for another market."
        )
    table = pd.DataFrame({name: column.reindex(whole.index) for name, column in columns.items()})
    complete = table.dropna()
    if len(gaps) and len(complete) <= LEAST * APART:
        raise NoData(
            f"What followed can be compared since {gaps[-1].date()} only, too short a time: "
            f"{no_bar(gaps[-1].date(), own)}. Ask for another market."
        )
    if complete.empty:
        raise NoData("The measures have no session in common. Ask for another market.")
    return table.loc[complete.index[0] :]


def _facts(result: Analogues, keys: Mapping[str, str], word: str, day: date) -> tuple[Fact, ...]:
    """Where the measures stand, and the days nearest to that."""
    labels = {
        _LEAD: (f"Small less large caps, {LEAD} sessions", Unit.LEAD, "price return"),
        _BREADTH: (f"Members above their {LONG}-day average", Unit.SHARE, ""),
        _SWING: (f"Volatility, {VOLATILITY} sessions", Unit.SHARE, "annualised"),
        _CREDIT: (f"Credit, {LEAD} sessions", Unit.LEAD, "HYG less IEF, total return"),
    }
    at, nearest = closed_at(day), result.nearest
    sizes = {"nearest": nearest.iloc[0], "farthest": nearest.iloc[-1], "usual": result.usual}
    low, high, usual = (written(float(size), Unit.RATIO) for size in sizes.values())
    return (
        *(
            Fact(labels[str(name)][0], float(value), *labels[str(name)][1:], at, key=keys[str(name)])
            for name, value in result.newest.items()
        ),
        Fact(
            "Nearest days",
            listed([f"{session:%Y-%m-%d}" for session in nearest.index[:NAMED]]),
            detail=f"{low} standard deviations away; the farthest of {len(nearest)} {high}, any day {usual}",
            as_of=at,
            figures=tuple(
                Figure(f"history.{word}.analogues.{name}", float(size), Unit.RATIO)
                for name, size in sizes.items()
            ),
        ),
    )


def _like(result: Analogues, day: date) -> str:
    """What the days are in a sentence: "a day like 2026-01-22" only where all of them are."""
    count, near = len(result.distances), result.near
    if near == count:
        return f"a day like {day}"
    like = f"{near or 'none'} {'is' if near == 1 else 'are'} like it"
    return f"one of the {count} days nearest to {day}, of which {like},"


def _about(result: Analogues, day: date) -> str:
    return (
        f"The {len(result.distances)} days nearest to {day}, {APART} sessions apart at least; each measure counts in "
        f"its own standard deviations; those at most {NEAR:g} away are like it."
    )
