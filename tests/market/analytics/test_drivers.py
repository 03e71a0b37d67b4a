"""Drivers: what is recovered from made-up leads, what is refused, and what must not be looked at."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from market.analytics.drivers import LEAST, TESTED, WINDOW, drivers
from market.errors import NoData
from market.period import ONE_DAY, Period

DAYS = pd.bdate_range(end="2026-01-22", periods=WINDOW + TESTED + 60, name="session")


def made(noise: float, seed: int = 1) -> tuple[pd.Series[float], pd.DataFrame]:
    """A lead that is 0.5 × A − 0.2 × B and noise."""
    rng = np.random.default_rng(seed)
    series = pd.DataFrame(rng.normal(0, 0.01, (len(DAYS), 2)), DAYS, ["A", "B"])
    lead = 0.5 * series["A"] - 0.2 * series["B"] + rng.normal(0, noise, len(DAYS))
    return lead, series


def test_what_made_a_lead_is_recovered() -> None:
    lead, series = made(0.0)
    result = drivers(lead, series, ONE_DAY)
    assert {d.name: round(d.gone_with, 6) for d in result.drivers} == {"A": 0.5, "B": -0.2}
    assert result.out_of_sample == pytest.approx(1.0)
    assert result.rest == pytest.approx(0.0, abs=1e-12)
    assert result.lead == pytest.approx(lead.iloc[-1])


def test_parts_and_the_rest_add_up_to_the_lead_over_several_sessions() -> None:
    lead, series = made(0.004)
    result = drivers(lead, series, Period.parse("21d"))
    assert sum(d.part for d in result.drivers) + result.rest == pytest.approx(lead.iloc[-21:].sum())
    assert result.sessions == 21


def test_noise_is_refused_and_what_explains_enough_is_not() -> None:
    noisy, series = made(0.05)
    clear, _same = made(0.004)
    assert not drivers(noisy, series, ONE_DAY).is_said
    assert drivers(clear, series, ONE_DAY).is_said


@pytest.mark.parametrize(("above", "said"), [(1e-9, True), (-1e-9, False)])
def test_the_threshold_has_two_sides(above: float, said: bool) -> None:
    from dataclasses import replace

    result = replace(drivers(*made(0.004), ONE_DAY), out_of_sample=LEAST + above)
    assert result.is_said is said


def test_no_fit_contains_what_it_explains() -> None:
    lead, series = made(0.004)
    later = lead.copy()
    later.iloc[-1] += 0.5
    one, other = drivers(lead, series, ONE_DAY), drivers(later, series, ONE_DAY)
    assert [d.gone_with for d in one.drivers] == [d.gone_with for d in other.drivers]


def test_what_came_after_the_period_changes_nothing() -> None:
    lead, series = made(0.004)
    end = DAYS[-10].date()
    period = Period.parse(f"{end}..{end}")
    later = lead.copy()
    later.iloc[-9:] *= 7
    assert drivers(lead, series, period) == drivers(later, series, period)


def test_a_missing_change_within_the_period_is_named() -> None:
    lead, series = made(0.004)
    lead.iloc[-2] = np.nan
    with pytest.raises(NoData, match=str(DAYS[-2].date())):
        drivers(lead, series, Period.parse("5d"))


def test_a_period_from_before_all_drivers_says_from_when_on_they_are_known() -> None:
    lead, series = made(0.004)
    series.iloc[:10, 0] = np.nan
    with pytest.raises(NoData, match=f"known from {DAYS[10].date()} on"):
        drivers(lead, series, Period.parse("max"))


def test_nothing_is_fitted_on_other_sessions_where_one_is_missing() -> None:
    lead, series = made(0.004)
    series.iloc[-WINDOW, 0] = np.nan
    result = drivers(lead, series, ONE_DAY)
    assert (result.gap, result.is_said) == (DAYS[-WINDOW].date(), False)
    assert result.lead == lead.iloc[-1]
    assert all(d.part != d.part for d in result.drivers)
    series.iloc[-WINDOW - TESTED - 1, 0], series.iloc[-WINDOW, 0] = np.nan, 0.0
    assert drivers(lead, series, ONE_DAY).gap is None  # before the sessions that are needed


@pytest.mark.parametrize(("sessions", "enough"), [(WINDOW + TESTED, True), (WINDOW + TESTED - 1, False)])
def test_a_young_history_is_refused(sessions: int, enough: bool) -> None:
    lead, series = made(0.004)
    if enough:
        drivers(lead.iloc[-sessions:], series.iloc[-sessions:], ONE_DAY)
    else:
        with pytest.raises(NoData, match="fewer than"):
            drivers(lead.iloc[-sessions:], series.iloc[-sessions:], ONE_DAY)


@pytest.mark.parametrize(("explained", "said"), [(0.25, True), (0.2499, False)])
def test_a_quarter_of_past_leads_must_be_explained(explained: float, said: bool) -> None:
    lead, series = made(0.004)
    assert replace(drivers(lead, series, ONE_DAY), out_of_sample=explained).is_said is said
