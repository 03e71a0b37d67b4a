"""The days on which instruments trade."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from market.calendars.calendar import Calendar
from market.calendars.trading_days import futures_session, trades_outside, trading_days

HOME = Calendar()
CHRISTMAS_WEEK = date(2025, 12, 24), date(2025, 12, 28)  # Wednesday to Sunday


@pytest.mark.parametrize(
    ("ticker", "days"),
    [
        ("AAPL", [24, 26]),
        ("^RUT", [24, 26]),
        ("BRK-B", [24, 26]),
        ("BTC-USD", [24, 25, 26, 27, 28]),
        ("ES=F", [24, 26]),
        ("EURUSD=X", [24, 26]),
        ("VOD.L", [24]),  # Boxing Day
        ("SAP.DE", []),
        ("7203.T", [24, 25, 26]),
        ("^N225", [24, 25, 26]),
        ("^FTSE", [24]),
    ],
)
def test_each_instrument_lives_by_its_own_calendar(ticker: str, days: list[int]) -> None:
    found = trading_days(ticker, HOME)
    assert found is not None
    assert [day.day for day in found.sessions(*CHRISTMAS_WEEK)] == days


def test_a_place_that_nobody_knows_has_no_calendar() -> None:
    assert trading_days("ABC.XYZ", HOME) is None


@pytest.mark.parametrize(
    ("ticker", "year"), [("IWM", 252), ("BTC-USD", 365), ("EURUSD=X", 260), ("7203.T", 244), ("CL=F", 252)]
)
def test_a_year_has_the_instruments_own_sessions(ticker: str, year: int) -> None:
    found = trading_days(ticker, HOME)
    assert found is not None
    assert found.year == year


@pytest.mark.parametrize(
    ("ticker", "last"),
    [
        ("IWM", date(2026, 1, 16)),
        ("BTC-USD", date(2026, 1, 18)),
        ("ES=F", date(2026, 1, 18)),
        ("7203.T", date(2026, 1, 19)),
    ],
)
def test_the_last_day_that_has_ended_is_the_instruments_own(ticker: str, last: date) -> None:
    found = trading_days(ticker, HOME)
    assert found is not None
    assert found.last_completed(datetime(2026, 1, 19, 17, tzinfo=UTC)) == last  # a holiday in New York


def test_only_where_bars_come_on_holidays_are_they_believed() -> None:
    found = [trading_days(ticker, HOME) for ticker in ("IWM", "ES=F", "EURUSD=X")]
    assert [days.strict for days in found if days] == [True, False, False]


@pytest.mark.parametrize(
    ("at", "ended", "session"),
    [
        (
            datetime(2026, 1, 21, 21, 59, tzinfo=UTC),
            date(2026, 1, 20),
            date(2026, 1, 21),
        ),  # 16:59 in New York
        (datetime(2026, 1, 21, 22, 0, tzinfo=UTC), date(2026, 1, 21), date(2026, 1, 21)),
        (datetime(2026, 1, 21, 23, 0, tzinfo=UTC), date(2026, 1, 21), date(2026, 1, 22)),  # 18:00
        (datetime(2026, 7, 21, 22, 0, tzinfo=UTC), date(2026, 7, 21), date(2026, 7, 22)),  # 18:00 in summer
    ],
)
def test_a_session_of_futures_runs_from_the_evening_before_to_five(
    at: datetime, ended: date, session: date
) -> None:
    futures = trading_days("RTY=F", HOME)
    assert futures is not None
    assert (futures.last_completed(at), futures_session(at)) == (ended, session)


@pytest.mark.parametrize(
    ("ticker", "outside"),
    [("RTY=F", True), ("DX-Y.NYB", True), ("^N225", True), ("^TNX", True), ("BTC-USD", True), ("EURUSD=X", True),
     ("7203.T", True), ("^RUT", False), ("IWM", False), ("BRK-B", False), ("^VIX", False)],
)  # fmt: skip
def test_what_has_prices_while_new_york_is_closed(ticker: str, outside: bool) -> None:
    assert trades_outside(ticker) is outside
