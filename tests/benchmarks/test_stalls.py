"""A machine that stands still is not a loop that does."""

from __future__ import annotations

import doctest

import benchmarks.drill.stalls
from benchmarks.drill.stalls import Stalls, longest
from bot.telemetry.event_loop import LoopStall


def test_the_worked_example_holds() -> None:
    assert doctest.testmod(benchmarks.drill.stalls).failed == 0


def test_what_held_up_everybody_is_left_out_and_what_held_up_one_is_not() -> None:
    ours, both = (5.0, 0.025, 0.021), (9.0, 0.080, 0.080)
    assert longest([ours, both], [(9.0, 0.080, 0.080)]) == (0.08, 0.08, 0.021)
    assert longest([ours, both], []) == (0.08, 0.08, 0.08)
    assert longest([], [(9.0, 0.080, 0.080)]) == (0.0, 0.0, 0.0)


def test_that_the_idle_loop_waited_for_a_core_excuses_nobody() -> None:
    """Our own processes may be what it waited for."""
    assert longest([(9.0, 0.040, 0.040)], [(9.0, 0.030, 0.0)]) == (0.04, 0.04, 0.04)


def test_waiting_for_a_core_is_not_left_out_twice() -> None:
    assert longest([(9.0, 0.060, 0.030)], [(9.0, 0.050, 0.020)]) == (0.06, 0.03, 0.03)


def test_short_ones_are_not_kept() -> None:
    stalls = Stalls()
    for seconds in (0.001, 0.004):
        stalls.note(LoopStall(1.0, seconds, seconds))
    assert stalls.found == [(1.0, 0.004, 0.004)]
