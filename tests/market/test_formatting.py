"""Figures are written one way everywhere."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.formatting import (
    MISSING,
    Unit,
    change,
    is_nothing,
    lead,
    level,
    moment,
    ordinal,
    points_of,
    rate,
    sessions,
    share,
    written,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (change(0.00763), "+0.76%"),
        (change(-0.00763), "−0.76%"),
        (change(-0.00001), "0.00%"),
        (change(14.46), "+1,446.00%"),
        (level(2718.77), "2,718.77"),
        (level(0.5), "0.5000"),
        (level(0), "0.00"),
        (level(-12.5), "−12.50"),
        (share(0.6131), "61.3%"),
        (lead(0.0855), "+8.55 points"),
        (points_of(-0.0047), "0.47 points"),
        (ordinal(1), "1st"),
        (ordinal(8), "8th"),
        (ordinal(11), "11th"),
        (ordinal(22), "22nd"),
        (ordinal(103), "103rd"),
        (sessions(1), "1 session"),
        (sessions(14), "14 sessions"),
        (moment(datetime(2026, 1, 22, 16, 30, tzinfo=UTC)), "2026-01-22 11:30 ET"),
        (written(None, Unit.LEVEL), "–"),
        (written(float("nan"), Unit.CHANGE), "–"),
        (written(1874, Unit.COUNT), "1,874"),
        (written(date(2026, 1, 22), Unit.DATE), "2026-01-22"),
        (written("x", Unit.TEXT), "x"),
    ],
)
def test_a_figure_is_written_so(text: str, expected: str) -> None:
    assert text == expected


@given(st.floats(-10, 10, allow_nan=False))
def test_a_change_carries_its_sign_unless_it_rounds_to_nothing(value: float) -> None:
    text = change(value)
    assert is_nothing(value) is (text == "0.00%")
    if round(value * 100, 2) == 0:
        assert text == "0.00%"
    else:
        assert text[0] == ("+" if value > 0 else "−")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_missing_is_a_dash_whoever_writes_it(value: float) -> None:
    assert [write(value) for write in (level, change, share, rate, lead)] == [MISSING] * 5
    assert {written(value, unit) for unit in Unit} == {MISSING}
    assert not is_nothing(value)


def test_a_zero_has_no_minus_sign() -> None:
    assert (share(-0.0001), rate(-0.00001), lead(-0.0)) == ("0.0%", "0.00%", "0.00 points")
