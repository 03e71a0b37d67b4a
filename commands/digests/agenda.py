"""What comes: releases with their hour and last value, companies that report, holidays that are near."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from commands.digests.section import SectionResult
from commands.framework.figure import Figure
from commands.presentation.wording import opened
from market.calendars.calendar import Calendar, Phase, SessionState, SpecialDay
from market.calendars.reconstitution import reconstitutions
from market.calendars.releases import FIRST_KNOWN, LAST_KNOWN, ScheduledRelease, is_known, scheduled
from market.calendars.releases import SOURCE as AGENCIES
from market.catalog import SymbolKind
from market.clock import Deadline
from market.datasets.members import RUSSELL_2000
from market.errors import MarketError, NoData
from market.formatting import NEW_YORK, listed, written
from market.provenance import Provenance
from market.services.members import MemberService
from market.services.news import NewsService
from market.symbols import CATALOG, Symbol

EXCHANGE = "New York Stock Exchange calendar"
NEAR, RECONSTITUTION_NEAR = timedelta(days=7), timedelta(days=14)
LARGEST, COMPANIES = 8, 24  # of each kind, and in all, whose reporting dates are looked up
PATIENCE = 2.0  # seconds for all companies' dates; what is not in by then is in for the next digest
_SHORT = {
    "payrolls": "payrolls",
    "unemployment": "unemployment",
    "claims": "average",
    "nfci": "NFCI",
    "gdp": "growth",
}


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are told of: one session, or with `weekly` the seven days from it on."""

    first: date
    last: date

    @property
    def weekly(self) -> bool:
        return self.last > self.first


def span_of(state: SessionState, weekly: bool) -> Span:
    """Today before and during a session, else the next one."""
    is_today = state.phase in (Phase.PRE_MARKET, Phase.IN_PROGRESS) and state.session is not None
    first = state.session if is_today and state.session else state.next_open.astimezone(NEW_YORK).date()
    return Span(first, first + timedelta(days=6 if weekly else 0))


def agenda(
    calendar: Calendar,
    state: SessionState,
    span: Span,
    last_values: Sequence[Figure],
    companies: Sequence[Symbol],
    news: NewsService | None,
) -> SectionResult:
    """`last_values`: figures of `/macro`; `companies`: whose reports matter, the most important first."""
    values = {f.key: f for f in last_values if f.is_shown}
    releases = scheduled(span.first, span.last)
    words = [_release(release, values, state.at, span) for release in releases]
    reports, missing = _reports(companies, span, news)
    if reports:
        words.append(f"{listed(reports)} {'reports' if len(reports) == 1 else 'report'}")
    words += _special(calendar, state, span)
    words += [
        f"members of the Russell indexes change at the close of {_day(day)}"
        for day in reconstitutions(span.first - timedelta(days=1), span.last + RECONSTITUTION_NEAR)
    ]
    if not is_known(span.last):
        missing = [*missing, f"Dates of releases are known from {FIRST_KNOWN} to {LAST_KNOWN} only."]
        missing = (
            ["Dates of releases and of companies’ reports are not known."] if len(missing) > 1 else missing
        )
    said = f"{opened('; '.join(words))}." if words else "Nothing that is followed here."
    return SectionResult(
        _label(state, span),
        said,
        "/calendar",
        provenance=Provenance(f"{EXCHANGE} and {AGENCIES}", state.at, notes=tuple(missing)),
        figures=tuple(values[key] for key in _keys(releases) if key in values),
    )


def reporting(members: MemberService, watched: Sequence[str]) -> list[Symbol]:
    """Companies on the channel's list, then the largest of the Russell 2000 and of large caps."""
    chosen = [Symbol.parse(ticker) for ticker in watched]
    try:
        panel = members.panel(RUSSELL_2000)
        largest = panel.weights.dropna().sort_values(ascending=False).index[:LARGEST]
        chosen += [Symbol(ticker, str(panel.names[ticker]), SymbolKind.STOCK) for ticker in largest]
    except MarketError:
        pass  # without the list the largest of it are not known
    chosen += [symbol for symbol in CATALOG if symbol.group == "mega"][:LARGEST]
    stocks = [symbol for symbol in chosen if symbol.kind in (SymbolKind.STOCK, SymbolKind.OTHER)]
    return list({symbol.ticker: symbol for symbol in stocks}.values())[:COMPANIES]


def _label(state: SessionState, span: Span) -> str:
    if span.weekly:
        return "Next days"
    return "Today" if span.first == state.at.astimezone(NEW_YORK).date() else f"Next, {_day(span.first)}"


def _release(release: ScheduledRelease, values: Mapping[str, Figure], now: datetime, span: Span) -> str:
    at = release.at
    day = f"{at:%a %m-%d} " if span.weekly else ""
    out = ", out" if at <= now else ""
    values_said = [
        f"{_SHORT[word]} {written(figure.value, figure.unit)} for {figure.as_of}"
        for word in release.series
        if (figure := values.get(f"macro.{word}.last"))
    ]
    last = f" (last {listed(values_said)})" if values_said else ""
    return f"{day}{at:%H:%M} ET {release.name}{last}{out}"


def _keys(releases: Iterable[ScheduledRelease]) -> list[str]:
    return [f"macro.{word}.last" for release in releases for word in release.series]


def _reports(
    companies: Sequence[Symbol], span: Span, news: NewsService | None
) -> tuple[list[str], list[str]]:
    """Who reports within the span, by the provider's dates; and how many could not be asked about."""
    if news is None or not companies:
        return [], []
    asked, answered, said = news.within(Deadline.after(PATIENCE)), 0, list[str]()
    for company in companies:
        try:
            stated = asked.earnings(company).value
        except NoData:
            continue
        except MarketError as problem:
            return said, [f"Reporting dates of {answered} of {len(companies)} companies are known: {problem}"]
        answered += 1
        if stated is not None and stated.first == stated.last and span.first <= stated.first <= span.last:
            day = f", {_day(stated.first)}" if span.weekly else ""
            said.append(f"{company.name} ({'estimated' if stated.estimated else 'as stated'}{day})")
    return said, [] if answered else ["Companies’ reporting dates are not known."]


def _special(calendar: Calendar, state: SessionState, span: Span) -> list[str]:
    days = calendar.special_days(span.first, span.last + NEAR)
    return [_closing(day) for day in days if day.closes is None or day.closes > state.at]


def _closing(day: SpecialDay) -> str:
    name = f" ({day.name})" if day.name else ""
    if day.closes is None:
        return f"the market is closed on {_day(day.day)}{name}"
    return f"it closes at {day.closes.astimezone(NEW_YORK):%H:%M} ET on {_day(day.day)}{name}"


def _day(day: date) -> str:
    return f"{day:%a} {day}"
