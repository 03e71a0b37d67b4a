"""Record closes: what is one, and what only equals one."""

from __future__ import annotations

import pandas as pd
import pytest

from market.analytics.records import record_closes
from market.errors import NoData


def closes(*values: float) -> pd.Series[float]:
    return pd.Series(values, index=pd.bdate_range("2026-01-05", periods=len(values)))


@pytest.mark.parametrize(("last", "is_record"), [(11.0, False), (11.01, True), (10.99, False)])
def test_a_close_that_equals_the_record_is_none(last: float, is_record: bool) -> None:
    found = record_closes(closes(10.0, 11.0, last))
    assert found.at_record is is_record
    assert found.in_year == 1 + is_record
    assert str(found.day) == ("2026-01-07" if is_record else "2026-01-06")


def test_the_first_close_is_no_record() -> None:
    found = record_closes(closes(10.0, 9.0))
    assert len(found.sessions) == 0
    assert found.since_previous is None


def test_a_session_without_a_bar_this_year_leaves_the_count_open_and_not_the_record() -> None:
    found = record_closes(closes(100.0, float("nan"), 101.0, 140.0, 141.0))
    assert found.at_record
    assert found.unknown is None
    assert str(found.uncounted) == "2026-01-06"
    assert found.since_previous == 1


def test_a_session_without_a_bar_near_the_top_may_have_been_the_record() -> None:
    found = record_closes(closes(100.0, float("nan"), 101.0, 100.5))
    assert not found.at_record
    assert str(found.unknown) == "2026-01-06"
    assert record_closes(closes(100.0, 101.0, 140.0, 139.0)).unknown is None


def test_a_history_of_which_the_beginning_is_in_doubt_has_no_certain_record() -> None:
    found = record_closes(closes(float("nan"), float("nan"), 100.0, 101.0))
    assert found.at_record
    assert str(found.unknown) == "2026-01-06"
    assert str(found.history_from) == "2026-01-07"


def test_no_closes_are_refused() -> None:
    with pytest.raises(NoData):
        record_closes(closes())
