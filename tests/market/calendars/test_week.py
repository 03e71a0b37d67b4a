"""A week: its base, its records, and how unusual it was."""

from __future__ import annotations

import doctest
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import market.calendars.week
from market.calendars.week import WINDOW, week
from market.errors import NoData


def closes(values: list[float], end: str) -> pd.Series:
    return pd.Series(values, index=pd.bdate_range(end=end, periods=len(values)))


def test_the_worked_example_holds() -> None:
    assert doctest.testmod(market.calendars.week).failed == 0


@pytest.mark.parametrize(("end", "sessions"), [("2026-01-19", 1), ("2026-01-21", 3), ("2026-01-23", 5)])
def test_a_week_begins_on_monday_and_its_base_is_the_close_before(end: str, sessions: int) -> None:
    found = week(closes([float(n) for n in range(100, 110)], end))
    assert found.base == date(2026, 1, 16)
    assert found.sessions == sessions
    assert found.change == pytest.approx(109 / (109 - sessions) - 1)


def test_without_a_close_before_it_there_is_no_week() -> None:
    with pytest.raises(NoData):
        week(closes([1.0, 2.0], "2026-01-20"))


def test_how_unusual_it_was_needs_a_year_of_weeks() -> None:
    steps = np.where(np.arange((WINDOW + 2) * 5) % 10 < 5, 100.0, 101.0)
    found = week(closes([*steps, 101.0, 101.0, 101.0, 101.0, 104.03], "2026-01-23"))
    weekly = pd.Series([0.01, 1 / 1.01 - 1] * (WINDOW // 2))
    assert found.times_usual == pytest.approx(abs(found.change) / weekly.std())
    assert week(closes([*steps[:100], 104.0], "2026-01-23")).times_usual == 0.0


@given(st.lists(st.floats(50, 150), min_size=12, max_size=60), st.floats(0.1, 10))
def test_scaling_prices_changes_nothing_but_the_close(values: list[float], factor: float) -> None:
    own, scaled = week(closes(values, "2026-01-22")), week(closes([v * factor for v in values], "2026-01-22"))
    assert scaled.change == pytest.approx(own.change, abs=1e-9)
    assert (scaled.base, scaled.sessions) == (own.base, own.sessions)


@pytest.mark.realdata
def test_the_founding_week_is_what_its_closes_say(real_data: Path) -> None:
    table = pd.read_csv(real_data / "RUT.csv.gz", index_col="date", parse_dates=["date"])["close"]
    found = week(table.loc[:"2026-01-23"])
    assert (found.base, found.end, found.sessions) == (date(2026, 1, 16), date(2026, 1, 23), 4)
    assert found.change == pytest.approx(2669.16 / table["2026-01-16"] - 1, abs=1e-6)
    assert found.records == (date(2026, 1, 21), date(2026, 1, 22))
