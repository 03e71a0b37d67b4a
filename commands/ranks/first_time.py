"""The answer of `/rank first`: since when something is so, and when it was so before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from charts.pictures.bars import Bar, RankedBars
from charts.pictures.level import LevelChart
from commands.framework.figure import Figure
from commands.framework.reply import Action, Evidence, Fact, Headline, Reply
from commands.inputs.basket import Basket
from commands.presentation.chart_specs import level_picture
from commands.presentation.figure_keys import closed_at, subject
from commands.presentation.picture_titles import moved_roundly, round_level, round_points
from commands.presentation.rank_words import EACH, history_cut, period_label
from commands.presentation.wording import caption, dated, direction, opened, the
from market.analytics.performance import joined
from market.analytics.ranking import FirstTime, RankUnit, changes, first_time
from market.analytics.records import certain_records, record_closes
from market.bars import Bars
from market.errors import NoData
from market.formatting import Unit, change, counted, level, ordinal, points_of, written
from market.period import Period
from market.provenance import combined

RECORD = "record"
_SHOWN = 12  # newest periods in the picture


@dataclass(frozen=True, slots=True, eq=False)
class _Sought:
    """What is looked for in a history.

    excess: of each period, above zero where it is so, NaN where that is not known.
    newest, rounded: what the newest period did, a sentence without its full stop, in exact and in round figures.
    noun: what it is called, "weekly rise".
    values: the changes or leads of the periods; empty where it is about closes.
    words: what stands in the command before and behind the markets.
    key: what stands in the keys of its figures.
    """

    excess: pd.Series[float]
    newest: str
    rounded: str
    noun: str
    unit: RankUnit
    values: pd.Series[float]
    words: tuple[str, str]
    key: str


def first_reply(held: Basket, unit: RankUnit | None, at: float | None = None) -> Reply:
    """`unit`: of the newest rise or fall, or of being ahead of a second market; without it of closes beyond the level
    `at`, or of record closes. Raises NoData where the newest of these is not known, or is no change at all."""
    bars = held.all
    asked = _of_closes(bars[0], at) if unit is None else _of_moves(bars, unit)
    result = first_time(asked.excess)
    why = _why(bars, result)
    place, more = _since(result, asked, why)
    headline = Headline(f"{asked.newest}{place}", more, f"{asked.rounded}{place}")
    before, behind = asked.words
    words = " ".join(b.symbol.word for b in bars)
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=dated(_facts(result, asked, why, bars), closed_at(result.newest), bars[0].source),
        chart=_chart(headline, asked, bars, result),
        notes=held.notes(result.newest),
        actions=(
            *(
                Action(f"First {adjective}", f"/rank first {other} {words}")
                for other, adjective in EACH.items()
                if other is not unit
            ),
            Action("Longest run", f"/rank run {words}"),
        ),
        evidence=(
            Evidence(
                f"{opened(asked.noun)}: {result.length} in a row",
                f"counted back from the newest {asked.unit} until it is not so ({bars[0].return_basis})",
                (f"to {result.newest}", f"before that {result.before or 'none'}"),
                bars[0].source,
            ),
        ),
        direction=direction(float(asked.values.iloc[-1]) if len(asked.values) else 0.0),
        provenance=combined(*bars),
        command=" ".join(filter(None, ("/rank first", before, words, behind))),
    )


def _of_moves(bars: tuple[Bars, ...], unit: RankUnit) -> _Sought:
    """The newest rise or fall of `unit`, or being ahead or behind."""
    closes = joined({b.symbol.ticker: b.total for b in bars})
    moves: pd.Series[float] = changes(closes.iloc[:, 0], unit)["change"]
    if len(bars) > 1:
        moves = moves - changes(closes.iloc[:, 1], unit)["change"]
    newest = float(moves.iloc[-1]) if len(moves) else float("nan")
    if newest != newest or newest == 0:
        raise NoData(f"The newest {unit} has no change that could be the first of its kind.")
    name, last = opened(the(bars[0].symbol.label)), str(moves.index[-1].date())
    to = "" if unit in (RankUnit.DAY, RankUnit.WEEK) else f" to {last}"
    when = f"on {last}" if unit is RankUnit.DAY else f"in {_period(last, unit)}{to}"
    verb, noun = ("rose", f"{EACH[unit]} rise") if newest > 0 else ("fell", f"{EACH[unit]} fall")
    said = f"{name} {verb} {change(abs(newest)).removeprefix('+')} {when}"
    rounded = f"{name} {moved_roundly(newest)} {when}"
    if len(bars) > 1:
        side = f"{'ahead of' if newest > 0 else 'behind'} {the(bars[1].symbol.label)}"
        said, rounded = (f"{name} was {size(newest)} {side} {when}" for size in (points_of, round_points))
        noun = f"{unit} {side}"
    return _Sought(moves * np.sign(newest), said, rounded, noun, unit, moves, (str(unit), ""), str(unit))


def _of_closes(bars: Bars, at: float | None) -> _Sought:
    """Closes beyond `at`, on the side of it where the newest is; record closes without it."""
    closes, newest = bars.closes, float(bars.closes.iloc[-1])
    name = f"{opened(the(bars.symbol.label))} closed at"
    said, rounded = (f"{name} {write(newest)} on {bars.last_session}" for write in (level, round_level))
    none: pd.Series[float] = closes.iloc[:0]
    if at is None:
        excess = pd.Series(-1.0, closes.index).where(closes.notna())
        excess[record_closes(closes).sessions] = np.nan  # a missing close may have been higher
        excess[certain_records(closes)] = 1.0
        return _Sought(excess, said, rounded, "record close", RankUnit.DAY, none, (RECORD, ""), RECORD)
    if newest == at:
        raise NoData(f"{said}, neither above {level(at)} nor below.")
    side, word = "above" if newest > at else "below", f"{at:.10g}"
    beyond, key = f"close {side} {level(at)}", f"{side}_{word.replace('.', '_')}"
    excess = (closes - at) * np.sign(newest - at)
    # Not in round figures: "2,700, the first close above 2,700.00".
    return _Sought(excess, said, said, beyond, RankUnit.DAY, none, ("", word), key)


def _period(last: str, unit: RankUnit) -> str:
    """A period inside a sentence: "the week to 2026-01-23", "January 2026"."""
    return f"{'the ' * (unit is RankUnit.WEEK)}{period_label(last, unit)}"


def _why(bars: tuple[Bars, ...], result: FirstTime) -> str:
    """Why it is not known when it was so before; else empty."""
    if result.gap is not None:
        return f"a close that {result.gap} needs is missing or in doubt"
    return history_cut(bars) if result.before is None else ""


def _since(result: FirstTime, asked: _Sought, why: str) -> tuple[str, str]:
    """Behind the newest: what stands above the picture, too, ", the first weekly rise since the week to 2026-01-09",
    and what the sentence adds to it, ", after 2 weeks without"."""
    unit, noun = asked.unit, asked.noun
    between = counted(result.between, "session" if unit is RankUnit.DAY else unit)
    before = _period(str(result.before), unit) if result.before else ""
    first, without = (
        (f"the first{{}} since {before}", f", after {between} without")
        if before
        else (f"the first{{}} in the history from {result.history_from}", "")
    )
    if not result.so:
        last = (
            f"the last was on {before}, {between} before" if before else f"none since {result.history_from}"
        )
        return f", no {noun}", f"; {f'when the last was is not known: {why}' if why else last}"
    if result.began == result.history_from:
        if why:
            return "", f"; {why}"
        return f", as on every {unit} since the history began on {result.history_from}", ""
    if result.length == 1:
        if why:
            return f", a {noun}", f"; since when it is the first is not known: {why}"
        return f", {first.format(f' {noun}')}", without
    begun = f", from {_period(str(result.began), unit)} on"
    more = (
        f"when the last before them was is not known: {why}"
        if why
        else f"that was {first.format('')}{without}"
    )
    return f", the {ordinal(result.length)} {noun} in a row", f"{begun}; {more}"


def _facts(result: FirstTime, asked: _Sought, why: str, bars: tuple[Bars, ...]) -> list[Fact]:
    key = f"rank.{'.'.join(subject(b.symbol) for b in bars)}.first.{asked.key}"
    began = (
        Figure(f"{key}.began", result.began.isoformat(), Unit.DATE, "The first of them"),
    ) if result.began else ()  # fmt: skip
    before = result.before.isoformat() if result.before else None
    none = "" if before else f"none since {result.history_from}"
    between = Figure(
        f"{key}.between",
        None if why or none else result.between,
        Unit.COUNT,
        "Periods between",
        why=why or none,
    )
    return [
        Fact("In a row", result.length, Unit.COUNT, f"{asked.noun}{f', from {result.began} on' if began else ''}",
             key=f"{key}.length", figures=began),
        Fact("Before that", None if why else before, Unit.DATE, why or none, key=f"{key}.before", why=why or none,
             figures=(between,)),
        Fact("History", f"from {result.history_from}"),
    ]  # fmt: skip


def _chart(
    headline: Headline, asked: _Sought, bars: tuple[Bars, ...], result: FirstTime
) -> RankedBars | LevelChart:
    """The newest periods, the newest of all first; of closes the stretch since it was so before."""
    title = headline.over_picture
    if asked.values.empty:
        first = min(
            result.before or result.history_from, result.newest.replace(year=result.newest.year - 1, day=1)
        )
        period = Period.parse(f"since {first}")
        drawn = cast("pd.Timestamp", period.cut(bars[0].closes).index[0]).date()
        alt = f"Line chart of {the(bars[0].symbol.label)}’s closes since {drawn}. {headline}"
        return level_picture(bars[0], period, caption(title, alt, *bars))
    newest = asked.values.iloc[: -_SHOWN - 1 : -1]
    rows = tuple(
        Bar(
            period_label(str(day.date()), asked.unit),
            None if value != value else float(value),
            group="the newest" if day == newest.index[0] else "",
        )
        for day, value in zip(pd.DatetimeIndex(newest.index), newest, strict=True)
    )
    measure = Unit.LEAD if len(bars) > 1 else Unit.CHANGE
    said = ", ".join(f"{bar.label} {written(bar.value, measure)}" for bar in rows)
    alt = f"Bars of the newest {counted(len(rows), asked.unit)}: {said}. {headline}"
    return RankedBars(caption(title, alt, *bars, subtitle="the newest first"), rows, measure, ranked=True)
