"""The pure half of Yahoo: prices meant, rows kept, what counts as a close."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from market.formatting import NEW_YORK
from market.sources.yahoo.bars import ChartMeta, history, shortest_decimals
from market.symbols import Symbol
from tests.market.sources.conftest import CALENDAR


def through_32_bits(*prices: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(prices, dtype=np.float32).astype(np.float64)


@given(st.integers(min_value=1, max_value=13_107_199))
def test_every_price_of_two_decimals_below_131072_comes_back_exactly(cents: int) -> None:
    price = cents / 100
    assert shortest_decimals(through_32_bits(price))[0] == price


@given(st.floats(min_value=2**-13, max_value=2**20, width=32))
def test_a_price_stays_the_same_32_bit_float(price: float) -> None:
    assert shortest_decimals(np.array([price])).astype(np.float32)[0] == np.float32(price)


@pytest.mark.parametrize("price", [0.128348, 43.9688, 0.0567, 24.1133, 1.23456])
def test_old_split_adjusted_prices_keep_their_small_digits(price: float) -> None:
    assert shortest_decimals(through_32_bits(price))[0] == price


def test_prices_that_never_were_32_bit_floats_are_left_alone() -> None:
    prices = np.array([13128.230000000001, np.nan, 1 / 3])
    np.testing.assert_array_equal(shortest_decimals(prices), prices)


def frame(*days: str, close: float = 100.0) -> pd.DataFrame:
    """A frame as yfinance returns it."""
    index = pd.DatetimeIndex(days).tz_localize(NEW_YORK)
    columns = dict.fromkeys(("Open", "High", "Low", "Close", "Adj Close"), close)
    return pd.DataFrame({**columns, "Volume": 5, "Dividends": 0.0, "Stock Splits": 0.0}, index=index)


def new_york(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


def meta(traded_at: str, day: str = "2026-01-22", zone: str = "America/New_York") -> ChartMeta:
    return ChartMeta(
        zone=ZoneInfo(zone),
        instrument="ETF",
        currency="USD",
        traded_at=new_york(traded_at),
        opens=new_york(f"{day}T09:30"),
        closes=new_york(f"{day}T16:00"),
    )


def test_a_bar_of_today_that_yahoo_sends_before_the_open_is_neither_close_nor_running() -> None:
    found = history(
        frame("2026-01-21", "2026-01-22"),
        meta("2026-01-21T16:00:01"),
        Symbol.parse("IWM"),
        CALENDAR,
        new_york("2026-01-22T09:00"),
    )
    assert [stamp.day for stamp in found.frame.index] == [21]
    assert found.running is None


def test_a_close_of_zero_is_no_close() -> None:
    bars = frame("2026-01-20", "2026-01-21", "2026-01-22")
    bars["Close"] = [100.0, 0.0, 100.0]
    found = history(
        bars, meta("2026-01-22T16:00:01"), Symbol.parse("IWM"), CALENDAR, new_york("2026-01-22T18:00")
    )
    assert [stamp.day for stamp in found.frame.index] == [20, 22]


def test_two_rows_of_one_day_become_the_later_one() -> None:
    bars = pd.concat([frame("2026-01-21"), frame("2026-01-22"), frame("2026-01-22", close=101.0)])
    found = history(
        bars, meta("2026-01-22T16:00:01"), Symbol.parse("IWM"), CALENDAR, new_york("2026-01-22T18:00")
    )
    assert found.frame["close"].tolist() == [100.0, 101.0]


@settings(deadline=None, max_examples=50)
@given(st.integers(min_value=0, max_value=60 * 24 * 60))
def test_no_row_is_ever_a_close_before_its_session_ended(minutes: int) -> None:
    now = new_york("2025-11-24T00:00") + timedelta(minutes=minutes)  # two months with two early closes
    days = [f"{day}" for day in pd.bdate_range("2025-11-03", now.date())]
    found = history(
        frame(*days),
        meta(f"{now:%Y-%m-%dT%H:%M}", f"{now:%Y-%m-%d}"),
        Symbol.parse("IWM"),
        CALENDAR,
        now,
    )
    newest = found.frame.index[-1].date()
    assert CALENDAR.close(newest) <= now
    assert found.running is None or CALENDAR.close(found.running.session) > now - timedelta(hours=1)


def test_incomplete_metadata_is_refused() -> None:
    with pytest.raises(KeyError):
        ChartMeta.of({"symbol": "IWM", "exchangeTimezoneName": "America/New_York"})
