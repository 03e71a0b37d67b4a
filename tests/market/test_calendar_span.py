"""Years, quarters, months and weeks by their names."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from market.calendar_span_words import read_calendar_span


@given(st.dates(date(1990, 1, 1), date(2035, 12, 31)), st.integers(1, 12))
def test_a_month_without_a_year_is_the_newest_that_has_begun(today: date, month: int) -> None:
    text = date(2000, month, 1).strftime("%B")
    span = read_calendar_span(text)
    assert span is not None
    first, last = span.days(today)
    assert first <= today
    assert first.month == last.month == month
    assert today - first < timedelta(days=366)
    assert span.dated(today).days(date(2040, 1, 1)) == (first, last)


@given(st.dates(date(1990, 1, 1), date(2035, 12, 31)), st.sampled_from(["week", "month", "quarter", "year"]))
def test_the_last_stretch_ends_the_day_before_this_one_begins(today: date, unit: str) -> None:
    last, this = read_calendar_span(f"last {unit}"), read_calendar_span(f"this {unit}")
    assert last is not None
    assert this is not None
    assert last.days(today)[1] + timedelta(days=1) == this.days(today)[0]
    assert this.days(today)[0] <= today <= this.days(today)[1]


@given(
    st.dates(date(1990, 1, 1), date(2035, 12, 31)),
    st.sampled_from(["spring", "summer", "fall", "winter"]),
)
def test_the_last_season_is_over_and_the_newest_of_its_name(today: date, season: str) -> None:
    span = read_calendar_span(f"last {season}")
    assert span is not None
    first, last = span.days(today)
    assert last < today
    assert today - first < timedelta(days=2 * 366)
    assert today <= first.replace(year=first.year + 1) + timedelta(days=92)  # the next one is not over
    again = read_calendar_span(str(span.dated(today)))
    assert again is not None
    assert again.days(date(2040, 1, 1)) == (first, last)


@given(
    st.dates(date(1990, 1, 1), date(2035, 12, 31)), st.sampled_from(["easter", "thanksgiving", "labor day"])
)
def test_a_feast_without_a_year_is_the_newest(today: date, feast: str) -> None:
    span = read_calendar_span(feast)
    assert span is not None
    first, last = span.days(today)
    assert first == last <= today
    following = read_calendar_span(f"{feast} {first.year + 1}")
    assert following is not None
    assert following.days(today)[0] > today
