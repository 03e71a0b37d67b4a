"""`/concentration`: do a few large companies make the move?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from charts.pictures.bars import Bar, RankedBars
from charts.pictures.concentration import ConcentrationChart
from charts.spec import Caption, Frame, Line
from commands.framework.alternatives import offer_alternatives, over
from commands.framework.command import command
from commands.framework.reply import Action, Column, Evidence, Fact, Headline, Reply, Table
from commands.inputs.basket import Basket, basket
from commands.presentation.figure_keys import span
from commands.presentation.picture_titles import round_signed
from commands.presentation.wording import caption, dated, direction, period_actions
from market.analytics.concentration import (
    LEAST_MOVE,
    TOP,
    Concentration,
    EqualWeightGap,
    contributions,
    equal_weight_gap,
)
from market.bars import Bars
from market.datasets.members import SP_500, MemberPanel
from market.errors import MarketError, NoData
from market.formatting import Unit, change, day, lead, share
from market.period import YEAR_TO_DATE, Period
from market.provenance import combined
from market.services.members import MemberService
from market.services.prices import Market

CAP, EQUAL, MEGA = "SPY", "RSP", "MGC"


@command("/concentration", "/concentration 1y", terms={"top": TOP, "least": LEAST_MOVE})
def concentration(period: Period = YEAR_TO_DATE, *, market: Market, members: MemberService) -> Reply:
    """Do a few large companies make the move? Cap less equal weight, and the top ten's share.

    The S&P 500 weighs its members by market value, RSP holds the same ones in equal parts: when
    the cap-weighted fund (SPY) is ahead, the largest carry the index. With members known, each
    contribution is its weight at the base × its own change; the top ten are the {top} largest at the
    period's end. Of a move smaller than {least:.1%} no share is given.

    Formula: gap = SPY change − RSP change, in points; weight at the base ∝ weight today × close at
    the base / close today; top ten's share = Σ of their contributions / Σ of all; effective number = 1 / Σ weight²
    (Herfindahl-Hirschman). Below zero the ten went against the index, above 100 % the rest did.
    Source: arithmetic attribution, Bacon, "Practical Portfolio Performance Measurement".
    """
    parts = _parts(members, period)
    with offer_alternatives(f"/compare rut spx {period}", "/breadth sp500", "/macro"):
        funds = _funds(market, parts)
        lacking = [ticker for ticker in (CAP, EQUAL) if ticker not in funds.bars]
        if lacking:
            return _members_alone(parts, lacking, period)
        used = (funds.bars[CAP], funds.bars[EQUAL])
        gap = over(period, "/concentration", partial(equal_weight_gap, used[0].total, used[1].total))
    headline = _headline(gap, parts, period)
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=dated(_facts(gap, parts, funds, span(period)), f"{gap.end} close", used[0].source),
        table=_table(parts),
        chart=_chart(headline, gap, parts, used),
        notes=(_flip(gap), *parts.notes, *funds.notes(gap.end)),
        actions=(
            *period_actions("/concentration"),
            Action("Size ladder", f"/ladder {period}"),
            Action("Breadth", "/breadth sp500"),
            Action("Mega caps against small", f"/compare mgc iwm {period}"),
        ),
        evidence=_evidence(gap, parts, used[0].source),
        direction=direction(gap.difference),
        provenance=combined(*used),
        command=f"/concentration {period}",
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the members say; `result` is None when they cannot, and `notes` say why."""

    result: Concentration | None
    panel: MemberPanel | None
    notes: tuple[str, ...]


def _parts(members: MemberService, period: Period) -> _Parts:
    try:
        panel = members.panel(SP_500)
        if not (panel.weights > 0).any():
            return _Parts(
                None, None, (f"{panel.members.source} states no weights, so the top ten are not known.",)
            )
        result = contributions(panel.closes, panel.weights, period)
    except MarketError as problem:
        return _Parts(None, None, (f"Without members, by funds only: {problem}",))
    covered = f"Members of {panel.members.as_of} with {share(result.covered)} of the weight are priced."
    return _Parts(result, panel, (covered, *panel.notes))


