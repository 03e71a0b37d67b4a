"""Economic observations in another unit."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from market.datasets.economic_series import ALL, EconomicSeries
from market.datasets.macro_observations import Observations
from market.datasets.observed_units import inspect_observations
from market.provenance import Provenance

RATE = EconomicSeries.parse("unemployment")
TIME = datetime(2026, 1, 22, tzinfo=UTC)


def observed(*values: float, series: EconomicSeries = RATE) -> Observations:
    days = pd.date_range("2025-01-01", periods=len(values), freq="MS")
    return Observations(series, pd.Series(values, days), Provenance("FRED", TIME), date(2026, 1, 9))


@pytest.mark.parametrize("factor", [0.01, 100.0])
def test_the_newest_in_another_unit_are_left_out_and_said(factor: float) -> None:
    found = inspect_observations(observed(4.0, 4.1, 4.2, 4.3 * factor, 4.4 * factor))
    assert found.values.tolist() == [4.0, 4.1, 4.2]
    assert found.released is None
    (note,) = found.notes
    assert "2 from 2025-04-01 on" in note


def test_one_in_the_middle_is_left_out_and_the_newest_stays() -> None:
    found = inspect_observations(observed(4.0, 410.0, 4.2, 4.3))
    assert (found.values.tolist(), found.released) == ([4.0, 4.2, 4.3], date(2026, 1, 9))


@pytest.mark.parametrize("values", [(4.0, 4.1, 4.1 * 39), (4.0, -0.01, 4.1), (4.0,), ()])
def test_a_large_jump_and_a_series_that_crosses_zero_are_believed(values: tuple[float, ...]) -> None:
    assert inspect_observations(observed(*values)).values.tolist() == list(values)


@pytest.mark.realdata
def test_no_real_series_is_in_doubt(real_data: Path) -> None:
    table = pd.read_csv(real_data / "fred_long.csv.gz", parse_dates=["date"]).dropna()
    for series in ALL:
        values = table[table["series"] == series.id].set_index("date")["value"].sort_index()
        found = Observations(series, values, Provenance("FRED", TIME))
        assert inspect_observations(found) is found
