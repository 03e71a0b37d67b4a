"""Which kept histories have bars missing or in doubt, and when to look whether the provider has healed."""

from __future__ import annotations

import weakref

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
