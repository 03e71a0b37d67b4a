"""The answer of `/compare` about two windows: what markets did as long after one close as after another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from charts.pictures.windows import WindowLine, WindowsChart
from commands.framework.command import UsageError
from commands.framework.figure import Figure
from commands.framework.reply import Action, Column, Fact, Headline, Reply, Table
from commands.inputs.measured_levels import refuse_levels
from commands.inputs.stand_ins import once_each
from commands.presentation.attribution_words import moved_words
from commands.presentation.comparison_notes import about_common_end, about_currencies, about_returns
from commands.presentation.figure_keys import closed_at, lead_key, no_bar, returned, subject
from commands.presentation.picture_titles import moved_roundly, round_signed
from commands.presentation.wording import caption, change_evidence, direction, opened, the
from market.analytics.performance import aligned
from market.analytics.two_windows import MarketWindow, TwoWindows, two_windows
from market.bars import Bars
from market.formatting import Unit, change, day, lead, listed, sessions
from market.provenance import combined
from market.services.prices import Market
from market.symbols import Symbol
from market.windows import Windows

MOST = 4  # markets: each is drawn twice


def compared_windows(market: Market, symbols: Sequence[Symbol], asked: Windows) -> Reply:
    """Raises UsageError for too many markets and for measured levels, NoData where a window has no base."""
    if len(symbols) > MOST:
        raise UsageError(f"Two windows take {MOST} markets at most; you gave {len(symbols)}. Leave some out.")
    refuse_levels(symbols, "change to compare")
    bars, repeated = once_each(symbols, [market.completed(b) for b in market.many(symbols, levels=False)])
    closes = aligned(bars)
    result = two_windows(closes, asked)
    headline = _headline(result, bars)
    words, verb = " ".join(symbol.word for symbol in symbols), "compare" if len(symbols) > 1 else "chart"
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=(*(_fact(window, own) for own in bars for window in result.both), *_leads(result, bars)),
        table=_table(result, bars),
        chart=_chart(headline, result, bars),
        notes=(
            *repeated,
            _lengths(result),
            "" if result.later.period.last else about_common_end(bars, closes.index[-1].date()),
            "One stretch beside another is two cases, no base rate and no forecast.",
            about_returns(bars),
            about_currencies(bars),
            *combined(*bars).notes,
        ),
        actions=tuple(
            Action(f"Since {window.base}", f"/{verb} {words} since {window.base}") for window in result.both
        ),
        evidence=tuple(
            change_evidence(b.symbol.label, w.change(b.symbol.label), b, w.base, w.end)
            for b in bars
            for w in result.both
        ),
        direction=direction(result.later.change(bars[0].symbol.label)),
        provenance=combined(*bars),
        command=f"/compare {words} {asked}",
    )


def _headline(result: TwoWindows, bars: Sequence[Bars]) -> Headline:
    """What the first market did in both, and how far it led the second."""
    name, label = the(bars[0].symbol.label), bars[0].symbol.label
    earlier, later = result.both
    then, now = earlier.change(label), later.change(label)
    if now != now:
        when = f"in the {sessions(result.sessions)} after {later.base}"
        return Headline(f"What {name} did {when} is not known", f": {_why(later, bars[0])}")
    title = opened(f"{name} {moved_words(now)} in the {sessions(result.sessions)} after {later.base}")
    if then != then:
        return Headline(title, f"; what it did after {earlier.base} is not known: {_why(earlier, bars[0])}")
    more = ""
    if len(bars) > 1 and _alike(bars):
        leads = [_lead(window, bars[0], bars[1]) for window in (later, earlier)]
        if all(own == own for own in leads):
            over = the(bars[1].symbol.label)
            more = f"; its lead over {over} was {lead(leads[0])}, against {lead(leads[1])}"
    rounded = f"{opened(name)} {moved_roundly(now)} in {sessions(result.sessions)}, against "
    return Headline(
        f"{title}, against {change(then)} in as many after {earlier.base}",
        more,
        f"{rounded}{round_signed(then, Unit.CHANGE)} after {day(earlier.base)}",
    )


def _alike(bars: Sequence[Bars]) -> bool:
    """Whether all are measured by one kind of return: otherwise nobody leads."""
    return len({own.return_basis for own in bars}) == 1


def _lead(window: MarketWindow, own: Bars, other: Bars) -> float:
    return window.change(own.symbol.label) - window.change(other.symbol.label)


def _leads(result: TwoWindows, bars: Sequence[Bars]) -> list[Fact]:
    """How far the first market led each other one."""
    first, *others = bars
    return [
        Fact(
            f"Lead over {the(other.symbol.label)} since {window.base}",
            None if why else _lead(window, first, other),
            Unit.LEAD,
            why,
            as_of=closed_at(window.end),
            source=combined(first, other).source,
            key=lead_key(first, other, _span(window)),
            why=why,
        )
        for other in (others if _alike(bars) else ())
        for window in result.both
        for why in (_why(window, first) or _why(window, other),)
    ]


def _why(window: MarketWindow, own: Bars, *, ends: bool = True) -> str:
    return no_bar(window.gap(own.symbol.label, ends=ends), own)


def _span(window: MarketWindow) -> str:
    """Its period within a key; it ends at the figure's as-of session."""
    return f"since_{window.base}"


