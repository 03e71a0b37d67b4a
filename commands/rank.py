"""`/rank`: the best, the worst, the longest, the largest lead: where the newest stands in its history."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from charts.pictures.bars import Bar, RankedBars
from commands.framework.alternatives import offer_alternatives
from commands.framework.command import UsageError, act, command
from commands.framework.figure import Figure
from commands.framework.parameters import Count, Symbols
from commands.framework.reply import Action, Column, Evidence, Fact, Reply, Table
from commands.inputs.basket import Basket, basket
from commands.inputs.measured_levels import refuse_levels
from commands.inputs.runs import run_reply
from commands.presentation.figure_keys import closed_at, subject
from commands.presentation.picture_titles import round_signed
from commands.presentation.rank_words import (
    PERIODS,
    hidden_words,
    newest_time,
    newest_words,
    period_label,
    rank_words,
    since_words,
)
from commands.presentation.wording import caption, dated, direction, opened, the
from market.analytics.ranking import Ranking, RankUnit, period_end, rank_changes, rank_leads
from market.bars import Bars
from market.calendars.calendar import Calendar
from market.calendars.trading_days import TradingDays, trading_days
from market.errors import NoData
from market.formatting import Unit, ordinal, written
from market.provenance import combined
from market.services.prices import Market
from market.symbols import Symbol

SUBJECT = (Symbol.parse("rut"),)
_OTHERS = 5  # runners-up
Kind = Literal["best", "worst", "lead", "run", "losing"]
Span = Literal["day", "week", "month", "quarter", "year", "start"]
_OF = Annotated[Span | None, "of what: day, week, month, quarter, year; a start of a year without it"]
_MARKET = Annotated[Symbol | None, "the market; the Russell 2000 without it"]
_FIRST = Annotated[Symbol, "the market: rut"]
_AHEAD = Annotated[Symbol | None, "a second market, to count the sessions ahead of it or behind it"]


@command(
    "/rank best start rut",
    "/rank worst week spx",
    "/rank lead month rut spx",
    "/rank run rut spx",
    acts=(
        act("best", "Where the newest stands among the best, and since when none was as good", unit=_OF,
            market=_MARKET),
        act("worst", "Where the newest stands among the worst, and since when none was as bad", unit=_OF,
            market=_MARKET),
        act("lead", "The same of one market less another",
            market=_FIRST, against=Annotated[Symbol, "the other market: spx"], unit=_OF),
        act("run", "The longest runs of sessions up, or ahead of a second market", market=_FIRST, against=_AHEAD),
        act("losing", "The longest runs of sessions down, or behind a second market", market=_FIRST, against=_AHEAD),
    ),
    unused=lambda typed: ("unit",) if typed.get("kind") in ("run", "losing") else (),
)  # fmt: skip
def rank(
    kind: Annotated[
        Kind, "best, worst, lead (over a second market), run or losing (sessions in a row up, down)"
    ] = "best",
    unit: Annotated[Span, "of what: day, week, month, quarter, year, start (of a year)"] = "start",
    symbols: Annotated[Symbols, Count(1, 2)] = SUBJECT,
    *,
    market: Market,
) -> Reply:
    """Where the newest day, week, month, quarter, year or start of a year stands in the whole history.

    Best and worst: its rank, since when none was as good (or as bad), the runners-up, and how long the
    history is. Lead: the same of one market less another. Run: sessions in a row up, or ahead of a second
    market; losing: down, or behind it. A start of a year goes from the last close of the year before to the
    same day of each year; weeks, months, quarters and years are the calendar's. Of one that is not over its change
    so far is ranked.

    Formula: change = last close of the period / last close before it − 1, completed sessions, price return
    for an index and total return for funds and shares. Equal values share a rank. A period with a missing
    close has no value; where one could hide a better one, since when is not said.
    """
    if kind == "lead" and len(symbols) < 2:
        raise UsageError(
            "A lead needs two markets: the first less the second.", ("/rank lead month rut spx",)
        )
    if kind in ("best", "worst") and len(symbols) > 1:
        raise UsageError(
            f"The {kind} of one market is looked for; two have a lead.",
            (
                f"/rank {kind} {unit} {symbols[0].word}",
                f"/rank lead {unit} {symbols[0].word} {symbols[1].word}",
            ),
        )
    refuse_levels(symbols, "best or worst period")
    with offer_alternatives(f"/quote {symbols[0].word}", "/smallcaps"):
        held = basket(market, symbols, asked=True)
        if kind not in ("best", "worst"):
            _require_all(held, symbols)
        if kind in ("run", "losing"):
            return run_reply(held, losing=kind == "losing")
        result = _ranking(held, kind, RankUnit(PERIODS[unit]))
    days = trading_days(symbols[0].ticker, market.calendar) or market.calendar
    return _reply(held, kind, unit, result, _is_over(result, RankUnit(PERIODS[unit]), days))


def _require_all(held: Basket, symbols: tuple[Symbol, ...]) -> None:
    """One market beside another is no answer about one alone, nor about a fund beside itself."""
    if lost := next((symbol for symbol in symbols if symbol.ticker not in held.bars), None):
        why = held.doubtful.get(lost.ticker) or held.reason or f"There are no prices of {lost.label}."
        raise NoData(f"{why} One of the two markets alone is another question.")
    if len({bars.symbol for bars in held.all}) < len(symbols):
        stands_in = next(b for s, b in zip(symbols, held.all, strict=True) if b.symbol != s)
        raise NoData(f"{stands_in.notes[0]} It cannot be set beside itself.")


def _ranking(held: Basket, kind: Kind, unit: RankUnit) -> Ranking:
    bars = held.all
    if kind == "lead" and len(bars) > 1:
        return rank_leads(bars[0].total, bars[1].total, unit, top=_OTHERS)
    return rank_changes(bars[0].total, unit, best=kind != "worst", top=_OTHERS)


def _is_over(result: Ranking, unit: RankUnit, days: Calendar | TradingDays) -> bool:
    """Whether the newest period has no further session."""
    last, end = result.current.last, period_end(result.current.last, unit)
    return not days.sessions(last + timedelta(days=1), end)


def _reply(held: Basket, kind: Kind, unit: Span, result: Ranking, over: bool) -> Reply:
    bars = held.all
    lead, of = kind == "lead", RankUnit(PERIODS[unit])
    measure = Unit.LEAD if lead else Unit.CHANGE
    hidden = hidden_words(bars, result, of)
    whose = opened(_whose(bars, result, of, lead))
    headline = _sentence(f"{whose} ({written(result.current.value, measure)})", result, of, hidden, lead)
    title = _sentence(f"{whose} ({round_signed(result.current.value, measure)})", result, of, hidden, lead)
    key = f"rank.{'.'.join(subject(b.symbol) for b in (bars if lead else bars[:1]))}.{kind}.{unit}"
    at = closed_at(result.current.last)
    words = " ".join(b.symbol.word for b in bars)
    return Reply(
        headline=headline,
        title=headline.rstrip("."),
        facts=dated(_facts(result, hidden, measure, key), at, bars[0].source),
        table=_table(result, of, measure),
        chart=_chart(held, (title, headline), result, of, measure),
        notes=(
            *_about(result, of, measure, over, max(own.due for own in bars)),
            *held.notes(result.current.last),
        ),
        actions=(
            *(Action(word.capitalize(), f"/rank {kind} {word} {words}") for word in PERIODS if word != unit),
            Action("Longest run", f"/rank run {words}"),
            Action("After such days", f"/history record {bars[0].symbol.word}"),
        ),
        evidence=_evidence(bars, result, of, measure, lead),
        direction=direction(result.current.value),
        provenance=combined(*bars),
        command=f"/rank {kind} {unit} {words}",
    )


def _sentence(newest: str, result: Ranking, of: RankUnit, hidden: str, lead: bool) -> str:
    since = since_words(result, of, lead)
    if not hidden:
        return f"{newest} is the {rank_words(result, of, lead)}{since}."
    said = since and result.since_is_sure and result.as_good is not None
    if not said:
        return f"{newest} cannot be ranked: {hidden}."
    return f"{newest} is {since.removeprefix(', ')}; its rank is not known: {hidden}."


def _whose(bars: tuple[Bars, ...], result: Ranking, unit: RankUnit, lead: bool) -> str:
    own = the(bars[0].symbol.label)
    if lead:
        return f"the lead of {own} over {the(bars[1].symbol.label)} {newest_time(result, unit)}"
    return f"{own}’s {newest_words(result, unit)}"


def _facts(result: Ranking, hidden: str, measure: Unit, key: str) -> list[Fact]:
    count = Figure(f"{key}.count", None if hidden else result.count, Unit.COUNT, why=hidden)
    side = "better" if result.best else "worse"
    facts = [
        Fact(
            "Rank", None if hidden else result.rank, Unit.COUNT, hidden or f"of {result.count:,}",
            key=f"{key}.rank", why=hidden, figures=(count,),
        ),
        Fact(
            "Value", result.current.value, measure, f"from {result.current.base} to {result.current.last}",
            key=f"{key}.value",
        ),
    ]  # fmt: skip
    if result.as_good is not None:
        said = result.since_is_sure
        facts.append(
            Fact(
                f"As good or {side} last" if result.best else f"As bad or {side} last",
                result.as_good.last.isoformat() if said else None,
                Unit.DATE,
                written(result.as_good.value, measure) if said else "",
                key=f"{key}.since",
                why="" if said else hidden,
            )
        )
    facts.append(Fact("History", f"from {result.history_from}", detail=f"{result.count:,} compared"))
    return facts


def _ordered(result: Ranking) -> list[tuple[int, str, float, bool]]:
    """Rank, last session, value, and whether it is the newest: the runners-up and it, in order."""
    sign = -1.0 if result.best else 1.0
    every = [(period, False) for period in result.runners_up] + [(result.current, True)]
    every.sort(key=lambda item: (item[0].value * sign, not item[1]))
    rows, place = [], 0
    for number, (period, newest) in enumerate(every, 1):
        if number == 1 or period.value != every[number - 2][0].value:
            place = number
        rows.append((result.rank if newest else place, str(period.last), period.value, newest))
    return rows


def _table(result: Ranking, unit: RankUnit, measure: Unit) -> Table:
    columns = (Column("Rank"), Column("Period"), Column("To", Unit.DATE), Column("Value", measure))
    rows = tuple(
        (ordinal(place), f"{period_label(last, unit)}{', the newest' if newest else ''}", last, value)
        for place, last, value, newest in _ordered(result)
    )
    return Table(columns, rows, "The newest and its runners-up")


def _chart(
    held: Basket, said_of_it: tuple[str, str], result: Ranking, unit: RankUnit, measure: Unit
) -> RankedBars:
    """`said_of_it`: the finding in round figures, and in exact ones."""
    title, headline = said_of_it
    bars = tuple(
        Bar(
            f"{place}.  {period_label(last, unit)}",
            value,
            group="the newest" if newest else "",
            short=f"{place}. to {last}" if unit is RankUnit.WEEK else "",
        )
        for place, last, value, newest in _ordered(result)
    )
    said = ", ".join(f"{bar.label} {written(bar.value, measure)}" for bar in bars)
    words = caption(
        title.rstrip("."), f"Ranked bars: {said}. {headline}", *held.all,
        subtitle=f"{result.count:,} compared, from {result.history_from}",
    )  # fmt: skip
    return RankedBars(words, bars, measure, ranked=True)


def _about(result: Ranking, unit: RankUnit, measure: Unit, over: bool, due: date) -> tuple[str, ...]:
    notes = []
    if not over and due > period_end(result.current.last, unit):
        notes.append(f"The newest {unit} is measured to {result.current.last}, where the closes end.")
    elif not over:
        notes.append(f"The newest {unit} is not over: it is measured to {result.current.last}.")
    if result.unknown:
        notes.append(
            f"{len(result.unknown)} of the earlier have no value, because a close is missing or in doubt; "
            f"the newest of these ends on {result.unknown[0]}."
        )
    if result.rank > 1:
        first = result.runners_up[0]
        label = period_label(str(first.last), unit)
        whose = f"the {label}" if unit in (RankUnit.WEEK, RankUnit.START) else label
        notes.append(f"What would change it: the first place is {written(first.value, measure)}, of {whose}.")
    return tuple(notes)


def _evidence(
    bars: tuple[Bars, ...], result: Ranking, unit: RankUnit, measure: Unit, lead: bool
) -> tuple[Evidence, ...]:
    basis = bars[0].return_basis
    formula = "last close of the period / last close before it − 1"
    if lead:
        formula = f"({formula}) of the first − the same of the second"
    return tuple(
        Evidence(
            f"{period_label(str(period.last), unit)} {written(period.value, measure)}",
            f"{formula} ({basis})",
            (f"{period.base} to {period.last}", f"{result.count:,} compared from {result.history_from}"),
            bars[0].source,
        )
        for period in (result.current, *result.runners_up)
    )
