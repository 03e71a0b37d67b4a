"""Holidays by the exchange's own names."""

from __future__ import annotations

import doctest

import exchange_calendars
import pandas as pd

import market.calendars.holiday_names
from market.calendars.holiday_names import own_name

# nyse.com, "Holidays & Trading Hours"
OWN = {
    "New Year’s Day", "Martin Luther King, Jr. Day", "Washington’s Birthday", "Good Friday", "Memorial Day",
    "Juneteenth National Independence Day", "Independence Day", "Labor Day", "Thanksgiving Day", "Christmas Day",
}  # fmt: skip


def test_the_worked_example_holds() -> None:
    assert doctest.testmod(market.calendars.holiday_names).failed == 0


def test_every_regular_holiday_has_the_exchanges_own_name() -> None:
    rules = exchange_calendars.get_calendar("XNYS").regular_holidays
    names = rules.holidays(pd.Timestamp("2022-01-01"), pd.Timestamp("2026-12-31"), return_name=True)
    assert {own_name(name) for name in names} == OWN
