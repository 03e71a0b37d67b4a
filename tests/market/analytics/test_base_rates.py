"""Base rates against a hand-made loop, and that nothing looks ahead."""

from __future__ import annotations

import doctest
import math
import statistics
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import market.analytics.base_rates
from market.analytics.base_rates import (
    HORIZONS,
    ForwardReturns,
    base_rates,
    day_move,
    fall,
    lead,
    median_interval,
    record,
    thrust,
)
from market.analytics.records import record_closes
from market.errors import NoData


def walk(sessions: int = 2500, seed: int = 11) -> pd.Series[float]:
    steps = np.random.default_rng(seed).standard_t(4, sessions) * 0.008 + 0.0003
    days = pd.bdate_range("2014-01-02", periods=sessions, name="session")
    return pd.Series(100 * np.exp(np.cumsum(steps)), index=days, name="Walk")


def closes_of(folder: Path, name: str) -> pd.Series[float]:
    frame = pd.read_csv(folder / f"{name}.csv.gz", index_col="date", parse_dates=True)
    return frame["close"].rename(name)


def by_hand(closes: pd.Series[float], happened: pd.Series[bool], horizon: int) -> dict[str, float]:
    """The same figures with loops and the standard library only."""
    prices, flags = closes.tolist(), happened.tolist()
    free_from, known = 0, []
    for day, flag in enumerate(flags):
        if flag and day >= free_from:
            free_from = day + horizon
            if day + horizon < len(prices):
                known.append(prices[day + horizon] / prices[day] - 1)
    every = [prices[d + horizon] / prices[d] - 1 for d in range(len(prices) - horizon)]
    return {
        "n": len(known),
        "median": statistics.median(known),
        "worst": min(known),
        "best": max(known),
        "hit_rate": sum(r > 0 for r in known) / len(known),
        "baseline": statistics.median(every),
        "baseline_hit_rate": sum(r > 0 for r in every) / len(every),
    }


def assert_as_by_hand(closes: pd.Series[float], happened: pd.Series[bool]) -> None:
    for outcome in base_rates(closes, happened).outcomes:
        expected = by_hand(closes, happened, outcome.sessions)
        if outcome.enough:
            found = {name: getattr(outcome, name) for name in expected}
            assert found == pytest.approx(expected, rel=1e-12)
            assert outcome.worst <= outcome.low <= outcome.median <= outcome.high <= outcome.best
        else:
            assert outcome.n == expected["n"]
            assert math.isnan(outcome.median)


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.analytics.base_rates).failed == 0


def test_a_fall_counts_once_for_each_high() -> None:
    days = pd.bdate_range("2026-01-05", periods=9)
    closes = pd.Series([100.0, 90.0, 95.0, 89.0, 100.0, 89.0, 101.0, 90.91, 90.9], index=days)

    assert fall(closes, 0.10).tolist() == [False, True, *[False] * 6, True]


def test_base_rates_are_those_of_a_loop_by_hand() -> None:
    closes = walk()
    for happened in (record(closes), fall(closes, 0.05), day_move(closes, -0.02)):
        assert_as_by_hand(closes, happened)


@pytest.mark.realdata
def test_real_base_rates_are_those_of_a_loop_by_hand(real_data: Path) -> None:
    rut, spx = closes_of(real_data, "RUT"), closes_of(real_data, "GSPC")
    for happened in (record(rut), lead(rut, spx, 0.05, 63), fall(rut, 0.1), day_move(rut, 0.03)):
        assert_as_by_hand(rut, happened.reindex(rut.index, fill_value=False))


def test_records_are_the_records_of_the_record_module() -> None:
    closes = walk(600)
    assert list(closes.index[record(closes)]) == list(record_closes(closes).sessions)


@settings(max_examples=25)
@given(cut=st.integers(600, 1499))
def test_no_event_and_no_outcome_looks_ahead(cut: int) -> None:
    closes, other = walk(1500), walk(1500, 12)
    whole, past = closes, closes.iloc[:cut]
    for name, then, now in (
        ("record", record(past), record(whole)),
        ("fall", fall(past, 0.04), fall(whole, 0.04)),
        ("move", day_move(past, 0.015), day_move(whole, 0.015)),
        ("lead", lead(past, other.iloc[:cut], 0.03, 21), lead(whole, other, 0.03, 21)),
    ):
        pd.testing.assert_series_equal(then, now.iloc[:cut], check_freq=False, obj=name)
    early, late = base_rates(past, day_move(past, 0.01)), base_rates(whole, day_move(whole, 0.01))
    shared = late.forward.loc[early.forward.index]
    pd.testing.assert_frame_equal(late.counted.loc[early.counted.index], early.counted, check_freq=False)
    pd.testing.assert_frame_equal(shared.where(early.forward.notna()), early.forward, check_freq=False)