def _funds(market: Market, parts: _Parts) -> Basket:
    """The funds that can be had. Where there is none the members may still answer."""
    try:
        return basket(market, (CAP, EQUAL, MEGA), levels=False)
    except MarketError:
        if parts.result is None:
            raise
        return Basket({})


def _members_alone(parts: _Parts, lacking: list[str], period: Period) -> Reply:
    """Without the funds there is no gap, but the ten largest members' share stands."""
    without = f"There are no prices of {' and '.join(lacking)} now, so no gap"
    result, panel = parts.result, parts.panel
    if result is None or panel is None:
        raise NoData(f"{without}, and no members to measure. Try /compare rut spx {period}.")
    made = f"; {_share_of_move(result.top_share)}" if result.top_share is not None else ""
    headline = f"The S&P 500’s members moved {change(result.move)} together {period.words}{made}."
    title = f"The ten largest members made {round_signed(result.top_contribution, Unit.LEAD)} of "
    title += f"{round_signed(result.move, Unit.CHANGE)}"
    alt = f"Bars of what each of the ten largest contributed, and the others together. {headline}"
    frame = Frame(result.base, result.end)
    words = Caption(title, panel.provenance, alt, frame.dates, frame)
    return Reply(
        headline=headline,
        title=title,
        facts=dated(_member_facts(result), f"{result.end} close", panel.source),
        table=_table(parts),
        chart=RankedBars(words, _bars(result, panel), Unit.LEAD),
        notes=(f"{without}.", *parts.notes),
        actions=(*period_actions("/concentration"), Action("Breadth", "/breadth sp500")),
        evidence=_member_evidence(parts),
        direction=direction(result.move),
        provenance=panel.provenance,
        command=f"/concentration {period}",
    )


DEAD_BAND = 0.0025  # a smaller difference of cap and equal weights carries nothing


def _headline(gap: EqualWeightGap, parts: _Parts, period: Period) -> Headline:
    points = lead(abs(gap.difference)).removeprefix("+")
    if abs(gap.difference) < DEAD_BAND:
        title = f"The S&P 500 and its average member did nearly alike {period.words}"
        side = "ahead of" if gap.difference > 0 else "behind"
        more = f": cap weights were {points} {side} equal weights"
    elif gap.difference > 0:
        title = f"The largest companies carried the S&P 500 {period.words}"
        more = f": cap weights beat equal weights by {points}"
    else:
        title = f"The average member beat the S&P 500 {period.words}"
        more = f": equal weights beat cap weights by {points}"
    if parts.result and parts.result.top_share is not None:
        more += f", and {_share_of_move(parts.result.top_share)}"
    return Headline(title, more)


def _share_of_move(part: float) -> str:
    """What the ten largest did for the move; a share below zero or above one is no share of it."""
    if part < 0:
        return "the ten largest went against its move"
    if part > 1:
        return "the ten largest made more than all of its move"
    return f"the ten largest made {share(part)} of its move"


def _facts(gap: EqualWeightGap, parts: _Parts, funds: Basket, asked: str) -> list[Fact]:
    between = f"spy.total_lead.rsp.{asked}"
    facts = [
        Fact("Cap weights", gap.cap, Unit.CHANGE, CAP, key=f"spy.total.{asked}"),
        Fact("Equal weights", gap.equal, Unit.CHANGE, EQUAL, key=f"rsp.total.{asked}"),
        Fact("Cap less equal", gap.difference, Unit.LEAD, f"{CAP} less {EQUAL}", key=between),
    ]
    if MEGA in funds.bars and (mega := _over(funds, MEGA, gap)) is not None:
        facts.append(Fact("Mega caps", mega, Unit.CHANGE, MEGA, key=f"mgc.total.{asked}"))
    return facts + (_member_facts(parts.result) if parts.result else [])


def _member_facts(result: Concentration) -> list[Fact]:
    moved = f"of {change(result.move)} of all members"
    return [
        Fact("Top ten’s weight", result.top_weight, Unit.SHARE, key="top_ten.sp500.weight"),
        Fact(
            "Top ten’s contribution",
            result.top_contribution,
            Unit.LEAD,
            moved,
            key="top_ten.sp500.contribution",
        ),
        Fact("Top ten’s share of the move", result.top_share, Unit.SHARE, key="top_ten.sp500.share"),
        Fact(
            "Effective number",
            result.effective_number,
            Unit.COUNT,
            f"of {len(result.parts):,} members",
            key="top_ten.sp500.effective_number",
        ),
    ]


