"""Sentences and parts that several commands say the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

import pandas as pd

from charts.spec import Caption, Frame
from commands.framework.reply import Action, Direction, Evidence, Fact
from commands.presentation.figure_keys import no_bar
from market.analytics.index_summary import IndexSummary
from market.analytics.leadership import Leadership
from market.analytics.records import Records
from market.analytics.rotation import Regime
from market.bars import Bars
from market.calendars.calendar import Phase, SessionState
from market.formatting import (
    Unit,
    change,
    is_nothing,
    level,
    listed,
    moment,
    ordinal,
    points_of,
    sessions,
    written,
)
from market.period import ALL_FORMS, COMMON, Period
from market.provenance import Provenance, combined

_NAMED = tuple(Period.parse(form) for form in ALL_FORMS)


def caption(
    title: str, alt: str, *bars: Bars | Provenance, subtitle: str = "", frame: Frame | None = None
) -> Caption:
    """The caption of a picture made from `bars`; `frame`: the sessions that it may show."""
    return Caption(title, combined(*bars), alt[:1000], subtitle, frame)


def so_far_words(name: str, last: str, moved: str, base: str, at: datetime) -> str:
    """Where a market is during its session, measured on the close before."""
    return f"So far today {name} is at {last}, {moved} on the last close of {base} (as of {moment(at)}; not a close)"


def session_note(state: SessionState, running: bool, newest: date | None = None) -> str:
    """Where the market's day is, when that is not plain from the figures. `newest`: the session they end with, where
    it is known."""
    if state.phase is Phase.IN_PROGRESS:
        if running:
            return ""
        stale = newest is not None and newest < state.last_completed
        of = f"of {newest}" if stale else "of the last completed one"
        return f"A session is {state.words}; the figures are those {of}."
    if state.phase is Phase.CLOSED:
        return ""
    return f"Market closed: {state.words}. The last completed session is {state.last_completed}."


def period_actions(command: str, current: Period) -> tuple[Action, ...]:
    """Buttons that ask the same over the common periods, and over the `current` one where it has a name like theirs."""
    spans = (period for period in _NAMED if period in COMMON or period == current)
    return tuple(Action(period.text.upper(), f"{command} {period}") for period in spans)


def between_words(period: Period, base: date, end: date) -> str:
    """The sessions that a period is measured between, as far as its words do not say them: " (base 2026-01-02)"."""
    says_base, says_end = (str(day) in period.words for day in (base, end))
    if says_end:
        return "" if says_base else f" (base {base})"
    return f" (to {end})" if says_base else f" ({base} to {end})"


def dates_words(base: date, end: date, count: int) -> str:
    """When a move of `count` sessions was: "on 2026-01-22", "from 2026-01-15 to 2026-01-22"."""
    return f"on {end}" if count == 1 else f"from {base} to {end}"


def direction(fraction: float) -> Direction:
    if fraction != fraction or is_nothing(fraction):
        return Direction.FLAT
    return Direction.UP if fraction > 0 else Direction.DOWN


def change_words(result: IndexSummary) -> str:
    """The day's change behind a close, or why it is not known: ", +0.76%"."""
    if result.change == result.change:
        return f", {change(result.change)}"
    return f" (its change is not known, since {no_bar(result.previous_session, result.bars)})"


def record_words(records: Records, *of: Bars) -> str:
    """The record in words: "the 8th record close of 2026, one session after the last"."""
    if records.at_record and records.unknown:
        return f"a record close among those that are known ({no_bar(records.unknown, *of)})"
    if records.at_record and records.uncounted:
        return f"a record close (which of {records.last.year} is not known: {no_bar(records.uncounted, *of)})"
    if records.unknown:
        return (
            f"{change(records.below)} from the highest close that is known, {level(records.level)} on {records.day} "
            f"({no_bar(records.unknown, *of)})"
        )
    if records.at_record:
        gap = records.since_previous
        after = (
            "the first there is"
            if gap is None
            else f"{'one session' if gap == 1 else sessions(gap)} after the last"
        )
        place = "first" if records.in_year == 1 else ordinal(records.in_year)
        return f"the {place} record close of {records.last.year}, {after}"
    if records.since_record == 1:  # the day's change is the way from the record
        return f"one session after the record close of {level(records.level)} on {records.day}"
    return (
        f"{change(records.below)} from the record close of {level(records.level)} on {records.day}, "
        f"{sessions(records.since_record)} ago"
    )


