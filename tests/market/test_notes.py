"""One fault is one note that names what it is about."""

from __future__ import annotations

import doctest
import pickle

import pytest

import market.notes
from market.notes import NamingNote, listed_few, merged, without

LOST = "There is no bar for 2026-01-21 at Own files ({})."


def test_the_worked_example_holds() -> None:
    assert doctest.testmod(market.notes).failed == 0


@pytest.mark.parametrize(
    ("count", "words"), [(0, ""), (1, "M0"), (2, "M0 and M1"), (7, "M0, M1, M2, M3, M4, M5 and 1 more")]
)
def test_a_few_names_are_written_out(count: int, words: str) -> None:
    assert listed_few([f"M{n}" for n in range(count)]) == words


def test_one_fault_of_several_markets_is_one_note_in_the_place_of_the_first() -> None:
    notes = [NamingNote(LOST, "IWM"), "Stale.", NamingNote(LOST, "Russell 2000"), NamingNote(LOST, "IWM")]
    assert merged(notes) == (
        "There is no bar for 2026-01-21 at Own files (IWM and Russell 2000).",
        "Stale.",
    )


def test_different_faults_stay_apart() -> None:
    other = NamingNote(LOST.replace("21", "20"), "IWM")
    assert merged([NamingNote(LOST, "IWM"), other]) == (NamingNote(LOST, "IWM"), other)


def test_parts_that_lack_for_one_reason_are_named_together() -> None:
    reason = "There are no closes of members. Put them there."
    assert merged([without("why", reason), without("breadth", reason), without("macro", "No series.")]) == (
        "Without why and breadth: There are no closes of members. Put them there.",
        "Without macro: No series.",
    )


def test_merging_again_changes_nothing_and_a_note_survives_another_process() -> None:
    once = merged(NamingNote(LOST, f"M{n}") for n in range(9))
    sent = pickle.loads(pickle.dumps(once))
    assert merged((*sent, *once)) == once
