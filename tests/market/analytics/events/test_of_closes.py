"""Events of one series: each threshold from both sides, and what a missing session leaves open."""

from __future__ import annotations

import doctest
import math

import numpy as np
import pandas as pd
import pytest

import market.analytics.events.of_closes
from market.analytics.events import of_closes

NAN = float("nan")


def closes(*values: float) -> pd.Series[float]:
    return pd.Series(values, pd.bdate_range("2024-01-01", periods=len(values)), dtype=float)


def newest(sizes: pd.Series[float]) -> float:
    return float(sizes.iloc[-1])


def calm(last: float, before: int = 60) -> pd.Series[float]:
    """`before` changes of +1 and −1 by turns, then a last change of `last`."""
    values = [100.0 + n % 2 for n in range(before + 1)]
    return closes(*values, values[-1] + last)


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.analytics.events.of_closes).failed == 0


def test_a_close_equal_to_the_record_is_none() -> None:
    assert newest(of_closes.record(closes(1, 3, 2, 3))) == 0
    assert newest(of_closes.record(closes(1, 3, 2, 3.01))) == 1


def test_a_record_over_a_missing_session_is_open_and_one_before_it_is_not() -> None:
    assert math.isnan(newest(of_closes.record(closes(1, 3, NAN, 4))))
    assert newest(of_closes.record(closes(1, NAN, 3, 4))) == 1
    assert math.isnan(newest(of_closes.record(closes(1, 3, NAN))))


@pytest.mark.parametrize(("high", "close", "size"), [(3.1, 3.0, 1), (3.0, 3.0, 0), (3.2, 3.1, 0)])
def test_an_intraday_record_closes_at_or_below_the_record(high: float, close: float, size: float) -> None:
    series = closes(1, 3, close)
    assert newest(of_closes.intraday_record(series, closes(1, 3, high))) == size


@pytest.mark.parametrize(
    ("values", "step"),
    [
        ((100, 95.0), 0.05),
        ((100, 95.01), 0.0),
        ((100, 90.0), 0.10),
        ((100, 90.01), 0.05),
        ((100, 79.9), 0.20),
        ((100, 94.0, 93.0), 0.0),  # only the first close below
        ((100, 94.0, 99.0, 94.0), 0.0),  # once for each high
        ((100, 94.0, 101.0, 95.0), 0.05),
        ((100, 94.0, 89.0), 0.10),
        ((100, 49.0), 0.50),
    ],
)
def test_a_step_below_the_record_is_reached_once(values: tuple[float, ...], step: float) -> None:
    assert newest(of_closes.drawdown_step(closes(*values))) == step


def test_a_step_over_a_missing_session_is_open() -> None:
    assert math.isnan(newest(of_closes.drawdown_step(closes(100, NAN, 94))))


@pytest.mark.parametrize(("times", "counts"), [(3.0, True), (2.99, False), (-3.0, True), (-2.99, False)])
def test_a_move_counts_from_three_standard_deviations_on(times: float, counts: bool) -> None:
    usual = calm(0.0).diff().iloc[1:61].std()
    size = newest(of_closes.move(calm(times * usual * (1 + 1e-12)), level=True))
    assert (size != 0) is counts
    if counts:
        assert size == pytest.approx(times)


@pytest.mark.parametrize(("before", "known"), [(60, True), (59, False)])
def test_a_move_needs_sixty_changes_before_it(before: int, known: bool) -> None:
    assert (not math.isnan(newest(of_closes.move(calm(30.0, before))))) is known


def test_a_move_is_of_returns_and_of_points_where_it_is_a_level() -> None:
    series = calm(9.0)
    assert newest(of_closes.move(series)) != pytest.approx(
        newest(of_closes.move(series, level=True)), rel=1e-3
    )


def test_a_move_over_a_missing_session_or_out_of_frozen_closes_is_open() -> None:
    hole = calm(9.0)
    hole.iloc[-2] = NAN
    assert math.isnan(newest(of_closes.move(hole)))
    assert math.isnan(newest(of_closes.move(closes(*[100.0] * 61, 110.0))))


@pytest.mark.parametrize(("last", "size"), [(252.5, 1.0), (252.0, 0.0), (2.0, 0.0), (1.5, -1.0)])
def test_an_extreme_is_beyond_all_of_the_251_closes_before(last: float, size: float) -> None:
    values = [float(n) for n in range(2, 253)]
    assert newest(of_closes.extreme(closes(*values, last))) == size
    assert newest(of_closes.extreme(closes(999.0, *values, last))) == size  # the 252nd before does not count
    assert math.isnan(newest(of_closes.extreme(closes(*values[1:], last))))


@pytest.mark.parametrize(("ups", "last", "size"), [(7, -1, 7.0), (6, -1, 0.0), (7, 0, 7.0), (7, 1, 0.0)])
def test_the_end_of_seven_sessions_in_a_row_is_an_event(ups: int, last: int, size: float) -> None:
    rising = closes(5, 4, *np.arange(5, 5 + ups), 4.0 + ups + last)
    assert newest(of_closes.run_end(rising)) == size
    assert newest(of_closes.run_end(20 - rising)) == -size


def test_a_run_that_a_missing_session_cut_short_is_open_until_it_is_long_enough() -> None:
    assert math.isnan(newest(of_closes.run_end(closes(5, NAN, 6, 7, 8, 7))))
    assert newest(of_closes.run_end(closes(5, NAN, *range(6, 14), 12))) == 7


@pytest.mark.parametrize(("days", "size"), [(10, 10.0), (9, 0.0)])
def test_a_lead_is_an_event_from_ten_sessions_on_and_when_it_ends(days: int, size: float) -> None:
    own = closes(100, 99, *[100 + n for n in range(days)])
    flat = closes(*[100.0] * len(own))
    assert newest(of_closes.lead(own, flat)) == size
    ended = closes(*own, own.iloc[-1])
    assert newest(of_closes.lead_end(ended, closes(*[100.0] * len(ended)))) == size
    assert newest(of_closes.lead(ended, closes(*[100.0] * len(ended)))) == 0.0
