"""`/concentration`: do a few large companies make the move?"""

from __future__ import annotations

from datetime import date
from functools import partial

from charts.pictures.bars import RankedBars
from charts.pictures.concentration import ConcentrationChart
from charts.spec import Caption, Frame, Line
from commands.framework.alternatives import offer_alternatives, over
from commands.framework.command import command
from commands.framework.reply import Action, Evidence, Fact, Headline, Reply
from commands.inputs.basket import Basket, basket, explained
from commands.inputs.largest_members import LargestMembers, largest_members
from commands.presentation.figure_keys import lead_key, returned, span
from commands.presentation.picture_titles import round_signed
from commands.presentation.wording import caption, dated, direction, period_actions
from market.analytics.concentration import LEAST_MOVE, TOP, Concentration, EqualWeightGap, equal_weight_gap
from market.analytics.performance import to_catch_up
from market.bars import Bars
from market.datasets.members import SP_500
from market.errors import MarketError, NoData
from market.formatting import Unit, change, day, lead, points_of
from market.period import YEAR_TO_DATE, Period, words_to
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
    parts = largest_members(members, SP_500, period)
    newest = market.state().last_completed
    with offer_alternatives(f"/compare rut spx {period}", "/breadth sp500", "/macro"):
        funds = _funds(market, parts)
        lacking = [ticker for ticker in (CAP, EQUAL) if ticker not in funds.bars]
        if lacking:
            return _members_alone(parts, lacking, period, newest)
        used = (funds.bars[CAP], funds.bars[EQUAL])
        with explained(used):
            gap = over(period, "/concentration", partial(equal_weight_gap, used[0].total, used[1].total))
    headline = _headline(gap, parts, words_to(period, gap.base, gap.end, newest), _lost(gap, funds))
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=dated(_facts(gap, parts, funds, span(period)), f"{gap.end} close", used[0].source),
        table=parts.table,
        chart=_chart(headline, gap, parts, used)
        if gap.difference == gap.difference
        else _members(parts, headline),
        notes=(_flip(gap, period), *parts.notes, *funds.notes(gap.end)),
        actions=(
            *period_actions("/concentration", period),
            Action("Size ladder", f"/ladder {period}"),
            Action("Breadth", "/breadth sp500"),
            Action("Mega caps against small", f"/compare mgc iwm {period}"),
        ),
        evidence=_evidence(gap, parts, used[0].source),
        direction=direction(gap.cap),
        provenance=combined(*used),
        command=f"/concentration {period}",
    )


def _funds(market: Market, parts: LargestMembers) -> Basket:
    """The funds that have prices. Without any of them the members may still answer."""
    try:
        return basket(market, (CAP, EQUAL, MEGA), levels=False)
    except MarketError:
        if parts.result is None:
            raise
        return Basket({})


def _members_alone(parts: LargestMembers, lacking: list[str], period: Period, newest: date) -> Reply:
    """Without the funds there is no gap, but the ten largest members' share stands."""
    without = f"There are no prices of {' and '.join(lacking)} now, so no gap"
    result, panel = parts.result, parts.panel
    if result is None or panel is None:
        raise NoData(f"{without}, and no members to measure. Try /compare rut spx {period}.")
    when = words_to(period, result.base, result.end, newest)
    headline = Headline(
        f"The S&P 500’s members moved {change(result.move)} together {when}",
        f"; {parts.words}" if parts.words else "",
    )
    return Reply(
        headline=str(headline),
        title=_ten_largest(result),
        facts=dated(parts.facts, f"{result.end} close", panel.source),
        table=parts.table,
        chart=_members(parts, headline),
        notes=(f"{without}.", *parts.notes),
        actions=(*period_actions("/concentration", period), Action("Breadth", "/breadth sp500")),
        evidence=parts.evidence,
        direction=direction(result.move),
        provenance=panel.provenance,
        command=f"/concentration {period}",
    )


def _members(parts: LargestMembers, headline: Headline) -> RankedBars | None:
    """What the ten largest made, where there is no gap to draw."""
    result, panel = parts.result, parts.panel
    if result is None or panel is None:
        return None
    alt = f"Bars of what each of the ten largest contributed, and the others together. {headline}"
    frame = Frame(result.base, result.end)
    return RankedBars(
        Caption(_ten_largest(result), panel.provenance, alt, frame.dates, frame), parts.bars, Unit.LEAD
    )


def _ten_largest(result: Concentration) -> str:
    top = round_signed(result.top_contribution, Unit.LEAD)
    return f"The ten largest members made {top} of {round_signed(result.move, Unit.CHANGE)}"


DEAD_BAND = 0.0025  # a smaller difference of cap and equal weights carries nothing


