"""When figures of the economy were known: never before they were published."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest

from market.datasets.economic_series import ALL, EconomicSeries
from market.datasets.first_releases import first_release, out_by, stated_release
from market.formatting import NEW_YORK


def published(word: str, on: str) -> str:
    return f"{first_release(EconomicSeries.parse(word), date.fromisoformat(on)):%Y-%m-%d %H:%M}"


# Days on which the jobs report for a month really came out.
@pytest.mark.parametrize(
    ("month", "day"),
    [
        ("2015-12-01", "2016-01-08"), ("2016-03-01", "2016-04-01"), ("2019-12-01", "2020-01-10"),
        ("2020-04-01", "2020-05-08"), ("2021-12-01", "2022-01-07"), ("2023-02-01", "2023-03-10"),
        ("2020-06-01", "2020-07-02"), ("2024-02-01", "2024-03-08"), ("2024-12-01", "2025-01-10"),
        ("2025-06-01", "2025-07-03"), ("2025-07-01", "2025-08-01"),
        ("2013-09-01", "2013-10-22"), ("2025-09-01", "2025-11-20"), ("2025-11-01", "2025-12-16"),
        ("2025-12-01", "2026-01-09"), ("2026-01-01", "2026-02-11"), ("2026-06-01", "2026-07-02"),
    ],
)  # fmt: skip
def test_the_jobs_report_is_known_on_its_day(month: str, day: str) -> None:
    assert published("payrolls", month) == published("unemployment", month) == f"{day} 08:30"


# Days of the first estimate of growth in a quarter.
@pytest.mark.parametrize(
    ("quarter", "day"),
    [
        ("2015-10-01", "2016-01-29"), ("2018-10-01", "2019-02-28"), ("2019-07-01", "2019-10-30"),
        ("2020-04-01", "2020-07-30"), ("2023-10-01", "2024-01-25"), ("2024-10-01", "2025-01-30"),
        ("2025-07-01", "2025-12-23"), ("2025-10-01", "2026-02-20"), ("2026-01-01", "2026-04-30"),
    ],
)  # fmt: skip
def test_growth_is_never_known_before_its_first_estimate_and_within_a_week_of_it(
    quarter: str, day: str
) -> None:
    known = date.fromisoformat(published("gdp", quarter)[:10])
    assert 0 <= (known - date.fromisoformat(day)).days <= 7


@pytest.mark.parametrize(
    ("word", "on", "at"),
    [
        ("claims", "2026-01-17", "2026-01-22 08:30"),
        ("claims", "2025-10-04", "2025-11-20 08:30"),
        ("nfci", "2026-01-09", "2026-01-14 08:30"),
        ("nfci", "2026-01-16", "2026-01-22 08:30"),  # the Monday was Martin Luther King Day
        ("nfci", "2024-12-27", "2025-01-02 08:30"),
        ("10y", "2026-01-21", "2026-01-22 00:00"),
    ],
)
def test_weekly_figures_are_known_from_the_hour_of_their_release_on(word: str, on: str, at: str) -> None:
    assert published(word, on) == at


def test_a_figure_is_out_from_the_minute_of_its_release_on() -> None:
    months = pd.DatetimeIndex(["2025-10-01", "2025-11-01", "2025-12-01"])
    values = pd.Series([4.4, 4.5, 4.4], months)
    jobs = EconomicSeries.parse("unemployment")
    before, after = (datetime(2026, 1, 9, 8, minute, tzinfo=NEW_YORK) for minute in (29, 30))
    assert len(out_by(jobs, values, before)) == 2
    assert len(out_by(jobs, values, after)) == 3
    assert out_by(jobs, values, datetime(2020, 1, 1, tzinfo=NEW_YORK)).empty


def test_a_day_is_stated_only_where_an_agency_states_it() -> None:
    """Yields come out every day; before the table only the lapses are certain; a holiday may move a weekly release."""
    gdp, claims, ten = map(EconomicSeries.parse, ("gdp", "claims", "10y"))
    assert stated_release(gdp, date(2025, 10, 1)) == date(2026, 2, 20)
    assert stated_release(gdp, date(2025, 7, 1)) == date(2025, 12, 23)
    assert stated_release(gdp, date(2024, 1, 1)) is None
    assert stated_release(claims, date(2026, 11, 14)) == date(2026, 11, 19)
    assert stated_release(claims, date(2026, 11, 21)) is None  # Thanksgiving
    assert stated_release(ten, date(2026, 3, 2)) is None


@pytest.mark.parametrize("series", ALL, ids=str)
def test_releases_never_go_back(series: EconomicSeries) -> None:
    """`out_by` cuts at one place, so a later observation must not be out before an earlier one."""
    step = {"weekly": "W-SAT", "monthly": "MS", "quarterly": "QS", "daily": "D"}[series.frequency]
    days = pd.date_range("2010-01-01", "2026-09-01", freq=step)
    out = [first_release(series, day.date()) for day in days]
    assert out == sorted(out)
    assert all(moment.date() > day.date() for moment, day in zip(out, days, strict=True))
