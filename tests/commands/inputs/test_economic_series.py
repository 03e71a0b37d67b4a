"""An economic series in words: when it is at an end of its history, and how long that is said to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from commands.inputs.economic_series import SeriesSummary, flip, glance, overdue, years
from market.datasets.economic_series import PANEL, EconomicSeries
from market.datasets.macro_observations import Observations
from market.provenance import Provenance

DAYS = pd.date_range("2016-02-01", periods=11, freq="YS")


def summary(percentile: float, since: date = date(2016, 1, 1)) -> SeriesSummary:
    values = pd.Series(range(1, 12), DAYS, dtype="float64")
    found = glance(
        Observations(PANEL[2], values, Provenance("by hand", datetime(2026, 1, 22, tzinfo=UTC))), None
    )
    return replace(
        found, reading=replace(found.reading, percentile=percentile, on=date(2026, 1, 1), since=since)
    )


@pytest.mark.parametrize(
    ("percentile", "words"),
    [
        (0.1, "would leave the lowest tenth"),
        (0.101, "would be in the lowest tenth"),
        (0.899, "would be in the lowest tenth"),
        (0.9, "would leave the highest tenth"),
    ],
)
def test_a_tenth_at_each_end_is_an_extreme(percentile: float, words: str) -> None:
    assert words in flip(summary(percentile))


@pytest.mark.parametrize(
    ("since", "words"), [(date(2023, 12, 31), "2 years"), (date(2024, 1, 10), "2.0 years")]
)
def test_less_than_two_years_are_said_to_a_tenth(since: date, words: str) -> None:
    assert years(summary(0.5, since)) == words


@pytest.mark.parametrize(("today", "late"), [(date(2026, 2, 18), False), (date(2026, 2, 19), True)])
def test_a_series_whose_next_value_should_be_out_is_overdue(today: date, late: bool) -> None:
    months = pd.DatetimeIndex(["2025-10-01", "2025-11-01", "2025-12-01"])
    seen = Observations(
        EconomicSeries.parse("unemployment"),
        pd.Series([4.4, 4.5, 4.4], months),
        Provenance("a table in a test", datetime(2026, 1, 22, tzinfo=UTC)),
    )
    said = overdue(seen, today)
    assert bool(said) is late
    if late:
        assert said == (
            "Unemployment rate is overdue: the newest value is that for 2025-12; the value for 2026-01 was due about "
            "2026-02-11."
        )
