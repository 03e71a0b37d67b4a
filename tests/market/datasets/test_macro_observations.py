from __future__ import annotations

import doctest
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import market.datasets.macro_observations
import market.sources.fred
from market.datasets.economic_series import PANEL, EconomicSeries, Frequency, UnknownSeries
from market.datasets.macro_observations import Observations, association, month_ends, reading, recessions
from market.errors import NoData
from market.provenance import Provenance

NOW = datetime(2026, 1, 22, 22, 0, tzinfo=UTC)
MONTHS = pd.date_range("2016-01-01", periods=120, freq="MS")


def observed(word: str, values: list[float], frequency: str = "MS") -> Observations:
    days = pd.date_range("2025-01-01", periods=len(values), freq=frequency)
    return Observations(EconomicSeries.parse(word), pd.Series(values, days), Provenance("By hand", NOW))


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.datasets.macro_observations).failed == 0
    assert doctest.testmod(market.sources.fred).failed == 0


def test_each_measure_reads_the_published_numbers_as_people_are_told_them() -> None:
    assert observed("payrolls", [158_000.0, 158_050.0, 158_020.0]).read.tolist() == [50_000.0, -30_000.0]
    assert observed("claims", [200_000.0, 210_000.0, 220_000.0, 230_000.0], "W-SAT").read.tolist() == [
        215_000.0
    ]
    assert observed("unemployment", [4.3, 4.4]).read.tolist() == pytest.approx([0.043, 0.044])
    assert observed("nfci", [-0.5], "W-FRI").read.tolist() == [-0.5]


def test_a_percentile_knows_ten_years_at_most_and_says_how_many() -> None:
    long = pd.Series(np.arange(240.0), pd.date_range("2006-02-01", periods=240, freq="MS"))
    found = reading(long)
    assert found.count == 120
    assert found.percentile == (119 + 0.5) / 120
    assert found.since == date(2016, 2, 1)
    assert round(found.years) == 10
    short = reading(long.iloc[-36:])
    assert short.count == 36
    assert round(short.years) == 3


def test_a_reading_needs_two_observations() -> None:
    with pytest.raises(NoData):
        reading(pd.Series([1.0], MONTHS[:1]))


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=60), st.floats(0.1, 10), st.floats(-5, 5))
def test_a_percentile_is_a_share_and_scaling_does_not_change_it(
    values: list[float], scale: float, shift: float
) -> None:
    figures = pd.Series(np.round(values, 3), MONTHS[: len(values)])
    found, scaled = reading(figures), reading((figures * scale + shift).round(9))
    assert 0 < found.percentile < 1
    assert scaled.percentile == found.percentile
    assert found.change == figures.iloc[-1] - figures.iloc[-2]


def test_an_association_is_plain_correlation_of_monthly_changes() -> None:
    random = np.random.default_rng(3)
    figures = pd.Series(random.standard_normal(120).cumsum(), MONTHS)
    days = pd.bdate_range("2015-12-01", "2025-12-31")
    ratio = pd.Series(np.exp(0.01 * random.standard_normal(len(days)).cumsum()), days)
    ends = ratio.resample("ME").last()
    by_hand = np.corrcoef(figures.diff().iloc[1:], ends.map(np.log).diff().loc["2016-02":"2025-12"])[0, 1]
    found = association(figures, ratio, Frequency.MONTHLY)
    assert found.correlation == pytest.approx(by_hand)
    assert found.count == 119
    assert (found.since, found.until) == (date(2016, 2, 1), date(2025, 12, 31))


@pytest.mark.parametrize("frequency", [Frequency.MONTHLY, Frequency.QUARTERLY])
def test_the_ends_of_months_are_all_that_an_association_reads_of_the_ratio(frequency: Frequency) -> None:
    random = np.random.default_rng(4)
    figures = pd.Series(random.standard_normal(120).cumsum(), MONTHS)
    days = pd.bdate_range("2015-12-01", "2025-12-31")
    ratio = pd.Series(np.exp(0.01 * random.standard_normal(len(days)).cumsum()), days)
    ratio[random.random(len(days)) < 0.1] = np.nan  # the last session of a month is not always known
    ratio.loc["2020-04"] = np.nan
    assert association(figures, month_ends(ratio), frequency) == association(figures, ratio, frequency)


def test_an_association_skips_periods_that_have_no_neighbour() -> None:
    figures = pd.Series(np.arange(60.0) ** 2, MONTHS[:60]).drop(MONTHS[30])
    ratio = pd.Series(np.exp(np.arange(60.0) ** 1.5), MONTHS[:60] + pd.Timedelta(days=20))
    assert association(figures, ratio, Frequency.MONTHLY).count == 57  # neither into nor out of the gap


def test_too_few_periods_are_refused() -> None:
    figures = pd.Series(np.arange(24.0), MONTHS[:24])
    ratio = pd.Series(np.exp(np.arange(24.0)), MONTHS[:24])
    with pytest.raises(NoData, match="too few"):
        association(figures, ratio, Frequency.MONTHLY)
    with pytest.raises(NoData):
        association(figures.iloc[:0], ratio, Frequency.QUARTERLY)


def test_recessions_are_runs_of_flagged_months_and_may_still_last() -> None:
    flags = pd.Series([1.0, 0, 1, 1, 0, 0, 1], MONTHS[:7])
    assert recessions(flags) == (
        (date(2016, 1, 1), date(2016, 1, 31)),
        (date(2016, 3, 1), date(2016, 4, 30)),
        (date(2016, 7, 1), date(2016, 7, 31)),
    )
    assert recessions(flags * 0) == ()


def test_an_unknown_series_is_named_with_those_that_are_known() -> None:
    with pytest.raises(UnknownSeries, match="gdp, payrolls"):
        EconomicSeries.parse("x" * 10_000)
    assert len({name for s in PANEL for name in (s.word, s.id, *s.aliases)}) == sum(
        2 + len(s.aliases) for s in PANEL
    )
