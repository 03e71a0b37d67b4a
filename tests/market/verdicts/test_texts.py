"""A whole text judged: on which of two days."""

from __future__ import annotations

from datetime import date

import pytest

from market.claims.grammar import readings_of
from market.verdicts.data import JudgementData
from market.verdicts.texts import claims_of, judge_text
from market.verdicts.verdict import Verdict
from tests.market.verdicts.test_judge import CALENDAR, LAST, RUT

FRIDAY = date(2026, 1, 16)
DATA = JudgementData(
    LAST, CALENDAR, {"^RUT": RUT}
)  # 101 on Thursday, 103 on Friday, 104 on Tuesday, the last session


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The Russell 2000 rose 0.97% to 104. The mood was worse on Friday.", LAST),
        ("The Russell 2000 rose 1.98% to 103. The mood was better on Friday.", FRIDAY),
        ("The Russell 2000 rose 5% to 109. The mood was better on Friday.", FRIDAY),
        ("The Russell 2000 rose 0.97% to 109. The mood was better on Friday.", LAST),
        ("The Russell 2000 rose 1.98% to 104. The mood was better on Friday.", FRIDAY),
    ],
    ids=["of the last session", "of Friday", "of neither", "rather of the last session", "of both alike"],
)
def test_a_weekday_named_in_passing_is_not_the_texts_day(text: str, day: date) -> None:
    reading, findings = judge_text(readings_of(text, LAST), DATA)
    assert reading.anchor == day
    assert len(findings) == 2


def test_a_day_of_its_own_or_of_the_askers_leaves_no_choice() -> None:
    text = "The Russell 2000 rose 0.97% to 104. The mood was worse on Friday."
    assert len(readings_of(text, LAST)) == 2
    assert len(readings_of(text, LAST, FRIDAY)) == 1
    assert len(readings_of(f"NEW YORK, Jan 16 (Wire) - {text}", LAST)) == 1
    assert len(readings_of("The Russell 2000 rose 0.97% on Tuesday.", LAST)) == 1


def test_what_was_read_too_unsurely_is_not_read_and_no_more_than_asked_for_is_judged() -> None:
    text = "The Russell 2000 needed 1.5%. The Russell 2000 closed at 104. The Russell 2000 rose 0.97%."
    readings = readings_of(text, LAST)
    assert len(claims_of(readings)) == 3
    reading, findings = judge_text(readings, DATA, 2)
    assert [finding.verdict for finding in findings] == [Verdict.HOLDS]
    assert [span.quote for span in reading.unread] == ["The Russell 2000 needed 1.5%."]
    assert len(reading.claims) == 2
