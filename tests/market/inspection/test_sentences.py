"""The one note on what is in doubt."""

from __future__ import annotations

from datetime import date

import pytest

from market.doubts import Doubt, DoubtKind
from market.inspection.sentences import all_doubtful, doubtful
from market.symbols import Symbol

RUT = Symbol.parse("rut")
DAY, NEXT = date(2026, 1, 20), date(2026, 1, 21)


@pytest.mark.parametrize(
    ("doubt", "clause"),
    [
        (
            Doubt(DoubtKind.SPIKE, (DAY,), 264_536.0, 2_677.74),
            "on 2026-01-20 (264,536.00; 2,677.74 before it, and back after it)",
        ),
        (
            Doubt(DoubtKind.UNHEARD, (DAY, NEXT), 12.5, 1_000.0),
            "on 2 sessions from 2026-01-20 to 2026-01-21 (12.50; 1,000.00 before it)",
        ),
        (
            Doubt(DoubtKind.SPLIT, tuple(date(2026, 1, day) for day in range(5, 14)), 400.0, 100.0),
            "all bars up to 2026-01-13 (400.00 against 100.00, as a split makes it that is not applied",
        ),
        (Doubt(DoubtKind.SCALE, (DAY,), 400.0, 4.0), "on 2026-01-20 (400.00 against 4.00 the session after"),
        (Doubt(DoubtKind.NOT_POSITIVE, (DAY,), -37.63), "on 2026-01-20 (a price of −37.63)"),
        (Doubt(DoubtKind.FROZEN, (DAY, NEXT), 25.0), "(the close of 25.00 repeated, without a trade)"),
        (
            Doubt(DoubtKind.RANGE, (DAY,), 264.0, 2.64),
            "on 2026-01-20 (an open, high or low of 264.00, beside a close of 2.64)",
        ),
    ],
)
def test_each_kind_says_what_was_seen_and_when(doubt: Doubt, clause: str) -> None:
    (note,) = doubtful(RUT, "Yahoo Finance", [doubt])
    assert note.startswith(
        "Doubtful figures of Russell 2000 at Yahoo Finance are left out until they are confirmed"
    )
    assert clause in note


def test_many_doubts_are_one_note_the_newest_first() -> None:
    doubts = [Doubt(DoubtKind.NOT_POSITIVE, (date(2026, 1, day),), 0.0) for day in (5, 6, 7, 8, 9)]
    (note,) = doubtful(RUT, "Own files", doubts)
    assert note.index("2026-01-09") < note.index("2026-01-07")
    assert note.endswith("; 2 more.")


def test_no_doubt_no_note() -> None:
    assert doubtful(RUT, "Own files", ()) == ()


def test_when_nothing_remains_the_next_step_is_said() -> None:
    sentence = all_doubtful(RUT, "Own files", [Doubt(DoubtKind.NOT_POSITIVE, (DAY,), 0.0)])
    assert sentence.endswith("No figures of Russell 2000 remain. Ask again later, or for another market.")
