"""`/calendar`: what is ahead, by the exchange's calendar and a company's."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from commands.framework.command import command
from commands.framework.reply import Action, Column, Evidence, Fact, Reply, Table
from commands.inputs import known_symbol
from commands.presentation.wording import opened, the
from market.calendars.calendar import Calendar, SessionState, SpecialDay
from market.catalog import SymbolKind
from market.datasets.facts import Earnings
from market.errors import MarketError
from market.formatting import NEW_YORK, Unit, moment
from market.provenance import Provenance
from market.services.news import DatedFact, NewsService
from market.services.prices import Market
from market.symbols import Symbol

EXCHANGE = "New York Stock Exchange calendar (exchange_calendars)"
AHEAD = timedelta(days=400)
SHOWN = 10  # special days


@command("/calendar", "/calendar apple", "/calendar iwm")
def calendar(symbol: Symbol | None = None, *, facts: NewsService, market: Market) -> Reply:
    """Market holidays and early closes ahead, and when a company reports next.

    Holidays and early closes are those of the New York Stock Exchange; times are New York's. A session
    runs from 09:30 to 16:00, on an early close to 13:00. The day on which a company reports is what
    the provider states: "estimated" until the company has confirmed it, and a span of days where
    the provider states one. Funds and indices report no earnings.

    Formula: none; days between now and the event are calendar days in New York. Source: the rules
    of exchange_calendars (XNYS) for the exchange, the provider of facts for companies.
    """
    if symbol is not None:
        known_symbol.check(symbol, market)
    state = market.state()
    ahead = _ahead(market.calendar, state)
    report, trouble = _reporting(symbol, facts)
    sources = f"{EXCHANGE}{f' and {report.source}' if report else ''}"
    reports = _reports(symbol, report, _today(state)) if symbol and not trouble else ""
    return Reply(
        headline=_headline(reports, ahead, market.calendar, _today(state)),
        facts=_facts(state, ahead, symbol, report),
        table=_table(ahead, state),
        notes=(*trouble, *(report.notes if report else ()), _changes(report)),
        actions=_actions(symbol),
        evidence=_evidence(state, ahead, symbol, report),
        provenance=Provenance(sources, state.at, market.sample),
        command=f"/calendar {symbol.word}" if symbol else "/calendar",
    )


def _today(state: SessionState) -> date:
    return state.at.astimezone(NEW_YORK).date()


def _ahead(days: Calendar, state: SessionState) -> tuple[SpecialDay, ...]:
    """Special days from today on; today's early close until it has passed."""
    today = _today(state)
    earnings = days.special_days(today, today + AHEAD)
    return tuple(day for day in earnings if day.closes is None or day.closes > state.at)[:SHOWN]


def _reporting(
    symbol: Symbol | None, facts: NewsService
) -> tuple[DatedFact[Earnings | None] | None, tuple[str, ...]]:
    """What the provider says about `symbol`; None for what never reports, or with a note why."""
    if symbol is None or symbol.kind in (SymbolKind.INDEX, SymbolKind.FUND, SymbolKind.FUTURE):
        return None, ()
    try:
        return facts.earnings(symbol), ()
    except MarketError as problem:
        return None, (f"Without the day {symbol.label} reports: {problem}",)


def _reports(symbol: Symbol, report: DatedFact[Earnings | None] | None, today: date) -> str:
    """The sentence about earnings."""
    if report is None:
        kind = {SymbolKind.INDEX: "an index", SymbolKind.FUTURE: "a future"}.get(symbol.kind, "a fund")
        return f"{opened(the(symbol.label))} is {kind} and reports no earnings"
    if report.value is None:
        return f"{report.source} states no reporting date for {the(symbol.label)}"
    earnings = report.value
    if earnings.last < today:
        return (
            f"{opened(the(symbol.label))} last reported on {_span(earnings)}; the next date is not stated yet"
        )
    return f"{opened(the(symbol.label))} reports next on {_span(earnings)}, {_surely(earnings)}"


def _headline(reports: str, ahead: tuple[SpecialDay, ...], days: Calendar, today: date) -> str:
    holiday = next((day for day in ahead if day.closes is None and day.day > today), None)
    early = next((day for day in ahead if day.closes is not None), None)
    said = [reports] if reports else []
    said += [
        f"the market is closed today, {_dated(day.day)}, for {_name(day)}"
        for day in ahead
        if _is_off(day, today)
    ]
    if holiday:
        who = "it" if len(said) > bool(reports) else "the market"
        said.append(f"{who} is next closed for {_name(holiday)} on {_dated(holiday.day)}")
    if early and early.closes and not reports:
        when = "closes early today" if early.day == today else f"next closes early on {_dated(early.day)}"
        said.append(f"it {when}, at {_time(early.closes)}")
    if not said:
        return f"The exchange calendar knows no holiday ahead; it ends on {days.last_known}."
    return f"{opened('; '.join(said))}."


