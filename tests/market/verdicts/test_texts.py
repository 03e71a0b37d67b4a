"""A whole text judged: on which of two days."""

from __future__ import annotations

from datetime import date

import pytest

from market.claims.grammar import readings_of
from market.verdicts.data import JudgementData
from market.verdicts.texts import claims_of, judge_text
from market.verdicts.verdict import Verdict
from tests.market.verdicts.test_judge import CALENDAR, LAST, RUT, bars

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


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Letter to our partners, December 2025\n\nWe did well.", date(2025, 12, 31)),
        ("Harborlight Fund\nFourth-quarter review\n\nWe did well.", date(2025, 12, 31)),
        ("December 2025\n\nWe did well.", date(2025, 12, 31)),
        ("Letter to our partners, January 2026\n\nWe did well.", LAST),
        ("Inflation of December 2025 slows\n\nWe did well.", LAST),
        ("In December 2025 we wrote a letter.", LAST),
        ("Letter to our partners, December 3\n\nWe did well.", LAST),
        ("Weekly recap: earnings of December begin\n\nWe did well.", LAST),
        ("January 16, 2026\nLetter on December 2025\n\nWe did well.", FRIDAY),
    ],
    ids=["letter", "two lines", "alone", "not over", "no report", "no title", "a day", "of a week", "dated"],
)
def test_a_report_on_a_period_is_of_its_last_day(text: str, day: date) -> None:
    first, *others = readings_of(text, LAST)
    assert first.anchor == day
    assert [other.anchor for other in others] == ([LAST] if first.by_title else [])


def test_a_report_on_a_period_whose_figures_are_of_the_last_session_is_of_that() -> None:
    text = "Letter to our partners, December 2025\n\nThe Russell 2000 closed at 104."
    closes = bars("rut", [90, 100, 104], ["2025-12-31", "2026-01-16", "2026-01-20"])
    data = JudgementData(LAST, CALENDAR, {"^RUT": closes})
    assert judge_text(readings_of(text, LAST), data)[0].anchor == LAST
    own = judge_text(readings_of(text.replace("104", "90"), LAST), data)
    assert own[0].anchor == date(2025, 12, 31)
    assert [finding.verdict for finding in own[1]] == [Verdict.HOLDS]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The session before, the Russell 2000 rose 0.97%.", Verdict.HOLDS),
        ("Yesterday the Russell 2000 rose 0.97%.", Verdict.HOLDS),
        ("What happened yesterday. The Russell 2000 rose 1.98%.", Verdict.FAILS),
        ("The Russell 2000 rose on Tuesday after adding 1.98% the session before.", Verdict.HOLDS),
    ],
)
def test_a_note_dated_before_the_open_tells_of_the_last_session(words: str, expected: Verdict) -> None:
    text, asked = f"Morning note | Wednesday, January 21, 2026\n\n{words}", date(2026, 1, 21)
    reading, findings = judge_text(readings_of(text, LAST, asked=asked), DATA)
    assert reading.anchor == LAST
    assert findings[-1].verdict is expected


def test_what_was_read_too_unsurely_is_not_read_and_no_more_than_asked_for_is_judged() -> None:
    text = "The Russell 2000 choked up 1.5%. The Russell 2000 closed at 104. The Russell 2000 rose 0.97%."
    readings = readings_of(text, LAST)
    assert len(claims_of(readings)) == 3
    reading, findings = judge_text(readings, DATA, 2)
    assert [finding.verdict for finding in findings] == [Verdict.HOLDS]
    assert [span.quote for span in reading.unread] == ["The Russell 2000 choked up 1.5%."]
    assert len(reading.claims) == 2
