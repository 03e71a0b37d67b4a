"""One section of the daily read, as the command for it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from charts.spec import Chart
from commands.framework.ask import Ask
from commands.framework.figure import Figure
from commands.framework.reply import Release
from market.calendars.calendar import Phase
from market.datasets.members import RUSSELL_2000
from market.period import ONE_DAY, Period
from market.provenance import Provenance
from market.services.prices import Market


def closed(market: Market, span: Period, session: date) -> Period:
    """`span`; during a session one day by its date, as a day without one is the session so far."""
    if span == ONE_DAY and market.state().phase is Phase.IN_PROGRESS:
        return Period.parse(f"{session}..{session}")
    return span


def breadth_question(day: Period, newest: date | None = None) -> str:
    """The command for breadth, up to the end of `day` where that has a date, or to members' newest session where that
    is earlier."""
    if day.last is None:
        return "/breadth"
    last = min(day.last, newest or day.last)
    return f"/breadth {RUSSELL_2000} {last - timedelta(days=365)}..{last}"


@dataclass(frozen=True, slots=True)
class SectionResult:
    """One section; its sentence, or why it is missing, or neither where there is nothing to say.

    question: the command whose evidence stands for the sentence.
    chart: its picture, for the dashboard.
    provenance: that of its figures; its notes are what a reader must know of them.
    figures: those of the answer behind it, each with its own date.
    released: figures of the economy with the days on which they came out.
    partial: whether a part of the answer behind it is missing for now.
    """

    label: str
    sentence: str = ""
    question: str = ""
    chart: Chart | None = None
    provenance: Provenance | None = None
    figures: tuple[Figure, ...] = ()
    released: tuple[Release, ...] = ()
    missing: str = ""
    partial: bool = False


def asked(ask: Ask, label: str, question: str) -> SectionResult:
    """The section that is the answer to `question`."""
    reply = ask.soon(question)
    if reply.error:
        return SectionResult(label, missing=reply.headline)
    return SectionResult(
        label,
        reply.headline,
        question,
        reply.chart,
        reply.provenance,
        figures=reply.figures,
        released=reply.released,
        partial=reply.partial,
    )
