"""`/smallcaps`: are small caps leading?"""

from __future__ import annotations

from charts.pictures.level import LevelChart
from charts.spec import Frame
from commands.framework.command import command
from commands.framework.figure import Figure
from commands.framework.reply import Action, Evidence, Fact, Reply
from commands.inputs.attributed import why_line
from commands.inputs.summary_lines import breadth_line, rotation_line
from commands.presentation.chart_specs import level_picture
from commands.presentation.figure_keys import (
    closed_at,
    day_figures,
    label_word,
    no_bar,
    record_facts,
    streak_figures,
    subject,
)
from commands.presentation.leadership_table import leadership_table
from commands.presentation.picture_titles import standing_title
from commands.presentation.surprise_words import surprise_facts
from commands.presentation.wording import (
    beside_words,
    caption,
    change_words,
    dated,
    direction,
    lead_words,
    opened,
    record_words,
    session_note,
    streak_words,
    the,
)
from market.analytics.index_summary import IndexSummary, index_summary
from market.bars import Bars
from market.datasets.members import RUSSELL_2000
from market.errors import MarketError
from market.formatting import Unit, change, counted, level, listed, moment
from market.notes import merged, without
from market.period import ONE_YEAR
from market.provenance import combined
from market.services.members import MemberService
from market.services.prices import Market
from market.symbols import Symbol

SUBJECT = Symbol.parse("rut")
BENCHMARKS = tuple(Symbol.parse(word) for word in ("spx", "ixic", "ndx", "dji"))


@command("/smallcaps")
def smallcaps(*, market: Market, members: MemberService) -> Reply:
    """Are small caps leading? The Russell 2000's close, record, and lead over the big indices.

    A record close is a completed daily close above every earlier one of the price index; a print
    during the session never counts. Leadership counts completed sessions in a row with a higher
    daily return than the benchmark. Year to date is measured from the last close of last year.
    Why, breadth and rotation are one line each of /why, /breadth and /rotation, which teach them.

    Formula: change = close / previous close − 1; lead = own change − benchmark's change, in
    percentage points. During a session figures are "so far today" and stand apart from closes.
    Source: daily price-index bars (no dividends), completed sessions by the exchange calendar.
    """
    own = market.bars(SUBJECT)
    benchmarks, missing = _available(market)
    result = index_summary(own, benchmarks)
    every = (own, *benchmarks)
    lines = why_line(market, members, SUBJECT) + breadth_line(members, RUSSELL_2000) + rotation_line(market)
    return Reply(
        headline=_headline(result),
        facts=dated(
            (*_so_far_facts(result), *_facts(result), *lines.facts), f"{result.session} close", own.source
        ),
        table=leadership_table(result),
        chart=_chart(result),
        notes=merged(
            (
                session_note(market.state(), result.so_far is not None, result.session),
                *combined(*every).notes,
                *missing,
                *lines.notes,
                *_differing_sessions(result),
            )
        ),
        actions=(
            Action("Against the big four", "/compare rut spx ixic dji ytd"),
            Action("1 year, candles", "/chart rut 1y candles"),
            Action("Why?", "/why"),
            Action("Is it broad?", "/breadth"),
            Action("Rotation", "/rotation"),
            Action("After records", "/history record rut"),
        ),
        evidence=(*_evidence(result), *lines.evidence),
        direction=direction(result.so_far.change if result.so_far else result.change),
        provenance=combined(*every),
        partial=bool(missing) or lines.partial,
    )


def _available(market: Market) -> tuple[list[Bars], list[str]]:
    """The benchmarks that can be had now, and a sentence for each that cannot."""
    indices, missing = [], list[str]()
    for symbol in BENCHMARKS:
        try:
            indices.append(market.bars(symbol))
        except MarketError as problem:
            missing.append(without(the(symbol.label), problem))
    return indices, missing


def _headline(result: IndexSummary) -> str:
    name = opened(the(result.bars.symbol.label))
    if result.so_far is None:
        words = record_words(result.records, result.bars)
        is_counted = result.records.at_record and not result.records.uncounted
        verdict = f": its {words.removeprefix('the ')}" if is_counted else f"; {words}"
        intraday = ", above which it traded during the session" if result.intraday_record else ""
        on_the_day = {lead.benchmark: lead.day_change for lead in result.same_day}
        closed = f"{name} closed at {level(result.close)} on {result.session}{change_words(result)}"
        return f"{closed}{beside_words(result.change, on_the_day)}{verdict}{intraday}."
    so_far = result.so_far
    against = (
        f"above the record close of {level(result.records.level)}, but that is not a close"
        if so_far.above_record
        else f"below the record close of {level(result.records.level)}; not a close"
    )
    moved = f"{change(so_far.change)} at" if so_far.change == so_far.change else "at"
    return (
        f"So far today {the(result.bars.symbol.label)} is {moved} {level(so_far.bar.last)} "
        f"(as of {moment(so_far.bar.at)}){beside_words(so_far.change, so_far.benchmark_changes)}, {against}."
    )


def _so_far_facts(result: IndexSummary) -> list[Fact]:
    so_far = result.so_far
    if so_far is None:
        return []
    word = subject(result.bars.symbol)
    at, shown = moment(so_far.bar.at), f"at {level(so_far.bar.last)}, not a close"
    return [
        Fact(
            "So far today",
            so_far.change,
            Unit.CHANGE,
            shown,
            at,
            key=f"{word}.change.so_far",
            figures=(Figure(f"{word}.last", so_far.bar.last, Unit.LEVEL),),
        ),
        *(
            Fact(
                f"So far today, {label}",
                value,
                Unit.CHANGE,
                as_of=at,
                key=f"{label_word(label)}.change.so_far",
            )
            for label, value in so_far.benchmark_changes.items()
        ),
        *surprise_facts(result.bars, so_far=True),
    ]


