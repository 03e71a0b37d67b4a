"""`/history`: what happened the last times."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from charts.pictures.events import Fan
from commands.base_rates.analogue_days import LEAD, VOLATILITY, analogue_days
from commands.base_rates.history_events import (
    DEFAULT_SESSIONS,
    DEFAULT_SIZES,
    SUBJECT,
    EventName,
    EventQuery,
    ObservedEvent,
    asked_event,
    choice_note,
    observed,
)
from commands.base_rates.tables import dates_table, event_key, rates_table, too_few
from commands.framework.command import act, command
from commands.framework.figure import Figure
from commands.framework.reply import Action, Evidence, Fact, Reply, Visibility
from commands.presentation.figure_keys import closed_at
from commands.presentation.picture_titles import after_title
from commands.presentation.wording import caption, dated, direction, the
from market.analytics.analogues import APART, NEAR, NEAREST
from market.analytics.base_rates import (
    DRAWS,
    HORIZONS,
    INTERVAL,
    LEAST,
    THRUST_HIGH,
    THRUST_LOW,
    THRUST_SESSIONS,
    BaseRates,
    ForwardReturns,
    base_rates,
)
from market.analytics.breadth import LONG
from market.bars import Bars
from market.datasets.members import UNIVERSES
from market.errors import NoData
from market.formatting import Unit, change, day, points_of, share
from market.provenance import combined
from market.services.members import MemberService
from market.services.prices import Market
from market.symbols import Symbol

FEW = 30  # events below which the interval is called wide


_MARKET = Annotated[Symbol | None, "the market; the Russell 2000 without it"]
_DATES = Annotated[bool, "the list of dates instead of the picture"]
_MOVE = Annotated[float | None, f"by how many per cent, without a sign; {DEFAULT_SIZES['up']:g} without it"]


@command(
    "/history record rut",
    "/history drawdown 10 spx",
    "/history lead 5 63 rut spx",
    "/history down 3 rut",
    "/history record rut dates",
    "/history analogues rut",
    acts=(
        act("record", "What followed record closes", symbol=_MARKET, dates=_DATES),
        act("lead", "What followed leads over another market",
            size=Annotated[float | None, f"points; {DEFAULT_SIZES['lead']:g} without it"],
            window=Annotated[int | None, f"sessions that it is measured over; {DEFAULT_SESSIONS} without it"],
            symbol=_MARKET,
            against=Annotated[Symbol | None, "over which market; the S&P 500 without it"], dates=_DATES),
        act("thrust", "What followed breadth thrusts of the members",
            symbol=Annotated[Symbol | None, "whose members: rut or spx; the Russell 2000's without it"],
            dates=_DATES),
        act("drawdown", "What followed the first close so far below the high",
            size=Annotated[float | None, f"per cent below it; {DEFAULT_SIZES['drawdown']:g} without it"],
            symbol=_MARKET, dates=_DATES),
        act("up", "What followed days that rose so much", size=_MOVE, symbol=_MARKET, dates=_DATES),
        act("down", "What followed days that fell so much", size=_MOVE, symbol=_MARKET, dates=_DATES),
        act("analogues", "What followed the days that were most like the last one", symbol=_MARKET, dates=_DATES),
    ),
    terms={
        "size": DEFAULT_SIZES,
        "span": DEFAULT_SESSIONS,
        "low": THRUST_LOW,
        "high": THRUST_HIGH,
        "thrust": THRUST_SESSIONS,
        "horizons": ", ".join(map(str, HORIZONS.values())),
        "draws": DRAWS,
        "interval": INTERVAL,
        "least": LEAST,
        "few": FEW,
        "lead": LEAD,
        "swing": VOLATILITY,
        "long": LONG,
        "apart": APART,
        "nearest": NEAREST,
        "near": NEAR,
    },
)  # fmt: skip
def history(
    event: Annotated[EventName, "record, lead, thrust, drawdown, up, down or analogues"],
    size: Annotated[float | None, "points or per cent: lead 5, drawdown 10, up 3"] = None,
    window: Annotated[int | None, "sessions that a lead is measured over: lead 5 63"] = None,
    symbol: Annotated[Symbol, "the market: rut"] = SUBJECT,
    against: Annotated[Symbol | None, "the benchmark of a lead: spx"] = None,
    dates: Annotated[bool, "the list of dates instead of the picture"] = False,
    *,
    market: Market,
    members: MemberService,
) -> Reply:
    """What followed the last times: forward returns after an event, against any other day.

    Events: record (a record close), lead {size[lead]:g} {span} (the return over {span} sessions first
    reaches {size[lead]:g} points more than the benchmark's), drawdown {size[drawdown]:g} ({size[drawdown]:g} %
    below the high for the first time), up {size[up]:g} and down {size[down]:g} (a daily return of at least
    that), thrust (Zweig's breadth thrust over the members: the {thrust}-session average of advancers'
    share rises from below {low:.1%} to above {high:.1%} within {thrust} sessions), analogues (ten to
    {nearest} days nearest to the last one by small caps' lead over {lead} sessions, members above their
    {long}-day average, volatility over {swing} sessions, and credit, HYG less IEF over {lead}).

    Formula: forward return = close after {horizons} sessions / the event's close − 1. An
    event counts only when at least as many sessions have passed since the last that counted, so
    that no two windows overlap. The baseline is the median from every session of the history. The
    interval is a moving-block bootstrap of the median (Künsch 1989; {draws:,} draws, blocks of n^⅓,
    {interval:.0%}). Fewer than {least} independent events give no base rate, fewer than {few} a wide
    interval. Past frequencies, no forecast. The distance of two days is the root mean square of the four
    differences, each in its standard deviation over the days that are compared; a day is like another
    where that is at most {near:g}; analogues are {apart} sessions at least from each other and from the last day.
    """
    asked = asked_event(event, size, window, symbol, against)
    try:
        seen = (analogue_days if event == "analogues" else observed)(asked, market, members)
        rates = base_rates(seen.closes, seen.happened)
    except NoData as problem:
        return _refused(asked, problem)
    named, bars = seen.asked, seen.bars
    headline = _headline(named, rates)
    return Reply(
        headline=headline,
        facts=dated((*_facts(rates, named), *seen.facts), f"{rates.first} to {rates.last}", bars.source),
        table=dates_table(rates, named) if dates else rates_table(rates, named),
        chart=None if dates else _chart(headline, named, rates, seen),
        notes=(*_about(rates), *seen.notes),
        actions=_actions(asked, dates),
        evidence=_evidence(named, rates, bars),
        direction=direction(rates.longest.median),
        provenance=combined(bars, *seen.sources),
        command=asked.text + (" dates" if dates else ""),
    )


def _refused(asked: EventQuery, problem: NoData) -> Reply:
    """Too few events for a base rate: the reason, a milder event and the other events as buttons."""
    milder = asked.milder
    first = (Action("A milder event", milder.text),) if milder else ()
    return Reply(
        headline=f"{problem} Try a milder event: {milder.text}." if milder else str(problem),
        actions=(*first, *_others(asked)),
        visibility=Visibility.PRIVATE,
        error=True,
        command=asked.text,
    )


def _headline(asked: EventQuery, rates: BaseRates) -> str:
    longest, verdict = rates.longest, "outside" if rates.longest.unusual else "inside"
    return (
        f"After {asked.words} the median {longest.horizon.replace(' months', '-month').replace(' month', '-month')} "
        f"return was {change(longest.median)} ({longest.n} independent events, {share(longest.hit_rate)} of "
        f"them up), against {change(longest.baseline)} from any day; the usual is {verdict} "
        f"the event’s {INTERVAL:.0%} interval."
    )


def _facts(rates: BaseRates, asked: EventQuery) -> list[Fact]:
    last = f"the last on {rates.forward.index[-1].date()}"
    key, as_of = f"{event_key(asked)}.events", closed_at(rates.last)
    events = Figure(key, len(rates.forward), Unit.COUNT, as_of=as_of)
    facts = [Fact("Events", len(rates.forward), Unit.COUNT, last, figures=(events,))]
    facts += [Fact(f"After {outcome.horizon}", *_outcome(outcome)) for outcome in rates.outcomes]
    return facts


def _outcome(outcome: ForwardReturns) -> tuple[float | str, Unit, str]:
    if not outcome.enough:
        return f"no base rate: {too_few(outcome)}", Unit.TEXT, ""
    return (
        outcome.median,
        Unit.CHANGE,
        f"n {outcome.n}, interval {change(outcome.low)} to {change(outcome.high)}, usual {change(outcome.baseline)}",
    )


def _chart(headline: str, asked: EventQuery, rates: BaseRates, seen: ObservedEvent) -> Fan:
    paths = np.asarray(rates.paths, dtype=np.float64)
    low, high = np.quantile(paths, [0.25, 0.75], axis=0)
    longest = rates.longest
    title = after_title(asked.words, longest.median, longest.horizon, longest.baseline)
    alt = (
        f"Fan of {len(paths)} paths of {the(seen.bars.symbol.label)} over {longest.sessions} sessions after "
        f"{asked.words}, with their median, the middle half and the median from any day. {headline}"
    )
    subtitle = f"{len(paths)} independent events, {day(rates.first)} to {day(rates.last)}"
    words = caption(title, alt, combined(seen.bars, *seen.sources), subtitle=subtitle)
    usual = np.asarray(rates.baseline_path, dtype=np.float64)
    return Fan(words, paths, np.median(paths, axis=0), usual, low, high)


def _about(rates: BaseRates) -> tuple[str, ...]:
    """What would change the answer, how small n is, and what a base rate is not."""
    longest, usual = rates.longest, change(rates.longest.baseline)
    if longest.unusual:
        moved = points_of(longest.baseline - longest.median)
        what = f"What would change it: a median that moved by {moved} would be the usual {usual}."
    else:
        what = (
            f"What would change it: the event would be unusual if its {INTERVAL:.0%} interval, "
            f"{change(longest.low)} to {change(longest.high)}, left out the usual {usual}."
        )
    small = f"{longest.n} events are few: the interval is wide." if longest.n < FEW else ""
    return (
        what,
        small,
        choice_note(longest),
        "Past frequencies by price return, no forecast; events that overlap are counted once.",
    )


def _actions(asked: EventQuery, dates: bool) -> tuple[Action, ...]:
    first = (
        Action("Back to the picture", asked.text) if dates else Action("List of dates", f"{asked.text} dates")
    )
    return (first, *_others(asked))


def _others(asked: EventQuery) -> tuple[Action, ...]:
    """Other events of the same market, and other questions about it."""
    word = asked.symbol.word
    others = {
        "record": f"/history record {word}",
        "drawdown": f"/history drawdown 10 {word}",
        "down": f"/history down 3 {word}",
        "up": f"/history up 3 {word}",
    }
    if any(asked.symbol.ticker in (universe.index, universe.fund) for universe in UNIVERSES):
        others["a day like the last"] = f"/history analogues {word}"
    more = (Action(f"After {name}{'s' if name == 'record' else ''}", text) for name, text in others.items())
    return (
        *(action for action in more if action.command != asked.text),
        Action("Risk", f"/risk {word} {'ndx' if word == 'spx' else 'spx'}"),
        Action("Chart", f"/chart {word} max"),
    )


def _evidence(asked: EventQuery, rates: BaseRates, bars: Bars) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            f"After {outcome.horizon}: median {change(outcome.median)}",
            f"close {outcome.sessions} sessions later / the event’s close − 1; median over independent events",
            (
                f"{outcome.n} of {len(rates.forward)} events count",
                f"worst {change(outcome.worst)}, best {change(outcome.best)}",
                f"history {rates.first} to {rates.last}",
            ),
            bars.source,
        )
        for outcome in rates.outcomes
        if outcome.enough
    )
