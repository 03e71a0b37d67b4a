"""The schedule of reconstitutions, and what is said of an old list."""

from __future__ import annotations

import doctest
from datetime import date, timedelta

import pytest

import market.datasets.reconstitution
from market.datasets.members import RUSSELL_2000, SP_500
from market.datasets.reconstitution import AGED, age_note, newest_reconstitution


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.datasets.reconstitution).failed == 0


@pytest.mark.parametrize(
    ("until", "day"),
    [("2024-12-31", "2024-06-28"), ("2026-11-12", "2026-06-26"), ("2026-11-13", "2026-11-13")],
)
def test_the_russell_is_made_up_anew_in_june_and_since_2026_in_november(until: str, day: str) -> None:
    assert str(newest_reconstitution(RUSSELL_2000, date.fromisoformat(until))) == day


def test_the_sp500_is_rebalanced_every_quarter() -> None:
    assert str(newest_reconstitution(SP_500, date(2026, 1, 22))) == "2025-12-19"


def test_a_young_list_is_not_spoken_of_and_an_old_one_is_by_its_days() -> None:
    listed = date(2025, 8, 1)
    assert age_note(RUSSELL_2000, listed, listed + timedelta(days=AGED)) == ()
    (note,) = age_note(RUSSELL_2000, listed, listed + timedelta(days=AGED + 1))
    assert note == "The list of members is of 2025-08-01, 36 days before these figures."


def test_a_reconstitution_since_is_told_from_its_next_session_on() -> None:
    listed = date(2026, 6, 20)
    assert age_note(RUSSELL_2000, listed, date(2026, 6, 26)) == ()
    (note,) = age_note(RUSSELL_2000, listed, date(2026, 6, 29))
    assert note.endswith("the index was reconstituted after the close of 2026-06-26.")


def test_a_list_that_is_newer_than_the_figures_is_not_old() -> None:
    assert age_note(RUSSELL_2000, date(2026, 5, 5), date(2026, 1, 22)) == ()
