"""One section of the daily read, as the command for it answers."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from charts.spec import Chart
from commands.framework.ask import Ask
from commands.framework.figure import Figure
from commands.framework.ports import Section
from commands.framework.reply import Release
from commands.inputs.basket import Basket
from commands.inputs.universe import seen_members
from market.analytics.sectors import survey
from market.calendars.calendar import Phase
from market.datasets.members import RUSSELL_2000
from market.errors import MarketError
from market.period import ONE_DAY, Period
from market.provenance import Provenance
from market.services.members import MemberService
from market.services.prices import Market


def closed(market: Market, span: Period, session: date) -> Period:
    """`span`; during a session one day by its date, as a day without one is the session so far."""
    if span == ONE_DAY and market.state().phase is Phase.IN_PROGRESS:
        return Period.parse(f"{session}..{session}")
    return span


def questions(market: Market, members: MemberService, funds: Basket, day: Period) -> dict[Section, str]:
    """The commands for breadth and for the sectors. Where `day` has a date, each is asked for no later than its own
    closes go: members', or those of the funds that stand in for them; of the sectors' `funds`."""
    if day.last is None:
        return {Section.BREADTH: "/breadth", Section.SECTORS: f"/sectors {day}"}
    seen = listed = day.last
    with suppress(MarketError):  # its command says why it has no answer; so below
        newest = seen_members(market, members, RUSSELL_2000).breadth.counts.index[-1]
        seen = min(seen, newest.date())
    with suppress(MarketError):
        listed = min(listed, survey(funds.totals, ONE_DAY).end) if funds.bars else listed
    return {
        Section.BREADTH: f"/breadth {RUSSELL_2000} {seen - timedelta(days=365)}..{seen}",
        Section.SECTORS: f"/sectors {listed}..{listed}",
    }


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
