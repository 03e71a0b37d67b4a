"""Sectors: plain arithmetic, and what is left out."""

from __future__ import annotations

import doctest
import math
from pathlib import Path

import pandas as pd
import pytest

import market.sectors
from market.errors import NoData
from market.period import Period
from market.sectors import survey


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.sectors).failed == 0


@pytest.mark.realdata
def test_real_sectors_are_plain_arithmetic(real_data: Path) -> None:
    totals = pd.read_parquet(real_data / "etf_adjclose.parquet")
    found = survey(totals, Period.parse("2024-12-31..2025-12-31"))
    year = totals.loc["2025-12-31"] / totals.loc["2024-12-31"] - 1
    assert {row.ticker: row.change for row in found.rows} == pytest.approx(
        {row.ticker: year[row.ticker] for row in found.rows}
    )
    assert len(found.rows) == 11
    assert found.defensive == pytest.approx(year[["XLP", "XLV", "XLU"]].mean())
    assert math.isnan(found.small_lead)


@pytest.mark.realdata
def test_a_sector_that_did_not_exist_at_the_base_is_left_out_and_named(real_data: Path) -> None:
    totals = pd.read_parquet(real_data / "etf_adjclose.parquet")
    found = survey(totals, Period.parse("2016-12-30..2017-12-29"))
    assert found.missing == ("XLC",)
    assert len(found.rows) == 10


def test_one_sector_is_no_survey() -> None:
    days = pd.DatetimeIndex(["2025-12-31", "2026-01-02"])
    with pytest.raises(NoData, match="two sectors"):
        survey(pd.DataFrame({"XLI": [100.0, 104]}, index=days), Period.parse("ytd"))