@given(scale=st.sampled_from([0.01, 3.0, 1000.0]))
def test_scaling_prices_changes_no_base_rate(scale: float) -> None:
    closes = walk(1200)
    one, other = (base_rates(c, day_move(c, 0.01)) for c in (closes, closes * scale))
    pd.testing.assert_frame_equal(one.forward, other.forward)


def test_counted_events_are_a_horizon_apart() -> None:
    closes = walk()
    rates = base_rates(closes, record(closes))
    for name, horizon in HORIZONS.items():
        days = rates.counted.index[rates.counted[name]]
        assert np.diff(closes.index.get_indexer(days)).min() >= horizon


def test_the_paths_end_where_the_outcome_says() -> None:
    closes = walk()
    rates = base_rates(closes, fall(closes, 0.03))
    longest = [outcome for outcome in rates.outcomes if outcome.enough][-1]
    assert int(rates.paths.columns[-1]) == longest.sessions
    assert rates.paths[0].eq(0).all()
    assert rates.paths[longest.sessions].median() == pytest.approx(longest.median)
    assert rates.baseline_path.iloc[-1] == pytest.approx(longest.baseline)


def test_fewer_than_ten_independent_events_are_refused() -> None:
    closes = walk()
    few = pd.Series(False, closes.index)
    few.iloc[[30, 31, 32, 400, 800, 1200, 1600, 1900, 2000, 2100, 2300]] = True
    with pytest.raises(
        NoData, match=r"independent events with an outcome is 9, of 11 in all; a base rate needs 10"
    ):
        base_rates(closes, few)
    few.iloc[2200] = True
    assert base_rates(closes, few).outcomes[0].n == 10


def test_an_event_whose_outcome_is_still_open_is_listed_and_not_counted() -> None:
    closes = walk()
    happened = day_move(closes, 0.01)
    happened.iloc[-1] = True
    rates = base_rates(closes, happened)
    assert rates.forward.index[-1] == closes.index[-1]
    assert rates.forward.iloc[-1].isna().all()


def test_the_interval_is_a_plain_block_bootstraps() -> None:
    values = np.random.default_rng(1).normal(size=20)
    # blocks of ⌈20^(1/3)⌉ = 3
    starts = np.random.default_rng(market.analytics.base_rates._SEED).integers(0, 18, (500, 7))
    medians = []
    for row in starts:
        drawn = [values[s + step] for s in row for step in range(3)][:20]
        medians.append(statistics.median(drawn))
    assert median_interval(values, 500) == pytest.approx(tuple(np.quantile(medians, [0.05, 0.95])))


def test_the_interval_holds_the_true_median_about_nine_times_in_ten() -> None:
    draw = np.random.default_rng(3)
    inside = 0
    for _ in range(200):
        low, high = median_interval(draw.normal(size=40), 400)
        inside += low <= 0 <= high
    assert 0.80 <= inside / 200 <= 0.97


def test_a_slow_rise_of_breadth_is_no_thrust() -> None:
    slow = pd.Series(np.linspace(0.2, 0.95, 120))
    assert not thrust(slow).any()
    assert not thrust(pd.Series([0.9] * 60)).any()


def test_a_market_that_lacks_sessions_is_compared_on_those_both_have() -> None:
    closes, other = walk(300), walk(300, 12)
    found = lead(closes, other.drop(other.index[100]), 0.02, 5)
    assert closes.index[100] not in found.index


@pytest.mark.parametrize(("events", "is_enough"), [(10, True), (9, False)])
def test_ten_independent_events_make_a_base_rate(events: int, is_enough: bool) -> None:
    closes = walk(400)
    happened = pd.Series([n % 21 == 0 and n < 21 * events for n in range(400)], index=closes.index)
    if is_enough:
        found = base_rates(closes, happened).outcomes
        assert [outcome.enough for outcome in found] == [True, False, False, False]
        assert math.isfinite(found[0].median)
    else:
        with pytest.raises(NoData, match="independent events with an outcome is 9, of 9 in all"):
            base_rates(closes, happened)


def test_the_horizons_are_months_of_sessions() -> None:
    assert list(HORIZONS.values()) == [21, 63, 126, 252]


