"""The first sentence of a daily read: where a day becomes unusual and a lead becomes a streak."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest

from commands.digests.headline import is_unusual, times_usual, what_mattered
from market.analytics.index_summary import IndexSummary, index_summary
from market.bars import Bars, tidy
from market.provenance import Provenance
from market.symbols import Symbol

RUT, SPX = Symbol.parse("rut"), Symbol.parse("spx")


def table(symbol: Symbol, closes: list[float]) -> Bars:
    days = pd.bdate_range(end="2026-01-22", periods=len(closes))
    frame = tidy(pd.DataFrame({"open": closes, "high": closes, "low": closes, "close": closes}, index=days))
    return Bars(symbol, frame, Provenance("a table in a test", datetime(2026, 1, 22, 21, tzinfo=UTC)))


def quiet(days: int, last: float = 100.05) -> list[float]:
    """`days` daily changes of about a tenth of a per cent, then `last`; the record lies far back."""
    return [*[100.0, 100.1] * (days // 2), *[100.0] * (days % 2), 100.0, last]


@pytest.mark.parametrize(("times", "unusual"), [(2.0, True), (1.99, False)])
def test_a_change_is_unusual_from_twice_the_standard_deviation_on(times: float, unusual: bool) -> None:
    assert is_unusual(times) is unusual


@pytest.mark.parametrize(("days", "is_known"), [(60, True), (59, False)])
def test_the_usual_day_takes_sixty_changes(days: int, is_known: bool) -> None:
    result = index_summary(table(RUT, quiet(days, 97.0)), [])
    assert (times_usual(result) > 0) is is_known


def test_the_usual_day_is_that_of_the_last_sixty_changes() -> None:
    calm, wild = quiet(100, 97.0), quiet(100, 97.0)
    wild[:40] = [100.0, 150.0] * 20  # the 61st change before the last and all earlier ones
    assert len(wild) - 1 - 61 == 40
    results = [index_summary(table(RUT, closes), []) for closes in (calm, wild)]
    assert times_usual(results[0]) == pytest.approx(times_usual(results[1]))
    wild[41] = 150.0
    assert times_usual(index_summary(table(RUT, wild), [])) < 1


def ahead(sessions: int) -> IndexSummary:
    """A quiet day that was one of `sessions` in a row ahead of the S&P 500."""
    result = index_summary(table(RUT, [110.0, *quiet(80)]), [table(SPX, [100.0, *quiet(80)])])
    (lead,) = result.leads
    return replace(result, leads=(replace(lead, daily=replace(lead.daily, length=sessions)),))


@pytest.mark.parametrize(("sessions", "notable"), [(10, True), (9, False)])
def test_ten_sessions_in_a_row_ahead_are_notable(sessions: int, notable: bool) -> None:
    assert str(what_mattered(ahead(sessions), None)).startswith("Nothing notable") is not notable