def _facts(result: IndexSummary) -> list[Fact]:
    running = result.so_far is not None
    bars, records, word = result.bars, result.records, subject(result.bars.symbol)
    why = "" if result.change == result.change else no_bar(result.previous_session, bars)
    facts = [
        Fact(
            "Last close" if running else "Close",
            result.close,
            Unit.LEVEL,
            str(result.session),
            key=f"{word}.close",
        ),
        Fact(
            "Its change" if running else "Change",
            result.change,
            Unit.CHANGE,
            why or f"on {level(result.previous)}",
            key=f"{word}.change.1d",
            why=why,
        ),
        *record_facts(record_words(records, bars), word, records, bars),
    ]
    facts += _confirmed(result)
    facts += surprise_facts(bars)
    high = float(bars.frame["high"].iloc[-1])
    if high > result.close:
        facts.append(
            Fact(
                "High of that session" if running else "High of the session",
                high,
                Unit.LEVEL,
                "during the session, not a close",
                key=f"{word}.high",
            )
        )
    return facts + _lead_facts(result)


def _confirmed(result: IndexSummary) -> list[Fact]:
    """Which other indices closed at a record on the same session; nothing where this one did not."""
    if not result.records.at_record:
        return []
    others = listed([the(label) for label in result.confirmed_by]) or "none of the other indices"
    words = " ".join(label_word(label) for label in result.confirmed_by)
    figure = Figure(f"{subject(result.bars.symbol)}.record.confirmed_by", words)
    asked = [lead.benchmark for lead in result.leads]
    absent = [symbol.label for symbol in BENCHMARKS if symbol.label not in asked]
    if unknown := listed([the(label) for label in (*result.unconfirmed, *absent)]):
        others += f"; not known of {unknown}"
        figure = figure.withheld(f"not known of {unknown}")
    return [Fact("Confirmed by", others, figures=(figure,))]


def _lead_facts(result: IndexSummary) -> list[Fact]:
    """The day against every benchmark, and streak and year against the first."""
    if not result.leads:
        return []
    day = "On the day" if result.so_far is None else f"On {result.session}"
    same = result.same_day
    compared = [lead_words(lead) for lead in same if lead.day_lead == lead.day_lead]
    gap = result.previous_session if same else result.session
    words = listed(compared) or f"not known: {no_bar(gap, *result.every)}"
    first, word = result.leads[0], subject(result.bars.symbol)
    to = "" if first in same else f", to {first.session}"
    return [
        Fact(day, words, figures=tuple(f for lead in result.leads for f in day_figures(word, lead))),
        Fact(
            "Leadership",
            f"{streak_words(first, result.every)}{to}",
            as_of=closed_at(first.session),
            figures=streak_figures(word, first, result.every),
        ),
        Fact(
            "Year to date",
            first.ytd,
            Unit.CHANGE,
            f"{change(first.ytd_benchmark)} for {the(first.benchmark)}",
            as_of=closed_at(first.session),
            key=f"{word}.change.ytd",
        ),
    ]


def _chart(result: IndexSummary) -> LevelChart:
    bars, first = result.bars, ONE_YEAR.cut(result.bars.closes).index[0]
    marks = int((result.records.sessions >= first).sum())
    alt = (
        f"Line chart of {the(bars.symbol.label)}’s closes from {first.date()} to {result.session}, "
        f"{counted(marks, 'record close') if marks else 'no record close'} marked. {_headline(result)}"
    )
    frame = Frame(first.date(), result.session)
    subtitle = f"Daily closes, {frame.dates}"
    return level_picture(
        bars, ONE_YEAR, caption(standing_title(result), alt, bars, subtitle=subtitle, frame=frame)
    )


def _differing_sessions(result: IndexSummary) -> tuple[str, ...]:
    late = [lead for lead in result.leads if lead.session != result.session]
    return tuple(
        f"Against {the(lead.benchmark)} on {lead.session}, the last session both have." for lead in late
    )


def _evidence(result: IndexSummary) -> tuple[Evidence, ...]:
    bars, records = result.bars, result.records
    evidence = [
        Evidence(
            f"Change {change(result.change)}",
            "close / previous close − 1",
            (f"close {level(result.close)} on {result.session}", f"previous close {level(result.previous)}"),
            bars.source,
        ),
        Evidence(
            f"Record: {record_words(records, bars)}",
            "a completed close above every earlier close in the history",
            (f"record close {level(records.level)} on {records.day}", f"history from {records.history_from}"),
            bars.source,
        ),
    ]
    evidence += [
        Evidence(
            f"{lead.benchmark}: {streak_words(lead, result.every)}",
            "daily return − benchmark's daily return > 0, counted back from the newest common session",
            (
                f"{bars.symbol.label} {change(lead.day_change + lead.day_lead)}",
                f"{lead.benchmark} {change(lead.day_change)} on {lead.session}",
                f"year to date {change(lead.ytd)} against {change(lead.ytd_benchmark)}",
            ),
            bars.source,
        )
        for lead in result.leads
    ]
    return tuple(evidence)
