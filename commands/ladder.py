"""`/ladder`: which size of company leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import pandas as pd

from charts.pictures.ladder import LadderChart, RungMeasure
from charts.spec import Frame
from commands.framework.alternatives import offer_alternatives, over
from commands.framework.command import command
from commands.framework.figure import Figure
from commands.framework.reply import Action, Column, Evidence, Fact, Headline, Reply, Table
from commands.inputs.basket import Basket, fund_basket
from commands.inputs.universe import known_panels
from commands.presentation.figure_keys import closed_at, fall_key, lead_key, no_bar, returned, span
from commands.presentation.picture_titles import compared_title
from commands.presentation.wording import caption, change_evidence, dated, direction, period_actions
from market.analytics.breadth import LONG
from market.analytics.gaps import first_gap
from market.analytics.performance import to_catch_up
from market.analytics.risk import YEAR
from market.analytics.size_ladder import (
    FUNDS,
    LADDER,
    LEAST_RETURNS,
    RungPerformance,
    SizeLadder,
    size_ladder,
)
from market.datasets.members import RUSSELL_2000, SP_500, MemberPanel
from market.formatting import Unit, change, listed, points_of, written
from market.period import YEAR_TO_DATE, Period, words_to
from market.provenance import combined
from market.services.members import MemberService
from market.services.prices import Market

RUNGS = {"Large": SP_500, "Small": RUSSELL_2000}  # whose members are known
_TOO_FEW = f"fewer than {LEAST_RETURNS} of its daily returns are known"


@command(
    "/ladder",
    "/ladder 1y",
    "/ladder since 2024-10-01",
    terms={"least": LEAST_RETURNS, "year": YEAR, "long": LONG},
)
def ladder(period: Period = YEAR_TO_DATE, *, market: Market, members: MemberService) -> Reply:
    """Which size of company leads: mega, large, mid, small and micro caps, cap- and equal-weighted.

    Each rung is a fund that holds it, with dividends: mega MGC (or OEF), large SPY (IWB), mid IJH
    (MDY), small IWM (IJR), micro IWC; equal-weighted RSP, EWMC and EWSC. All are measured on the
    sessions they have in common.

    Formula: change = last adjusted close / base − 1; volatility = standard deviation of the
    period's daily returns (at least the last {least}) × √{year}; drawdown = last close / highest close of the
    period − 1; breadth = share of the rung's members above their {long}-day average, where members are known;
    slope = the smallest rung's change less the largest's, in points. Where equal weights beat cap
    weights, the average company of that size did better than its largest ones.
    """
    with offer_alternatives(f"/compare rut spx {period}", "/breadth", "/macro"):
        funds, panels = fund_basket(market, FUNDS), known_panels(members, RUNGS)
        measured = partial(size_ladder, funds.totals, above_200=_above_200(panels))
        with funds.excused():
            result = over(period, "/ladder", measured)
    when, asked = words_to(period, result.base, result.end, market.state().last_completed), span(period)
    headline = _headline(result, when)
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=dated(_facts(result, asked, funds), f"{result.end} close", _used(funds, result).all[0].source),
        table=_table(result, asked, funds),
        chart=_chart(headline, result, funds),
        notes=(
            "" if period.last else _flip(result),
            _missing(result),
            _without_members(result),
            *(note for panel in panels.values() for note in panel.aged),
            *_used(funds, result).notes(result.end),
        ),
        actions=(
            *period_actions("/ladder", period),
            Action("Valuation", "/valuation"),
            Action("Rotation", "/rotation"),
            Action("Sectors", f"/sectors {period}"),
            Action("Is it broad?", "/breadth"),
            Action("Concentration", f"/concentration {period}"),
        ),
        evidence=_evidence(result, funds),
        direction=direction(result.slope),
        provenance=combined(*_used(funds, result).all),
        partial=bool(funds.reason),
        command=f"/ladder {period}",
    )


def _above_200(panels: Mapping[str, MemberPanel]) -> dict[str, pd.Series[float]]:
    """Breadth by session of the rungs whose members are priced; the others are not there."""
    shares = {rung: panel.breadth.above(LONG) for rung, panel in panels.items()}
    return {rung: above for rung, above in shares.items() if above.notna().any()}


def _used(funds: Basket, result: SizeLadder) -> Basket:
    """The funds that stand for a rung: one that has a substitute is not missed."""
    return replace(funds, bars={s.ticker: funds.bars[s.ticker] for s in result.steps}, missing=())


def _headline(result: SizeLadder, when: str) -> Headline:
    leader, laggard = result.leader, result.laggard
    ahead = points_of(leader.change - laggard.change)
    order = "" if result.order == "no order" else f"; {result.order} on every rung"
    led, trailed = f"{leader.rung} caps", f"{laggard.rung.lower()} caps"
    return Headline(
        f"{led} led the size ladder {when} with {change(leader.change)}, {ahead} ahead of {trailed}",
        order,
        compared_title((led, leader.change), (trailed, laggard.change), when),
    )


def _facts(result: SizeLadder, asked: str, funds: Basket) -> list[Fact]:
    first, last, held = result.cap[0], result.cap[-1], funds.bars
    facts = [
        Fact(
            f"{s.rung} caps",
            s.change,
            Unit.CHANGE,
            f"{s.ticker}, volatility {written(s.volatility, Unit.SHARE)}",
            key=f"{s.ticker.lower()}.{returned(held[s.ticker])}.{asked}",
            why=_no_base(s, result, funds),
            figures=(_swings(s, result, asked, funds),),
        )
        for s in result.cap
    ]
    slope = f"{last.rung.lower()} less {first.rung.lower()} caps"
    why = _no_base(first, result, funds) or _no_base(last, result, funds)
    key = lead_key(held[last.ticker], held[first.ticker], asked)
    facts.append(Fact("Slope", result.slope, Unit.LEAD, slope, key=key, why=why))
    facts += [
        Fact(
            f"Equal less cap, {step.rung.lower()}",
            step.change - cap.change,
            Unit.LEAD,
            f"{step.ticker} less {cap.ticker}",
            key=lead_key(held[step.ticker], held[cap.ticker], asked),
            why=_no_base(step, result, funds) or _no_base(cap, result, funds),
        )
        for step in result.steps
        if step.equal
        for cap in result.cap
        if cap.rung == step.rung
    ]
    return facts + _member_facts(result)


def _swings(step: RungPerformance, result: SizeLadder, asked: str, funds: Basket) -> Figure:
    why = _reason(step, result, funds) or ("" if step.volatility == step.volatility else _TOO_FEW)
    return Figure(f"{step.ticker.lower()}.volatility.{asked}", step.volatility, Unit.SHARE, why=why)


def _member_facts(result: SizeLadder) -> list[Fact]:
    """How many members take part, of the rungs whose members are known; whichever fund stands for the rung."""
    rungs = [step for step in result.cap if step.above_200 is not None]
    if not rungs:
        return []
    words = listed([f"{step.rung.lower()} caps {written(step.above_200, Unit.SHARE)}" for step in rungs])
    figures = tuple(
        Figure(
            f"{RUNGS[step.rung].fund.lower()}.members_above_{LONG}",
            step.above_200,
            Unit.SHARE,
            why=_uncounted(step, result),
        )
        for step in rungs
    )
    return [Fact(f"Members above their {LONG}-day average", words, figures=figures)]


def _uncounted(step: RungPerformance, result: SizeLadder) -> str:
    return "" if step.above_200 == step.above_200 else f"not counted on {result.end}"


def _no_base(step: RungPerformance, result: SizeLadder, funds: Basket) -> str:
    """Why a rung's change is not known; empty where it is."""
    return "" if step.change == step.change else no_bar(result.base, funds.bars[step.ticker])


