"""The rule that names a session's market regime: each threshold, its conditions and their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.analytics.regime_rule import RULE, RegimeLabel, RegimeRule

Readings = tuple[float, float, float, float, float]  # market, small, narrow, defence, rising


@pytest.mark.parametrize(
    ("readings", "verdict"),
    [
        ((-0.02, 0.01, -0.01, 0.05, 0.2), RegimeLabel.BROAD_DECLINE),
        ((-0.02, 0.03, -0.01, 0.00, 0.2), RegimeLabel.SMALL_CAP_LED),
        ((-0.02, 0.03, -0.01, 0.05, 0.5), RegimeLabel.DEFENSIVE),
        ((0.01, 0.02, 0.02, 0.0, 0.9), RegimeLabel.SMALL_CAP_LED),
        ((-0.02, 0.015, 0.0, 0.0, 0.5), RegimeLabel.MIXED),
        ((0.02, 0.005, 0.012, 0.0, 0.9), RegimeLabel.MEGA_CAP_NARROW),
        ((0.02, 0.005, 0.002, 0.0, 0.9), RegimeLabel.BROAD_ADVANCE),
        ((0.02, 0.005, 0.002, 0.0, 0.5), RegimeLabel.MIXED),
    ],
)
def test_a_session_is_named_by_the_first_condition_that_holds(
    readings: Readings, verdict: RegimeLabel
) -> None:
    assert RULE.read(*readings) is verdict


@pytest.mark.parametrize(
    ("readings", "verdict"),
    [
        ((-0.01, 0.0, 0.0, 0.0, 1 / 3), RegimeLabel.BROAD_DECLINE),
        ((-0.01, 0.0, 0.0, 0.0, 0.34), RegimeLabel.MIXED),
        ((0.0, -0.01, 0.0, 0.0, 0.2), RegimeLabel.MIXED),
        ((-0.01, 0.01, 0.0, 0.0, 0.2), RegimeLabel.MIXED),
        ((0.01, 0.0, 0.0, 0.02, 0.9), RegimeLabel.DEFENSIVE),
        ((0.01, 0.0, 0.0, 0.0199, 0.9), RegimeLabel.BROAD_ADVANCE),
        ((0.01, 0.01, 0.0, 0.0, 0.5), RegimeLabel.SMALL_CAP_LED),
        ((0.01, 0.0099, 0.0, 0.0, 0.5), RegimeLabel.MIXED),
        ((0.01, 0.0, 0.01, 0.0, 0.5), RegimeLabel.MEGA_CAP_NARROW),
        ((0.01, 0.0, 0.0099, 0.0, 0.5), RegimeLabel.MIXED),
        ((0.0, 0.0, 0.02, 0.0, 0.9), RegimeLabel.MIXED),
        ((0.01, 0.0, 0.0, 0.0, 2 / 3), RegimeLabel.BROAD_ADVANCE),
        ((0.01, 0.0, 0.0, 0.0, 0.66), RegimeLabel.MIXED),
        ((0.0, 0.0, 0.0, 0.0, 0.9), RegimeLabel.MIXED),
    ],
)
def test_each_threshold_of_the_rule_decides_at_its_value(readings: Readings, verdict: RegimeLabel) -> None:
    assert RULE.read(*readings) is verdict


def test_a_condition_holds_whatever_comes_before_it_in_the_order() -> None:
    advancing = (0.02, 0.02, 0.02, 0.03, 0.9)
    assert RULE.read(*advancing) is RegimeLabel.DEFENSIVE
    for name in RegimeLabel:
        holds = name not in (RegimeLabel.BROAD_DECLINE, RegimeLabel.MIXED)
        assert RULE.holds(name, *advancing) is holds


@given(st.tuples(*[st.floats(-0.1, 0.1)] * 4, st.floats(0, 1)))
def test_what_a_session_reads_as_holds_and_mixed_is_when_nothing_else_does(readings: Readings) -> None:
    holding = {name for name in RegimeLabel if RULE.holds(name, *readings)}
    assert RULE.read(*readings) in holding
    assert (RegimeLabel.MIXED in holding) is (holding == {RegimeLabel.MIXED})


def test_the_rule_is_written_from_its_own_numbers() -> None:
    assert "at least 3 points" in RegimeRule(defence=0.03).words[1]
