"""What comes, on days whose answers are known."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from commands.digests.agenda import Span, agenda, span_of
from commands.framework.figure import Figure
from market.calendars.calendar import Calendar
from market.clock import Deadline, FixedClock
from market.datasets.facts import Earnings
from market.errors import ProviderDown
from market.formatting import Unit
from market.services.news import NewsService
from market.sources.sample.facts import SampleFacts
from market.symbols import Symbol

CALENDAR = Calendar()
NETFLIX, APPLE = Symbol.parse("nflx"), Symbol.parse("aapl")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


class Dates(SampleFacts):
    """A provider of stated dates; a company that is not among them cannot be asked about."""

    def __init__(self, now: datetime, dates: dict[str, Earnings]) -> None:
        super().__init__(FixedClock(now))
        self._dates = dates

    def earnings(self, symbol: Symbol, deadline: Deadline) -> Earnings | None:
        if symbol.ticker not in self._dates:
            raise ProviderDown("A provider", "no answer in time")
        return self._dates[symbol.ticker]


def said(
    now: str,
    weekly: bool = False,
    figures: tuple[Figure, ...] = (),
    dates: dict[str, Earnings] | None = None,
) -> tuple[str, str]:
    moment = at(now)
    state = CALENDAR.state(moment)
    companies = [NETFLIX, APPLE] if dates else []
    news = NewsService(Dates(moment, dates), FixedClock(moment)) if dates else None
    found = agenda(CALENDAR, state, span_of(state, weekly), figures, companies, news)
    assert found.provenance is not None
    return f"{found.label}: {found.sentence}", " ".join(found.provenance.notes)


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        ("2026-01-28T08:00-05:00", "Today: 08:30 ET financial conditions; 14:00 ET Fed decision."),
        ("2026-01-28T09:00-05:00", "Today: 08:30 ET financial conditions, out; 14:00 ET Fed decision."),
        (
            "2026-01-27T17:00-05:00",
            "Next, Wed 2026-01-28: 08:30 ET financial conditions; 14:00 ET Fed decision.",
        ),
        ("2026-01-20T08:00-05:00", "Today: Nothing that is followed here."),
        ("2026-02-10T08:00-05:00", "Today: The market is closed on Mon 2026-02-16 (Washington’s Birthday)."),
        ("2026-02-06T08:00-05:00", "Today: Nothing that is followed here."),  # ten days before the holiday
        (
            "2026-06-16T08:00-04:00",
            "Today: The market is closed on Fri 2026-06-19 (Juneteenth National Independence Day); members of the "
            "Russell indexes change at the close of Fri 2026-06-26.",
        ),
    ],
)
def test_what_comes_is_named_with_its_hour_when_it_is_near(now: str, sentence: str) -> None:
    assert said(now)[0] == sentence


def test_an_early_close_is_named_on_its_day_until_it_has_passed() -> None:
    words, _notes = said("2026-11-27T08:00-05:00")
    assert "it closes at 13:00 ET on Fri 2026-11-27" in words.casefold().replace(" et ", " ET ").replace(
        "fri", "Fri"
    )


def test_a_release_says_its_last_value_and_the_period_of_it() -> None:
    figures = (
        Figure("macro.payrolls.last", 64000.0, Unit.COUNT, as_of="2025-11"),
        Figure("macro.unemployment.last", 0.046, Unit.SHARE, as_of="2025-11"),
    )
    words, _notes = said("2026-01-09T08:00-05:00", figures=figures)
    assert (
        "08:30 ET jobs report (last payrolls 64,000 for 2025-11 and unemployment 4.6% for 2025-11)" in words
    )


def test_who_reports_that_day_is_named_as_the_provider_states_it() -> None:
    day, other = date(2026, 1, 20), date(2026, 1, 29)
    reports = {
        "NFLX": Earnings(day, day, estimated=True),
        "AAPL": Earnings(other, other, estimated=False),
    }
    words, notes = said("2026-01-20T08:00-05:00", dates=reports)
    assert words == "Today: Netflix (estimated) reports."
    assert notes == ""


def test_companies_whose_dates_could_not_be_had_are_counted() -> None:
    day = date(2026, 1, 20)
    _words, notes = said("2026-01-20T08:00-05:00", dates={"NFLX": Earnings(day, day, estimated=True)})
    assert notes.startswith("Reporting dates of 1 of 2 companies are known: A provider is not answering")


def test_a_weekly_agenda_names_the_days() -> None:
    words, _notes = said("2026-01-23T17:00-05:00", weekly=True)
    assert words.startswith(
        "Next days: Wed 01-28 08:30 ET financial conditions; Wed 01-28 14:00 ET Fed decision;"
    )


def test_beyond_the_table_it_says_so() -> None:
    _words, notes = said("2027-01-05T08:00-05:00")
    assert notes == "Dates of releases are known from 2026-01-01 to 2026-12-31 only."
    assert not Span(date(2026, 1, 1), date(2026, 1, 1)).weekly