def _table(result: SizeLadder, asked: str, funds: Basket) -> Table:
    any_fund = funds.all[0]  # all are measured on one basis
    columns = [
        Column("Size"),
        Column("Fund"),
        Column("Weights"),
        Column("Change", Unit.CHANGE, f"{{0}}.{returned(any_fund)}.{asked}"),
        Column("Volatility", Unit.SHARE, f"{{0}}.volatility.{asked}"),
        Column("Drawdown", Unit.CHANGE, f"{{0}}.{fall_key(any_fund, 'drawdown')}.{asked}"),
        Column("Worst", Unit.CHANGE, f"{{0}}.{fall_key(any_fund, 'worst_drawdown')}.{asked}"),
    ]
    rows: list[tuple[float | str | None, ...]] = [
        (
            s.rung,
            s.ticker,
            "equal" if s.equal else "cap",
            s.change,
            s.volatility,
            s.drawdown,
            s.worst_drawdown,
        )
        for s in result.steps
    ]
    if any(s.above_200 is not None for s in result.steps):
        columns.append(Column("Above 200-day", Unit.SHARE))
        rows = [(*row, step.above_200) for row, step in zip(rows, result.steps, strict=True)]
    keys, dates = tuple(s.ticker.lower() for s in result.steps), (closed_at(result.end),) * len(rows)
    title, reasons = (
        f"{result.base} to {result.end}",
        tuple(_reason(step, result, funds) for step in result.steps),
    )
    return Table(tuple(columns), tuple(rows), title, keys, dates, reasons)


