"""The table of a session's events: what is in it, in which order, and how much was looked at."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from market.analytics.breadth import measure
from market.analytics.events.kinds import EventKind, SeriesClass
from market.analytics.events.table import ClosesSeries, EventSources, MembersSeries, event_table

DAYS = pd.bdate_range(end="2026-01-22", periods=300)
LAST = DAYS[-1].date()


def quiet(last: float = 100.05) -> pd.Series[float]:
    values = np.array([100.0 + n % 2 * 0.1 for n in range(len(DAYS))])
    values[0], values[-1] = 120.0, last
    return pd.Series(values, DAYS)


def index(closes: pd.Series[float]) -> ClosesSeries:
    return ClosesSeries(SeriesClass.INDEX, closes, closes)


def test_a_quiet_session_says_at_how_many_events_it_looked() -> None:
    table = event_table(EventSources({"^RUT": index(quiet()), "^GSPC": index(quiet())}, "^RUT"), LAST, LAST)
    assert table.events == ()
    assert (
        table.looked == 2 * 6 + 2
    )  # records, intraday ones, falls, runs, moves, extremes; a lead and its end


@pytest.mark.parametrize(
    ("series", "looked"),
    [
        (ClosesSeries(SeriesClass.SECTOR, quiet()), 2),
        (ClosesSeries(SeriesClass.GAUGE, quiet(), level=True), 2),
        (ClosesSeries(SeriesClass.SECTOR, quiet().iloc[-40:]), 0),  # too young for either
        (ClosesSeries(SeriesClass.SECTOR, quiet().iloc[:-1]), 0),  # without the session
    ],
)
def test_what_the_data_do_not_have_is_not_counted(series: ClosesSeries, looked: int) -> None:
    assert event_table(EventSources({"XLE": series}, "^RUT"), LAST, LAST).looked == looked


def test_a_record_is_not_named_as_a_52_week_high_again() -> None:
    table = event_table(EventSources({"^RUT": index(quiet(121.0))}, "^RUT"), LAST, LAST)
    assert {event.kind for event in table.events} == {EventKind.RECORD, EventKind.MOVE}


def test_the_most_important_comes_first_and_among_equals_the_subject() -> None:
    series = {"^GSPC": index(quiet(121.0)), "^RUT": index(quiet(121.0)), "XLE": index(quiet())}
    table = event_table(EventSources(series, "^RUT"), LAST, LAST)
    assert [e.series for e in table.events if e.kind is EventKind.RECORD] == ["^RUT", "^GSPC"]
    assert [e.score for e in table.events] == sorted((e.score for e in table.events), reverse=True)


def test_the_session_after_one_without_members_closes_is_not_judged() -> None:
    panel = pd.DataFrame(np.outer(np.arange(1.0, 301.0), np.ones(10)), DAYS)
    whole = MembersSeries(measure(panel))
    gap = DAYS[-2]
    missing = MembersSeries(measure(panel.drop(gap)), (gap.date(),))
    of = EventSources({}, "^RUT", {"sp500": whole})
    assert [e.kind for e in event_table(of, LAST, LAST).events] == [EventKind.ONE_SIDED]
    holed = event_table(EventSources({}, "^RUT", {"sp500": missing}), LAST, LAST)
    assert (holed.events, holed.looked) == ((), 0)


def test_events_of_several_sessions_carry_their_own() -> None:
    closes = quiet()
    closes.iloc[-3] = 121.0
    table = event_table(EventSources({"^RUT": index(closes)}, "^RUT"), DAYS[-5].date(), LAST)
    (record,) = [event for event in table.events if event.kind is EventKind.RECORD]
    assert record.session == DAYS[-3].date()
    assert event_table(EventSources({}, "^RUT"), date(2026, 1, 1), LAST).looked == 0
