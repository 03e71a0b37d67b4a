"""`/compare`: how several markets did against each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import itemgetter
from typing import Annotated

import pandas as pd

from charts.pictures.comparison import FEW, ComparisonChart
from charts.spec import Frame, Line
from commands.framework.command import UsageError, command
from commands.framework.parameters import Count, Symbols
from commands.framework.reply import Column, Evidence, Fact, Headline, Reply, Table
from commands.inputs.basket import explained
from commands.inputs.compared_windows import MOST as WINDOWED
from commands.inputs.compared_windows import compared_windows
from commands.inputs.stand_ins import once_each
from commands.presentation.chart_specs import changes_so_far
from commands.presentation.comparison_notes import (
    about_common_end,
    about_currencies,
    about_levels,
    about_returns,
)
from commands.presentation.comparison_words import compared_headline, comparison_title, is_mixed
from commands.presentation.figure_keys import closed_at, no_bar, returned, span, subject
from commands.presentation.wording import (
    caption,
    change_evidence,
    dated,
    direction,
    period_actions,
)
from market.analytics.gaps import first_gap
from market.analytics.performance import Performance, aligned, drawdown, relative_performance
from market.bars import Bars
from market.errors import NoBar
from market.formatting import Unit, change, level, listed, moment, moved_points
from market.period import ONE_YEAR, Period
from market.provenance import combined
from market.services.prices import Market
from market.windows import Windows

LEAST, MOST = 2, 8  # markets


@command(
    "/compare rut ndx",
    "/compare rut spx dji 3y",
    "/compare iwm spy qqq since 2024-10-01",
    "/compare rut spx 2020-11-01 with 2025-10-01",
    terms={"most": MOST, "least": LEAST, "windowed": WINDOWED},
    unused=lambda typed: ("period",) if typed.get("windows") else (),
)
def compare(
    symbols: Annotated[Symbols, Count(1, MOST)],
    windows: Windows | None = None,
    period: Period = ONE_YEAR,
    *,
    market: Market,
) -> Reply:
    """How two to eight markets did against each other over a period.

    Every line starts at zero on the same close, the period's base: the last close on or before
    its first day (for year to date, the last close of last year). Indices are compared by price;
    funds and stocks by total return, that is with dividends reinvested (adjusted closes).

    Formula: change = last close / base close − 1; spread = best less worst, in percentage points.
    Volatility indices and yields are measured levels: their change is told in points, and they lead nothing.
    Where the newest sessions differ, all are compared up to the last session they have in common.

    Two stretches on one axis (2020-11-01 with 2025-10-01, or 2008 with 2020) show what up to {windowed} markets did in
    as many sessions after one close as after the other; the shorter stretch sets how many.
    """
    _all_different(symbols)
    if windows:
        return compared_windows(market, symbols, windows)
    if len(symbols) < LEAST:
        raise UsageError(
            f"/compare needs {LEAST} to {MOST} symbols; you gave 1. Try /compare rut ndx",
            ("/compare rut ndx",),
        )
    newest, repeated = once_each(symbols, market.many(symbols, levels=False))
    everything = [market.completed(bars_of) for bars_of in newest]
    levels = [bars_of for bars_of in everything if bars_of.symbol.is_level]
    bars = [bars_of for bars_of in everything if not bars_of.symbol.is_level]
    asked = f"/compare {' '.join(s.word for s in symbols)}"
    if not bars:
        words = tuple(f"/chart {bars_of.symbol.word} {period}" for bars_of in levels[:3])
        names = listed([bars_of.symbol.label for bars_of in levels])
        what = f"{names} are measured levels that nobody can hold: none leads another"
        raise UsageError(f"{what}. Try {' or '.join(words)}.", words)
    closes = aligned(bars)
    period = period.up_to(closes.index[-1].date(), market.state().last_completed)
    try:
        with explained(bars):
            result = relative_performance(closes, period)
    except NoBar as lack:
        return _closes_alone(lack, bars, closes.index[-1].date(), asked, period)
    headline = compared_headline(result, period, bars)
    when = f"{result.end} close"
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=dated([*_facts(result, bars, period), *_level_facts(levels, result)], when, bars[0].source),
        table=_table(result, bars, period),
        chart=_chart(headline, result, period, bars, newest, market.state().last_completed),
        notes=(
            *repeated,
            *_about_sessions(bars, result, period),
            about_levels(levels),
            about_returns(bars),
            about_currencies(bars),
            _still_running(newest),
            *combined(*everything).notes,
        ),
        actions=period_actions(asked, period),
        evidence=_evidence(result, bars),
        direction=direction(float(result.ranked.iloc[0])),
        provenance=combined(*everything),
        command=f"{asked} {period}",
    )


def _closes_alone(lack: NoBar, bars: Sequence[Bars], end: date, asked: str, period: Period) -> Reply:
    """Where no market has a bar at both ends of the period: what each closed at, and why nothing is compared."""
    why, at = str(lack), closed_at(end)
    facts = [
        Fact(
            own.symbol.label,
            None,
            Unit.CHANGE,
            key=f"{subject(own.symbol)}.{returned(own)}.{span(period)}",
            why=why,
        )
        for own in bars
    ]
    return Reply(
        headline=why,
        facts=dated(facts, at, bars[0].source),
        table=Table(
            (Column("Market"), Column("Close", Unit.LEVEL, "{}.close")),
            tuple((own.symbol.label, float(own.closes.loc[pd.Timestamp(end)])) for own in bars),
            f"At the close of {end}",
            tuple(subject(own.symbol) for own in bars),
            (at,) * len(bars),
        ),
        actions=period_actions(asked, period),
        provenance=combined(*bars),
        command=f"{asked} {period}",
    )


def _level_facts(levels: Sequence[Bars], result: Performance) -> list[Fact]:
    """What each measured level did between the same two closes, in points."""
    facts = []
    for own in levels:
        both = [own.closes.get(stamp) for stamp in (result.rebased.index[0], result.rebased.index[-1])]
        if any(value is None for value in both):
            facts.append(Fact(own.symbol.label, None, Unit.LEVEL, f"no bar on {result.base} or {result.end}"))
            continue
        first, last = (float(value) for value in both if value is not None)
        facts.append(
            Fact(own.symbol.label, moved_points(last - first), detail=f"from {level(first)} to {level(last)}")
        )
    return facts


def _all_different(symbols: Symbols) -> None:
    seen: set[str] = set()
    for symbol in symbols:
        if symbol.ticker in seen:
            rest = " ".join(dict.fromkeys(s.word for s in symbols))
            raise UsageError(
                f"{symbol.label} is there twice. Name different markets, such as /compare {symbol.word} spx.",
                (f"/compare {rest}" if len(set(symbols)) > 1 else f"/compare {symbol.word} spx",),
            )
        seen.add(symbol.ticker)


def _facts(result: Performance, bars: Sequence[Bars], period: Period) -> list[Fact]:
    by_label = {b.symbol.label: b for b in bars}
    return [
        Fact(
            str(label),
            float(value),
            Unit.CHANGE,
            own.return_basis if value == value else _no_end(result, own),
            key=f"{subject(own.symbol)}.{returned(own)}.{span(period)}",
            why="" if value == value else _no_end(result, own),
        )
        for label, value in result.returns.items()
        for own in (by_label[str(label)],)
    ]


def _no_end(result: Performance, own: Bars) -> str:
    """Why the change of one market is not known."""
    is_base = bool(result.rebased[own.symbol.label].isna().all())
    return no_bar(result.base if is_base else result.end, own)


def _reason(result: Performance, own: Bars) -> str:
    """Why figures of one market's row are withheld."""
    return no_bar(first_gap(own.total.loc[result.rebased.index[0] : result.rebased.index[-1]]), own)


