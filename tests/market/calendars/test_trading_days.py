"""The days on which instruments trade."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from market.calendars.calendar import Calendar
from market.calendars.trading_days import trading_days

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
