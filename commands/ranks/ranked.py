"""The answer of `/rank best`, `worst` and `lead`: the newest period among all of its kind."""

from __future__ import annotations

from datetime import date

from charts.pictures.bars import Bar, RankedBars
from commands.framework.figure import Figure
from commands.framework.reply import Action, Column, Evidence, Fact, Reply, Table
from commands.inputs.basket import Basket
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
from market.analytics.ranking import Ranking, RankUnit, period_end
from market.bars import Bars
from market.formatting import Unit, ordinal, written
from market.provenance import combined


def ranked_reply(held: Basket, kind: str, unit: str, result: Ranking, over: bool) -> Reply:
    """`kind`: best, worst or lead; `unit`: a word of `PERIODS`; `over`: whether the newest has no further session."""
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
            f"{place:,}.  {period_label(last, unit)}",
            value,
            group="the newest" if newest else "",
            short=f"{place:,}. to {last}" if unit is RankUnit.WEEK else "",
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
