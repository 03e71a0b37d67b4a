"""The memory of the market regime: when a verdict ends, and what a session without inputs leaves open."""

from __future__ import annotations

import doctest
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

import market.analytics.standing_verdict
from market.analytics.standing_verdict import VerdictState, standing_verdicts

NAMES = ("a", "b", "c")


def states(marks: str, ends_after: int = 3, begins_open: bool = False) -> list[VerdictState]:
    """Each mark is what its session reads as, and whose condition alone holds; a dot is a session without
    inputs."""
    inputs = [None if mark == "." else mark for mark in marks]
    return list(
        standing_verdicts(inputs, str, lambda name, mark: name == mark, NAMES, ends_after, begins_open),
    )


def test_the_worked_example_holds() -> None:
    assert doctest.testmod(market.analytics.standing_verdict).failed == 0


@pytest.mark.parametrize(
    ("marks", "newest"),
    [
        ("aaa", VerdictState("a", 0, 0)),
        ("aabb", VerdictState("a", 0, 2)),
        ("aabbb", VerdictState("b", 4, 0)),
        ("aabbabb", VerdictState("a", 0, 2)),
        ("aabcb", VerdictState("b", 4, 0)),  # whatever was read instead, its own condition failed three times
        ("aabbbaaa", VerdictState("a", 7, 0)),
    ],
)
def test_a_verdict_ends_when_its_own_condition_has_failed_often_enough_in_a_row(
    marks: str, newest: VerdictState
) -> None:
    assert states(marks)[-1] == newest


@pytest.mark.parametrize(
    ("marks", "newest"),
    [
        ("a.", VerdictState("a", 0, None)),
        ("a.a", VerdictState("a", 0, 0)),
        ("ab.", VerdictState("a", 0, None)),
        (
            "abb.",
            VerdictState(None, None, 0),
        ),  # a third failure would have ended it, a session that held would not
        ("abb.a", VerdictState(None, None, None)),
        ("abb.aaaa", VerdictState("a", None, 0)),  # whether it stood all along or anew is open
        ("abb.aaaabbb", VerdictState("b", 10, 0)),  # and no longer matters once it has ended
        ("..ab", VerdictState("a", 2, 1)),
    ],
)
def test_a_session_without_inputs_leaves_open_what_it_may_have_changed(
    marks: str, newest: VerdictState
) -> None:
    assert states(marks)[-1] == newest


@given(st.text(alphabet="abc.", min_size=1, max_size=12).filter(lambda marks: marks.count(".") <= 3))
def test_what_is_said_over_holes_is_true_however_they_are_filled(marks: str) -> None:
    said = states(marks)[-1]
    begun = len(marks) - len(marks.lstrip("."))
    holes = [n for n, mark in enumerate(marks) if mark == "." and n > begun]
    for fill in itertools.product("abc", repeat=len(holes)):
        whole = list(marks[begun:])
        for place, mark in zip(holes, fill, strict=True):
            whole[place - begun] = mark
        if not whole:
            continue
        true = states("".join(whole))[-1]
        assert said.verdict in (None, true.verdict)
        assert said.since is None or said.since - begun == true.since
        assert said.failed in (None, true.failed)


@pytest.mark.parametrize(
    ("marks", "newest"),
    [
        ("aa", VerdictState(None, None, None)),
        (
            "aaa",
            VerdictState("a", None, 0),
        ),  # every other would have ended by now; since when it stands is open
        ("aaabbb", VerdictState("b", 5, 0)),
    ],
)
def test_what_stood_before_the_first_session_is_open_where_there_were_others(
    marks: str, newest: VerdictState
) -> None:
    assert states(marks, begins_open=True)[-1] == newest
