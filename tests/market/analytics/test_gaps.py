"""Sessions without a bar, and what they leave open."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd

from market.analytics.gaps import LEAST_REACH, first_gap, hidden_extreme, longest_whole

NONE = math.nan


def closes(*values: float) -> pd.Series[float]:
    return pd.Series(values, index=pd.bdate_range("2026-01-05", periods=len(values)))


def test_the_first_gap_of_a_frame_is_that_of_any_column() -> None:
    frame = pd.DataFrame({"a": closes(1, 2, NONE), "b": closes(1, NONE, 3)})
    assert first_gap(frame) == date(2026, 1, 6)
    assert first_gap(frame[["a"]].iloc[:2]) is None


def test_a_gap_far_below_the_record_hides_none_and_one_near_it_may() -> None:
    assert hidden_extreme(closes(100, NONE, 101, 130), 130.0) is None
    assert hidden_extreme(closes(100, 128, NONE, 130), 130.0) == date(2026, 1, 7)


def test_the_reach_of_a_gap_has_two_sides() -> None:
    just = 100 * math.exp(LEAST_REACH)
    assert hidden_extreme(closes(99, 100, NONE, 100, just * 0.9999), just * 0.9999) is not None
    assert hidden_extreme(closes(99, 100, NONE, 100, just * 1.0001), just * 1.0001) is None


def test_a_series_that_has_stood_out_so_far_may_have_done_it_again() -> None:
    wild = closes(100, 120, 100, NONE, 100, 118)
    assert hidden_extreme(wild, 119.0) == date(2026, 1, 8)
    assert hidden_extreme(wild, 121.0) is None


def test_nothing_is_known_of_what_comes_before_the_first_close() -> None:
    assert hidden_extreme(closes(NONE, 100, 900), 900.0) == date(2026, 1, 5)


def test_a_run_of_gaps_reaches_further() -> None:
    level = 100 * math.exp(LEAST_REACH * 1.5)
    assert hidden_extreme(closes(100, NONE, 100, level), level) is None
    assert hidden_extreme(closes(100, NONE, NONE, 100, level), level) is not None


def test_a_low_is_the_mirror_of_a_high() -> None:
    assert hidden_extreme(closes(100, 72, NONE, 70, 100), 70.0, high=False) == date(2026, 1, 7)
    assert hidden_extreme(closes(100, NONE, 100, 70), 70.0, high=False) is None


def test_the_longest_stretch_is_the_later_of_two_alike() -> None:
    assert longest_whole(closes(1, 2, NONE, 4, 5)).tolist() == [4, 5]
    assert longest_whole(closes(1, 2)).tolist() == [1, 2]
