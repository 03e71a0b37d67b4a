"""How large a move is beside those before it, in words and figures."""

from __future__ import annotations

from commands.framework.figure import Figure
from commands.framework.reply import Fact
from commands.presentation.figure_keys import closed_at, subject
from market.analytics.surprise import LONG, SHORT, Surprise, surprise
from market.bars import Bars
from market.formatting import Unit, is_nothing, moment, ordinal


def surprise_facts(bars: Bars, *, so_far: bool = False) -> tuple[Fact, ...]:
    """The size of the last session's change, or of the change so far; nothing for a measured level, and
    for a history that is too young to say anything."""
    if bars.symbol.is_level or not bars.has_levels or len(bars.closes) <= SHORT + 1:
        return ()
    running = bars.running if so_far else None
    result = surprise(bars.closes, bars.running_change if running else None)
    end = ".so_far" if running else ""
    word = f"{subject(bars.symbol)}.surprise"
    why = _reason(result)
    figures = [
        Figure(f"{word}.{window}d{end}", times, Unit.RATIO, why=why if times != times else "")
        for window, times in ((SHORT, result.short), (LONG, result.long))
        if times == times or why
    ]
    if not running:
        unknown = why if result.rank is None else ""
        figures.append(Figure(f"{word}.rank", result.rank, Unit.COUNT, why=unknown))
    as_of = moment(running.at) if running else closed_at(bars.last_session)
    label = "Size of the move so far" if running else "Size of the move"
    return (Fact(label, size_words(result), as_of=as_of, source=bars.source, figures=tuple(figures)),)


def size_words(result: Surprise) -> str:
    """ "0.7 times the usual day of the last 60 sessions (0.6 of 252), the 5th largest rise of 11 in 2026"."""
    if result.short != result.short and result.long != result.long:
        return f"not known: {_reason(result) or 'the history is too short'}"
    if result.short != result.short:
        words = f"{_times(result.long)} times the usual day of the last {LONG} sessions"
    else:
        more = f" ({_times(result.long)} of {LONG})" if result.long == result.long else ""
        words = f"{_times(result.short)} times the usual day of the last {SHORT} sessions{more}"
    if result.rank is None or is_nothing(result.change):  # nobody counts falls of 0.00%
        return words
    kind = "rise" if result.change > 0 else "fall"
    place = "the largest" if result.rank == 1 else f"the {ordinal(result.rank)} largest"
    return f"{words}, {place} {kind} of {result.count} in {result.year}"


def _times(value: float) -> str:
    return f"{abs(value):.1f}"


def _reason(result: Surprise) -> str:
    if result.gap is not None:
        return f"no change is known for {result.gap}"
    if result.change == 0:
        return "the change is zero"
    return ""
