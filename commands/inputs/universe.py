"""How a universe of members is typed, and whose closes are counted for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated

import pandas as pd

from commands.framework.parsers import ArgumentType, Choice
from commands.framework.reply import Fact
from commands.inputs.basket import Basket, basket
from commands.inputs.fallback import in_place_of
from commands.presentation.figure_keys import closed_at, no_bar, subject
from commands.presentation.surprise_words import span_facts, surprise_facts
from market.analytics.breadth import LONG, Breadth, measure
from market.analytics.divergence import DIVERGENCE, Divergence, divergences
from market.analytics.performance import change_over
from market.analytics.rotation import SECTORS
from market.analytics.size_ladder import FUNDS as SIZES
from market.bars import Bars
from market.datasets.members import UNIVERSES, MemberPanel, Universe, UnknownUniverse
from market.errors import MarketError, NoData
from market.formatting import Unit
from market.period import Period
from market.provenance import Provenance, Sourced, combined
from market.services.members import WHOLE, MemberService
from market.services.prices import Market
from market.symbols import Symbol


@dataclass(frozen=True, slots=True)
class UniverseWord(ArgumentType):
    """Reads `russell2000`, `sp500` and their other names."""

    description: str = "whose members: russell2000 or sp500"

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(universe.key for universe in UNIVERSES)

    def parse(self, words: Sequence[str]) -> tuple[Universe, int] | None:
        for length in range(min(3, len(words)), 0, -1):
            try:
                return Universe.parse(" ".join(words[:length])), length
            except UnknownUniverse:
                continue
        return None

    def complete(self, prefix: str) -> tuple[Choice, ...]:
        offered = (Choice(universe.name, universe.key) for universe in UNIVERSES)
        return tuple(choice for choice in offered if choice.value.startswith(prefix.casefold()))


ADJUSTED = "Averages and 52-week extremes are of adjusted closes: splits and dividends are taken out."
LEAST_FUNDS = 10  # fewer say nothing of a market
UniverseName = Annotated[Universe, UniverseWord()]


def sources_line(panel: MemberPanel) -> str:
    """Who priced whose members, as of when: "Yahoo Finance; S&P 500 members of 2026-08-01 (Wikipedia)". Of a list
    by the same source only its file stands in brackets, where it has one."""
    source = panel.members.source.removeprefix(panel.source).strip(" ()")
    listed_by = f" ({source})" if source else ""
    return f"{panel.source}; {panel.members.universe.name} members of {panel.members.day}{listed_by}"


@dataclass(frozen=True, slots=True, eq=False)
class BreadthSource(Sourced):
    """Whose breadth it is: the members', or the funds' that stand in.

    who: "of the Russell 2000’s members".
    unit: "members".
    key: the universe's, or "funds".
    funds: the closes of the funds that stand in, sessions × tickers; None of members.
    """

    breadth: Breadth
    who: str
    unit: str
    key: str
    origin: str
    provenance: Provenance
    funds: pd.DataFrame | None = None

    def same_funds(self, first: pd.Timestamp, last: pd.Timestamp, window: int) -> bool:
        """Whether the same funds have an average of `window` closes on both sessions; true of members."""
        if self.funds is None:
            return True
        priced = self.funds.notna()
        averaged = (priced.loc[:day].iloc[-window:].all() for day in (first, last))
        return next(averaged).equals(next(averaged))


def known_panels(members: MemberService, universes: Mapping[str, Universe]) -> dict[str, MemberPanel]:
    """Those of the panels that there are, by the same names."""
    panels = {}
    for name, universe in universes.items():
        with suppress(MarketError):
            panels[name] = members.panel(universe)
    return panels


def seen_members(market: Market, members: MemberService, universe: Universe) -> BreadthSource:
    try:
        panel = members.panel(universe)
    except MarketError as problem:
        return _proxy(market, universe, problem)
    return BreadthSource(
        breadth=panel.breadth,
        who=f"of the {universe.name}’s members",
        unit="members",
        key=universe.key,
        origin=sources_line(panel),
        provenance=panel.provenance,
    )


def _whole(totals: pd.DataFrame) -> pd.DataFrame:
    """Without newest sessions of which fewer than `WHOLE` of the funds have a close yet, as with members."""
    priced = totals.notna().sum(axis=1)
    listed = totals.notna().cummax().sum(axis=1)
    shown = (priced >= WHOLE * listed).to_numpy().nonzero()[0]
    return totals.iloc[: shown[-1] + 1] if len(shown) else totals


def _check_enough(funds: Basket, universe: Universe) -> None:
    if len(funds.bars) < LEAST_FUNDS:
        raise NoData(
            f"{len(funds.bars)} size and sector funds are too few to stand in for the {universe.name}’s members."
        )


def _proxy(market: Market, universe: Universe, problem: MarketError) -> BreadthSource:
    with in_place_of(problem):
        funds = basket(market, (*SIZES, *SECTORS), levels=False)
        with funds.excused():
            _check_enough(funds, universe)
    note = f"A stand-in: {len(funds.bars)} size and sector funds instead of the {universe.name}’s members. {problem}"
    origin, closes = combined(*funds.all), _whole(funds.totals)
    return BreadthSource(
        breadth=measure(closes),
        who="of the size and sector funds that stand in for the members",
        unit="funds",
        key="funds",
        origin=origin.source,
        provenance=replace(origin, notes=(note, *funds.notes(max(b.last_session for b in funds.all)))),
        funds=closes,
    )


@dataclass(frozen=True, eq=False)
class BreadthResult:
    """Breadth over a period beside its index.

    index: None where it has no prices; `index_notes` say why or what to know of it.
    divergences: where participation parts from it.
    """

    seen: BreadthSource
    breadth: Breadth
    period: Period
    index: Bars | None
    index_notes: tuple[str, ...]
    divergences: tuple[Divergence, ...]

    @property
    def provenance(self) -> Provenance:
        """That of all figures, under the name of the members' source."""
        parts = (self.seen, self.index) if self.index else (self.seen,)
        return combined(*parts).named(self.seen.source)

    @property
    def key(self) -> str:
        """The first words of its figures' keys."""
        return f"breadth.{self.seen.key}"

    @cached_property
    def end(self) -> str:
        return f"{self.breadth.counts.index[-1].date()}"

    @property
    def is_past(self) -> bool:
        """Whether the period ended before the newest session: nothing changes it any more."""
        return bool(self.breadth.counts.index[-1] < self.seen.breadth.counts.index[-1])

    @cached_property
    def last(self) -> pd.Series[int]:
        return self.breadth.counts.iloc[-1]

    @property
    def sessions(self) -> int:
        """How many sessions the period reaches back."""
        return len(self._counted) - 1

    @property
    def words(self) -> str:
        """The period in words, or as much of it as there are members' closes of."""
        return self.period.measured(self._counted[0].date(), self._counted[-1].date()).words

    @cached_property
    def _counted(self) -> pd.DatetimeIndex:
        """The sessions of the period that members are counted on."""
        return pd.DatetimeIndex(self.cut(self.breadth.counts["priced"]).index)

    def counted(self, kind: str) -> int | None:
        """How many members the newest session counts; None where nobody could be counted."""
        value = self.breadth.counted(kind).iloc[-1]
        return None if value != value else int(value)

    def above(self, window: int) -> float:
        return float(self.breadth.above(window).iloc[-1])

    def cut(self, series: pd.Series[float]) -> pd.Series[float]:
        """The series over the period."""
        return self.period.cut(series)

    def shift(self, window: int) -> float:
        """How the share above the average changed over the period; NaN where it had none then, and where other
        funds stood in for the members then."""
        part = self.cut(self.breadth.above(window))
        same = self.seen.same_funds(part.index[0], part.index[-1], window)
        return float(part.iloc[-1] - part.iloc[0]) if same else float("nan")


