"""A portfolio, by tables made by hand and by properties."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.analytics.portfolio import Position, active_share, split_since, valued
from market.errors import NoData
from market.period import ONE_DAY, Period

DAYS = pd.bdate_range("2026-01-19", periods=4)
DAY, NAN = date(2026, 1, 19), float("nan")
CLOSES = {"A": pd.Series([10.0, 11, 12, 15], DAYS), "B": pd.Series([100.0, 100, 90, 80], DAYS)}
HELD = (
    Position("A", 10, 8.0, DAY, 10.0),
    Position("B", 1, 120.0, DAY, 100.0),
    Position("A", 2, 14.0, DAY, 10.0),
)


def test_value_cost_gain_and_contribution() -> None:
    result = valued(HELD, CLOSES, ONE_DAY)
    first, second = result.holdings
    assert (first.ticker, first.units, first.value, first.paid, first.gain) == ("A", 12, 180, 108, 72)
    assert (second.value, second.gain, second.gained) == (80, -40, -40 / 120)
    assert (result.value, result.paid, result.gain) == (260, 228, 32)
    assert [h.contribution for h in result.holdings] == pytest.approx([36 / 234, -10 / 234])
    assert result.change == pytest.approx(260 / 234 - 1)


def test_a_cost_that_was_not_said_leaves_the_gain_open_and_nothing_else() -> None:
    result = valued((*HELD, Position("B", 1, None, DAY, 100.0)), CLOSES, ONE_DAY)
    assert result.value == 340
    assert result.gain != result.gain
    assert result.holdings[0].gain == 72


def test_a_missing_base_leaves_contributions_open_and_says_which_session() -> None:
    closes = CLOSES | {"B": pd.Series([100.0, NAN, 90, 80], DAYS)}
    result = valued(HELD, closes, Period.parse("2d"))
    assert result.value == 260
    assert result.change != result.change
    assert (result.why, result.why_change) == ("", "the close of B on 2026-01-20 is missing or in doubt")


def test_a_young_share_shortens_no_period_and_leaves_open_what_it_did() -> None:
    held = (HELD[0], Position("B", 1, None, DAYS[3].date(), 80.0))
    for first, period, open_ in (
        (2, "1d", False),
        (2, "2d", True),
        (2, "since 2026-01-20", True),
        (3, "1d", True),
    ):
        result = valued(held, CLOSES | {"B": CLOSES["B"].iloc[first:]}, Period.parse(period))
        assert (result.value, result.sessions) == (230, 1 if period == "1d" else 2), period
        assert (result.change != result.change) is open_
        said = f"closes of B begin on {DAYS[first].date()}" if open_ else ""
        assert (result.why, result.why_change) == ("", said)


def test_where_all_shares_are_young_a_shorter_period_is_asked_for() -> None:
    with pytest.raises(NoData, match="None of your holdings has closes before 2026-01-21"):
        valued(HELD[:1], {"A": CLOSES["A"].iloc[2:]}, Period.parse("2d"))


def test_all_are_valued_at_the_last_session_that_each_has() -> None:
    result = valued(HELD, CLOSES | {"B": CLOSES["B"].iloc[:3]}, ONE_DAY)
    assert str(result.end) == "2026-01-21"
    assert result.value == 12 * 12 + 90


@pytest.mark.parametrize(
    ("then", "factor"),
    [
        (10.0, 1),
        (10.049, 1),
        (10.052, NAN),
        (500.0, 50),
        (510.0, NAN),
        (20.0, 2),
        (15.0, 1.5),
        (1.0, 0.1),
        (200.0, 20),
        (10.9, NAN),
        (7.3, NAN),
    ],
)
def test_a_split_is_a_ratio_of_small_numbers_and_other_changes_are_in_doubt(
    then: float, factor: float
) -> None:
    assert split_since(Position("A", 1, None, DAY, then), CLOSES["A"]) == pytest.approx(factor, nan_ok=True)


def test_a_close_that_is_gone_leaves_the_number_of_shares_open() -> None:
    result = valued((Position("A", 1, None, date(2026, 1, 16), 10.0),), CLOSES, ONE_DAY)
    assert result.value != result.value
    assert "2026-01-16, when it was written down, is missing or changed" in result.why


@given(
    st.lists(st.floats(0.01, 10), min_size=4, max_size=4),
    st.lists(st.floats(0.01, 10), min_size=4, max_size=4),
)
def test_active_share_is_half_the_sum_of_the_differences(own: list[float], index: list[float]) -> None:
    weights = {name: weight / sum(own) for name, weight in zip("ABCD", own, strict=True)}
    listed = dict(zip("CDEF", index, strict=True))
    result = active_share(weights, {}, (), listed)
    other = {name: weight / sum(index) for name, weight in listed.items()}
    differences = [abs(weights.get(name, 0.0) - other.get(name, 0.0)) for name in "ABCDEF"]
    assert result.high == result.low == pytest.approx(sum(differences) / 2)


def test_a_fund_is_looked_through_and_one_without_a_list_makes_a_range() -> None:
    index = {"A": 1.0, "B": 1.0}
    assert active_share({"F": 1.0}, {"F": index}, {"F"}, index).high == pytest.approx(0.0)
    result = active_share({"A": 0.5, "G": 0.3, "E": 0.2}, {"E": {}}, {"G", "E"}, index)
    assert result.low == pytest.approx(0.2)
    assert result.high == pytest.approx(0.5)
    assert result.unseen == {"G": 0.3}
    assert np.isclose(result.shared, 0.5)
