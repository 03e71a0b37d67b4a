"""`/why`: who made a market's move."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated, Literal

from charts.pictures.waterfall import Step, Waterfall
from charts.spec import Caption
from commands.framework.alternatives import offer_alternatives, over
from commands.framework.command import command
from commands.framework.figure import Figure
from commands.framework.reply import Action, Column, Evidence, Fact, Headline, Reply, Table
from commands.inputs.attributed import Attributed, attributed, attributed_so_far
from commands.inputs.market_or_holdings import MarketOrHoldings, is_holdings
from commands.inputs.sectors_so_far import so_far
from commands.inputs.why_holdings import why_holdings
from commands.inputs.why_so_far import why_so_far
from commands.presentation.attribution_words import (
    explained_words,
    moved_words,
    sector_word,
    took_and_gave,
)
from commands.presentation.picture_titles import is_so_far, moved_roundly, round_points
from commands.presentation.sector_names import SHORTER_SECTORS
from commands.presentation.surprise_words import span_facts, surprise_facts
from commands.presentation.wording import dated, dates_words, direction, opened, session_note, the
from market.analytics.attribution import MATTERED, SIZED, TOLERANCE, MemberPart
from market.analytics.exposure import Holdings
from market.analytics.surprise import LONG, SHORT
from market.datasets.members import RUSSELL_2000, universe_of
from market.errors import MarketError
from market.formatting import Unit, change, is_nothing, lead, listed, points_of, share
from market.period import ONE_DAY, Period
from market.services.members import MemberService
from market.services.prices import Market
from market.symbols import Symbol

SUBJECT = Symbol.parse("rut")
_NAMED = 3  # members beside a sector at the picture's ends
_SIZES = {"largest": "the largest tenth", "middle": "the next four tenths", "smallest": "the smaller half"}


@command(
    "/why rut",
    "/why",
    "/why rut 5d",
    "/why AAPL 40, NVDA 25, IWM 35",
    terms={"short": SHORT, "year": LONG, "most": TOLERANCE * 1e4, "mattered": MATTERED, "sized": SIZED},
    unshared=lambda arguments: is_holdings(arguments["of"]),
)
def why(
    of: Annotated[Symbol | Holdings, MarketOrHoldings()] = SUBJECT,
    period: Period = ONE_DAY,
    premise: Annotated[Literal["up", "down"] | None, "how you think that it went: up or down"] = None,
    *,
    market: Market,
    members: MemberService,
) -> Reply:
    """Who made a market's move: contributions by sector, by size, and the {mattered} members that mattered.

    For the Russell 2000, the S&P 500 where the weights of its members are known, and their funds; or for
    your own holdings, which only you see and nothing stores: /why AAPL 40, NVDA 25. A word more,
    up or down, is what you think it did: a mistake is put right first. During a session members count by
    quotes, so far; where those lack or do not explain it, sector funds say what they did, and are called so.

    Formula: contribution = weight at the base × change, summed by sector and by size (from {sized} members on:
    the largest tenth, the next four tenths, the smaller half). Weights follow from the quantities and
    prices of the fund's published list, carried by price from the list's day. Changes of members count
    dividends. What members do not explain of the index's own change is always stated; beyond {most:g} basis
    points for one session (times the square root of their number for more) no contributions are given:
    then the list is old, or members changed. Arithmetic, not a cause: it says who moved, never why they did.
    Size of the move: change over the standard deviation of the {short} and of the {year} daily changes before it,
    times the square root of its sessions, and its rank among the changes over as many that ended this year.
    """
    if isinstance(of, Holdings):
        return why_holdings(market, of, period)
    with offer_alternatives(f"/sectors {period}", "/movers"):
        market.bars(of)  # a word that nobody lists is no market without members
    live = attributed_so_far(market, members, of) if period == ONE_DAY else None
    if period == ONE_DAY and live is None and (now := so_far(market, of, _is_small(of))):
        return why_so_far(now, premise)
    with offer_alternatives(f"/quote {of.word}", f"/sectors {period}", "/movers"):
        move = live or over(period, f"/why {of.word}", partial(attributed, market, members, of))
    headline = _headline(move, premise)
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=dated(_facts(move), move.at, move.source),
        table=None if move.why_not else _table(move),
        chart=None if move.why_not else _chart(move, headline),
        notes=(
            session_note(market.state(), move.bars.running is not None, move.bars.last_session),
            *_about(move),
            *move.notes,
        ),
        actions=_actions(move),
        evidence=_evidence(move),
        direction=direction(move.attribution.change),
        provenance=move.provenance,
        command=f"/why {of.word} {period}",
    )


def _is_small(symbol: Symbol) -> bool:
    try:
        return universe_of(symbol) is RUSSELL_2000
    except MarketError:
        return False


def _headline(move: Attributed, premise: str | None) -> Headline:
    result, name = move.attribution, the(move.bars.symbol.label)
    when = move.now.words if move.now.live else dates_words(result.base, result.end, result.sessions)
    if result.change != result.change:
        return Headline(f"Why {name} moved is not known", f": {move.why_not}")
    moved = f"{opened(name)} {moved_words(result.change)} {when}"
    if premise and (result.change < 0) != (premise == "down"):
        not_so = "fall" if premise == "down" else "rise"
        moved = f"{opened(name)} did not {not_so}: it {moved_words(result.change)} {when}"
    if move.why_not:
        return Headline(moved, f". Who made it is not said: {move.why_not}")
    join = ". By sector, " if ":" in moved else ": "
    return Headline(
        f"{moved}{join}{took_and_gave(result)}",
        f"; its members explain {explained_words(result.residual)}",
    )


def _facts(move: Attributed) -> list[Fact]:
    result, own, why = move.attribution, move.change_figure, move.why_not
    explained = Figure(f"{move.key}.explained.{move.span}", result.explained, Unit.CHANGE)
    covered = Figure(f"{move.key}.covered.{move.span}", result.covered, Unit.SHARE)
    moved = f"{result.base} to {'now' if move.now.live else result.end}"
    facts = [
        Fact("Change", own.value, Unit.CHANGE, moved, key=own.key, source=own.source),
        Fact(
            "Not explained", result.residual, Unit.LEAD, f"members sum to {change(result.explained)}",
            key=f"{move.key}.residual.{move.span}", figures=(explained,),
            why=why if result.residual != result.residual else "",
        ),
    ]  # fmt: skip
    facts += _size(move)
    if why:
        withheld = (
            Figure(f"{move.key}.sector.{sector_word(group.name)}.{move.span}", None, Unit.LEAD, why=why)
            for group in result.sectors
        )
        facts.append(Fact("Contributions", "withheld", detail=why, figures=tuple(withheld)))
    else:
        facts.append(_mattered(move))
        if result.sizes:
            facts.append(_by_size(move))
    facts.append(
        Fact(
            "Coverage",
            f"{len(result.parts):,} of {len(move.panel.members.rows):,} members",
            detail=f"{share(result.covered)} of the weight, by the list of {move.panel.members.day}",
            figures=(covered,),
        )
    )
    return facts


def _size(move: Attributed) -> tuple[Fact, ...]:
    result = move.attribution
    if move.now.live:
        return surprise_facts(move.bars, so_far=True)
    if result.sessions > 1:
        return span_facts(move.bars, result.base, result.end, move.span)
    then = replace(move.bars, frame=move.bars.frame.loc[: str(result.end)], running=None)
    return surprise_facts(then) if result.end == then.last_session else ()


def _mattered(move: Attributed) -> Fact:
    parts = move.attribution.mattered
    figures = (
        Figure(f"{move.key}.member.{part.ticker.lower()}.{move.span}", part.contribution, Unit.LEAD)
        for part in parts
    )
    return Fact("Members that mattered", _named(parts), detail="points", figures=tuple(figures))


def _by_size(move: Attributed) -> Fact:
    words = [f"{_SIZES[group.name]} {_bare(group.contribution)}" for group in move.attribution.sizes]
    figures = (
        Figure(f"{move.key}.size.{group.name}.{move.span}", group.contribution, Unit.LEAD)
        for group in move.attribution.sizes
    )
    return Fact("By size", listed(words), detail="points", figures=tuple(figures))


def _named(parts: tuple[MemberPart, ...]) -> str:
    return ", ".join(f"{part.ticker} {_bare(part.contribution)}" for part in parts)


def _bare(contribution: float) -> str:
    return lead(contribution).removesuffix(" points")


def _table(move: Attributed) -> Table:
    key = f"{move.key}.sector.{{}}"
    columns = (
        Column("Sector"),
        Column("Contribution", Unit.LEAD, f"{key}.{move.span}"),
        Column("Weight at the base", Unit.SHARE, f"{key}.weight.{move.span}"),
        Column("Members", Unit.COUNT),
    )
    groups = move.attribution.sectors
    rows = tuple((g.name, g.contribution, g.weight, g.count) for g in groups)
    keys = tuple(sector_word(g.name) for g in groups)
    return Table(columns, rows, "By sector", keys, (move.at,) * len(rows))


def _chart(move: Attributed, headline: Headline) -> Waterfall:
    result, sectors = move.attribution, move.panel.sectors.to_dict()
    ends = {result.sectors[0].name: 1, result.sectors[-1].name: -1}
    steps = []
    for group in result.sectors:
        side = ends.get(group.name, 0)
        parts = [p for p in result.parts if sectors.get(p.ticker) == group.name]
        own = [p for p in parts if p.contribution * side > 0 and not is_nothing(p.contribution)]
        names, shorter = _named(tuple(own[:_NAMED])) if side else "", SHORTER_SECTORS.get(group.name, ())
        steps.append(Step(group.name, group.contribution, names, shorter))
    steps.append(Step("Not explained by members", result.residual, shorter=("Not explained",)))
    figures = ", ".join(f"{step.label} {_bare(step.value)}" for step in steps)
    alt = f"Waterfall of contributions in percentage points: {figures}. {headline}"
    moved = is_so_far(result.change) if move.now.live else moved_roundly(result.change)
    words = Caption(
        f"{opened(the(move.bars.symbol.label))} {moved}: {took_and_gave(result, round_points)}",
        move.provenance,
        alt[:1000],
        f"Contributions by sector, {move.now.words if move.now.live else f'{result.base} to {result.end}'}",
    )
    return Waterfall(words, tuple(steps), Step(move.bars.symbol.label, result.change))


def _about(move: Attributed) -> tuple[str, ...]:
    result, notes = move.attribution, []
    if move.why_not:
        return ()
    if abs(result.residual) > TOLERANCE:
        notes.append(
            f"Over {result.sessions} sessions members leave {points_of(result.residual)} unexplained, more than the "
            f"{points_of(TOLERANCE)} that one session may: take small contributions as rough."
        )
    if len(result.sectors) > 1:
        first, second = sorted(result.sectors, key=lambda g: -abs(g.contribution))[:2]
        gap = abs(first.contribution) - abs(second.contribution)
        more = f"with {points_of(gap)} more " if not is_nothing(gap) else "with slightly more "
        notes.append(
            f"What would change it: {more}{second.name} would have mattered as much as {first.name}."
        )
    return tuple(notes)


def _actions(move: Attributed) -> tuple[Action, ...]:
    word, universe = move.bars.symbol.word, move.panel.members.universe
    spans = ("1d", "5d", "1m")
    base = move.attribution.base
    closed = (Action("The last session", f"/why {word} {base}..{base}"),) if move.now.live else ()
    return (
        *closed,
        *(Action(span.upper(), f"/why {word} {span}") for span in spans),
        Action("Biggest moves", f"/movers {universe} {move.period}"),
        Action("Heatmap", f"/heatmap {universe} {move.period}"),
        Action("Is it broad?", f"/breadth {universe}"),
    )


def _evidence(move: Attributed) -> tuple[Evidence, ...]:
    result = move.attribution
    span = f"{result.base} to {result.end}"
    if move.why_not:
        return ()
    sectors = tuple(
        Evidence(
            f"{group.name} {lead(group.contribution)}",
            "Σ weight at the base × change of its members",
            (f"{group.count:,} members", f"weight {share(group.weight)}", span),
            move.source,
        )
        for group in result.sectors
    )
    rest = Evidence(
        f"Not explained {lead(result.residual)}",
        "the index’s own change − Σ contributions of all members",
        (change(result.change), change(result.explained), span),
        move.source,
    )
    return (*sectors, rest)
