"""Who made an index's move, as `/why` and others say it: the members, their index, and how well they fit."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

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
from market.datasets.member_attribution import attribution_of, changed_since, unexplained
from market.datasets.members import MemberPanel, Universe, universe_of
from market.errors import MarketError
from market.formatting import Unit
from market.notes import without
from market.period import ONE_DAY, Period
from market.provenance import Provenance, Sourced, combined
from market.services.members import MemberService
from market.services.prices import Market
from market.symbols import Symbol


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
        return unexplained(self.panel, result, name)

    @property
    def change_figure(self) -> Figure:
        key = f"{subject(self.bars.symbol)}.{returned(self.bars)}.{self.span}"
        return Figure(key, self.attribution.change, Unit.CHANGE, as_of=self.at, source=self.bars.source)


def attributed(market: Market, members: MemberService, symbol: Symbol, period: Period) -> Attributed:
    """The move of `symbol`, an index or a fund whose members are listed. Raises UnknownUniverse,
    NoData, ProviderError."""
    panel = members.panel(universe_of(symbol))
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
    move = Attributed(bars, panel, result, ONE_DAY, origin.noted(*changed_since(panel, result)), now)
    return move if result.reconciles else None


def _measured(panel: MemberPanel, bars: Bars, period: Period) -> Attributed:
    result = attribution_of(panel, bars, period)
    origin = combined(panel, bars).named(sources_line(panel))
    return Attributed(bars, panel, result, period, origin.noted(*changed_since(panel, result)))


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
