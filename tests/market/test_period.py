"""Periods measure from the right close."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.errors import BadPeriod, NoData
from market.period import ALL_FORMS, Period

DAYS = pd.bdate_range("2015-01-02", "2026-01-22").as_unit("us")
CLOSES = pd.Series(range(1, len(DAYS) + 1), DAYS, dtype="float64")


def base_of(text: str) -> date:
    first: date = Period.parse(text).cut(CLOSES).index[0].date()
    return first


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("1d", date(2026, 1, 21)),
        ("5d", date(2026, 1, 15)),
        ("2w", date(2026, 1, 8)),
        ("1m", date(2025, 12, 22)),
        ("3m", date(2025, 10, 22)),
        ("ytd", date(2025, 12, 31)),
        ("1y", date(2025, 1, 22)),
        ("3y", date(2023, 1, 20)),  # 2023-01-22 is a Sunday: the last close before it
        ("max", date(2015, 1, 2)),
        ("since 2024-10-01", date(2024, 10, 1)),
        ("2022-01-03..2022-10-14", date(2022, 1, 3)),
    ],
)
def test_the_base_is_the_last_close_on_or_before_the_first_day(text: str, base: date) -> None:
    assert base_of(text) == base


def test_a_range_ends_on_its_last_day() -> None:
    assert Period.parse("2022-01-03..2022-10-15").cut(CLOSES).index[-1].date() == date(2022, 10, 14)


def test_the_last_day_of_a_longer_month_is_the_last_there_is() -> None:
    assert Period.parse("1m").base_day(date(2026, 3, 31)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2022-10-14..2022-01-03", "reversed"),
        ("2022-10-14..2022-10-14", "reversed"),
        ("0y", "empty"),
        ("101y", "hundred years"),
        ("since 2024-02-30", "no date"),
        ("yesterday", "no period"),
        ("since 1066-10-14", "before any data"),
    ],
)
def test_what_is_no_period_says_so(text: str, says: str) -> None:
    with pytest.raises(BadPeriod, match=says):
        Period.parse(text)


@pytest.mark.parametrize("day", ["2026-01-24", "2030-01-01"])  # a Saturday need not be in the future
def test_dates_after_the_last_session_are_refused(day: str) -> None:
    for text in (f"since {day}", f"2025-01-01..{day}"):
        with pytest.raises(BadPeriod, match=f"{day} is after the last completed session, 2026-01-22"):
            Period.parse(text).cut(CLOSES)


def test_too_few_closes_say_where_data_starts() -> None:
    with pytest.raises(NoData, match="Data starts on 2015-01-02"):
        Period.parse("2014-01-01..2015-01-02").cut(CLOSES)


@given(st.sampled_from(ALL_FORMS))
def test_every_form_reads_back_as_it_is_written(form: str) -> None:
    assert str(Period.parse(form)) == form


@given(st.sampled_from([*ALL_FORMS, "since 2020-05-05"]), st.integers(60, len(DAYS)))
def test_a_period_never_looks_past_the_last_close(form: str, length: int) -> None:
    if form.startswith("since") and DAYS[length - 1] < pd.Timestamp("2020-05-08"):
        return
    part = Period.parse(form).cut(CLOSES.iloc[:length])
    assert part.index[-1] == DAYS[length - 1]
    assert len(part) >= 2
