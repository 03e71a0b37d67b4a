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
    part, told, swaps = other.loc["2015":], 0, 0
    for row in range(60, 2700, 120):
        for late in (1, -1):
            days, found = misdated(own.loc["2015":], shifted(part, row, row + 20, late))
            told += any(start <= row + 2 and stop >= row + 18 for start, stop in found)
        swaps += bool(misdated(own.loc["2015":], exchanged(part, row))[1])
    assert told == 44
    assert swaps >= 10


def test_what_has_no_highs_and_lows_or_too_few_sessions_says_nothing() -> None:
    frame = pd.DataFrame({"high": 2.0, "low": 1.0, "close": 1.5}, pd.bdate_range("2025-01-01", periods=7))
    assert misdated(frame, frame)[1] == []
    assert misdated(frame.assign(high=float("nan")), frame)[0].empty
