"""`/drivers`: what the lead of small over large caps has gone with."""

from __future__ import annotations

from functools import partial

import pandas as pd

from charts.pictures.waterfall import Step, Waterfall
from commands.framework.alternatives import offer_alternatives, over
from commands.framework.command import command
from commands.framework.figure import Figure
from commands.framework.reply import Action, Column, Evidence, Fact, Headline, Reply, Table
from commands.inputs.basket import Basket, fund_basket
from commands.presentation.figure_keys import closed_at, span
from commands.presentation.picture_titles import round_points, round_signed
from commands.presentation.wording import caption, dated, dates_words, direction
from market.analytics.drivers import LEAST, REFIT, TESTED, WINDOW, Drivers
from market.analytics.drivers import drivers as measured
from market.errors import NoData
from market.formatting import Unit, lead, listed, points_of, share
from market.period import ONE_DAY, Period
from market.provenance import combined
from market.services.prices import Market

SMALL, LARGE = "IWM", "SPY"
# Name; the fund; the fund it is set against, whose change is taken off, or empty.
SERIES = (
    ("The market", "SPY", ""),
    ("Biotech", "XBI", "SPY"),
    ("Regional banks", "KRE", "SPY"),
    ("Equal weight", "RSP", "SPY"),
    ("Rates", "IEF", ""),
    ("Credit", "HYG", "IEF"),
    ("The dollar", "UUP", ""),
    ("Oil", "USO", ""),
)
_FUNDS = tuple(dict.fromkeys(ticker for _name, *pair in SERIES for ticker in (SMALL, *pair) if ticker))


@command(
    "/drivers",
    "/drivers 1m",
    terms={"window": WINDOW, "refit": REFIT, "tested": TESTED, "least": LEAST},
)
def drivers(period: Period = ONE_DAY, *, market: Market) -> Reply:
    """What the lead of small over large caps has gone with: sectors, rates, credit, the dollar, oil.

    The lead is IWM’s daily change less SPY’s, with dividends. It is set beside the market (SPY), biotech (XBI),
    regional banks (KRE) and equal weight (RSP), each less SPY, ten-year Treasuries (IEF), high yield less
    Treasuries (HYG less IEF), the dollar (UUP) and oil (USO). Association, never cause: what moved together may
    have one cause outside.

    Formula: least squares on {window} sessions, all before what is explained, made anew every {refit}
    sessions; a driver's part = its change × what the lead has gone with. Leads of several sessions are sums
    of daily ones. Judged out of sample on the last {tested} sessions: explained = 1 − Σ error² / Σ (lead −
    earlier mean)². Below {least:.0%} nothing is said.
    """
    with offer_alternatives(f"/compare iwm spy {period}", "/rotation", "/sectors"):
        funds = fund_basket(market, _FUNDS)
        with funds.excused():
            result = over(period, "/drivers", partial(_measured, funds))
    if not result.is_said:
        return _refusal(result, funds, period)
    headline, key, asked = _headline(result), "drivers.iwm.spy", span(period)
    at = closed_at(result.end)
    facts = (
        Fact("Lead", result.lead, Unit.LEAD, f"{result.base} to {result.end}", key=f"{key}.lead.{asked}"),
        Fact("Left open", result.rest, Unit.LEAD, "by all drivers together", key=f"{key}.rest.{asked}"),
        _judged(result, key),
    )
    rows = tuple((d.name, d.part, d.gone_with, d.moved) for d in result.drivers)
    columns = (
        Column("Driver"),
        Column("Part of the lead", Unit.LEAD, f"{key}.{{}}.part.{asked}"),
        Column("Gone with", Unit.RATIO, f"{key}.{{}}.slope"),
        Column("Its own change", Unit.CHANGE),
    )
    steps = tuple(Step(d.name, d.part) for d in sorted(result.drivers, key=lambda d: -d.part))
    said = ", ".join(f"{step.label} {lead(step.value)}" for step in steps)
    words = caption(
        headline.over_picture,
        f"Waterfall of what the lead went with: {said}, left open {lead(result.rest)}. {headline}",
        *funds.all,
        subtitle=f"association, not cause; {result.base} to {result.end}",
    )
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=dated(facts, at, funds.all[0].source),
        table=Table(columns, rows, "", tuple(_word(d.name) for d in result.drivers), (at,) * len(rows)),
        chart=Waterfall(words, (*steps, Step("Left open", result.rest)), Step("IWM less SPY", result.lead)),
        notes=(*_about(result), *funds.notes(result.end)),
        actions=_actions(period),
        evidence=_evidence(result, funds),
        direction=direction(result.lead),
        provenance=combined(*funds.all),
        command=f"/drivers {period}",
    )


