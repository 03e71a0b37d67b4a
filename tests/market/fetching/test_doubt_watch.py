"""Which kept histories have bars missing or in doubt, and when to look whether the provider has healed."""

from __future__ import annotations

import weakref
from datetime import timedelta

import pandas as pd

from market.calendars.calendar import Calendar
from market.fetching.archive import Archive
from market.fetching.doubt_watch import KEPT, DoubtWatch
from market.symbols import Symbol
from tests.market.fake_source import AFTER_CLOSE, rising

ROWS = rising().loc["2026-01-05":"2026-01-22"]


def test_as_many_histories_are_held_as_are_kept_in_memory_and_no_more() -> None:
    watch, first = DoubtWatch(Calendar()), ROWS.copy()
    held = weakref.ref(first)
    assert watch.doubts(Symbol.parse("aaa"), Archive(first, None, AFTER_CLOSE, True)) == ()
    del first
    for number in range(KEPT):
        assert held() is not None, number
        watch.doubts(Symbol.parse(f"a{number}"), Archive(ROWS.copy(), None, AFTER_CLOSE, True))
    assert held() is None


def test_adjusted_closes_that_are_missing_are_looked_for_again_where_they_matter() -> None:
    asked, later = AFTER_CLOSE, AFTER_CLOSE + timedelta(minutes=10)

    def is_due(word: str, frame: pd.DataFrame) -> bool:
        return DoubtWatch(Calendar()).is_due(Symbol.parse(word), Archive(frame, None, asked, True), later)

    unadjusted = ROWS.assign(adj_close=float("nan"))
    assert [is_due("iwm", unadjusted), is_due("iwm", ROWS), is_due("rut", unadjusted)] == [True, False, False]
