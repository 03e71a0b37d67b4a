"""What trades outside New York's hours in the sample market."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from market.calendars.calendar import Calendar
from market.calendars.trading_days import trading_days
from market.sources.sample.overnight import TICKERS, overnight_completed, overnight_frame, overnight_running
from market.sources.sample.sessions import LAST

CALENDAR = Calendar()
BEFORE_OPEN = datetime(2026, 1, 22, 13, 45, tzinfo=UTC)


@pytest.mark.parametrize("ticker", sorted(TICKERS))
def test_every_series_lives_on_its_own_exchanges_sessions(ticker: str) -> None:
    days = trading_days(ticker, CALENDAR)
    assert days is not None
    frame = overnight_frame(ticker, CALENDAR)
    assert [stamp.date() for stamp in pd.DatetimeIndex(frame.index)] == days.sessions(
        frame.index[0].date(), LAST
    )


def test_futures_trade_before_the_open_and_pause_at_five() -> None:
    bar = overnight_running("RTY=F", CALENDAR, BEFORE_OPEN)
    assert bar is not None
    assert (bar.session, bar.at) == (LAST, BEFORE_OPEN)
    pause = datetime(2026, 1, 21, 22, 30, tzinfo=UTC)
    assert overnight_running("RTY=F", CALENDAR, pause) is None
    assert overnight_completed("RTY=F", CALENDAR, pause) == date(2026, 1, 21)


def test_tokyo_has_closed_before_the_open_and_europe_trades_with_a_delay() -> None:
    assert overnight_running("^N225", CALENDAR, BEFORE_OPEN) is None
    assert overnight_completed("^N225", CALENDAR, BEFORE_OPEN) == LAST
    europe = overnight_running("^STOXX50E", CALENDAR, BEFORE_OPEN)
    assert europe is not None
    assert europe.at == BEFORE_OPEN - timedelta(minutes=15)


def test_a_session_that_has_closed_runs_no_more_also_in_summer() -> None:
    """Europe closes an hour earlier by UTC then, and its prices come a quarter of an hour late."""
    closed = datetime(2025, 7, 15, 15, 30, tzinfo=UTC)
    before = overnight_running("^STOXX50E", CALENDAR, closed - timedelta(minutes=1))
    assert before is not None
    assert before.session == date(2025, 7, 15)
    assert overnight_running("^STOXX50E", CALENDAR, closed) is None
    assert overnight_completed("^STOXX50E", CALENDAR, closed) == date(2025, 7, 15)
