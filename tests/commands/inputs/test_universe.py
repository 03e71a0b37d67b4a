"""Breadth of the funds that stand in for members."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from commands.inputs.universe import BreadthSource
from market.analytics.breadth import measure
from market.provenance import UNDATED, Provenance

DAYS = pd.bdate_range("2025-01-06", periods=120)
FIRST, LAST = DAYS[59], DAYS[119]


@pytest.mark.parametrize(
    ("lacking", "same"),
    [
        ({}, True),
        ({"A": 9}, True),  # 51 sessions before the first: in neither average
        ({"A": 10}, False),  # the first of the 50 that end there
        ({"A": 59}, False),
        ({"A": 60}, True),
        ({"A": 69}, True),
        ({"A": 70}, False),
        ({"A": 59, "B": 119}, False),  # as many, and not the same
    ],
)
def test_averages_on_two_sessions_may_be_of_the_same_funds(lacking: dict[str, int], same: bool) -> None:
    closes = pd.DataFrame(100.0, DAYS, ["A", "B", "C"])
    for fund, row in lacking.items():
        closes.loc[DAYS[row], fund] = np.nan
    counts = measure(closes).counts["averaged_50"]
    source = BreadthSource(measure(closes), "", "funds", "funds", "", Provenance("", UNDATED), closes)
    assert source.same_funds(FIRST, LAST, 50) is same
    if len(lacking) == 2:
        assert counts[FIRST] == counts[LAST] == 2
    assert BreadthSource(measure(closes), "", "", "", "", Provenance("", UNDATED)).same_funds(FIRST, LAST, 50)