def breadth_result(market: Market, universe: Universe, seen: BreadthSource, period: Period) -> BreadthResult:
    """`seen` beside the universe's index, both up to the period's end. Without it the members still stand."""
    breadth = seen.breadth
    if period.last:
        breadth = replace(breadth, counts=breadth.counts.loc[: str(period.last)])
    try:
        held = basket(market, (Symbol.parse(universe.index),))
    except MarketError as problem:
        without = f"Without the {universe.name} itself and divergences from it: {problem}"
        return BreadthResult(seen, breadth, period, None, (without,), ())
    index = held.all[0]
    parting = divergences(index.closes, breadth.above(LONG))
    return BreadthResult(seen, breadth, period, index, held.notes(index.last_session), parting)


def index_facts(result: BreadthResult, asked: str) -> list[Fact]:
    """The index beside its members, as of its own close."""
    if result.index is None:
        return []
    moved, base, end = change_over(result.index.closes, result.period)
    sizes = () if result.is_past else surprise_facts(result.index)
    if result.is_past or result.sessions > 1:
        sizes = (*span_facts(result.index, base, end, asked), *sizes)
    why = no_bar(None if moved == moved else base, result.index)
    return [Fact(
        result.index.symbol.label, moved, Unit.CHANGE, why or result.period.measured(base, end).words, closed_at(end),
        key=f"{subject(result.index.symbol)}.change.{asked}", why=why,
    ), *sizes]  # fmt: skip


def divergence_note(result: BreadthResult) -> str:
    """Whether participation parts from the index at the period's end."""
    if result.index is None or result.above(LONG) != result.above(LONG):
        return ""
    past = [d for d in result.divergences if str(d.last) <= result.end]
    if past and str(past[-1].last) == result.end:
        narrowing, widening = "rises while fewer take part", "falls while more hold up"
        kind = f"the index {narrowing if past[-1].narrowing else widening}"
        return f"A divergence since {past[-1].first}: {kind} ({DIVERGENCE.words})."
    before = f" The last one ended on {past[-1].last}." if past else ""
    when = f"on {result.end}" if result.is_past else "now"
    return f"No divergence {when} ({DIVERGENCE.words}).{before}"
