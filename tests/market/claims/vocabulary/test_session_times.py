"""Words for a time within a session."""

from __future__ import annotations

import doctest

from market.claims.vocabulary import session_times


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(session_times).failed == 0


def test_the_top_of_a_table_is_no_time() -> None:
    assert {"at the top", "at its bottom", "at best of the day"}.isdisjoint(session_times.session_times())
