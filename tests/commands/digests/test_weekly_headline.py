"""The first sentence of a weekly read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from commands.digests.weekly_headline import the_week
from market.bars import Bars, tidy
from market.calendars.week import Week
from market.provenance import Provenance
from market.symbols import Symbol

CLOSES = tidy(pd.DataFrame({"close": [100.0, 101.0]}, pd.DatetimeIndex(["2026-01-16", "2026-01-22"])))
RUT = Bars(
    Symbol.parse("rut"), CLOSES, Provenance("a table in a test", datetime(2026, 1, 22, 21, tzinfo=UTC))
)


@pytest.mark.parametrize(
    ("times", "first_words"), [(2.0, "A week out of the ordinary"), (1.99, "Nothing notable happened")]
)
def test_a_week_is_unusual_from_twice_the_standard_deviation_on(times: float, first_words: str) -> None:
    week = Week(date(2026, 1, 16), date(2026, 1, 22), 4, 101.0, 0.01, (), times)
    assert str(the_week(RUT, week, [], None)).startswith(first_words)
