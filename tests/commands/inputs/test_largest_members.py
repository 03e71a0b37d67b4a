"""What the ten largest members made of a move, in words that are true of every share."""

from __future__ import annotations

from datetime import date

import pytest

from commands.inputs.largest_members import LargestMembers, largest_members
from market.analytics.concentration import Concentration, MemberContribution
from market.datasets.members import SP_500
from market.errors import NoData
from market.period import Period

DAYS = date(2025, 12, 31), date(2026, 1, 22)


def made(top: float, rest: float) -> LargestMembers:
    """Ten members that contribute `top` together, and others that contribute `rest`."""
    parts = [MemberContribution(f"T{n}", 0.05, top, top / 10) for n in range(10)]
    other = MemberContribution("REST", 0.5, rest, rest)
    return LargestMembers(Concentration((*parts, other), top + rest, 1.0, *DAYS), None, ())


@pytest.mark.parametrize(
    ("top", "rest", "words"),
    [
        (0.02, 0.02, "the ten largest made 50.0% of its move"),
        (0.04, -0.02, "the ten largest made more than all of its move"),
        (-0.02, 0.04, "the ten largest went against its move"),
        (0.001, 0.001, ""),
    ],
)
def test_a_share_is_told_only_where_it_is_one(top: float, rest: float, words: str) -> None:
    assert made(top, rest).words == words


def test_without_members_the_reason_is_a_note() -> None:
    class Nobody:
        def panel(self, universe: object) -> object:
            raise NoData("No member of the S&P 500 has been priced yet.")

    found = largest_members(Nobody(), SP_500, Period.parse("1m"))  # type: ignore[arg-type]
    assert (found.table, found.facts, found.bars, found.evidence) == (None, [], (), ())
    assert found.notes == ("Without members, by funds only: No member of the S&P 500 has been priced yet.",)


def test_its_figures_carry_the_date_of_the_members_closes() -> None:
    assert {fact.as_of for fact in made(0.02, 0.02).facts} == {"2026-01-22 close"}
