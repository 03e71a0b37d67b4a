"""Axes: round values, few of them, written like the text beside them."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from charts.layout.dates import DateScale
from charts.layout.scale import TICK, Scale, per_cent, plain_level, share
from charts.layout.text_width import width

numbers = st.floats(-1e9, 1e9, allow_nan=False)


@given(st.lists(numbers, min_size=1, max_size=50))
def test_a_scale_shows_every_value_and_all_its_ticks(values: list[float]) -> None:
    scale = Scale.of([np.array(values)], plain_level)
    assert scale.low <= min(values)
    assert scale.high >= max(values)
    assert all(scale.low <= tick <= scale.high for tick in scale.ticks)
    assert 1 <= len(scale.ticks) <= 8


@given(st.lists(st.floats(0.01, 1e6), min_size=2, max_size=50))
def test_a_logarithmic_scale_shows_every_value_with_few_ticks(values: list[float]) -> None:
    assume(max(values) / min(values) > 1.5)
    scale = Scale.of([np.array(values)], plain_level, log=True)
    assert scale.low <= min(values) * 1.000001
    assert scale.high >= max(values) * 0.999999
    assert 2 <= len(scale.ticks) <= 14
    assert scale.position(scale.low) == pytest.approx(0)
    assert scale.position(scale.high) == pytest.approx(1)


def test_values_that_stand_still_and_values_that_are_missing_make_a_scale() -> None:
    assert (
        Scale.of([np.full(9, 100.0)], plain_level).low < 100 < Scale.of([np.full(9, 100.0)], plain_level).high
    )
    assert math.isfinite(Scale.of([np.full(9, np.nan)], plain_level).high)
    assert math.isfinite(Scale.of([np.array([])], plain_level, log=True).high)


@pytest.mark.parametrize(
    ("written", "value", "text"),
    [
        (per_cent, 0.05, "+5%"),
        (per_cent, -0.025, "−2.5%"),
        (per_cent, 0.0, "0%"),
        (per_cent, 24.0, "+2,400%"),
        (share, 0.4, "40%"),
        (plain_level, 2700.0, "2,700"),
        (plain_level, 0.25, "0.25"),
        (plain_level, 2.4e-05, "0.000024"),
        (plain_level, 9_500_000.0, "9,500,000"),
        (plain_level, 2_750_000_000.0, "2,750M"),
        (plain_level, -12_500_000.0, "−12.5M"),
    ],
)
def test_ticks_are_written_without_needless_decimals(
    written: Callable[[float], str], value: float, text: str
) -> None:
    assert written(value) == text


def test_the_ticks_of_one_axis_have_as_many_decimals_and_changes_none_that_they_do_not_need() -> None:
    ratio = np.array([0.345, 0.43])
    assert Scale.of([ratio], plain_level, count=4).labels == ("0.350", "0.375", "0.400", "0.425")
    assert Scale.of([ratio * 10_000], plain_level, count=4).labels == ("3,500", "3,750", "4,000", "4,250")
    assert Scale.of([ratio - 0.4], per_cent, count=4).labels == ("−5%", "−2.5%", "0%", "+2.5%")


@given(st.integers(2, 9000), st.floats(150, 1100))
def test_date_labels_never_touch(count: int, room: float) -> None:
    days = np.busday_offset("2026-01-22", np.arange(1 - count, 1), roll="backward").astype("datetime64[D]")
    scale = DateScale.of(days, room)
    per_point = (scale.high - scale.low) / room
    for i in range(len(scale.ticks) - 1):
        halves = (width(scale.labels[i], TICK) + width(scale.labels[i + 1], TICK)) / 2
        assert (scale.ticks[i + 1] - scale.ticks[i]) / per_point >= halves + 10


@pytest.mark.parametrize(
    ("first", "labels"),
    [
        ("2026-01-02", ("5 Jan", "12 Jan", "19 Jan")),
        ("2025-09-22", ("Oct 2025", "Nov", "Dec", "2026")),
        ("2023-01-23", ("Jul 2023", "2024", "Jul", "2025", "Jul", "2026")),
        ("1990-01-02", ("1995", "2000", "2005", "2010", "2015", "2020", "2025")),
    ],
)
def test_dates_are_named_as_briefly_as_is_clear(first: str, labels: tuple[str, ...]) -> None:
    days = np.arange(first, "2026-01-23", dtype="datetime64[D]")
    assert DateScale.of(days[np.is_busday(days)], 900.0).labels == labels


def test_one_session_makes_a_date_axis() -> None:
    scale = DateScale.of(np.array(["2026-01-22"], dtype="datetime64[D]"), 900.0)
    assert scale.low < scale.high
    assert scale.labels == ("22 Jan",)
