"""An index at its last close: intraday records, and the running session apart from closes."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from market.analytics.index_summary import index_summary
from market.bars import Bars, RunningBar, tidy
from market.errors import NoData
from market.provenance import Provenance
from market.symbols import Symbol

NOW = datetime(2026, 1, 22, 16, 30, tzinfo=UTC)


def bars(closes: list[float], high: float | None = None, running: float | None = None) -> Bars:
    days = pd.bdate_range(end="2026-01-21", periods=len(closes))
    highs = closes if high is None else [*closes[:-1], high]
    frame = tidy(pd.DataFrame({"open": closes, "high": highs, "low": closes, "close": closes}, index=days))
    bar = None
    if running is not None:
        bar = RunningBar(date(2026, 1, 22), running, running, running, running, None, NOW)
    return Bars(Symbol.parse("rut"), frame, Provenance("a table in a test", NOW), bar)


@pytest.mark.parametrize(("high", "is_intraday"), [(110.0, False), (110.01, True)])
def test_a_high_above_the_record_with_a_close_below_is_an_intraday_record(
    high: float, is_intraday: bool
) -> None:
    assert index_summary(bars([100.0, 110.0, 105.0], high), []).intraday_record is is_intraday


def test_a_record_close_is_no_intraday_record() -> None:
    found = index_summary(bars([100.0, 110.0, 111.0], 112.0), [])
    assert found.records.at_record
    assert not found.intraday_record


@pytest.mark.parametrize(("last", "is_above"), [(110.0, False), (110.01, True)])
def test_a_running_session_is_above_the_record_when_its_last_price_is(last: float, is_above: bool) -> None:
    found = index_summary(bars([100.0, 110.0, 105.0], running=last), []).so_far
    assert found is not None
    assert found.above_record is is_above
    assert found.change == pytest.approx(last / 105.0 - 1)


def test_one_close_is_too_few() -> None:
    with pytest.raises(NoData):
        index_summary(bars([100.0]), [])


def test_so_far_today_is_unknown_where_the_session_before_has_no_bar() -> None:
    subject = bars([100.0, 110.0], running=121.0)
    assert subject.running_change == pytest.approx(0.1)
    hole = replace(subject, missing=(date(2026, 1, 21),), frame=subject.frame.iloc[:-1])
    assert math.isnan(hole.running_change)
    so_far = index_summary(replace(bars([90.0, 100.0, 110.0], running=121.0), missing=()), []).so_far
    assert so_far is not None
    assert so_far.change == pytest.approx(0.1)
