"""The daily read, composed: what mattered at the last close, each part by its own command.

A part is asked for as anybody would ask, so its figures are those of the command.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from commands.digests.brief import Brief
from commands.digests.caveats import in_brief
from commands.digests.dashboard import dashboard
from commands.digests.headline import what_mattered
from commands.digests.overnight import since_the_close
from commands.digests.priced import BENCHMARKS, PRICED, SUBJECT
from commands.digests.section import SectionResult, closed, questions
from commands.digests.sections import (
    coming,
    comparison,
    in_order,
    say_once,
    section_of,
    why_it_moved,
)
from commands.digests.short import no_room_for, shortened, within_words
from commands.digests.weekly_headline import the_week
from commands.framework.alternatives import offer_alternatives
from commands.framework.ask import Ask
from commands.framework.ports import Section
from commands.framework.reply import Action, Fact, Headline, Reply
from commands.inputs.basket import Basket, basket
from commands.inputs.event_sources import event_sources
from commands.inputs.judged_regime import judged_regime
from commands.presentation.wording import direction
from market.analytics.events.table import EventSources, event_table
from market.analytics.index_summary import IndexSummary, index_summary
from market.bars import Bars
from market.calendars.schedule import Edition
from market.calendars.week import Week, week
from market.errors import MarketError
from market.formatting import moment, sessions
from market.notes import merged, without
from market.period import ONE_DAY, Period
from market.provenance import Provenance, combined
from market.services.members import MemberService
from market.services.news import NewsService
from market.services.prices import Market

STALE = 2  # sessions: figures that are older make no digest
_MORNINGS = (Edition.MORNING, Edition.PRE_OPEN)
_GIVE_WAY = ("Macro", "Compare", "Sectors", "Rotation", "Why", "Breadth")  # where a page has no room
_TITLES = {
    Edition.MORNING: "",
    Edition.PRE_OPEN: "Before the open: ",
    Edition.CLOSE: "After the close: ",
    Edition.WEEKLY: "The week: ",
}


def composed(services: Mapping[type, Any], order: Brief) -> Reply:
    """The digest of `order`, under the command that asks for the same."""
    reply = compose(
        services[Market], services[MemberService], services[Ask], order, services.get(NewsService)
    )
    return replace(reply, command=order.command)


@offer_alternatives("/calendar", "/digest list")
def compose(
    market: Market, members: MemberService, ask: Ask, order: Brief, news: NewsService | None = None
) -> Reply:
    """The digest. Raises Unanswered when there is nothing at all to say it from."""
    indices = _indices(market.within(market.patience) if ask.many else market)
    market.warm(PRICED)  # what does not come in time comes to the next ask
    if ask.many:
        market, members = market.within(ask.many), members.within(ask.many)
        news = news.within(ask.many) if news else None
    subject, *others = indices.all
    age = len(market.calendar.sessions(subject.last_session, market.state().last_completed)) - 1
    if age > STALE:
        return _too_old(subject, age)
    result = index_summary(subject, others)
    weekly = _week(subject) if order.edition is Edition.WEEKLY else None
    span = Period.parse(f"since {weekly.base}") if weekly else ONE_DAY
    own = replace(combined(*indices.all), notes=indices.notes(result.session))
    judgement, day = judged_regime(market), closed(market, span, result.session)
    commands = questions(market, members, judgement.funds, day)
    parts = {
        section: section_of(section, market, ask, result, order, span, own, judgement, commands)
        for section in order.sections
    }
    night = since_the_close(market) if order.edition in _MORNINGS else None
    why = why_it_moved(parts, ask, day)
    sources = event_sources(market, members, indices, judgement.funds, judgement.regime)
    first, brief = _first_words(result, weekly, sources, indices)
    ahead = f"{_TITLES[order.edition]}{f'{night.futures}. ' if night and night.futures else ''}"
    say_once(parts, result, str(first), span)
    if Section.CALENDAR in parts:
        parts[Section.CALENDAR] = coming(market, members, ask, order, parts, news)
    every = [shortened(part, result.session) for part in in_order(parts, why, night)]
    notes = partial(_notes, every, own.notes, judgement.note if Section.ROTATION in parts else "")
    failed = bool(indices.reason) or any(_has_failed(part) for part in every)
    counted = within_words if failed else partial(within_words, notes=notes)
    headline, shown = counted([f"{ahead}{words}" for words in (first, brief)], every, _GIVE_WAY)
    return Reply(
        headline=headline,
        title=first.title,
        facts=tuple(_fact(part, result.session, own) for part in shown),
        chart=dashboard(first, subject, parts, why, night.section if night else None, ask, day, commands),
        notes=notes(shown),
        actions=_evidence(
            [part for part in every if part.sentence], comparison(span) if weekly else "/smallcaps"
        ),
        direction=direction(weekly.change if weekly else result.change),
        provenance=_provenance(own, shown),
        partial=bool(indices.reason) or any(part.missing or part.partial for part in every),
    )


def _has_failed(part: SectionResult) -> bool:
    """Whether a provider failed it: what is said of that takes no figure's room."""
    return part.partial or (part.provenance is not None and part.provenance.stale)


