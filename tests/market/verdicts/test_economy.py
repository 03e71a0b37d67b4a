"""Claims about figures of the economy, judged on a table made by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from market.calendars.calendar import Calendar
from market.claims.grammar import read
from market.datasets.economic_series import EconomicSeries
from market.datasets.macro_observations import Observations
from market.provenance import Provenance
from market.verdicts.data import JudgementData
from market.verdicts.judge import judge
from market.verdicts.verdict import Verdict

CLAIMS = EconomicSeries.parse("claims")
SATURDAYS = pd.to_datetime(["2026-02-14", "2026-02-21", "2026-02-28", "2026-03-07"])
COUNTS = (300_000.0, 250_000.0, 200_000.0, 150_000.0)


def verdict(text: str, day: str, known: int) -> Verdict:
    """Of the claim in a text of that day, when the first `known` figures are out."""
    asked = datetime.fromisoformat(f"{day}T21:00").replace(tzinfo=UTC)
    values = pd.Series(COUNTS[:known], SATURDAYS[:known])
    seen = Observations(CLAIMS, values, Provenance("A table in a test", asked))
    data = JudgementData(date.fromisoformat(day), Calendar(), series={CLAIMS.id: seen})
    (claim,) = read(text, data.last).claims
    return judge(claim, data).verdict


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Initial claims fell to 150,000 last week.", Verdict.HOLDS),  # the week to Saturday the 7th
        ("Initial claims fell to 200,000 last week.", Verdict.HOLDS),  # published last week
        ("Initial claims fell to 250,000 last week.", Verdict.FAILS),
        ("Initial claims fell to 150,000.", Verdict.HOLDS),
        ("Initial claims fell to 200,000 in the week to 2026-02-28.", Verdict.HOLDS),
        ("Initial claims fell to 150,000 in the week to 2026-02-28.", Verdict.FAILS),
    ],
)
def test_on_the_day_of_the_release(text: str, expected: Verdict) -> None:
    assert verdict(text, "2026-03-12", 4) is expected


def test_the_day_before_it_last_week_is_the_week_that_was_published_then() -> None:
    assert verdict("Initial claims fell to 200,000 last week.", "2026-03-11", 3) is Verdict.HOLDS
    assert verdict("Initial claims fell to 150,000 last week.", "2026-03-11", 3) is not Verdict.HOLDS