def lead_words(lead_over: Leadership, stated: bool = False) -> str:
    """How the day compares: "behind the Nasdaq Composite (+0.91%, by 0.15 points)"; `stated`: its change has been said
    before."""
    own = lead_over.day_change + lead_over.day_lead
    if own != own:
        return f"not compared with {the(lead_over.benchmark)}, for want of a bar"
    return against(own, lead_over.benchmark, lead_over.day_change, stated)


def against(own: float, benchmark: str, change_of_it: float, stated: bool = False) -> str:
    """How a change compares with that of a benchmark (fractions), which is left out where `stated`. Level means that
    both are written alike."""
    ahead = own - change_of_it
    side, points = "ahead" if ahead > 0 else "behind", points_of(ahead)
    if change(own) == change(change_of_it):
        word, exact = "level with", f"{side} by {points}" if not is_nothing(ahead) else ""
    else:
        word, exact = "ahead of" if ahead > 0 else "behind", f"by {points}"
    inside = ", ".join(filter(None, ("" if stated else change(change_of_it), exact)))
    return f"{word} {the(benchmark)}{f' ({inside})' if inside else ''}"


def the(label: str) -> str:
    """A market's name inside a sentence: "the S&P 500", but "Apple"."""
    article = any(word in label for word in ("Russell", "S&P", "Nasdaq", "Dow")) or label == "VIX"
    return f"the {label}" if article else label


def opened(text: str) -> str:
    """`text` as a sentence begins: its first letter in upper case, the rest as it is."""
    return f"{text[:1].upper()}{text[1:]}"


def beside_words(own: float, others: Mapping[str, float]) -> str:
    """Whether small caps led: ", ahead of the S&P 500, level with the Nasdaq-100 and behind the Dow Jones". Level
    means that both changes are written alike; what is not known is left out."""
    sides: dict[str, list[str]] = {"ahead of": [], "level with": [], "behind": []}
    for label, other in others.items():
        if own == own and other == other:
            side = "level with" if change(own) == change(other) else "ahead of" if own > other else "behind"
            sides[side].append(the(label))
    words = [f"{side} {listed(labels)}" for side, labels in sides.items() if labels]
    return f", {listed(words)}" if words else ""


def streak_words(lead_over: Leadership, of: Iterable[Bars]) -> str:
    """ "14 sessions in a row ahead of the S&P 500, the longest since 1996-05-07". `of`: the bars of both."""
    run = lead_over.daily
    if run.unknown:
        counted = f"at least {sessions(run.length)}" if run.length else "not known how many sessions"
        return f"{counted} in a row ahead of {the(lead_over.benchmark)} ({no_bar(run.unknown, *of)})"
    if run.length == 0:
        return f"not ahead of {the(lead_over.benchmark)} on {lead_over.session}"
    since = (
        f"the longest since {run.longest_since}"
        if run.longest_since
        else f"the longest since data began on {run.history_from}"
    )
    if run.length == 1:
        return f"ahead of {the(lead_over.benchmark)} on {lead_over.session}, not on the session before"
    tail = f", {since}" if run.length > 2 and run.history_from else ""
    return f"{sessions(run.length)} in a row ahead of {the(lead_over.benchmark)}{tail}"


def change_evidence(label: str, fraction: float, bars: Bars, base: date, end: date) -> Evidence:
    """The evidence of a change of `bars` from the close of `base` to that of `end`."""
    closes = bars.total
    first, last = (float(closes.loc[pd.Timestamp(day)]) for day in (base, end))
    basis = "adjusted close" if bars.return_basis == "total return" else "close"
    return Evidence(
        f"{label} {change(fraction)}",
        f"{basis} / {basis} at the base − 1 ({bars.return_basis})",
        (f"{written(first, Unit.LEVEL)} on {base}", f"{written(last, Unit.LEVEL)} on {end}"),
        bars.source,
    )


def held_words(regime: Regime) -> str:
    """How long a verdict has stood: "for 12 sessions since 2026-01-06"."""
    if regime.held is None or regime.since is None:
        return "since a session that is not known, for want of bars"
    if regime.held == 1:
        return f"since {regime.since}"
    return f"for {sessions(regime.held)} since {regime.since}"


def dated(facts: Iterable[Fact], when: str, source: str) -> tuple[Fact, ...]:
    """The facts with their as-of time and source, where they do not name their own."""
    return tuple(replace(f, as_of=f.as_of or when, source=f.source or source) for f in facts)
