"""What posting costs, beyond what workers use with nothing to post."""

from __future__ import annotations

import doctest

import pytest

import benchmarks.drill.consumption
from benchmarks.drill.consumption import Consumption

# A hundred seconds with a hundred posts a second, then a hundred seconds of rest.
POSTS = [(float(second), 100.0 * second) for second in range(101)]


def worker(each: float, idle: float, warm: float = 0.0) -> list[tuple[float, float]]:
    """Processor seconds of a worker with half of the posts: `each` a post, `idle` a second, `warm` in the first."""
    return [
        (float(second), warm * (second > 0) + idle * second + each * 50 * min(second, 100))
        for second in range(201)
    ]


def test_the_cost_of_a_post_leaves_out_the_start_and_what_idle_workers_use() -> None:
    used = Consumption([worker(0.002, 0.03, warm=9.0), worker(0.001, 0.03)], POSTS)
    assert used.idle() == pytest.approx(0.06)
    assert used.each(0.25, 0.5) == pytest.approx(1.5)
    assert used.each(0.5, 1.0) == pytest.approx(1.5)
    assert used.speed(0.5, 1.0) == pytest.approx(100)
    assert used.told() == (
        "  CPU a further channel: 1.50 ms in the second quarter, 1.50 ms in the second half; "
        "with nothing to post 60 ms a second; in the second half 100.0 posts a second"
    )


def test_what_is_done_once_a_minute_is_counted_once_however_long_the_rest_is() -> None:
    each_minute = [(moment, used + 3.0 * (moment // 60)) for moment, used in worker(0.002, 0.03)]
    for last in (165, 180, 185, 200):
        assert Consumption([each_minute[: last + 1]], POSTS).idle() == pytest.approx(0.03 + 3.0 / 60)


def test_a_rest_of_less_than_a_minute_tells_nothing() -> None:
    assert Consumption([worker(0.002, 0.03)[:161]], POSTS).idle() == pytest.approx(0.03)
    with pytest.raises(ValueError, match="minute"):
        Consumption([worker(0.002, 0.03)[:160]], POSTS).idle()


def test_the_examples_hold() -> None:
    assert doctest.testmod(benchmarks.drill.consumption).failed == 0
