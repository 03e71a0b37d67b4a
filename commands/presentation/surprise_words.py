"""How large a move is beside those before it, in words and figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from commands.framework.figure import Figure
from commands.framework.reply import Fact
from commands.presentation.figure_keys import closed_at, subject
from market.analytics.surprise import LONG, SHORT, Surprise, surprise
from market.analytics.surprise import over as surprise_over
from market.bars import Bars
from market.formatting import Unit, is_nothing, moment, ordinal, sessions


def surprise_facts(bars: Bars, *, so_far: bool = False) -> tuple[Fact, ...]:
    """The size of the last session's change, or of the change so far; nothing for a measured level, and
    for a history that is too young to say anything."""
    if bars.symbol.is_level or not bars.has_levels or len(bars.closes) <= SHORT + 1:
        return ()
    running = bars.running if so_far else None
    result = surprise(bars.closes, bars.running_change if running else None)
    end = ".so_far" if running else ""
    word = f"{subject(bars.symbol)}.surprise"
    figures = size_figures(result, word, end, ranked=running is None)
    as_of = moment(running.at) if running else closed_at(bars.last_session)
    label = "Size of the move so far" if running else "Size of the move"
    return (Fact(label, size_words(result), as_of=as_of, source=bars.source, figures=figures),)


def span_facts(bars: Bars, base: date, end: date, asked: str) -> tuple[Fact, ...]:
    """The size of the change from the close at `base` to the one at `end`, over the period `asked`; of one session or
    several, a fund's with dividends. Nothing for a measured level, and for a history that is too young."""
    closes = bars.total
    result = surprise_over(closes, pd.Timestamp(base), pd.Timestamp(end))
    young = closes.first_valid_index()
    too_young = young is None or len(closes.loc[young : pd.Timestamp(base)]) <= SHORT
    if bars.symbol.is_level or result.change != result.change or too_young:
        return ()
    figures = size_figures(result, f"{subject(bars.symbol)}.surprise_over", f".{asked}")
    label = "Size of the move" if result.sessions == 1 else f"Size over {sessions(result.sessions)}"
    return (Fact(label, size_words(result), as_of=closed_at(end), source=bars.source, figures=figures),)


def sizes_fact(totals: Mapping[str, pd.Series[float]], base: date, end: date, asked: str) -> Fact:
    """The sizes of the changes of several funds over one period, by the names of the columns of `totals`."""
    words, figures, many = [], list[Figure](), 1
    for name, series in totals.items():
        listed_since = series.loc[series.first_valid_index() :]
        result = surprise_over(listed_since, pd.Timestamp(base), pd.Timestamp(end))
        figures += size_figures(result, f"{str(series.name).lower()}.surprise_over", f".{asked}")
        other = f" ({_times(result.long)} by {LONG})" if result.long == result.long else ""
        size = f"{_times(result.short)}{other}" if result.short == result.short else "not known"
        words.append(f"{name} {size}{', ' * bool(place := _place(result))}{place}")
        many = max(many, result.sessions)
    usual = f"times the usual of {sessions(many)}, by the {SHORT} before; ranked among those that ended in {end.year}"
    return Fact("Size of the moves", "; ".join(words), detail=usual, figures=tuple(figures))


def size_figures(result: Surprise, key: str, end: str, *, ranked: bool = True) -> tuple[Figure, ...]:
    """Its sizes against 60 and 252 sessions, and its rank if `ranked`, each with why it is not known; `key` and `end`
    stand around what each is. A size that a young history cannot have is left out."""
    why = _reason(result)
    sizes = [
        Figure(f"{key}.{window}d{end}", times, Unit.RATIO, why=why if times != times else "")
        for window, times in ((SHORT, result.short), (LONG, result.long))
    ]
    rank = Figure(f"{key}.rank{end}", result.rank, Unit.COUNT, why=why if result.rank is None else "")
    return (*(size for size in sizes if size.value == size.value or why), *([rank] if ranked else ()))


def size_words(result: Surprise) -> str:
    """ "0.7 times the usual day of the last 60 sessions (0.6 of 252), the 5th largest of 11 rises in 2026"; "1.4 times
    the usual of 5 sessions, by the 60 before (1.1 by 252), the 2nd largest of 14 rises over as many in 2026"."""
    if result.short != result.short and result.long != result.long:
        return f"not known: {_reason(result) or 'the history is too short'}"
    several = sessions(result.sessions) if result.sessions > 1 else ""
    by = f"the usual of {several}, by the {{}} before" if several else "the usual day of the last {} sessions"
    if result.short != result.short:
        words = f"{_times(result.long)} times {by.format(LONG)}"
    else:
        other = f" ({_times(result.long)} {'by' if several else 'of'} {LONG})"
        words = f"{_times(result.short)} times {by.format(SHORT)}{other * (result.long == result.long)}"
    if not (place := _place(result)):
        return words
    return f"{words}, {place}{' over as many' if several else ''} in {result.year}"


def _place(result: Surprise) -> str:
    """ "the 2nd largest of 14 rises"; empty where it has none."""
    if result.rank is None or is_nothing(result.change):  # nobody counts falls of 0.00%
        return ""
    which = "the largest" if result.rank == 1 else f"the {ordinal(result.rank)} largest"
    kind = "rise" if result.change > 0 else "fall"
    return f"the only {kind}" if result.count == 1 else f"{which} of {result.count} {kind}s"


def _times(value: float) -> str:
    return f"{abs(value):.1f}"


def _reason(result: Surprise) -> str:
    if result.gap is not None:
        return f"no change is known for {result.gap}"
    if result.change == 0:
        return "the change is zero"
    return ""
