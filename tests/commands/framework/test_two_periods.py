"""Two periods with a word between them, as a command reads them."""

from __future__ import annotations

import pytest

from commands.framework.two_periods import TwoPeriods


@pytest.mark.parametrize(
    ("words", "used"),
    [
        ("2020-11-01 with 2026-04-01", 3),
        ("2020-11-01 with 2026-04-01, private", 3),
        ("2008 vs 2020", 3),
        ("since the march 2020 low with since 2026-04-01 private", 8),
    ],
)
def test_it_takes_both_and_leaves_the_rest(words: str, used: int) -> None:
    taken = TwoPeriods().parse(words.split())
    assert taken is not None
    assert taken[1] == used


@pytest.mark.parametrize(
    "words", ["rut with 2020", "2020-11-01", "2020-11-01 with", "with 2020", "1y with 2020", "rut spx"]
)
def test_what_is_no_pair_of_periods_is_left_to_others(words: str) -> None:
    assert TwoPeriods().parse(words.split()) is None
