"""What is in doubt about a series."""

from __future__ import annotations

from datetime import date

from market.doubts import Doubt, DoubtKind


def test_a_doubt_reaches_from_its_first_session_to_its_last() -> None:
    doubt = Doubt(DoubtKind.FROZEN, (date(2026, 1, 20), date(2026, 1, 21), date(2026, 1, 23)), 25.0)
    assert (doubt.first, doubt.last) == (date(2026, 1, 20), date(2026, 1, 23))
    assert doubt.usual != doubt.usual