@pytest.mark.parametrize(
    ("low", "days", "count"),
    [
        (0.399, 1, 1),  # from just below 40 % to above 61.5 % at once
        (0.401, 1, 0),  # never below 40 %
        (0.399, 10, 1),  # ten sessions after the last one below 40 %
        (0.399, 11, 0),
    ],
)
def test_a_thrust_rises_from_below_forty_per_cent_within_ten_sessions(
    low: float, days: int, count: int
) -> None:
    # From `low` just over 40 % on the next session, there until the last, then far above.
    step = (0.402 - low * 9 / 11) * 11 / 2
    shares = [low] * 20 + ([step] + [0.402] * (days - 2) if days > 1 else []) + [1.7]
    happened = thrust(pd.Series(shares))
    assert int(happened.sum()) == count
    assert bool(happened.iloc[-1]) is (count == 1)


@pytest.mark.parametrize(("reached", "count"), [(0.6151, 1), (0.6149, 0)])
def test_a_thrust_rises_above_sixty_one_and_a_half_per_cent(reached: float, count: int) -> None:
    last = (reached - 0.39 * 9 / 11) * 11 / 2
    assert int(thrust(pd.Series([0.39] * 20 + [last])).sum()) == count


def test_a_thrust_waits_for_ten_sessions_of_the_average() -> None:
    assert int(thrust(pd.Series([0.3] * 10 + [2.0])).sum()) == 0
    assert int(thrust(pd.Series([0.3] * 19 + [2.2])).sum()) == 1


def test_the_interval_is_from_the_5th_to_the_95th_percentile_of_ten_thousand_medians() -> None:
    values = np.random.default_rng(3).normal(0, 1, 27)
    draws = np.random.default_rng(market.analytics.base_rates._SEED)
    starts = draws.integers(0, 25, (10_000, 9)).tolist()  # blocks of three
    medians = sorted(
        statistics.median([values[start + n] for start in row for n in range(3)]) for row in starts
    )
    low, high = median_interval(values)
    assert low == pytest.approx(np.percentile(medians, 5))
    assert high == pytest.approx(np.percentile(medians, 95))


def test_an_average_at_the_low_is_not_below_it() -> None:
    assert int(thrust(pd.Series([0.5] * 20 + [2.0]), low=0.5).sum()) == 0
    assert int(thrust(pd.Series([0.5] * 20 + [2.0]), low=0.51).sum()) == 1


def test_an_event_is_at_its_threshold_and_happens_once() -> None:
    assert day_move(pd.Series([100.0, 102.0, 103.9]), 0.02).tolist() == [False, True, False]
    assert day_move(pd.Series([100.0, 98.0, 96.1]), -0.02).tolist() == [False, True, False]
    assert fall(pd.Series([100.0, 90.0, 90.0]), 0.10).tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("baseline", "unusual"), [(0.01, False), (0.03, False), (0.0099, True), (0.0301, True)]
)
def test_a_baseline_at_an_end_of_the_interval_is_usual(baseline: float, unusual: bool) -> None:
    found = ForwardReturns("1 month", 21, 10, 0.02, 0.01, 0.03, -0.1, 0.1, 0.5, baseline, 0.5, 0.02, 0.02, 10)
    assert found.unusual is unusual


def test_the_interval_of_these_values_is_that_of_ten_thousand_draws() -> None:
    values = np.random.default_rng(12).normal(0, 1, 28)
    assert median_interval(values) == median_interval(values, 10_000)
    for draws in (9_000, 11_000):
        assert median_interval(values) != median_interval(values, draws)


def test_the_median_is_also_that_of_all_events_and_of_those_picked_backward() -> None:
    days = pd.bdate_range("2010-01-01", periods=1000)
    closes = pd.Series(np.cumprod(1 + np.random.default_rng(5).normal(0, 0.01, 1000)) * 100, days)
    at = sorted(np.random.default_rng(6).choice(700, 60, replace=False))
    happened = pd.Series(False, days)
    happened.iloc[at] = True
    month = base_rates(closes, happened).outcomes[0]
    returns = {n: closes.iloc[n + 21] / closes.iloc[n] - 1 for n in at}
    backward: list[int] = []
    for n in reversed(at):
        if not backward or backward[-1] - n >= 21:
            backward.append(n)
    assert month.events == 60
    assert month.median_of_all == pytest.approx(float(np.median(list(returns.values()))))
    assert month.median_backward == pytest.approx(float(np.median([returns[n] for n in backward])))
    assert month.median_backward != month.median
