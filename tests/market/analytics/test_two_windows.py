"""Two windows on one axis, by tables made by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.analytics.two_windows import two_windows
from market.errors import NoData
from market.windows import Windows

NAN = float("nan")
DAYS = pd.bdate_range("2026-01-01", periods=10)  # a Thursday to a Wednesday


def closes(*values: float, **more: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"A": [*values], **more}, index=DAYS[: len(values)])


def test_each_window_begins_with_the_last_close_on_or_before_its_day_and_both_are_equally_long() -> None:
    found = two_windows(
        closes(10, 11, 12, 9, 10, 20, 30, 15, 40, 50), Windows.parse("2026-01-09 with 2026-01-03")
    )
    assert (str(found.earlier.base), str(found.earlier.end)) == ("2026-01-02", "2026-01-07")
    assert (str(found.later.base), str(found.later.end)) == ("2026-01-09", "2026-01-14")
    assert found.sessions == 3
    assert (found.earlier.length, found.later.length) == (8, 3)
    assert found.earlier.change("A") == pytest.approx(10 / 11 - 1)
    assert found.later.change("A") == pytest.approx(50 / 30 - 1)
    assert found.later.worst("A") == pytest.approx(-0.5)


def test_a_session_without_a_bar_withholds_what_needs_it() -> None:
    frame = closes(10, 11, 12, 13, NAN, 15, 16, 17, 18, 19)
    found = two_windows(frame, Windows.parse("2026-01-02 with 2026-01-07"))
    assert found.later.change("A") != found.later.change("A")  # its base is missing
    assert str(found.later.gap("A", ends=True)) == "2026-01-07"
    assert found.earlier.change("A") == pytest.approx(18 / 11 - 1) or found.sessions != 7
    assert found.earlier.worst("A") != found.earlier.worst("A")  # the trough may have been there


def test_a_window_before_the_first_close_is_refused() -> None:
    with pytest.raises(NoData, match="begin together on 2026-01-01"):
        two_windows(closes(1, 2, 3, 4), Windows.parse("2025-12-31 with 2026-01-02"))


def test_two_days_with_one_base_are_no_two_windows() -> None:
    with pytest.raises(NoData, match="Both windows are measured from 2026-01-02"):
        two_windows(closes(1, 2, 3, 4, 5), Windows.parse("2026-01-02 with 2026-01-03"))


@given(st.lists(st.floats(1, 100), min_size=10, max_size=10), st.integers(1, 4))
def test_what_comes_after_a_windows_end_changes_nothing_in_it(values: list[float], first: int) -> None:
    asked = Windows.parse(f"{DAYS[0].date()} with {DAYS[first + 3].date()}")
    found = two_windows(closes(*values), asked)
    other = [*values]
    other[found.sessions + 1] *= 2  # the first close behind the earlier window
    if found.sessions + 1 <= first + 3:
        again = two_windows(closes(*other), asked)
        assert again.earlier.change("A") == found.earlier.change("A")