def _table(result: Performance, bars: Sequence[Bars], period: Period) -> Table:
    by_label = {b.symbol.label: b for b in bars}
    best, leader = float(result.ranked.iloc[0]), by_label[result.leader]
    rows: list[tuple[float | str, ...]] = []
    end = result.rebased.index[-1]
    for label, value in result.returns.items():
        closes = by_label[str(label)].closes
        worst = float(drawdown(1.0 + result.rebased[label]).min(skipna=False))
        close = float(closes.iloc[closes.index.searchsorted(end, "right") - 1])
        rows.append((str(label), float(value), float(value) - best, worst, close))
    columns = [
        Column("Market"),
        Column("Change", Unit.CHANGE),
        Column("To the leader", Unit.LEAD, f"{{}}.compared.{subject(leader.symbol)}.{span(period)}"),
        Column("Worst drawdown", Unit.CHANGE, f"{{}}.compared_worst_drawdown.{span(period)}"),
        Column("Close", Unit.LEVEL, "{}.close"),
    ]
    if is_mixed(result, bars):  # nobody is ranked, so nobody is behind
        columns = [*columns[:2], *columns[3:]]
        rows = [(*row[:2], *row[3:]) for row in rows]
    return Table(
        tuple(columns),
        tuple(rows),
        title=f"{result.base} to {result.end}",
        keys=tuple(subject(by_label[str(label)].symbol) for label in result.returns.index),
        dates=(closed_at(result.end),) * len(rows),
        reasons=tuple(
            "" if all(value == value for value in row) else _reason(result, by_label[str(row[0])])
            for row in rows
        ),
    )