def _headline(gap: EqualWeightGap, parts: LargestMembers, when: str, lost: str) -> Headline:
    points = points_of(gap.difference)
    if gap.difference != gap.difference:
        valued = (CAP, gap.cap) if gap.cap == gap.cap else (EQUAL, gap.equal)
        title = f"Whether the largest companies carried the S&P 500 {when} is not known"
        more = f": {lost}; {valued[0]} moved {change(valued[1])}"
    elif abs(gap.difference) < DEAD_BAND:
        title = f"The S&P 500 and its average member did nearly alike {when}"
        side = "ahead of" if gap.difference > 0 else "behind"
        more = f": cap weights were {points} {side} equal weights"
    elif gap.difference > 0:
        carried = f"The largest companies carried the S&P 500 {when}"
        title = carried if gap.cap >= 0 else f"The S&P 500 fell less than its average member {when}"
        more = f": cap weights beat equal weights by {points}"
    else:
        beat = f"The average member beat the S&P 500 {when}"
        title = beat if gap.equal >= 0 else f"The average member fell less than the S&P 500 {when}"
        more = f": equal weights beat cap weights by {points}"
    return Headline(title, f"{more}, and {parts.words}" if parts.words else more)


def _lacking(gap: EqualWeightGap) -> str:
    """The fund without a close at the base; empty where both have one."""
    return CAP if gap.cap != gap.cap else EQUAL if gap.equal != gap.equal else ""


def _lost(gap: EqualWeightGap, funds: Basket) -> str:
    """Why that fund has no close at the base; empty where both have one."""
    ticker = _lacking(gap)
    return funds.bars[ticker].lack(gap.base, ticker) if ticker else ""


def _facts(gap: EqualWeightGap, parts: LargestMembers, funds: Basket, asked: str) -> list[Fact]:
    between = lead_key(funds.bars[CAP], funds.bars[EQUAL], asked)
    basis = returned(funds.bars[CAP])
    without = {ticker: _lost(gap, funds) if ticker == _lacking(gap) else "" for ticker in (CAP, EQUAL)}
    facts = [
        Fact("Cap weights", gap.cap, Unit.CHANGE, CAP, key=f"spy.{basis}.{asked}", why=without[CAP]),
        Fact("Equal weights", gap.equal, Unit.CHANGE, EQUAL, key=f"rsp.{basis}.{asked}", why=without[EQUAL]),
        Fact(
            "Cap less equal", gap.difference, Unit.LEAD, f"{CAP} less {EQUAL}", key=between,
            why=without[CAP] or without[EQUAL],
        ),
    ]  # fmt: skip
    if MEGA in funds.bars and (mega := _over(funds, MEGA, gap)) is not None:
        facts.append(Fact("Mega caps", mega, Unit.CHANGE, MEGA, key=f"mgc.{basis}.{asked}"))
    return facts + parts.facts


def _over(funds: Basket, ticker: str, gap: EqualWeightGap) -> float | None:
    """The fund's change between the gap's own base and end; None where it lacks either."""
    closes = funds.bars[ticker].total.reindex([gap.gap.index[0], gap.gap.index[-1]])
    return None if closes.isna().any() else float(closes.iloc[1] / closes.iloc[0] - 1.0)


def _chart(
    headline: Headline, gap: EqualWeightGap, parts: LargestMembers, used: tuple[Bars, Bars]
) -> ConcentrationChart:
    cap, equal = (b.total.loc[gap.gap.index[0] : gap.gap.index[-1]].reindex(gap.gap.index) for b in used)
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
        Line.of("cap weights", cap / cap.iloc[0] - 1.0, market=CAP, short="cap"),
        Line.of("equal weights", equal / equal.iloc[0] - 1.0, market=EQUAL, short="equal"),
        parts.bars,
    )


def _flip(gap: EqualWeightGap, period: Period) -> str:
    """What would close the gap; nothing where there is none, and none of a past one."""
    if period.last or gap.difference != gap.difference:
        return ""
    ahead, behind = (CAP, EQUAL) if gap.difference > 0 else (EQUAL, CAP)
    needed = to_catch_up(max(gap.cap, gap.equal), min(gap.cap, gap.equal))
    return f"What would change it: {behind} would be level if it did {points_of(needed)} better than {ahead} from here."


def _evidence(gap: EqualWeightGap, parts: LargestMembers, source: str) -> tuple[Evidence, ...]:
    funds = Evidence(
        f"Cap less equal {lead(gap.difference)}",
        "change of SPY − change of RSP (adjusted closes)",
        (change(gap.cap), change(gap.equal), f"{gap.base} to {gap.end}"),
        source,
    )
    return (funds, *parts.evidence)
