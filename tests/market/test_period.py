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
        ("0y", "empty"),
        ("101y", "hundred years"),
        ("since 2024-02-30", "no date"),
        ("the day before", "no period"),
        ("since 1066-10-14", "before any data"),
    ],
)
def test_what_is_no_period_says_so(text: str, says: str) -> None:
    with pytest.raises(BadPeriod, match=says):
        Period.parse(text)


@pytest.mark.parametrize("day", ["2026-01-24", "2030-01-01"])  # a Saturday need not be in the future
def test_dates_after_the_last_session_are_refused(day: str) -> None:
    for text in (f"since {day}", f"2025-01-01..{day}"):
        with pytest.raises(BadPeriod, match=f"{day} is after the newest session here, 2026-01-22"):
            Period.parse(text).cut(CLOSES)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("2014-12-20..2015-01-02", "later"),
        ("2001-01-02..2009-01-02", "later"),
        ("2015-01-03..2015-01-04", "longer"),
    ],
)
def test_too_few_closes_say_where_data_starts_and_what_to_ask_instead(asked: str, wanted: str) -> None:
    with pytest.raises(NoData, match=f"Try a {wanted} period. Data start on 2015-01-02"):
        Period.parse(asked).cut(CLOSES)


def test_a_day_after_the_last_close_of_data_that_end_early_says_where_they_end() -> None:
    day = Period.parse("2026-01-23..2026-01-23")
    with pytest.raises(
        NoData, match=r"^The closes here end on 2026-01-22\. End the period there or earlier\.$"
    ):
        day.cut(CLOSES, today=date(2026, 1, 23))


def test_one_day_after_the_data_is_named_as_it_was_asked_for() -> None:
    """It is measured from the day before, which nobody has named."""
    with pytest.raises(BadPeriod, match=r"^2026-01-30 is after the newest session here, 2026-01-22"):
        Period.parse("2026-01-30..2026-01-30").cut(CLOSES)


def test_one_close_is_no_change_over_any_period() -> None:
    with pytest.raises(NoData, match=r"There is one close, and a change takes two. Data start on 2015-01-02"):
        Period.parse("max").cut(CLOSES.iloc[:1])


def test_a_low_before_the_data_says_where_they_start() -> None:
    with pytest.raises(NoData, match=r"There are no closes in 2009.*Data start on 2015-01-02"):
        Period.parse("since the 2009 low").cut(CLOSES)


@pytest.mark.parametrize(
    ("form", "end", "words"),
    [
        ("ytd", "2025-12-31", "from 2024-12-31 to 2025-12-31"),
        ("mtd", "2025-12-31", "from 2025-11-28 to 2025-12-31"),
        ("ytd", "2026-01-02", "year to date"),
    ],
)
def test_a_year_to_date_that_is_over_is_told_by_its_dates(form: str, end: str, words: str) -> None:
    """Data that ended in the year before, asked for in January."""
    last = date.fromisoformat(end)
    base = {"ytd": date(last.year - 1, 12, 31), "mtd": date(2025, 11, 28)}[form]
    assert Period.parse(form).measured(base, last, due=date(2026, 1, 22)).words == words


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


def test_weeks_go_back_by_the_calendar_and_not_by_five_sessions_a_week() -> None:
    """Of 52 weeks with ten holidays only 250 days are sessions."""
    days = [day for day in pd.bdate_range("2024-01-01", "2026-08-14") if day.strftime("%d") != "15"]
    closes = pd.Series(1.0, index=pd.DatetimeIndex(days))
    assert Period.parse("52w").cut(closes).index[0].date() == date(2025, 8, 14)  # the 15th has no close
    assert Period.parse("1w").cut(closes).index[0].date() == date(2026, 8, 7)


@pytest.mark.parametrize(
    ("text", "base", "end", "words"),
    [
        ("mtd", date(2025, 12, 31), date(2026, 1, 22), "month to date"),
        ("qtd", date(2025, 12, 31), date(2026, 1, 22), "quarter to date"),
        ("2024", date(2023, 12, 29), date(2024, 12, 31), "in 2024"),
        ("2026", date(2025, 12, 31), date(2026, 1, 22), "in 2026"),
        ("july", date(2025, 6, 30), date(2025, 7, 31), "in July 2025"),
        ("jan 2025", date(2024, 12, 31), date(2025, 1, 31), "in January 2025"),
        ("q2 2025", date(2025, 3, 31), date(2025, 6, 30), "in the second quarter of 2025"),
        ("last week", date(2026, 1, 9), date(2026, 1, 16), "last week"),
        ("since jan 2025", date(2025, 1, 1), date(2026, 1, 22), "since January 2025"),
        ("2025-03-18..2025-03-18", date(2025, 3, 17), date(2025, 3, 18), "on 2025-03-18"),
        ("3 months", date(2025, 10, 22), date(2026, 1, 22), "over 3 months"),
    ],
)
def test_stretches_by_name_begin_at_the_close_before_them(
    text: str, base: date, end: date, words: str
) -> None:
    closes = pd.Series(1.0, index=pd.bdate_range("2022-01-03", "2026-01-22"))
    period = Period.parse(text).on(date(2026, 1, 22))
    part = period.cut(closes)
    assert (part.index[0].date(), part.index[-1].date(), period.words) == (base, end, words)
    assert Period.parse(str(period)).on(date(2026, 1, 22)) == period


def test_since_a_low_begins_at_the_lowest_close_of_that_stretch() -> None:
    closes = pd.Series(100.0, index=pd.bdate_range("2025-01-01", "2026-01-22"))
    closes.loc["2025-04-08"], closes.loc["2025-05-05"] = 80.0, 70.0
    period = Period.parse("since the April low").on(date(2026, 1, 22))
    assert period.cut(closes).index[0].date() == date(2025, 4, 8)
    assert period.words == "since the April 2025 low"


def test_a_stretch_to_come_says_so() -> None:
    with pytest.raises(BadPeriod, match="In 2027 there are no closes yet"):
        Period.parse("2027").on(date(2026, 1, 22))


@pytest.mark.parametrize(
    ("asked", "base", "words"),
    [
        ("1y", "2015-01-02", "over 1 year"),
        ("1y", "2015-01-05", "from 2015-01-05 to 2016-01-02"),
        ("2014-06-30..2016-01-02", "2014-06-30", "from 2014-06-30 to 2016-01-02"),
        ("2014-06-30..2016-01-02", "2014-07-01", "from 2014-07-01 to 2016-01-02"),
        ("20d", "2015-12-05", "over 20 sessions"),
        ("20d", "2015-12-07", "from 2015-12-07 to 2016-01-02"),
        ("max", "2015-06-01", "over the whole history"),
        ("since jan 2015", "2014-12-31", "since January 2015"),
        ("since jan 2015", "2015-01-02", "from 2015-01-02 to 2016-01-02"),
        ("since the 2015 low", "2015-08-25", "since the 2015 low"),
    ],
)
def test_a_period_longer_than_the_data_is_told_by_the_datas_dates(asked: str, base: str, words: str) -> None:
    assert Period.parse(asked).measured(date.fromisoformat(base), date(2016, 1, 2)).words == words


@given(st.sampled_from(ALL_FORMS), st.dates(date(2016, 1, 4), date(2026, 1, 22)))
def test_a_period_within_the_data_is_told_as_it_was_asked(form: str, end: date) -> None:
    closes = pd.Series(1.0, pd.bdate_range("2000-01-03", end))
    base = Period.parse(form).cut(closes).index[0].date()
    assert Period.parse(form).measured(base, closes.index[-1].date()) == Period.parse(form)