def _measured(funds: Basket, period: Period) -> Drivers:
    lacking = [ticker for ticker in _FUNDS if ticker not in funds.bars]
    if lacking:
        raise NoData(f"What the lead went with is not known without {listed(lacking)}.")
    moves = funds.totals.pct_change(fill_method=None)
    series = {name: moves[own] - (moves[other] if other else 0.0) for name, own, other in SERIES}
    return measured(moves[SMALL] - moves[LARGE], pd.DataFrame(series), period)


def _word(name: str) -> str:
    return name.lower().removeprefix("the ").replace(" ", "_")


def _headline(result: Drivers) -> Headline:
    first, second = result.drivers[:2]
    side = "led" if result.lead >= 0 else "trailed"
    when = dates_words(result.base, result.end, result.sessions)
    return Headline(
        f"Small caps {side} large caps by {points_of(result.lead)} {when}: {lead(first.part)} went with "
        f"{_gone(first.name)}, {lead(second.part)} with {_gone(second.name)}",
        f"; {lead(result.rest)} are left open, and of past leads the drivers explained "
        f"{share(result.out_of_sample)} out of sample",
        f"Small caps {side} large caps by {round_points(result.lead)} {when}: {round_signed(first.part, Unit.LEAD)} "
        f"went with {_gone(first.name)}",
    )


def _gone(name: str) -> str:
    return name[:1].lower() + name[1:]


def _judged(result: Drivers, key: str, why: str = "") -> Fact:
    detail = why or f"of the variance of daily leads over {result.tested} sessions, each by an earlier fit"
    value = None if result.gap else result.out_of_sample
    return Fact("Explained out of sample", value, Unit.SHARE, detail, key=f"{key}.out_of_sample", why=why)


def _about(result: Drivers) -> tuple[str, ...]:
    first = result.drivers[0]
    return (
        "Association, not cause: these series moved together, and something else may have moved all of them.",
        f"What would change it: without {_gone(first.name)} the lead would be {lead(result.lead - first.part)}.",
    )


def _refusal(result: Drivers, funds: Basket, period: Period) -> Reply:
    """No parts, where past leads were hardly explained, or the sessions to fit on are not all known; the figure
    by which that is seen."""
    few = f"the drivers explained only {share(max(result.out_of_sample, 0.0))} of past leads out of sample"
    gap = f"a change of {result.gap} is not known, which the fits need" if result.gap else ""
    why = gap or few
    key, asked = "drivers.iwm.spy", span(period)
    withheld = tuple(
        Figure(f"{key}.{_word(d.name)}.part.{asked}", None, Unit.LEAD, why=why) for d in result.drivers
    )
    facts = (
        Fact("Lead", result.lead, Unit.LEAD, f"{result.base} to {result.end}", key=f"{key}.lead.{asked}"),
        _judged(result, key, gap),
        Fact("Parts", "withheld", detail=why, figures=withheld),
    )
    reason = gap or f"{few}, and {share(LEAST)} is asked for"
    return Reply(
        headline=f"What the lead of small caps goes with is not said: {reason}.",
        facts=dated(facts, closed_at(result.end), funds.all[0].source),
        notes=funds.notes(result.end),
        actions=_actions(period),
        provenance=combined(*funds.all),
        command=f"/drivers {period}",
    )


def _actions(period: Period) -> tuple[Action, ...]:
    spans = ("1d", "5d", "1m", "3m")
    return (
        *(Action(word.upper(), f"/drivers {word}") for word in spans),
        Action("Who made it", f"/why rut {period}"),
        Action("The lead itself", f"/compare iwm spy {period}"),
    )


def _evidence(result: Drivers, funds: Basket) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            f"{driver.name} {lead(driver.part)}",
            f"Σ its daily change × the slope fitted on {WINDOW} earlier sessions",
            (f"slope {driver.gone_with:.2f}".replace("-", "−"), f"{result.base} to {result.end}"),
            funds.all[0].source,
        )
        for driver in result.drivers
    )
