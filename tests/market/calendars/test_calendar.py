"""The calendar knows where the exchange's day is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import exchange_calendars
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.calendars.calendar import Calendar, CalendarBegins, CalendarEnds, Phase

CALENDAR = Calendar()
LIBRARY = exchange_calendars.get_calendar("XNYS", start="1985-01-01")
OPENS, CLOSES = pd.DatetimeIndex(LIBRARY.opens), pd.DatetimeIndex(LIBRARY.closes)


@pytest.mark.parametrize(
    ("at", "phase", "last_completed"),
    [
        ("2026-01-22T09:29:59-05:00", Phase.PRE_MARKET, "2026-01-21"),
        ("2026-01-22T09:30:00-05:00", Phase.IN_PROGRESS, "2026-01-21"),
        ("2026-01-22T15:59:59-05:00", Phase.IN_PROGRESS, "2026-01-21"),
        ("2026-01-22T16:00:00-05:00", Phase.CLOSED, "2026-01-22"),
        ("2026-01-24T12:00:00-05:00", Phase.WEEKEND, "2026-01-23"),
        ("2026-01-19T12:00:00-05:00", Phase.HOLIDAY, "2026-01-16"),
        ("2025-11-28T12:59:00-05:00", Phase.IN_PROGRESS, "2025-11-26"),
        ("2025-11-28T13:00:00-05:00", Phase.CLOSED, "2025-11-28"),
        ("2026-07-01T13:30:00+00:00", Phase.IN_PROGRESS, "2026-06-30"),  # summer time: 09:30 in New York
    ],
)
def test_the_phase_follows_the_clock(at: str, phase: Phase, last_completed: str) -> None:
    state = CALENDAR.state(datetime.fromisoformat(at))
    assert state.phase is phase
    assert state.last_completed == date.fromisoformat(last_completed)


def test_a_holiday_is_named() -> None:
    state = CALENDAR.state(datetime(2026, 1, 19, 17, tzinfo=UTC))
    assert "Martin Luther King" in state.words
    assert state.next_open == datetime(2026, 1, 20, 14, 30, tzinfo=UTC)


SPAN = (datetime(1990, 1, 1), datetime(2027, 6, 1))  # noqa: DTZ001  # hypothesis wants naive bounds


@given(st.datetimes(*SPAN, timezones=st.just(UTC)))
def test_it_agrees_with_the_library_at_any_moment(at: datetime) -> None:
    state = CALENDAR.state(at)
    minute = pd.Timestamp(at)
    assert state.next_open == OPENS[int(OPENS.searchsorted(minute, side="right"))]
    assert state.last_close == CLOSES[int(CLOSES.searchsorted(minute, side="right")) - 1]
    assert (state.phase is Phase.IN_PROGRESS) == bool(
        state.session and LIBRARY.session_open(pd.Timestamp(state.session)) <= minute
        < LIBRARY.session_close(pd.Timestamp(state.session))
    )  # fmt: skip


def test_sessions_are_those_of_the_library() -> None:
    ours = CALENDAR.sessions(date(2024, 12, 1), date(2026, 1, 31))
    assert ours == [d.date() for d in LIBRARY.sessions_in_range("2024-12-01", "2026-01-31")]
    assert not CALENDAR.is_session(date(2025, 1, 9))  # the day of mourning for President Carter


def test_a_day_without_a_session_has_no_close() -> None:
    with pytest.raises(ValueError, match="2026-01-19 is no session"):
        CALENDAR.close(date(2026, 1, 19))


def test_a_day_closed_at_short_notice_is_no_session() -> None:
    day = date(2026, 2, 13)
    calendar = Calendar(closed=[day])
    assert CALENDAR.is_session(day)
    assert not calendar.is_session(day)
    assert calendar.sessions(date(2026, 2, 12), date(2026, 2, 17)) == [date(2026, 2, 12), date(2026, 2, 17)]
    state = calendar.state(datetime(2026, 2, 13, 17, tzinfo=UTC))
    assert (state.phase, state.last_completed) == (Phase.HOLIDAY, date(2026, 2, 12))
    assert state.words == "holiday (closed at short notice)"


def test_a_process_that_runs_for_years_never_reaches_the_calendars_end(tmp_path: Path) -> None:
    for kept in (None, tmp_path / "sessions.json"):
        day = date(2026, 1, 22)
        calendar = Calendar(kept=kept, today=lambda: day)  # noqa: B023 — the day goes on
        ends = calendar.last_known
        for _year in range(4):
            day += timedelta(days=366)
            state = calendar.state(datetime(day.year, day.month, day.day, 17, tzinfo=UTC))
            assert day - timedelta(days=5) < state.last_completed <= day
            assert calendar.last_known >= day + timedelta(days=399)
        assert calendar.last_known > ends


def test_a_moment_beyond_the_machines_year_has_its_session() -> None:
    calendar = Calendar(today=lambda: date(2026, 1, 22))
    assert calendar.state(datetime(2031, 7, 3, 17, tzinfo=UTC)).session == date(2031, 7, 3)
    assert calendar.state(datetime(2098, 7, 3, 17, tzinfo=UTC)).last_completed == date(2098, 7, 3)
    with pytest.raises(CalendarEnds, match="ends in 2099"):
        calendar.state(datetime(2100, 7, 3, 17, tzinfo=UTC))


def test_before_its_first_close_the_calendar_knows_nothing() -> None:
    first = CLOSES[0].to_pydatetime()
    assert CALENDAR.state(first).last_completed == date(1985, 1, 2)
    with pytest.raises(CalendarBegins, match="begins on 1985-01-02"):
        CALENDAR.state(first - timedelta(seconds=1))
