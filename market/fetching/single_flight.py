"""Single flight: however many ask for the same thing at once, it is fetched once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Generic, TypeVar

from market.clock import Deadline

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Flight(Generic[T]):
    """Work under way: what will come of it, and until when."""

    result: Future[T]
    deadline: Deadline


class NoFreeThread(Exception):
    """No thread is free: too many fetches are under way already."""


class SingleFlight(Generic[T]):
    """Work in threads of its own, one at a time per key, never waited for past its deadline.

    Work that outlives its deadline is abandoned: its key is free again, its thread ends when it
    ends. `most` threads live at a time, abandoned ones included; beyond that nothing starts. The
    threads are daemons, so that a provider that hangs cannot keep the program from ending.
    """

    def __init__(self, most: int = 64) -> None:
        self._most, self._threads = most, 0
        self._in_air: dict[Hashable, Flight[T]] = {}
        self._lock = Lock()

    def join(self, key: Hashable, work: Callable[[Deadline], T], seconds: float) -> Flight[T]:
        """The flight for `key` that is under way, else a new one that is given `seconds`. Its result
        raises what `work` raised, NoFreeThread when no thread is free."""
        with self._lock:
            flight = self._in_air.get(key)
            if flight is not None and not flight.deadline.passed:
                return flight
            flight = Flight(Future[T](), Deadline.after(seconds))
            if self._threads >= self._most:
                flight.result.set_exception(NoFreeThread())
                return flight
            self._threads += 1
            self._in_air[key] = flight
        Thread(target=self._fly, args=(key, flight, work), name=f"fetch {key}", daemon=True).start()
        return flight

    def _fly(self, key: Hashable, flight: Flight[T], work: Callable[[Deadline], T]) -> None:
        outcome: T | BaseException
        try:
            outcome, failed = work(flight.deadline), False
        except BaseException as error:
            outcome, failed = error, True
        with self._lock:
            self._threads -= 1
            if self._in_air.get(key) is flight:
                del self._in_air[key]
        if failed:
            flight.result.set_exception(outcome)  # type: ignore[arg-type]  # an exception: `failed`
        else:
            flight.result.set_result(outcome)  # type: ignore[arg-type]  # a result: not `failed`


def landed(failure: Exception | None = None) -> Flight[None]:
    """A flight that need not be made."""
    flight = Flight(Future[None](), Deadline(float("inf")))
    if failure is None:
        flight.result.set_result(None)
    else:
        flight.result.set_exception(failure)
    return flight
