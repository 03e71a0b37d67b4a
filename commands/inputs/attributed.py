"""Who made an index's move, as `/why` and others say it: the members, their index, and how well they fit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

import pandas as pd
from cachetools import LRUCache

from commands.framework.figure import Figure
from commands.framework.reply import Evidence, Fact
from commands.inputs.basket import basket
from commands.inputs.members_so_far import NO_SESSION, SO_FAR, MembersSoFar, members_so_far
from commands.inputs.summary_lines import SummaryLines
from commands.inputs.universe import sources_line
from commands.presentation.attribution_words import explained_words, sector_word, took_and_gave
from commands.presentation.figure_keys import closed_at, returned, span, subject
from commands.presentation.wording import the
from market.analytics.attribution import Attribution, attribute, held_units
from market.bars import Bars
from market.calendars.reconstitution import reconstitutions
from market.datasets.members import RUSSELL_2000, MemberPanel, Universe, UnknownUniverse
from market.errors import MarketError, NoData
from market.formatting import Unit, points_of
from market.notes import without
from market.period import ONE_DAY, Period
from market.provenance import Provenance, Sourced, combined
from market.services.members import MemberService
from market.services.prices import Market
from market.symbols import Symbol

_OfBars = tuple[pd.DataFrame, tuple[date, ...], Attribution]  # bars that an attribution is of
_PERIODS = 4  # whose attributions are kept of a panel
_ATTRIBUTIONS = WeakKeyDictionary[MemberPanel, LRUCache[tuple[str, Period], _OfBars]]()


@dataclass(frozen=True, slots=True, eq=False)
class Attributed(Sourced):
    """A move and who made it.

    bars: the index's own; those of its fund where that stands in.
    panel: the members.
    now: the session in progress, where it is the one that is explained.
    """

    bars: Bars
    panel: MemberPanel
    attribution: Attribution
    period: Period
    provenance: Provenance
    now: MembersSoFar = NO_SESSION

    @property
    def key(self) -> str:
        """The first words of its figures' keys."""
        return f"contribution.{subject(self.bars.symbol)}"

    @property
    def span(self) -> str:
        return SO_FAR if self.now.live else span(self.period)

    @property
    def at(self) -> str:
        """The as-of time of its figures."""
        return self.now.at or closed_at(self.attribution.end)

    @property
    def why_not(self) -> str:
        """The reason for withholding contributions; empty where members explain the index."""
        result = self.attribution
        name = the(self.bars.symbol.label)
        if result.change != result.change:
            closes = self.bars.total
            has_close = closes.notna().reindex(pd.DatetimeIndex([result.base, result.end]), fill_value=False)
            return self.bars.lack(result.end if has_close.iloc[0] else result.base, name)
        if result.reconciles:
            return ""
        return (
            f"the list of members of {self.panel.members.day} leaves {points_of(result.residual)} of the move "
            f"of {name} unexplained; up to {points_of(result.tolerance)} is accepted"
        )

    @property
    def change_figure(self) -> Figure:
        key = f"{subject(self.bars.symbol)}.{returned(self.bars)}.{self.span}"
        return Figure(key, self.attribution.change, Unit.CHANGE, as_of=self.at, source=self.bars.source)


def attributed(market: Market, members: MemberService, symbol: Symbol, period: Period) -> Attributed:
    """The move of `symbol`, an index or a fund whose members are listed. Raises UnknownUniverse,
    NoData, ProviderError."""
    universe = universe_of(symbol)
    panel = members.panel(universe)
    if not panel.weighted:
        raise NoData(
            f"The list of the {universe.name}’s members ({panel.members.source}) states no weights, so nobody can "
            "say what each contributed. Put a fund’s list of holdings with weights in its place."
        )
    held = basket(market, (symbol,)).all[0]
    return _measured(panel, held, period)


def attributed_so_far(market: Market, members: MemberService, symbol: Symbol) -> Attributed | None:
    """The session in progress by quotes of the members; None outside of sessions, and where the members' prices or
    weights are not known or do not explain the market's own move so far."""
    try:
        now = members_so_far(members, universe_of(symbol))
        bars = market.bars(symbol)
    except MarketError:
        return None
    moved = bars.running_change
    if now.live is None or not now.live.panel.weighted or bars.running is None or moved != moved:
        return None
    panel, today = now.live.panel, pd.Timestamp(now.live.session)
    own = bars.total
    if bars.running.session != now.live.session or own.index[-1] != panel.closes.index[-2]:
        return None
    own = pd.concat([own, pd.Series([float(own.iloc[-1]) * (1 + moved)], pd.DatetimeIndex([today]))])
    held = held_units(panel.closes, panel.listed, panel.members.day, now.live.session)
    result = attribute(panel.closes, held, panel.sectors, ONE_DAY, own)
    origin = combined(panel, bars).named(sources_line(panel))
    move = Attributed(bars, panel, result, ONE_DAY, origin.noted(*_changed_since(panel, result)), now)
    return move if result.reconciles else None


