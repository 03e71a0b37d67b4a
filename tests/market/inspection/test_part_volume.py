"""A bar written within its session, told by its volume."""

from __future__ import annotations

import doctest
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import market.inspection.part_volume
from market.doubts import DoubtKind
from market.inspection.inspection import inspect
from market.inspection.part_volume import is_of_a_part, volume_share
from market.symbols import Symbol
from tests.market.inspection.series import DAYS, filled, walk

RUT, IWM, LONDON, SHARE = (
    Symbol.parse("rut"),
    Symbol.parse("iwm"),
    Symbol("^FTSE", "FTSE"),
    Symbol("ZZ", "ZZ"),
)
LAST = date(2026, 1, 22)
assert DAYS is not None


def last_volume(times: float, last: str = "2026-01-22") -> pd.DataFrame:
    """Bars up to that session, whose volume is so many times the usual one; whole sessions have 0.8 times at least."""
    frame = walk().loc[:last]
    usual = float(frame["volume"].iloc[-21:-1].median())
    return filled(frame, times * usual, last, last, ["volume"])


def is_told(frame: pd.DataFrame) -> bool:
    assert DAYS is not None
    return is_of_a_part(frame["volume"], volume_share(frame["volume"]), DAYS)


def test_the_worked_example_holds() -> None:
    assert doctest.testmod(market.inspection.part_volume).failed == 0


@pytest.mark.parametrize(
    ("last", "times", "found"),
    [
        ("2026-01-22", 0.49, True),
        ("2026-01-22", 0.51, False),
        ("2025-12-19", 0.49, True),
        ("2025-12-22", 0.3, False),  # many are away
        ("2025-12-22", 0.2, True),
        ("2025-11-28", 0.3, False),  # closed at one o'clock
        ("2025-11-28", 0.2, True),
    ],
)
def test_half_of_the_usual_volume_is_that_of_a_part(last: str, times: float, found: bool) -> None:
    assert is_told(last_volume(times, last)) is found


def test_a_market_that_has_had_lighter_sessions_is_not_in_doubt() -> None:
    frame = last_volume(0.4)
    assert is_told(frame)
    rows = frame.index[[-40, -70]]
    frame.loc[rows, "volume"] *= 0.3
    assert is_told(frame)  # two may be the vendor's mistakes
    frame.loc[frame.index[-100], "volume"] *= 0.3
    assert not is_told(frame)


@pytest.mark.parametrize("newest", [0.0, float("nan")])
def test_without_a_volume_or_a_history_nothing_is_told(newest: float) -> None:
    assert not is_told(last_volume(newest))
    assert not is_told(last_volume(0.3).iloc[-120:])
    assert np.isnan(volume_share(pd.Series(dtype="float64")))


def test_the_bar_is_left_out_of_an_index_or_fund_and_its_note_says_why() -> None:
    for symbol in (RUT, IWM):
        found = inspect(last_volume(0.368), symbol, DAYS)
        (doubt,) = found.doubts
        assert (doubt.kind, doubt.days, found.missing) == (DoubtKind.PRINT, (LAST,), (LAST,))
        assert doubt.words == "its volume is 36.8% of the usual: it may have been written within the session"
        assert found.share == pytest.approx(0.368)
    for other in (LONDON, SHARE):  # whose volumes nobody has measured
        assert inspect(last_volume(0.368), other, DAYS).doubts == ()


def test_a_later_bar_clears_it() -> None:
    frame = walk()
    frame.loc[frame.index[-2], "volume"] *= 0.3
    assert inspect(frame, RUT, DAYS).doubts == ()


@pytest.mark.realdata
def test_since_2025_no_whole_session_is_in_doubt_and_a_third_of_its_volume_is(real_data: Path) -> None:
    """The share of sessions of which a print of 11:30 is seen, by the usual course of a day's volume."""
    seen = {}
    for name in ("RUT", "SPY"):
        volumes = pd.read_csv(real_data / f"{name}.csv.gz", index_col=0, parse_dates=True)["volume"].loc[
            "2020":
        ]
        first = int(volumes.index.searchsorted(pd.Timestamp("2025-01-01")))
        newest = [volumes.iloc[: row + 1].astype("float64") for row in range(first, len(volumes), 5)]
        assert not any(is_told(part.to_frame()) for part in newest)
        prints = (part.mask(part.index == part.index[-1], part * 0.35) for part in newest)
        seen[name] = np.mean([is_told(part.to_frame()) for part in prints])
    assert seen["RUT"] > 0.9
    assert seen["SPY"] > 0.4
