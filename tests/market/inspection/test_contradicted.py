"""An index beside the fund that tracks it."""

from __future__ import annotations

import pandas as pd
import pytest

from market.inspection.contradicted import contradicted, is_startling

DAYS = pd.bdate_range("2020-03-02", periods=12)
CRASH = pd.Series([100, 103, 99, 97, 89, 93, 80, 87, 76, 81, 73, 75], DAYS, dtype="float64")


def test_a_crash_that_the_fund_shares_is_believed() -> None:
    assert is_startling(CRASH)
    assert contradicted(CRASH, CRASH.pow(0.95) / 10) == ()


@pytest.mark.parametrize("place", [-1, -2, -5])
def test_a_close_that_the_fund_did_not_follow_is_in_doubt_until_it_leaves_the_newest_ten(place: int) -> None:
    wrong = CRASH.copy()
    wrong.iloc[place] *= 1.31
    (doubt,) = contradicted(wrong, CRASH / 10)
    assert doubt.days == (DAYS[place].date(),)
    assert (doubt.seen, doubt.usual) == (wrong.iloc[place], CRASH.iloc[place - 1])


def test_calm_closes_and_a_fund_of_other_sessions_say_nothing() -> None:
    assert not is_startling(pd.Series([100.0, 101.0, 100.5], DAYS[:3]))
    assert contradicted(CRASH, CRASH.set_axis(DAYS + pd.DateOffset(years=1))) == ()
