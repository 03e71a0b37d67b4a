"""Times that a sentence tells by the way are none of its figures."""

from __future__ import annotations

from datetime import date

import pytest

from market.claims.changes import ChangeClaim
from market.claims.grammar import read


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("The Dow, which set a record on Tuesday, fell 1% this week.", date(2026, 1, 22)),
        ("The Dow fell 1%, its third straight loss after setting a record on Tuesday.", date(2026, 1, 22)),
        ("The Dow rose 1%, eclipsing its record of 49,590.20 set in December.", date(2026, 1, 22)),
        ("The Dow rose 1%, its best day since Jan. 6.", date(2026, 1, 22)),
        ("The Dow fell 1% on Tuesday, after a record.", date(2026, 1, 20)),
        ("The Dow rose 1%, above the 49,000 mark it crossed on Tuesday.", date(2026, 1, 22)),
    ],
)
def test_the_day_of_a_record_is_not_that_of_the_change(text: str, last: date) -> None:
    (change,) = (claim for claim in read(text, date(2026, 1, 22)).claims if isinstance(claim, ChangeClaim))
    assert change.when.last == last
