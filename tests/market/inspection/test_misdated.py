"""Bars under the day of a neighbouring session, told by highs and lows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from market.inspection.misdated import misdated

PAIRS = [("RUT", "IWM"), ("GSPC", "SPY"), ("NDX", "QQQ"), ("DJI", "DIA")]


def bars(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / f"{name}.csv.gz", index_col=0, parse_dates=True)[["high", "low", "close"]]


def shifted(frame: pd.DataFrame, start: int, stop: int, by: int) -> pd.DataFrame:
    """With rows `start` to `stop` those of `by` sessions before."""
    return pd.concat([frame[:start], frame.shift(by)[start:stop], frame[stop:]])


def exchanged(frame: pd.DataFrame, row: int) -> pd.DataFrame:
    """With the bars of `row` and the next one under each other's day."""
    days = frame.index
    return frame.rename(index={days[row]: days[row + 1], days[row + 1]: days[row]}).sort_index()


@pytest.mark.realdata
@pytest.mark.parametrize(("index", "fund"), PAIRS)
def test_no_real_bar_is_misdated_and_those_made_so_are_told(real_data: Path, index: str, fund: str) -> None:
    own, other = bars(real_data, index), bars(real_data, fund)
    days, found = misdated(own, other)
    assert (found, len(days)) == ([], len(own.index.intersection(other.index)))
    told = swaps = 0
    for day in pd.date_range("2015-06-01", "2025-06-01", periods=8):
        part, market = (frame.loc[day - pd.Timedelta(days=120) :][:110] for frame in (other, own))
        for late in (1, -1):
            days, found = misdated(market, shifted(part, 60, 80, late))
            told += any(start <= 62 and stop >= 78 for start, stop in found)
        swaps += bool(misdated(market, exchanged(part, 70))[1])
    assert told == 16
    assert swaps >= 5


def test_what_has_no_highs_and_lows_or_too_few_sessions_says_nothing() -> None:
    frame = pd.DataFrame({"high": 2.0, "low": 1.0, "close": 1.5}, pd.bdate_range("2025-01-01", periods=7))
    assert misdated(frame, frame)[1] == []
    assert misdated(frame.assign(high=float("nan")), frame)[0].empty
