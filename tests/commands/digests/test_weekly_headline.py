"""The first sentence of a weekly read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from commands.digests.weekly_headline import the_week
from market.analytics.events.kinds import Event, EventKind, SeriesClass
from market.analytics.events.table import EventTable
from market.bars import Bars, tidy
from market.calendars.week import Week
from market.provenance import Provenance
from market.symbols import Symbol

CLOSES = tidy(pd.DataFrame({"close": [100.0, 101.0]}, pd.DatetimeIndex(["2026-01-16", "2026-01-22"])))
RUT = Bars(
    Symbol.parse("rut"), CLOSES, Provenance("a table in a test", datetime(2026, 1, 22, 21, tzinfo=UTC))
)


QUIET = EventTable(date(2026, 1, 20), date(2026, 1, 22), (), 365)


@pytest.mark.parametrize(
    ("times", "first_words"),
    [(2.0, "A week out of the ordinary"), (1.99, "Nothing notable among 365 events")],
)
def test_a_week_is_unusual_from_twice_the_standard_deviation_on(times: float, first_words: str) -> None:
    week = Week(date(2026, 1, 16), date(2026, 1, 20), date(2026, 1, 22), 4, 101.0, 0.01, (), times)
    assert str(the_week(RUT, week, [], None, QUIET)).startswith(first_words)


def test_a_week_without_news_of_its_own_leads_with_the_first_event_of_its_sessions() -> None:
    week = Week(date(2026, 1, 16), date(2026, 1, 20), date(2026, 1, 22), 3, 101.0, 0.01, (), 0.5)
    events = (
        Event(EventKind.DRAWDOWN, "^RUT", SeriesClass.INDEX, date(2026, 1, 21), 0.10),
        Event(EventKind.RECORD, "^DJI", SeriesClass.INDEX, date(2026, 1, 20), 1.0),
    )
    assert str(the_week(RUT, week, [], None, replace(QUIET, events=events))) == (
        "On 2026-01-21 the Russell 2000 closed 10% or more below its record for the first time since it was set. The "
        "Russell 2000 moved +1.00% in the week to 2026-01-22, to 101.00. Also: on 2026-01-20 the Dow Jones closed at a "
        "record."
    )
