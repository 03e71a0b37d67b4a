"""Panels of members that are dated a session late or early."""

from __future__ import annotations

import doctest
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import market.inspection.panel_dates
from market.inspection.panel_dates import dated_late


def test_the_worked_example_holds() -> None:
    assert doctest.testmod(market.inspection.panel_dates).failed == 0


def test_fewer_than_sixty_common_sessions_and_an_index_that_stands_say_nothing() -> None:
    days = pd.bdate_range("2025-09-01", periods=62)
    index = pd.Series(100 + np.sin(np.arange(62.0) ** 2), days)
    late = pd.DataFrame({"A": index.shift(1)})
    assert dated_late(late, index) == 0
    longer = pd.bdate_range("2025-09-01", periods=70)
    assert dated_late(pd.DataFrame({"A": np.arange(1.0, 71.0)}, longer), pd.Series(1.0, longer)) == 0


@pytest.mark.realdata
@pytest.mark.parametrize(("panel", "index"), [("r2000_adjclose_5y", "RUT"), ("sp500_adjclose_10y", "GSPC")])
def test_real_panels_are_dated_rightly_at_every_moment_and_shifted_ones_are_not(
    real_data: Path, panel: str, index: str
) -> None:
    closes = pd.read_parquet(real_data / f"panel_{panel}.parquet").iloc[:, ::9]
    level = pd.read_csv(real_data / f"{index}.csv.gz", index_col=0, parse_dates=True)["close"]
    for end in range(90, len(closes), 41):
        part = closes.iloc[:end]
        upto = level.loc[: part.index[-1]]
        assert dated_late(part, upto) == 0
        assert dated_late(part.set_axis(closes.index[1 : end + 1]), level.loc[: closes.index[end]]) == 1
