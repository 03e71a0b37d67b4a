"""The sections of the daily read: each is a command's answer, or what no other section says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from commands.digests.agenda import agenda, reporting, span_of
from commands.digests.brief import Brief
from commands.digests.channel_sections import near_alerts, watched
from commands.digests.overnight import Overnight
from commands.digests.priced import BENCHMARKS, SUBJECT
from commands.digests.releases import released_since
from commands.digests.section import SectionResult, asked
from commands.digests.short import unsaid
from commands.framework.ask import Ask
from commands.framework.figure import Figure
from commands.framework.ports import Section
from commands.framework.reply import Fact
from commands.inputs.judged_regime import JudgedRegime
from commands.presentation.figure_keys import closed_at, day_figures, regime_figures, subject, summary_figures
from commands.presentation.figure_keys import span as key_span
from commands.presentation.surprise_words import span_facts, surprise_facts
from commands.presentation.wording import (
    change_words,
    held_words,
    lead_words,
    opened,
    record_words,
    streak_words,
    the,
)
from market.analytics.index_summary import IndexSummary
from market.analytics.performance import change_over
from market.analytics.surprise import surprise
from market.calendars.schedule import Edition
from market.formatting import change, level
from market.period import ONE_DAY, Period
from market.provenance import Provenance, combined
from market.services.members import MemberService
from market.services.news import NewsService
from market.services.prices import Market


def regime_section(judgement: JudgedRegime) -> SectionResult | None:
    """`/rotation` without its picture; None where not even the newest session can be read."""
    if (regime := judgement.regime) is not None:
        when = closed_at(regime.end)
        verdict = Figure("regime.verdict", str(regime.verdict), as_of=when)
        figures = (verdict, *(replace(figure, as_of=when) for figure in regime_figures(regime)))
        sentence = f"The market regime is {regime.verdict}, {held_words(regime)}."
    elif (reading := judgement.reading) is not None:
        figures = judgement.reading_figures
        sentence = f"Which market regime stands is not known; the session of {reading.end} itself reads {reading.name}."
    else:
        return None
    origin = combined(*judgement.funds.all)
    return SectionResult("Rotation", sentence, "/rotation", provenance=origin, figures=figures)


def section_of(
    section: Section,
    market: Market,
    ask: Ask,
    result: IndexSummary,
    order: Brief,
    span: Period,
    own: Provenance,
    judgement: JudgedRegime,
    commands: Mapping[Section, str],
) -> SectionResult:
    match section:
        case Section.SMALL_CAPS:
            sizes = (figure for fact in _sizes(result, span) for figure in fact.figures)
            dated = (replace(figure, as_of=f"{result.session} close") for figure in sizes)
            figures = (*summary_figures(result), *dated)
            return SectionResult(
                "Small caps",
                f"{'; '.join(_small_caps(result, span))}.",
                "/smallcaps",
                provenance=own,
                figures=figures,
            )
        case Section.COMPARE:
            if span != ONE_DAY:
                return asked(ask, "Compare", comparison(span))
            figures = tuple(
                figure
                for lead in result.same_day
                for figure in day_figures(subject(result.bars.symbol), lead)
            )
            return SectionResult("Compare", "", comparison(span), provenance=own, figures=figures)
        case Section.BREADTH:
            return asked(ask, "Breadth", commands[section])
        case Section.ROTATION:
            return regime_section(judgement) or asked(ask, "Rotation", "/rotation")
        case Section.SECTORS:
            return asked(ask, "Sectors", commands[section])
        case Section.MACRO:
            return _macro(ask, order.since or market.state().last_completed)
        case Section.CALENDAR:
            return SectionResult("Ahead")  # after the others: it reads of them
        case Section.WATCHLIST:
            return watched(market, order.watched, span, result.session)
        case Section.ALERTS:
            return near_alerts(market, order.waiting)


def _macro(ask: Ask, since: date) -> SectionResult:
    answered = asked(ask, "Macro", "/macro")
    if answered.missing:
        return answered
    sentence, missing = released_since(since, answered.released)
    return replace(answered, sentence=sentence, missing=missing)


def _sizes(result: IndexSummary, span: Period) -> tuple[Fact, ...]:
    """The size of the move that the digest is about: of the day, or of the week so far."""
    if span == ONE_DAY:
        return surprise_facts(result.bars)
    _moved, base, end = change_over(result.bars.closes, span)
    return span_facts(result.bars, base, end, key_span(span))


def _small_caps(result: IndexSummary, span: Period) -> list[str]:
    words = [f"{level(result.close)}{change_words(result)}", record_words(result.records, result.bars)]
    if span != ONE_DAY:
        words[1:1] = [fact.text for fact in _sizes(result, span)]
    elif (times := surprise(result.bars.closes).short) == times:
        words.insert(1, f"{abs(times):.1f} times the usual day")
    if result.leads:
        first = result.leads[0]
        to = "" if first.session == result.session else f" to {first.session}"
        if first.daily.length > 1 or first.daily.unknown:
            words.append(f"{streak_words(first, result.every)}{to and ','}{to}")
        words.append(
            f"{change(first.ytd)} year to date{to} against {change(first.ytd_benchmark)} for {the(first.benchmark)}"
        )
    return words


def why_it_moved(parts: dict[Section, SectionResult], ask: Ask, span: Period) -> SectionResult | None:
    """Who made small caps' move; nothing of it where members do not explain it."""
    if Section.SMALL_CAPS not in parts:
        return None
    answered = asked(ask, "Why", f"/why {SUBJECT.word} {span}")
    if any(f.is_shown for f in answered.figures if ".sector." in f.key):
        return answered
    reason = next((f.why for f in answered.figures if ".sector." in f.key and f.why), answered.sentence)
    return SectionResult("Why", missing=answered.missing or reason)


