from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from market.clock import Deadline
from market.fetching.single_flight import NoFreeThread, SingleFlight


def test_however_many_ask_at_once_the_work_is_done_once() -> None:
    flights, joined, release = SingleFlight[int](), Barrier(51, timeout=10), Event()
    done: list[int] = []

    def work(_deadline: Deadline) -> int:
        release.wait(60)
        done.append(1)
        return 7

    def ask() -> int:
        flight = flights.join("key", work, 10)
        joined.wait()
        return flight.result.result(60)

    with ThreadPoolExecutor(50) as pool:
        asks = [pool.submit(ask) for _ in range(50)]
        joined.wait()
        release.set()
        assert {each.result() for each in asks} == {7}
    assert len(done) == 1


def test_all_who_wait_get_the_same_failure() -> None:
    flights, release = SingleFlight[int](), Event()

    def work(_deadline: Deadline) -> int:
        release.wait(60)
        raise KeyError("chart")

    futures = [flights.join("key", work, 5).result for _ in range(3)]
    release.set()
    for future in futures:
        with pytest.raises(KeyError):
            future.result(60)


def test_the_next_ask_after_the_landing_flies_again() -> None:
    flights = SingleFlight[None]()
    done: list[int] = []
    for _ in range(3):
        flights.join("key", lambda _deadline: done.append(1), 5).result.result(60)
    assert len(done) == 3


def test_work_past_its_deadline_is_abandoned_and_its_key_is_free() -> None:
    flights, release = SingleFlight[str](), Event()

    def hang(_deadline: Deadline) -> str:
        release.wait(60)
        return "late"

    abandoned = flights.join("key", hang, 0).result
    assert flights.join("key", lambda _deadline: "new", 5).result.result(60) == "new"
    release.set()
    assert abandoned.result(60) == "late"


def test_work_is_told_its_deadline() -> None:
    assert (
        4 < SingleFlight[float]().join("key", lambda deadline: deadline.remaining(), 5).result.result(60) <= 5
    )


def test_when_all_threads_hang_nothing_more_is_started() -> None:
    flights, release = SingleFlight[bool](most=2), Event()
    hanging = [flights.join(key, lambda _deadline: release.wait(60), 0).result for key in "ab"]
    with pytest.raises(NoFreeThread):
        flights.join("c", lambda _deadline: True, 5).result.result(60)
    release.set()
    assert [future.result(60) for future in hanging] == [True, True]
    assert flights.join("c", lambda _deadline: True, 5).result.result(60)
