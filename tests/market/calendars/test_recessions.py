"""The NBER's recessions: months as FRED counts them, and none known before it was published."""

from __future__ import annotations

import doctest
from datetime import date, timedelta

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

import market.calendars.recessions
from market.calendars.recessions import RECESSIONS, dated_recessions

NOW = date(2026, 1, 22)


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.calendars.recessions).failed == 0


def test_their_lengths_are_those_the_nber_publishes() -> None:
    """Months from peak to trough, in its own table of expansions and contractions."""
    spans = dated_recessions(NOW)
    months = [len(pd.period_range(first, last, freq="M")) for first, last in spans]
    assert months == [8, 11, 10, 8, 10, 11, 16, 6, 16, 8, 8, 18, 2]


def test_they_follow_one_another() -> None:
    ends = [day for span in dated_recessions(NOW) for day in span]
    assert ends == sorted(ends)
    for each in RECESSIONS:
        assert each.peak < each.trough
        assert each.peak_told <= each.trough_told


@given(st.dates(date(1979, 1, 1), NOW))
def test_no_turning_point_is_known_before_it_was_published(at: date) -> None:
    spans = dated_recessions(at)
    assert all(first <= last <= at for first, last in spans)
    whole = dated_recessions(NOW)
    assert [first for first, _last in spans] == [first for first, _last in whole[: len(spans)]]
    assert [last for _first, last in spans[:-1]] == [last for _first, last in whole[: len(spans) - 1]]
    told = [each.peak_told for each in RECESSIONS]
    assert len(spans) == sum(day <= at for day in told)
    if at in told:
        assert len(dated_recessions(at - timedelta(days=1))) == len(spans) - 1