def _over(funds: Basket, ticker: str, gap: EqualWeightGap) -> float | None:
    """The fund's change between the gap's own base and end; None where it lacks either."""
    closes = funds.bars[ticker].total.reindex([gap.gap.index[0], gap.gap.index[-1]])
    return None if closes.isna().any() else float(closes.iloc[1] / closes.iloc[0] - 1.0)


def _table(parts: _Parts) -> Table | None:
    if parts.result is None or parts.panel is None:
        return None
    columns = (
        Column("Member"),
        Column("Weight", Unit.SHARE),
        Column("Change", Unit.CHANGE),
        Column("Contribution", Unit.LEAD),
    )
    names = parts.panel.names
    rows = [(str(names[p.ticker]), p.weight, p.change, p.contribution) for p in parts.result.top]
    rest = parts.result.parts[len(rows) :]
    if rest:
        label = f"the other {len(rest):,}"
        rows.append((label, sum(p.weight for p in rest), float("nan"), sum(p.contribution for p in rest)))
    return Table(columns, tuple(rows), title=f"{parts.result.base} to {parts.result.end}")


def _chart(
    headline: Headline, gap: EqualWeightGap, parts: _Parts, used: tuple[Bars, Bars]
) -> ConcentrationChart:
    cap, equal = (b.total.loc[gap.gap.index[0] : gap.gap.index[-1]].reindex(gap.gap.index) for b in used)
    bars = _bars(parts.result, parts.panel) if parts.result and parts.panel else ()
    made = (
        f" Below, what the ten largest contributed: {change(parts.result.top_contribution)}."
        if parts.result
        else ""
    )
    alt = (
        f"Lines of the S&P 500 by market value ({CAP}) and in equal parts ({EQUAL}) since {gap.base}: "
        f"{change(gap.cap)} and {change(gap.equal)} to {gap.end}.{made} {headline}"
    )
    return ConcentrationChart(
        caption(headline.title, alt, *used, subtitle=f"Total return since the close of {day(gap.base)}"),
        Line.of("cap weights", cap / cap.iloc[0] - 1.0, market=CAP),
        Line.of("equal weights", equal / equal.iloc[0] - 1.0, market=EQUAL),
        bars,
    )


def _bars(result: Concentration, panel: MemberPanel) -> tuple[Bar, ...]:
    """What each of the ten largest contributed, and the others together."""
    names = panel.names
    rest = sum(part.contribution for part in result.parts[len(result.top) :])
    top = (Bar(str(names[part.ticker]), part.contribution) for part in result.top)
    return (*top, Bar(f"the other {len(result.parts) - len(result.top):,}", rest))


def _flip(gap: EqualWeightGap) -> str:
    ahead, behind = (CAP, EQUAL) if gap.difference > 0 else (EQUAL, CAP)
    needed = (1 + max(gap.cap, gap.equal)) / (1 + min(gap.cap, gap.equal)) - 1
    points = lead(needed).removeprefix("+")
    return f"What would change it: {behind} would be level if it did {points} better than {ahead} from here."


def _evidence(gap: EqualWeightGap, parts: _Parts, source: str) -> tuple[Evidence, ...]:
    funds = Evidence(
        f"Cap less equal {lead(gap.difference)}",
        "change of SPY − change of RSP (adjusted closes)",
        (change(gap.cap), change(gap.equal), f"{gap.base} to {gap.end}"),
        source,
    )
    return (funds, *_member_evidence(parts))


def _member_evidence(parts: _Parts) -> tuple[Evidence, ...]:
    result, panel = parts.result, parts.panel
    if result is None or panel is None or result.top_share is None:
        return ()
    weights = f"weights of {panel.members.as_of} ({panel.members.source})"
    return (
        Evidence(
            f"Top ten’s share of the move {share(result.top_share)}",
            "Σ base weight × change of the ten largest / Σ of all",
            (weights, f"{len(result.parts):,} members, {result.base} to {result.end}"),
            panel.source,
        ),
    )
