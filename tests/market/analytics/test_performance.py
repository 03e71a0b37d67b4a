"""Several markets side by side."""

import numpy as np
import pandas as pd
import pytest

from market.analytics.performance import side_by_side

DAYS = pd.bdate_range("2026-01-05", periods=40, name="session").as_unit("us")


@pytest.mark.parametrize("seed", range(6))
def test_columns_side_by_side_are_those_that_pandas_joins(seed: int) -> None:
    """Of any sessions: nested, apart and with days that only one of them has."""
    random = np.random.default_rng(seed)
    columns = {}
    for name in "ABCD":
        chosen = DAYS[np.sort(random.choice(len(DAYS), random.integers(1, len(DAYS)), replace=False))]
        columns[name] = pd.Series(random.choice([1.0, 2.0, np.nan], len(chosen)), chosen)
    joined = pd.concat(columns, axis=1, sort=True)
    pd.testing.assert_frame_equal(side_by_side(columns), joined, check_exact=True, check_freq=False)
