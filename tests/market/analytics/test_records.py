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


def test_no_closes_are_refused() -> None:
    with pytest.raises(NoData):
        record_closes(closes())
