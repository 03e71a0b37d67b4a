"""Events of the members of an index."""

from __future__ import annotations

import doctest

import pandas as pd
import pytest

import market.analytics.events.of_members
from market.analytics.breadth import Breadth
from market.analytics.events.of_members import one_sided, thrust


def breadth(*advancers: int, of: int = 100) -> Breadth:
    up = list(advancers)
    counts = pd.DataFrame({"advancers": up, "decliners": [of - n for n in up]})
    return Breadth(of, counts)


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.analytics.events.of_members).failed == 0


@pytest.mark.parametrize(("advancers", "size"), [(80, 0.8), (79, 0.0), (20, -0.8), (21, 0.0)])
def test_four_fifths_one_way_are_one_sided(advancers: int, size: float) -> None:
    assert one_sided(breadth(advancers)).iloc[-1] == pytest.approx(size)


def test_a_session_on_which_nobody_moved_is_open() -> None:
    assert one_sided(breadth(0, of=0)).isna().all()
    assert thrust(breadth(0, of=0)).isna().all()


def test_a_thrust_is_that_of_the_base_rates() -> None:
    found = thrust(breadth(*[50] * 10, *[20] * 10, *[95] * 10))
    assert found.to_numpy().nonzero()[0].tolist() == [23]
