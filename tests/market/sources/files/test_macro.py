"""An operator's own economic series, made by hand and real."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from market.clock import Deadline
from market.datasets.economic_series import PANEL, RECESSION, EconomicSeries
from market.datasets.macro_observations import Observations, association, reading
from market.errors import MarketError, NoData, ProviderError
from market.sources.files.macro import FileMacro

NOW = datetime(2026, 1, 22, 22, 0, tzinfo=UTC)
TEN = EconomicSeries.parse("10y")
TABLE = "series,date,value\nDGS10,2026-01-20,4.30\nDGS10,2026-01-19,.\nDGS10,2026-01-16,4.24\nDGS2,2026-01-20,3.5\n"


def ask(folder: Path, series: EconomicSeries = TEN, now: datetime = NOW) -> Observations:
    return FileMacro(folder).observations(series, now, Deadline.after(5))


def test_a_series_is_read_in_order_and_missing_values_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "fred_long.csv").write_text(TABLE)
    assert ask(tmp_path).values.tolist() == [4.24, 4.30]


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "fred_long.csv"
    path.write_text("series,date,value\nDGS10,2026-01-16,4.24\n")
    source = FileMacro(tmp_path)
    source.observations(TEN, NOW, Deadline.after(5))
    path.write_text(TABLE)
    changed = path.stat().st_mtime + 10
    os.utime(path, (changed, changed))
    assert len(source.observations(TEN, NOW, Deadline.after(5)).values) == 2


@pytest.mark.parametrize(
    "text", ["", "a,b\n1,2\n", "series,date,value\nDGS10,soon,4\n", "series,date,value\nDGS10,2026-01-16,x\n"]
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "fred_long.csv").write_text(text)
    with pytest.raises(ProviderError, match=r"fred_long\.csv"):
        ask(tmp_path)


def test_two_values_for_one_date_are_refused_and_one_that_stands_twice_is_read(tmp_path: Path) -> None:
    path = tmp_path / "fred_long.csv"
    path.write_text(f"{TABLE}DGS10,2026-01-20,4.30\n")
    assert ask(tmp_path).values.tolist() == [4.24, 4.30]
    path.write_text(f"{TABLE}DGS10,2026-01-20,4.50\n")
    with pytest.raises(ProviderError, match=r"two values of DGS10 for 2026-01-20"):
        ask(tmp_path)


def test_a_missing_file_or_series_has_no_data(tmp_path: Path) -> None:
    with pytest.raises(NoData, match=r"fred_long\.csv"):
        ask(tmp_path)
    (tmp_path / "fred_long.csv").write_text(TABLE)
    with pytest.raises(NoData, match="UNRATE"):
        ask(tmp_path, EconomicSeries.parse("unemployment"))


@pytest.mark.realdata
def test_the_real_economy_of_the_founding_session_agrees_with_plain_pandas(real_data: Path) -> None:
    table = pd.read_csv(real_data / "fred_long.csv.gz", parse_dates=["date"])
    wide = {name: rows.set_index("date")["value"] for name, rows in table.groupby("series")}
    source = FileMacro(real_data)
    found = {s.id: source.observations(s, NOW, Deadline.after(5)) for s in PANEL}
    # What had been released by then: December's jobs report, third-quarter growth, Wednesday's yields.
    assert found["UNRATE"].values.index[-1].date() == date(2025, 12, 1)
    assert found["A191RL1Q225SBEA"].values.index[-1].date() == date(2025, 7, 1)
    assert found["DGS10"].values.index[-1].date() == date(2026, 1, 21)
    ten = wide["DGS10"].loc[:"2026-01-21"]
    shown = reading(found["DGS10"].read)
    assert shown.last == pytest.approx(ten.iloc[-1] / 100)
    window = ten.loc["2016-01-22":]
    assert shown.percentile == pytest.approx(
        window.rank(pct=False).iloc[-1] / len(window) - 0.5 / len(window)
    )
    assert reading(found["PAYEMS"].read).last == wide["PAYEMS"].loc[:"2025-12-01"].diff().iloc[-1] * 1000
    assert reading(found["ICSA"].read).last == wide["ICSA"].loc[:"2026-01-17"].iloc[-4:].mean()
    with pytest.raises(MarketError):
        source.observations(RECESSION, NOW, Deadline.after(5))  # the file has no such series


@pytest.mark.realdata
def test_the_real_spread_goes_against_small_over_large_as_correlation_says(real_data: Path) -> None:
    small, large = (
        pd.read_csv(real_data / f"{name}.csv.gz", parse_dates=["date"], index_col="date")["close"].loc[
            :"2026-01-22"
        ]
        for name in ("RUT", "GSPC")
    )
    ratio = (small / large).dropna()
    spread = FileMacro(real_data).observations(EconomicSeries.parse("spread"), NOW, Deadline.after(5))
    found = association(spread.read, ratio, spread.series.frequency)
    months = pd.DataFrame(
        {
            "spread": spread.values.resample("ME").last().diff(),
            "ratio": ratio.resample("ME").last().pct_change(),
        }
    ).dropna()
    assert found.count == 120
    assert found.correlation == pytest.approx(months.iloc[-120:].corr().iloc[0, 1], abs=0.02)
    assert found.correlation < -0.2
