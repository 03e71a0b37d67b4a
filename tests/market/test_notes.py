"""One fault is one note that names its markets."""

from __future__ import annotations

import doctest
import pickle

import market.notes
from market.notes import MarketNote, merged

LOST = "There is no bar for 2026-01-21 at Own files"


def test_the_worked_example_holds() -> None:
    assert doctest.testmod(market.notes).failed == 0


def test_one_fault_of_several_markets_is_one_note_in_the_place_of_the_first() -> None:
    notes = [MarketNote(LOST, "IWM"), "Stale.", MarketNote(LOST, "Russell 2000"), MarketNote(LOST, "IWM")]
    assert merged(notes) == (f"{LOST} (IWM, Russell 2000).", "Stale.")


def test_different_faults_stay_apart() -> None:
    other = MarketNote("There is no bar for 2026-01-20 at Own files", "IWM")
    assert merged([MarketNote(LOST, "IWM"), other]) == (f"{LOST} (IWM).", str(other))


def test_of_many_markets_the_rest_are_counted() -> None:
    (note,) = merged(MarketNote(LOST, f"M{n}") for n in range(9))
    assert note == f"{LOST} (M0, M1, M2, M3, M4, M5 and 3 more)."


def test_merging_again_changes_nothing_and_a_note_survives_another_process() -> None:
    once = merged(MarketNote(LOST, f"M{n}") for n in range(9))
    sent = pickle.loads(pickle.dumps(once))
    assert merged((*sent, *once)) == once
