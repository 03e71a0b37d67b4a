"""Funds among holdings, looked through where a list of what they hold is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from commands.framework.figure import Figure
from commands.framework.reply import Fact
from market.analytics.exposure import MEGA_TECH, Holdings
from market.analytics.look_through import LookThrough, look_through
from market.catalog import SymbolKind
from market.datasets.members import Members, universe_of
from market.errors import MarketError
from market.formatting import Unit, listed, share
from market.services.members import MemberService
from market.symbols import Symbol

_NO_COMPANIES = ("Bond", "Treasury", "Gold", "Silver", "Oil Fund", "Dollar")  # in the names of such funds
_MANY = frozenset({SymbolKind.FUND, SymbolKind.INDEX})


def holdings_looked_through(held: Holdings, members: MemberService) -> LookThrough:
    """What the holdings have of mega-cap technology, directly and through funds whose list states weights."""
    lists, funds = lists_of_funds(held.symbols, members)
    return look_through(held.lines, lists, MEGA_TECH, funds)


def lists_of_funds(
    symbols: Iterable[Symbol], members: MemberService
) -> tuple[dict[str, Mapping[str, float]], set[str]]:
    """By ticker, what those funds hold whose list states weights (nothing of one without companies); and the tickers of
    all funds."""
    lists: dict[str, Mapping[str, float]] = {}
    several = [symbol for symbol in symbols if symbol.kind in _MANY and symbol.ticker not in MEGA_TECH]
    for symbol in several:
        if symbol.is_level or any(word in symbol.name for word in _NO_COMPANIES):
            lists[symbol.ticker] = {}
            continue
        try:
            weights = stated_weights(members.members(universe_of(symbol)))
        except MarketError:
            continue  # named among those that cannot be looked through
        if weights:
            lists[symbol.ticker] = weights
    return lists, {symbol.ticker for symbol in several}


def stated_weights(members: Members) -> dict[str, float]:
    """By ticker; empty where the list states none."""
    return {row.ticker: row.weight for row in members.rows if row.weight > 0}


def where_words(seen: LookThrough) -> str:
    """How much sits in mega-cap technology: "17.5% sit in mega-cap technology, funds looked through"."""
    part = share(seen.total) if round(seen.total, 3) else "none"
    sits = "sits" if part == "none" else "sit"
    if seen.unseen:
        least = "none of the rest" if part == "none" else f"at least {part}"
        return f"{least} {sits} in mega-cap technology ({_unseen(seen)} cannot be looked through)"
    if seen.through:
        return f"{part} {sits} in mega-cap technology, funds looked through"
    return f"{part} {sits} directly in mega-cap technology"


def through_facts(seen: LookThrough) -> tuple[Fact, ...]:
    """The share of mega-cap technology, and the company that funds and shares together hold most of; neither is
    known with a fund that cannot be looked through."""
    key, held = "portfolio.mega_technology", f"{share(seen.direct)} held directly"
    direct = Figure(f"{key}.direct", seen.direct, Unit.SHARE)
    company = seen.largest if seen.through else None
    if not seen.unseen:
        facts = [Fact("Mega-cap technology", seen.total, Unit.SHARE, held, key=key, figures=(direct,))]
        if company:
            name, part = company
            said = f"{name}, funds looked through"
            facts.append(Fact("Largest company", part, Unit.SHARE, said, key="portfolio.largest_company"))
        return tuple(facts)
    facts = [Fact("Mega-cap technology", f"at least {share(seen.total)}", detail=held, figures=(direct,))]
    if company:
        said = f"{_unseen(seen)} cannot be looked through; of the rest {company[0]} has {share(company[1])}"
        facts.append(Fact("Largest company", None, Unit.SHARE, said))
    return tuple(facts)


def through_notes(seen: LookThrough) -> tuple[str, ...]:
    """Which funds were looked through, with what they add, and which could not be."""
    notes = []
    if seen.through:
        added = listed([f"{ticker} {share(part)}" for ticker, part in seen.through.items()])
        notes.append(f"Mega-cap technology held through funds, by their stored lists: {added} of the whole.")
    if seen.unseen:
        many = len(seen.unseen) > 1
        notes.append(
            f"{_unseen(seen)} cannot be looked through: no list of {'their' if many else 'its'} holdings with "
            "weights is stored. What is in there comes on top."
        )
    return tuple(notes)


def _unseen(seen: LookThrough) -> str:
    return listed([line.symbol.ticker for line in seen.unseen])
