"""`/calendar` knows the exchange's days and what a company has said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd
import pytest

from commands.calendar import calendar
from commands.framework.reply import Reply
from market.clock import Deadline, FixedClock
from market.datasets.facts import Earnings, Fundamentals, NewsItem
from market.errors import MarketError, ProviderDown
from market.services.news import NewsService
from market.symbols import Symbol
from tests.commands.conftest import conversation, fact

AAPL = Symbol.parse("aapl")


@dataclass
class Company:
    """A provider that knows one reporting date, or fails."""

    first: date | None = None
    last: date | None = None
    estimated: bool = True
    fault: MarketError | None = None
    title: str = "By hand"
    sample: bool = False
    local: bool = False

    def fundamentals(self, symbol: Symbol, deadline: Deadline) -> Fundamentals:
        raise ProviderDown(self.title, "no answer in time")

    def news(self, symbol: Symbol, deadline: Deadline) -> tuple[NewsItem, ...]:
        return ()

    def earnings(self, symbol: Symbol, deadline: Deadline) -> Earnings | None:
        if self.fault:
            raise self.fault
        if self.first is None:
            return None
        return Earnings(self.first, self.last or self.first, self.estimated)


def ask(company: Company, at: str = "2026-01-22T17:00-05:00") -> Reply:
    from bot.settings import Settings
    from bot.wiring.app import build_app

    clock = FixedClock(datetime.fromisoformat(at))
    market = build_app(Settings(source="sample"), clock=clock).market
    return calendar.run(AAPL, facts=NewsService(company, clock), market=market)


def at(moment: str) -> Reply:
    return conversation("sample", moment)("/calendar")


def test_a_year_of_holidays_and_early_closes_as_the_exchange_published_them() -> None:
    rows = at("2025-01-01T12:00-05:00").table.rows
    assert [(row[0], row[2]) for row in rows] == [
        ("Wed 2025-01-01", "closed"),
        ("Thu 2025-01-09", "closed"),  # a day of mourning
        ("Mon 2025-01-20", "closed"),
        ("Mon 2025-02-17", "closed"),
        ("Fri 2025-04-18", "closed"),
        ("Mon 2025-05-26", "closed"),
        ("Thu 2025-06-19", "closed"),
        ("Thu 2025-07-03", "until 13:00 ET"),
        ("Fri 2025-07-04", "closed"),
        ("Mon 2025-09-01", "closed"),
    ]


def test_an_early_close_is_ahead_until_it_has_passed() -> None:
    before, after = at("2025-11-28T12:59-05:00"), at("2025-11-28T13:01-05:00")
    assert fact(before, "Next early close").startswith("Fri 2025-11-28")
    assert "today" in fact(before, "Next early close")
    assert fact(before, "Next close") == "2025-11-28 13:00 ET"
    assert fact(after, "Next early close").startswith("Wed 2025-12-24")


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        ("2026-01-22T11:30-05:00", "in progress (as of 2026-01-22 11:30 ET)"),
        ("2026-01-22T08:00-05:00", "pre-market"),
        ("2026-01-22T17:00-05:00", "closed"),
        ("2026-01-24T12:00-05:00", "weekend"),
        ("2026-01-19T12:00-05:00", "holiday (Martin Luther King, Jr. Day)"),
    ],
)
def test_where_the_market_is_now_is_said_in_its_words(moment: str, says: str) -> None:
    assert fact(at(moment), "Market now") == says


def test_the_day_a_company_reports_comes_with_how_sure_it_is() -> None:
    reply = ask(Company(date(2026, 1, 29), estimated=False))
    assert reply.headline.startswith("AAPL reports next on Thu 2026-01-29, as the company has said; ")
    reply = ask(Company(date(2026, 1, 27), date(2026, 2, 2)))
    assert "on Tue 2026-01-27 to Mon 2026-02-02, estimated, not confirmed" in reply.headline


def test_a_date_that_has_passed_is_not_called_next() -> None:
    reply = ask(Company(date(2025, 10, 30)))
    assert "last reported on Thu 2025-10-30; the next date is not stated yet" in reply.headline


def test_a_provider_that_is_down_drops_one_line_and_says_so() -> None:
    reply = ask(Company(fault=ProviderDown("By hand", "no answer in time")))
    assert reply.headline.startswith("The market is next closed")
    assert any(note.startswith("Without the day AAPL reports: By hand") for note in reply.notes)


def test_no_date_is_an_answer() -> None:
    assert ask(Company()).headline.startswith("By hand states no reporting date for AAPL; ")


@pytest.mark.parametrize(("word", "kind"), [("rut", "an index"), ("iwm", "a fund")])
def test_indices_and_funds_report_nothing(sample, word: str, kind: str) -> None:
    assert f"is {kind} and reports no earnings" in sample(f"/calendar {word}").headline


def test_beyond_what_it_knows_the_calendar_invents_nothing() -> None:
    from market.calendars.calendar import Calendar

    days = Calendar()
    beyond = days.last_known + timedelta(days=1)
    assert days.special_days(beyond, beyond + timedelta(days=400)) == ()


def test_every_weekday_is_a_session_or_a_holiday() -> None:
    from market.calendars.calendar import Calendar

    first, last = date(2015, 1, 1), date(2025, 12, 31)
    weekdays = {day.date() for day in pd.bdate_range(first, last)}
    special = Calendar().special_days(first, last)
    assert weekdays - set(Calendar().sessions(first, last)) == {d.day for d in special if d.closes is None}
    assert all(day.name for day in special if day.closes)


def test_a_holiday_of_today_is_said_first_by_the_exchanges_own_name() -> None:
    say = conversation("sample", "2026-01-19T12:00-05:00")
    assert say("/calendar").headline.startswith(
        "The market is closed today, Mon 2026-01-19, for Martin Luther King, Jr. Day; it is next closed for "
        "Washington’s Birthday on Mon 2026-02-16"
    )
    assert conversation("sample", "2026-01-20T12:00-05:00")("/calendar").headline.startswith(
        "The market is next closed for Washington’s Birthday"
    )