def _reason(step: RungPerformance, result: SizeLadder, funds: Basket) -> str:
    """Why figures of a row are withheld."""
    return no_bar(first_gap(result.closes[step.ticker]), funds.bars[step.ticker])


def _chart(headline: Headline, result: SizeLadder, funds: Basket) -> LadderChart:
    rungs = tuple(rung.name for rung in LADDER if any(s.rung == rung.name for s in result.steps))
    cap, equal = ({s.rung: s for s in result.steps if s.equal is even} for even in (False, True))

    def measure(name: str, unit: Unit, field: str, both: bool = True) -> RungMeasure:
        values = tuple(_value(cap.get(rung), field) for rung in rungs)
        others = tuple(_value(equal.get(rung), field) for rung in rungs) if both else None
        return RungMeasure(name, unit, values, others, bracket=field == "change")

    measures = [
        measure("Change", Unit.CHANGE, "change"),
        measure("Volatility, annualised", Unit.SHARE, "volatility"),
        measure("Drawdown now", Unit.CHANGE, "drawdown"),
    ]
    has_members = any(s.above_200 is not None and s.above_200 == s.above_200 for s in result.steps)
    measures.append(
        measure("Members above their 200-day average", Unit.SHARE, "above_200", both=False)
        if has_members
        else measure("Worst drawdown", Unit.CHANGE, "worst_drawdown")
    )
    figures = ", ".join(f"{s.rung.lower()} {change(s.change)}" for s in result.ranked)
    alt = f"Bars per rung of the size ladder, {result.base} to {result.end}: {figures}. {headline}"
    used, frame = [funds.bars[s.ticker] for s in result.steps], Frame(result.base, result.end)
    words = caption(
        headline.over_picture, alt, *used, subtitle=f"Total return of funds, {frame.dates}", frame=frame
    )
    return LadderChart(words, rungs, tuple(measures))


def _value(step: RungPerformance | None, field: str) -> float | None:
    value = getattr(step, field) if step else None
    return None if value is None or value != value else float(value)


def _flip(result: SizeLadder) -> str:
    """What would put another rung first."""
    first, second = result.ranked[:2]
    needed = points_of(to_catch_up(first.change, second.change))
    leading = f"{second.rung.lower()} caps would lead if they did {needed} better"
    return f"What would change it: {leading} than {first.rung.lower()} caps from here."


def _missing(result: SizeLadder) -> str:
    if not result.missing:
        return ""
    rungs = listed([name.lower() for name in result.missing])
    return f"Without {rungs} caps: no fund of theirs has prices that go back to {result.base}."


def _without_members(result: SizeLadder) -> str:
    """The rungs whose members are known, but not at the close that the ladder ends with."""
    rungs = [step.rung.lower() for step in result.steps if step.above_200 != step.above_200]
    if not rungs:
        return ""
    return (
        f"How many members of the {listed(rungs)} rung are above their average is not known for {result.end}."
    )


def _evidence(result: SizeLadder, funds: Basket) -> tuple[Evidence, ...]:
    return tuple(
        change_evidence(
            f"{step.rung} caps ({step.ticker})",
            step.change,
            funds.bars[step.ticker],
            result.base,
            result.end,
        )
        for step in result.steps
    )
