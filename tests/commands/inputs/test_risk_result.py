"""The risk of a market beside a benchmark, and what is said where there is none."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from commands.inputs.risk_result import measured
from market.bars import Bars
from market.errors import NoData
from market.provenance import Provenance
from market.symbols import Symbol


def bars(word: str, count: int) -> Bars:
    days = pd.bdate_range("2025-06-02", periods=count).as_unit("us")
    closes = pd.Series(100 + np.arange(count) % 3, days, dtype="float64")
    frame = pd.DataFrame(dict.fromkeys(("open", "high", "low", "close", "adj_close"), closes))
    origin = Provenance("Files", datetime(2026, 1, 1, tzinfo=UTC))
    return Bars(Symbol.parse(word), frame.assign(volume=1.0), origin)


@pytest.mark.parametrize(("closes", "is_enough"), [(21, True), (20, False)])
def test_a_volatility_takes_one_close_more_than_its_window(closes: int, is_enough: bool) -> None:
    if is_enough:
        assert measured(bars("iwm", closes), None).volatility[20] > 0
    else:
        with pytest.raises(NoData, match="volatility needs 21"):
            measured(bars("iwm", closes), None)


def test_a_stand_in_has_no_beta_to_itself() -> None:
    found = measured(bars("iwm", 60), bars("iwm", 60))
    assert found.other is None
    assert "both of the two" in found.problem[0]


def test_too_short_a_benchmark_is_told_and_takes_nothing_else() -> None:
    found = measured(bars("iwm", 60), bars("spy", 10))
    assert (found.relation, found.other) == (None, None)
    assert "beta needs at least 20" in found.problem[0]
    assert found.volatility[20] > 0
