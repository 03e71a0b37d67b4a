"""The daily read, composed: what mattered at the last close, each part by its own command.

A part is asked for as anybody would ask, so its figures are those of the command.
"""

from __future__ import annotations

from datetime import date

from commands.digests.brief import Brief
from commands.digests.channel_sections import near_alerts, watched
from commands.digests.dashboard import dashboard
from commands.digests.headline import what_mattered
from commands.digests.releases import released
from commands.digests.section import SectionResult, asked
from commands.digests.weekly_headline import the_week
from commands.framework.alternatives import offer_alternatives
from commands.framework.ask import Ask
from commands.framework.ports import Section
from commands.framework.reply import Action, Fact, Reply
from commands.inputs.basket import Basket, basket
from commands.presentation.wording import (
    dated,
    direction,
    lead_words,
    listed,
    opened,
    record_words,
    streak_words,
    the,
)
from market.analytics.index_summary import IndexSummary, index_summary
from market.analytics.rotation import FUNDS, Regime, market_regime
from market.bars import Bars
from market.calendars.schedule import Edition
from market.calendars.week import Week, week
from market.errors import MarketError
from market.formatting import change, level, sessions
from market.period import ONE_DAY, Period
from market.provenance import combined
from market.services.prices import Market
from market.symbols import Symbol

SUBJECT = Symbol.parse("rut")
BENCHMARKS = tuple(Symbol.parse(word) for word in ("spx", "ixic", "ndx", "dji"))
STALE = 2  # sessions behind, beyond which old figures are no digest
_TITLES = {
    Edition.MORNING: "",
    Edition.PRE_OPEN: "Before the open: ",
    Edition.CLOSE: "After the close: ",
    Edition.WEEKLY: "The week: ",
}


@offer_alternatives("/calendar", "/digest list")
def compose(market: Market, ask: Ask, order: Brief) -> Reply:
    """The digest. Raises Unanswered when there is nothing at all to say it from."""
    indices = basket(market, (SUBJECT, *BENCHMARKS))
    subject = indices.bars.get(SUBJECT.ticker) or market.bars(SUBJECT)
    behind = len(market.calendar.sessions(subject.last_session, market.state().last_completed)) - 1
    if behind > STALE:
        return _too_old(subject, behind)
    result = index_summary(subject, [b for ticker, b in indices.bars.items() if ticker != SUBJECT.ticker])
    weekly = _week(subject) if order.edition is Edition.WEEKLY else None
    span = Period.parse(f"since {weekly.base}") if weekly else ONE_DAY
    parts = {section: _part(section, market, ask, result, order, span) for section in order.sections}
    told = [part for part in parts.values() if part.sentence]
    turns = _tape(market)
    first = what_mattered(result, turns)
    if weekly:
        first = the_week(subject, weekly, _alongside(weekly, indices), turns)
    return Reply(
        headline=f"{_TITLES[order.edition]}{first}",
        title=first.title,
        facts=dated(
            [Fact(part.label, part.sentence) for part in told], f"{result.session} close", subject.source
        ),
        chart=dashboard(first, subject, parts, ask, span),
        notes=_notes(list(parts.values()), indices.notes(result.session)),
        actions=_evidence(told, _comparison(span) if weekly else "/smallcaps"),
        direction=direction(weekly.change if weekly else result.change),
        provenance=combined(*indices.all),
    )


def _evidence(told: list[SectionResult], first: str) -> tuple[Action, ...]:
    """A button for each sentence. The first one's question is `first`, asked for or not."""
    behind = [part for part in told if part.question]
    if all(part.question != first for part in behind):
        behind.insert(0, SectionResult("First sentence", question=first))
    return tuple(
        Action(f"Evidence: {part.label.lower()}", f"/evidence {part.question.removeprefix('/')}")
        for part in behind
    )


def _too_old(subject: Bars, behind: int) -> Reply:
    """One honest sentence instead of old figures."""
    return Reply(
        f"No digest today: the newest figures I could get are {sessions(behind)} old, from {subject.last_session}.",
        notes=subject.notes,
        provenance=combined(subject),
    )


def _tape(market: Market) -> Regime | None:
    try:
        return market_regime(basket(market, FUNDS, levels=False).totals)
    except MarketError:
        return None  # the rotation section says why


def _comparison(span: Period) -> str:
    return f"/compare {' '.join(symbol.word for symbol in (SUBJECT, *BENCHMARKS))} {span}"


def _alongside(weekly: Week, indices: Basket) -> list[tuple[str, float]]:
    """The other indices' changes over the same sessions."""
    others = [b for ticker, b in indices.bars.items() if ticker != SUBJECT.ticker]
    found = [(b.symbol.label, _week(b)) for b in others]
    return [
        (label, its.change)
        for label, its in found
        if its is not None and (its.base, its.end) == (weekly.base, weekly.end)
    ]


def _week(bars: Bars) -> Week | None:
    """None for a history that begins in that week."""
    try:
        return week(bars.closes)
    except MarketError:
        return None


def _part(
    section: Section, market: Market, ask: Ask, result: IndexSummary, order: Brief, span: Period
) -> SectionResult:
    match section:
        case Section.SMALL_CAPS:
            return SectionResult("Small caps", _small_caps(result), "/smallcaps")
        case Section.COMPARE:
            if span != ONE_DAY:
                return asked(ask, "Compare", _comparison(span))
            against = listed([lead_words(lead) for lead in result.leads if lead.session == result.session])
            return SectionResult("Compare", against and f"{opened(against)}.", _comparison(span))
        case Section.BREADTH:
            return asked(ask, "Breadth", "/breadth")
        case Section.ROTATION:
            return asked(ask, "Rotation", "/rotation")
        case Section.SECTORS:
            return asked(ask, "Sectors", f"/sectors {span}")
        case Section.MACRO:
            return _macro(ask, order.since or market.state().last_completed)
        case Section.CALENDAR:
            return asked(ask, "Ahead", "/calendar")
        case Section.WATCHLIST:
            return watched(market, order.watched, span, result.session)
        case Section.ALERTS:
            return near_alerts(market, order.waiting)


def _macro(ask: Ask, since: date) -> SectionResult:
    answer = ask("/macro")
    sentence, missing = ("", answer.headline) if answer.error else released(answer, since)
    return SectionResult("Macro", sentence, "/macro", missing)


def _small_caps(result: IndexSummary) -> str:
    words = [f"{level(result.close)}, {change(result.change)}", record_words(result.records)]
    if result.leads:
        first = result.leads[0]
        words.append(streak_words(first))
        words.append(
            f"{change(first.ytd)} year to date against {change(first.ytd_benchmark)} for {the(first.benchmark)}"
        )
    return f"{'; '.join(words)}."


def _notes(parts: list[SectionResult], more: tuple[str, ...]) -> tuple[str, ...]:
    """What is missing, and what a reader must know, each sentence once."""
    missing = (f"Without {part.label.lower()}: {part.missing}" for part in parts if part.missing)
    return tuple(dict.fromkeys((*missing, *more, *(note for part in parts for note in part.notes))))