def _is_off(day: SpecialDay, today: date) -> bool:
    return day.day == today and day.closes is None


def _facts(
    state: SessionState,
    ahead: tuple[SpecialDay, ...],
    symbol: Symbol | None,
    report: DatedFact[Earnings | None] | None,
) -> tuple[Fact, ...]:
    when = moment(state.at)
    facts = []
    if report and report.value and symbol:
        label = f"{symbol.label} reports"
        detail = _surely(report.value)
        facts.append(
            Fact(label, _span(report.value), detail=detail, as_of=moment(report.as_of), source=report.source)
        )
    facts.append(Fact("Market now", state.words, as_of=when, source=EXCHANGE))
    if state.closes and state.at < state.closes:
        facts.append(Fact("Next close", state.closes, Unit.DATE, as_of=when, source=EXCHANGE))
    facts.append(Fact("Next open", state.next_open, Unit.DATE, as_of=when, source=EXCHANGE))
    for label, is_holiday in (("Next holiday", True), ("Next early close", False)):
        day = next((special for special in ahead if (special.closes is None) is is_holiday), None)
        if day:
            detail = f"{_name(day)}, {_in_days(day.day, state)}"
            facts.append(Fact(label, _dated(day.day), detail=detail, as_of=when, source=EXCHANGE))
    return tuple(facts)


def _table(ahead: tuple[SpecialDay, ...], state: SessionState) -> Table | None:
    if not ahead:
        return None
    columns = (Column("Date"), Column("What"), Column("Trading"), Column("In days", Unit.COUNT))
    rows = tuple(
        (
            _dated(special.day),
            _name(special),
            f"until {_time(special.closes)}" if special.closes else "closed",
            (special.day - _today(state)).days,
        )
        for special in ahead
    )
    return Table(columns, rows, title="Holidays and early closes ahead")


def _changes(report: DatedFact[Earnings | None] | None) -> str:
    """What would change the answer."""
    company = " or a company that moves its date" if report and report.value else ""
    return (
        f"What would change it: a closure at short notice (mourning, weather), learnt by an update{company}."
    )


def _actions(symbol: Symbol | None) -> tuple[Action, ...]:
    if symbol is None:
        return (
            Action("When Apple reports", "/calendar apple"),
            Action("The economy", "/macro"),
            Action("Small caps", "/smallcaps"),
        )
    word = symbol.word
    return (
        Action("News", f"/news {word}"),
        Action("Quote", f"/quote {word}"),
        Action("Chart", f"/chart {word} 1y"),
        Action("Holidays only", "/calendar"),
    )


def _evidence(
    state: SessionState,
    ahead: tuple[SpecialDay, ...],
    symbol: Symbol | None,
    report: DatedFact[Earnings | None] | None,
) -> tuple[Evidence, ...]:
    evidence = []
    if ahead:
        listed = tuple(f"{_dated(day.day)} {_name(day)}" for day in ahead[:3])
        evidence.append(
            Evidence(
                "Holidays and early closes",
                "weekdays that are no session of XNYS, or end before 16:00",
                (*listed, f"seen from {moment(state.at)}"),
                EXCHANGE,
            )
        )
    if symbol and report and report.value:
        said = (_span(report.value), _surely(report.value), f"asked at {moment(report.as_of)}")
        evidence.append(Evidence(f"{symbol.label} reports", "as the provider states it", said, report.source))
    return tuple(evidence)


def _name(day: SpecialDay) -> str:
    return day.name or ("a special closing" if day.closes is None else "an early close")


def _dated(day: date) -> str:
    return f"{day:%a} {day}"


def _in_days(day: date, state: SessionState) -> str:
    count = (day - _today(state)).days
    return {0: "today", 1: "tomorrow"}.get(count, f"in {count} days")


def _time(at: datetime) -> str:
    return f"{at.astimezone(NEW_YORK):%H:%M} ET"


def _span(earnings: Earnings) -> str:
    if earnings.first == earnings.last:
        return _dated(earnings.first)
    return f"{_dated(earnings.first)} to {_dated(earnings.last)}"


def _surely(earnings: Earnings) -> str:
    return "estimated, not confirmed" if earnings.estimated else "as the company has said"
