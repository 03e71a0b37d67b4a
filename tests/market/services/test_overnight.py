"""What trades while New York is closed, against tables made by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from market.bars import Bars, RunningBar, tidy
from market.calendars.calendar import Calendar
from market.calendars.trading_days import trading_days
from market.provenance import Provenance
from market.services.overnight import OvernightMove, since_close
from market.symbols import Symbol

HOME = Calendar()
NOW = datetime(2026, 1, 22, 13, 30, tzinfo=UTC)  # 08:30 in New York
LAST = date(2026, 1, 21)


def bars(word: str, closes: dict[str, float], running: RunningBar | None = None, stale: bool = False) -> Bars:
    table = {name: list(closes.values()) for name in ("open", "high", "low", "close")}
    frame = tidy(pd.DataFrame(table, index=pd.DatetimeIndex(list(closes))))
    return Bars(Symbol.parse(word), frame, Provenance("a table in a test", NOW, stale=stale), running)


def moved(word: str, *given: object, last: date = LAST, now: datetime = NOW) -> OvernightMove | str | None:
    own = bars(word, *given)  # type: ignore[arg-type]  # the words of `bars`
    days = trading_days(own.symbol.ticker, HOME)
    assert days is not None
    return since_close(own, last, days, now)


def print_of(day: str, price: float, at: str) -> RunningBar:
    return RunningBar(date.fromisoformat(day), price, price, price, price, None, datetime.fromisoformat(at))


def test_futures_are_measured_from_their_own_close_of_that_day() -> None:
    found = moved(
        "rty",
        {"2026-01-20": 2600.0, "2026-01-21": 2700.0},
        print_of("2026-01-22", 2713.5, "2026-01-22T13:20Z"),
    )
    assert isinstance(found, OvernightMove)
    assert (found.base, found.so_far, found.at) == (LAST, True, datetime(2026, 1, 22, 13, 20, tzinfo=UTC))
    assert found.change == pytest.approx(0.005)


def test_tokyo_has_closed_by_then_at_its_own_time() -> None:
    found = moved("nikkei", {"2026-01-20": 50000.0, "2026-01-21": 50000.0, "2026-01-22": 49500.0})
    assert isinstance(found, OvernightMove)
    assert (found.so_far, found.at) == (False, datetime(2026, 1, 22, 6, 30, tzinfo=UTC))
    assert found.change == pytest.approx(-0.01)


def test_over_new_yorks_long_weekend_two_sessions_of_tokyo_count() -> None:
    closes = {"2026-01-16": 100.0, "2026-01-19": 101.0, "2026-01-20": 103.0}
    now = datetime(2026, 1, 20, 13, 30, tzinfo=UTC)
    found = moved("nikkei", closes, last=date(2026, 1, 16), now=now)
    assert isinstance(found, OvernightMove)
    assert found.base == date(2026, 1, 16)
    assert found.change == pytest.approx(0.03)


def test_on_tokyos_holiday_nothing_has_traded() -> None:
    closes = {"2026-01-08": 100.0, "2026-01-09": 101.0}
    now = datetime(2026, 1, 12, 13, 30, tzinfo=UTC)  # Coming of Age Day
    assert moved("nikkei", closes, last=date(2026, 1, 9), now=now) is None


def test_a_yield_moves_in_points() -> None:
    found = moved(
        "tnx", {"2026-01-20": 4.20, "2026-01-21": 4.25}, print_of("2026-01-22", 4.28, "2026-01-22T13:25Z")
    )
    assert isinstance(found, OvernightMove)
    assert found.change == pytest.approx(0.03)


@pytest.mark.parametrize(
    ("word", "closes", "running", "stale", "why"),
    [
        ("nikkei", {"2026-01-20": 1.0, "2026-01-21": 1.0}, None, False, "there is no close of 2026-01-22"),
        ("nikkei", {"2026-01-20": 1.0, "2026-01-22": 1.0}, None, False, "there is no close of 2026-01-21"),
        ("rty", {"2026-01-20": 1.0, "2026-01-22": 1.0}, None, False, "there is no close of 2026-01-21"),
        ("rty", {"2026-01-21": 1.0}, None, True, "its data end on 2026-01-21 and could not be refreshed"),
        (
            "rty",
            {"2026-01-21": 1.0},
            print_of("2026-01-22", 1.0, "2026-01-22T12:00Z"),
            False,
            "its newest price is of 2026-01-22 07:00 ET",
        ),
    ],
)
def test_what_is_stale_or_missing_is_withheld_with_a_reason(
    word: str, closes: dict[str, float], running: RunningBar | None, stale: bool, why: str
) -> None:
    assert moved(word, closes, running, stale) == why