def _indices(market: Market) -> Basket:
    """Bars of the subject and of the benchmarks that have prices. Raises MarketError without the subject's, since there
    is no digest then."""
    held = basket(market, (SUBJECT, *BENCHMARKS))
    if SUBJECT.ticker in held.bars:
        return held
    late = market.completed(market.bars(SUBJECT))  # once more
    missing = tuple(ticker for ticker in held.missing if ticker != SUBJECT.ticker)
    return replace(held, bars={SUBJECT.ticker: late, **held.bars}, missing=missing)


def _first_words(
    result: IndexSummary, weekly: Week | None, sources: EventSources, indices: Basket
) -> tuple[Headline, Headline]:
    """What mattered on the day or in the week; and the first of it alone."""
    if weekly is None:
        events = event_table(sources, result.session, result.session)
        return what_mattered(result, events), what_mattered(result, events, more=False)
    events, beside = event_table(sources, weekly.first, weekly.end), _alongside(weekly, indices)
    headline = partial(the_week, result.bars, weekly, beside, sources.regime, events)
    return headline(), headline(more=False)


def _fact(part: SectionResult, session: date, own: Provenance) -> Fact:
    """The sentence of a section with its own date and source; `own` are those of the indices."""
    origin = part.provenance or own
    dated = f"{session} close" if origin.as_of == own.as_of else moment(origin.as_of)
    return Fact(part.label, part.sentence, as_of=dated, source=origin.source, figures=part.figures)


def _provenance(own: Provenance, shown: list[SectionResult]) -> Provenance:
    """The provenance of all that is shown; a source that another one names already is named once."""
    whole = combined(own, *(part.provenance for part in shown if part.provenance))
    names = {own.source: None} | {part.provenance.source: None for part in shown if part.provenance}
    return whole.named(
        " and ".join(name for name in names if not any(name != other and name in other for other in names))
    )


def _evidence(shown: list[SectionResult], first: str) -> tuple[Action, ...]:
    """A button for each sentence. The first one's question is `first`, asked for or not."""
    asked_for = [part for part in shown if part.question]
    if all(part.question != first for part in asked_for):
        asked_for.insert(0, SectionResult("First sentence", question=first))
    return tuple(
        Action(
            f"Evidence: {part.label[:1].lower()}{part.label[1:]}",
            f"/evidence {part.question.removeprefix('/')}",
        )
        for part in asked_for
    )


def _too_old(subject: Bars, age: int) -> Reply:
    """The digest of a day without recent figures: one sentence that says so."""
    return Reply(
        f"No digest today: the newest figures I could get are {sessions(age)} old, from {subject.last_session}.",
        notes=subject.notes,
        provenance=combined(subject),
    )


def _alongside(weekly: Week, indices: Basket) -> list[tuple[str, float]]:
    """The other indices' changes over the same sessions."""
    weeks = [(b.symbol.label, _week(b)) for b in indices.all[1:]]
    return [
        (label, its.change)
        for label, its in weeks
        if its is not None and (its.base, its.end) == (weekly.base, weekly.end)
    ]


def _week(bars: Bars) -> Week | None:
    """None for a history that begins in that week."""
    try:
        return week(bars.closes)
    except MarketError:
        return None


def _notes(
    parts: list[SectionResult], more: tuple[str, ...], open_regime: str, shown: Sequence[SectionResult]
) -> tuple[str, ...]:
    """What is missing, what has no room, and what a reader must know of the parts that are shown, each once."""
    missing = (without(part.label.lower(), part.missing) for part in parts if part.missing)
    origins = (part.provenance for part in parts if part.provenance and (part in shown or not part.sentence))
    noted = (note for origin in origins for note in origin.notes)
    no_room = no_room_for(parts, shown)
    return in_brief(note for note in merged((*missing, open_regime, no_room, *more, *noted)) if note)