def _measured(panel: MemberPanel, bars: Bars, period: Period) -> Attributed:
    result = _attribution(panel, bars, period)
    origin = combined(panel, bars).named(sources_line(panel))
    return Attributed(bars, panel, result, period, origin.noted(*_changed_since(panel, result)))


def _attribution(panel: MemberPanel, bars: Bars, period: Period) -> Attribution:
    """Kept as long as the members' panel and the bars are the same ones: `/why`, `/breadth`, `/smallcaps` and the
    digest speak of one session."""
    of_panel, key = _ATTRIBUTIONS.setdefault(panel, LRUCache(_PERIODS)), (bars.symbol.ticker, period)
    before = of_panel.get(key)
    if before and before[0] is bars.frame and before[1] == bars.missing:
        return before[2]
    closes = on_sessions(panel).loc[: pd.Timestamp(bars.last_session)]
    end = period.cut(closes).index[-1].date()
    held = held_units(closes, panel.listed, panel.members.day, end)
    result = attribute(closes, held, panel.sectors, period, bars.total)
    of_panel[key] = bars.frame, bars.missing, result
    return result


def universe_of(symbol: Symbol) -> Universe:
    """Whose members make the symbol's move. Raises UnknownUniverse."""
    for word in (symbol.ticker, symbol.word):
        try:
            return Universe.parse(word)
        except UnknownUniverse:
            continue
    raise UnknownUniverse(symbol.label)


def on_sessions(panel: MemberPanel) -> pd.DataFrame:
    """Its closes with an empty row for each session that is missing, so that no change spans one."""
    if not panel.missing:
        return panel.closes
    days = pd.DatetimeIndex(panel.missing).as_unit("us")
    return panel.closes.reindex(panel.closes.index.union(days)).rename_axis("session")


def _changed_since(panel: MemberPanel, result: Attribution) -> tuple[str, ...]:
    """Where all members were due to change between the list's day and the move."""
    listed, universe = panel.members.day, panel.members.universe
    if universe is not RUSSELL_2000:
        return ()
    days = reconstitutions(min(listed, result.base), max(listed, result.base))
    if not days:
        return ()
    between: date = days[-1]
    return (
        f"The list of members is of {listed}; the Russell indexes were due to change their members on {between}, "
        "so it may lack some that counted.",
    )


def fit_line(market: Market, members: MemberService, universe: Universe) -> SummaryLines:
    """How well the members explain their index's last session: the gauge beside every members' figure. Nothing
    where there are no members: then the answer is not about them."""
    try:
        panel = members.panel(universe)
    except MarketError:
        return SummaryLines()
    if not panel.weighted:
        return SummaryLines(
            notes=(
                f"The list of the {universe.name}’s members states no weights: whether they explain it is not known.",
            )
        )
    try:
        move = _measured(panel, basket(market, (Symbol.parse(universe.index),)).all[0], ONE_DAY)
    except MarketError as problem:
        return SummaryLines(
            notes=(f"Whether the members explain the {universe.name} is not known: {problem}",)
        )
    result, at = move.attribution, move.at
    key = f"{move.key}.residual.1d"
    if result.residual != result.residual:
        return SummaryLines(
            notes=(f"Whether the members explain the {universe.name} is not known: {move.why_not}.",)
        )
    fact = Fact(
        "Members explain the index",
        f"within {abs(result.residual) * 1e4:.1f} basis points",
        detail=f"of its change on {result.end}",
        as_of=at,
        source=move.source,
        figures=(Figure(key, result.residual, Unit.LEAD),),
    )
    old = (
        f"Members do not add up to the index: on {result.end} {move.why_not}. Take their figures with caution.",
    )
    return SummaryLines((fact,), () if result.reconciles else old)


def why_line(market: Market, members: MemberService, symbol: Symbol) -> SummaryLines:
    """Who made the last session, in one line."""
    try:
        move = attributed(market, members, symbol, ONE_DAY)
    except MarketError as problem:
        return SummaryLines(notes=(without("contributions", problem),))
    if move.why_not:
        return SummaryLines(notes=(without("contributions", move.why_not),))
    result = move.attribution
    first, last = result.sectors[0], result.sectors[-1]
    fact = Fact(
        "Why",
        took_and_gave(result),
        detail=f"members explain {explained_words(result.residual)}",
        as_of=move.at,
        source=move.source,
        figures=tuple(
            Figure(f"{move.key}.sector.{sector_word(group.name)}.1d", group.contribution, Unit.LEAD)
            for group in dict.fromkeys((first, last))
        ),
    )
    origin = Evidence(
        f"Why: {took_and_gave(result)}",
        "weight at the previous close × change, summed by sector",
        (f"{result.base} to {result.end}", f"list of members of {move.panel.members.day}"),
        move.source,
    )
    return SummaryLines((fact,), (), (origin,))