def say_once(parts: dict[Section, SectionResult], result: IndexSummary, headline: str, span: Period) -> None:
    """Leave out of small caps and the comparison what the headline says."""
    if Section.SMALL_CAPS in parts:
        words = _small_caps(result, span)
        words = unsaid(words[1:] if level(result.close) in headline else words, headline)
        said = opened(f"{'; '.join(words)}.") if words else ""
        parts[Section.SMALL_CAPS] = replace(parts[Section.SMALL_CAPS], sentence=said)
    if Section.COMPARE in parts and span == ONE_DAY:
        others = [
            f"{lead.benchmark} {change(lead.day_change)}"
            for lead in result.same_day
            if lead_words(lead) not in headline
        ]
        said = f"{', '.join(others)}." if others else ""
        parts[Section.COMPARE] = replace(parts[Section.COMPARE], sentence=said)


def coming(
    market: Market,
    members: MemberService,
    ask: Ask,
    order: Brief,
    parts: dict[Section, SectionResult],
    news: NewsService | None,
) -> SectionResult:
    state = market.state()
    economy = parts.get(Section.MACRO) or asked(ask, "Macro", "/macro")
    span = span_of(state, order.edition is Edition.WEEKLY)
    companies = reporting(members, order.watched)
    return agenda(market.calendar, state, span, economy.figures, companies, news)


def in_order(
    parts: dict[Section, SectionResult], why: SectionResult | None, night: Overnight | None
) -> list[SectionResult]:
    """The parts in the order in which they are read: before the open what has happened since and what comes stand
    first, else what was."""
    out = dict(parts)
    ahead = [out.pop(Section.CALENDAR)] if Section.CALENDAR in out else []
    past = list(out.values())
    if why is not None:
        past.insert(list(out).index(Section.SMALL_CAPS) + 1, why)
    return [night.section, *ahead, *past] if night else [*past, *ahead]


def comparison(span: Period) -> str:
    return f"/compare {' '.join(symbol.word for symbol in (SUBJECT, *BENCHMARKS))} {span}"