def _chart(
    headline: Headline,
    result: Performance,
    period: Period,
    bars: Sequence[Bars],
    newest: Sequence[Bars],
    due: date,
) -> ComparisonChart:
    figures = ", ".join(f"{label} {change(float(value))}" for label, value in result.ranked.items())
    kind = "Bars" if len(result.rebased) <= FEW else "Line chart"
    alt = f"{kind} of change since {result.base} up to the close of {result.end}: {figures}. {headline}"
    frame = Frame(result.base, result.end)
    title = comparison_title(result, headline, period, bars, due)
    words = caption(title, alt, *bars, subtitle=f"Change, {frame.dates}", frame=frame)
    own = {b.symbol.label: b.symbol for b in bars}
    asked = [label for label in own if label in result.ranked.index]  # in the order asked
    lines = (
        Line.of(label, result.rebased[label], market=own[label].ticker, short=own[label].word.upper())
        for label in asked
    )
    so_far = changes_so_far(asked, result, {b.symbol.label: b for b in newest})
    return ComparisonChart(words, tuple(lines), None, not is_mixed(result, bars), *so_far)


def _about_sessions(bars: Sequence[Bars], result: Performance, period: Period) -> list[str]:
    sentences = [about_common_end(bars, result.end)]
    first, youngest = max(((b.total.index[0], b) for b in bars), key=itemgetter(0))
    start = first.date()
    if period.text != "max" and start == result.base and period.base_day(result.end) < start:
        sentences.append(
            f"{youngest.symbol.label} starts on {start}; the comparison starts there, not at {period}."
        )
    return sentences


def _still_running(bars: Sequence[Bars]) -> str:
    running = [b for b in bars if b.running]
    if not running:
        return ""
    texts = ", ".join(
        f"{b.symbol.label} {change(b.running_change)} at {level(b.running.last)}"
        for b in running
        if b.running
    )
    at = min(b.running.at for b in running if b.running)
    return f"Completed sessions only. So far today, not in these figures: {texts} (as of {moment(at)})."


def _evidence(result: Performance, bars: Sequence[Bars]) -> tuple[Evidence, ...]:
    changes = {b.symbol.label: float(result.returns[b.symbol.label]) for b in bars}
    return tuple(
        change_evidence(b.symbol.label, changes[b.symbol.label], b, result.base, result.end) for b in bars
    )