def _fact(window: MarketWindow, own: Bars) -> Fact:
    """A market's change in one window, as of that window's end."""
    label, word, why = own.symbol.label, subject(own.symbol), _why(window, own)
    fall, hidden = window.worst(label), _why(window, own, ends=False)
    worst = Figure(
        f"{word}.compared_worst_drawdown.{_span(window)}",
        None if hidden else fall,
        Unit.CHANGE,
        why=hidden,
    )
    return Fact(
        f"{label} since {window.base}",
        None if why else window.change(label),
        Unit.CHANGE,
        why or f"{own.return_basis}, {window.base} to {window.end}",
        as_of=closed_at(window.end),
        source=own.source,
        key=f"{word}.{returned(own)}.{_span(window)}",
        why=why,
        figures=(worst,),
    )


def _table(result: TwoWindows, bars: Sequence[Bars]) -> Table:
    """By market and window: how it stood, and its deepest fall on the way."""
    columns = (
        Column("Market"),
        Column("From"),
        Column("To"),
        Column("Change", Unit.CHANGE),
        Column("Worst drawdown", Unit.CHANGE),
    )
    rows = tuple(
        (label, f"{window.base}", f"{window.end}", window.change(label), window.worst(label))
        for label in (own.symbol.label for own in bars)
        for window in result.both
    )
    return Table(columns, rows, title=f"{opened(sessions(result.sessions))} of each window")


def _chart(headline: Headline, result: TwoWindows, bars: Sequence[Bars]) -> WindowsChart:
    alike = result.earlier.first.year == result.later.first.year
    names = [f"{window.first:%b %Y}" if alike else f"{window.first.year}" for window in result.both]
    lines = tuple(
        WindowLine(
            f"{own.symbol.label}, {name}",
            f"{own.symbol.word.upper()} {name}",
            own.symbol.ticker,
            np.asarray(window.moved[own.symbol.label], dtype=np.float64),
            window is result.earlier,
        )
        for own in bars
        for window, name in zip(result.both, names, strict=True)
    )
    said = ", ".join(
        f"{own.symbol.label} {change(window.change(own.symbol.label))} from {window.base} to {window.end}"
        for own in bars
        for window in result.both
    )
    alt = f"Lines of change by sessions since {result.later.base} and, dashed, since {result.earlier.base}: {said}."
    subtitle = f"Change since the close of {day(result.later.base)} and, dashed, {day(result.earlier.base)}"
    return WindowsChart(caption(headline.over_picture, f"{alt} {headline}", *bars, subtitle=subtitle), lines)


def _lengths(result: TwoWindows) -> str:
    """What of the windows is compared."""
    later, earlier = result.later, result.earlier
    spans = listed([f"{window.base} to {window.end}" for window in result.both])
    longer = earlier if earlier.length > later.length else later
    if longer.length == result.sessions:
        return f"Both windows have {sessions(result.sessions)}: {spans}."
    return (
        f"Both are cut to the {sessions(result.sessions)} of the shorter window: {spans}. The one from {longer.base} "
        f"has {sessions(longer.length)}."
    )
