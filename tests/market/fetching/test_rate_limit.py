from __future__ import annotations

from threading import Barrier, Event, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.clock import Deadline
from market.fetching.rate_limit import LocalRateLimitState, RateLimit, RateLimitExceeded


class Time:
    """A clock that waiting moves."""

    def __init__(self) -> None:
        self.at = 0.0
        self.waited: list[float] = []

    def monotonic(self) -> float:
        return self.at

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.at += seconds


def soon() -> Deadline:
    return Deadline.after(3600)


def starts(pace: RateLimit, time: Time, count: int) -> list[float]:
    moments = []
    for _ in range(count):
        with pace.turn(soon()):
            moments.append(time.at)
    return moments


def test_a_burst_goes_at_once_and_then_one_a_second() -> None:
    time = Time()
    pace = RateLimit(burst=3, monotonic=time.monotonic, wait=time.wait)
    assert starts(pace, time, 6) == [0, 0, 0, 1, 2, 3]


def test_a_rest_earns_one_more_burst_and_not_two() -> None:
    time = Time()
    pace = RateLimit(burst=3, monotonic=time.monotonic, wait=time.wait)
    starts(pace, time, 3)
    time.at = 1000.0
    assert starts(pace, time, 4) == [1000, 1000, 1000, 1001]


def test_it_is_full_while_all_places_are_taken_by_those_whose_time_has_not_passed() -> None:
    pace = RateLimit(at_once=2, per_second=1e9)
    with pace.turn(soon()):
        assert not pace.is_full
        with pace.turn(soon()):
            assert pace.is_full
        late = Deadline.after(0.05)
        with pace.turn(late):
            Event().wait(0.06)
            assert not pace.is_full
    assert not pace.is_full


def test_paces_with_one_tally_share_its_rate_and_not_their_places() -> None:
    time = Time()
    tally = LocalRateLimitState(time.monotonic)
    one, other = (RateLimit(at_once=1, burst=3, wait=time.wait, tally=tally) for _ in range(2))
    with one.turn(soon()), other.turn(soon()):
        pass
    assert starts(one, time, 2) + starts(other, time, 2) == [0, 1, 2, 3]


def test_a_tally_forgets_nothing_when_it_learns_of_less() -> None:
    time = Time()
    tally = LocalRateLimitState(time.monotonic)
    for _ in range(3):
        tally.reserve(1.0, 3, 0.0)
    tally.learn(until=-1.0)
    assert tally.ahead(1.0, 3) == 1.0
    tally.learn(until=5.0)
    assert tally.ahead(1.0, 3) == 5.0


@given(
    rests=st.lists(st.floats(0, 10), min_size=1, max_size=60),
    burst=st.integers(1, 8),
    per_second=st.floats(0.5, 5),
)
def test_no_span_of_time_ever_sees_more_than_a_burst_beyond_the_rate(
    rests: list[float], burst: int, per_second: float
) -> None:
    time = Time()
    pace = RateLimit(burst=burst, per_second=per_second, monotonic=time.monotonic, wait=time.wait)
    moments: list[float] = []
    for rest in rests:
        time.at += rest
        moments += starts(pace, time, 1)
    for first in range(len(moments)):
        for last in range(first, len(moments)):
            allowed = burst + (moments[last] - moments[first]) * per_second
            assert last - first + 1 <= allowed + 1e-6


def test_a_turn_that_would_come_after_the_deadline_is_refused_and_not_charged() -> None:
    time = Time()
    pace = RateLimit(burst=1, per_second=0.01, monotonic=time.monotonic, wait=time.wait)
    starts(pace, time, 1)
    for _ in range(5):
        with pytest.raises(RateLimitExceeded), pace.turn(Deadline.after(50)):
            pass
    assert time.waited == []
    assert starts(pace, time, 1) == [pytest.approx(100)]


def test_a_deadline_that_has_passed_gets_no_turn() -> None:
    with pytest.raises(RateLimitExceeded), RateLimit().turn(Deadline.after(0)):
        pass


def test_no_more_than_so_many_are_under_way_at_a_time() -> None:
    pace, inside, leave = RateLimit(at_once=2, per_second=1e9), Barrier(3, timeout=5), Event()

    def work() -> None:
        with pace.turn(soon()):
            inside.wait()
            leave.wait(5)

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    inside.wait()
    with pytest.raises(RateLimitExceeded), pace.turn(Deadline.after(0.02)):
        pass
    leave.set()
    for thread in threads:
        thread.join(5)
    with pace.turn(Deadline.after(5)):
        pass


def test_a_request_that_outlives_its_deadline_loses_its_place() -> None:
    pace = RateLimit(at_once=1, per_second=1e9)
    with pace.turn(Deadline.after(0.02)), pace.turn(Deadline.after(5)):
        pass


def test_a_failure_gives_the_place_back() -> None:
    pace = RateLimit(at_once=1, per_second=1e9)
    with pytest.raises(RuntimeError), pace.turn(soon()):
        raise RuntimeError
    with pace.turn(Deadline.after(0.5)):
        pass
