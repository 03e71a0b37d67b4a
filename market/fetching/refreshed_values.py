"""Values of one provider that are asked for again once they are no longer fresh; kept ones stand in when that fails."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from cachetools import LRUCache, TTLCache

from market.clock import Clock, Deadline
from market.errors import MarketError, NotInTime, ProviderDown, StoreFailed
from market.fetching.single_flight import Flight, NoFreeThread, SingleFlight

if TYPE_CHECKING:  # a process that stores nothing never loads SQLAlchemy
    from market.fetching.blob_store import Blob, BlobStore

RETRY = 60.0  # seconds after a failure during which nobody waits for the provider again
IN_MEMORY = 500  # values
log = logging.getLogger(__name__)


class Dated(Protocol):
    """Anything that says when it was true."""

    @property
    def as_of(self) -> datetime: ...


T = TypeVar("T", bound=Dated)


@dataclass(frozen=True, slots=True)
class Refreshed(Generic[T]):
    """A value.

    failure: why it is the kept one although a newer one was due; None when it is fresh.
    """

    value: T
    failure: MarketError | None = None


@dataclass(frozen=True, slots=True)
class StoredForm(Generic[T]):
    """How a value is written into the store and read again.

    kind, key: its name there.
    pack: bytes and JSON-able particulars of a value.
    unpack: the value again. Raises ValueError, KeyError or TypeError for what cannot be read.
    """

    kind: str
    key: str
    pack: Callable[[T], tuple[bytes, dict[str, Any]]]
    unpack: Callable[[Blob], T]


class RefreshedValues(Generic[T]):
    """Values by key, in memory and in the store, each asked for by one thread at a time. Thread-safe.

    title: the provider, as sentences name it.
    seconds: how long one question to the provider may take.
    local: the provider is on this machine: when it is late, we are.
    """

    def __init__(
        self,
        title: str,
        clock: Clock,
        seconds: float,
        store: BlobStore | None = None,
        *,
        local: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._title, self._clock, self._seconds, self._store = title, clock, seconds, store
        self._late = NotInTime if local else ProviderDown
        self._flights = SingleFlight[T]()
        self._memory = LRUCache[str, T](IN_MEMORY)
        # By a clock that nobody can set: a refusal lasts as long as it should.
        self._failures = TTLCache[str, MarketError](IN_MEMORY, RETRY, timer=monotonic)
        self._lock = Lock()

    def begin(
        self, key: str, fresh: timedelta, ask: Callable[[Deadline], T], form: StoredForm[T] | None = None
    ) -> Callable[[Deadline], Refreshed[T]]:
        """Start to ask for what is older than `fresh`, without waiting.

        What comes back waits for it, up to a deadline. It raises the provider's MarketError when
        nothing is kept.
        """
        kept = self._kept(key, fresh, form)
        if kept is not None and self._is_fresh(kept, fresh):
            value = kept
            return lambda _deadline: Refreshed(value)
        with self._lock:
            failure = self._failures.get(key)
        work = partial(self._ask, key, fresh, ask, form)
        flight = None if failure else self._flights.join(key, work, self._seconds)
        return partial(self._finished, key, kept, failure, flight)

    def get(
        self,
        key: str,
        fresh: timedelta,
        ask: Callable[[Deadline], T],
        deadline: Deadline,
        form: StoredForm[T] | None = None,
    ) -> Refreshed[T]:
        """`begin`, and its outcome by `deadline`."""
        return self.begin(key, fresh, ask, form)(deadline)

    def _finished(
        self,
        key: str,
        kept: T | None,
        failure: MarketError | None,
        flight: Flight[T] | None,
        deadline: Deadline,
    ) -> Refreshed[T]:
        if flight is not None:
            outcome = self._outcome(flight, deadline)
            if not isinstance(outcome, MarketError):
                return Refreshed(outcome)
            failure = outcome
            with self._lock:
                self._failures[key] = failure
        assert failure is not None  # without a flight there was one  # noqa: S101
        if kept is None:
            raise failure
        return Refreshed(kept, failure)

    def _outcome(self, flight: Flight[T], deadline: Deadline) -> T | MarketError:
        try:
            return flight.result.result(deadline.remaining())
        except TimeoutError:
            return self._late(self._title, "no answer in time")
        except NoFreeThread:
            return NotInTime(self._title, "too many requests are waiting")
        except MarketError as error:
            return error

    def _ask(
        self,
        key: str,
        fresh: timedelta,
        ask: Callable[[Deadline], T],
        form: StoredForm[T] | None,
        deadline: Deadline,
    ) -> T:
        # Looked up again: another thread may have stored it since the asker looked.
        kept = self._recalled(key)
        if kept is not None and self._is_fresh(kept, fresh):
            return kept
        value = ask(deadline)
        with self._lock:
            self._memory[key] = value
            self._failures.pop(key, None)
        if self._store is not None and form is not None:
            try:
                self._store.put(form.kind, form.key, *form.pack(value), value.as_of)
            except StoreFailed:
                log.warning("%s/%s: the store cannot be written", form.kind, form.key, exc_info=True)
        return value

    def _kept(self, key: str, fresh: timedelta, form: StoredForm[T] | None) -> T | None:
        """The value of memory while it is fresh, else the store's, which another process may have renewed."""
        kept = self._recalled(key)
        if self._store is None or form is None or (kept is not None and self._is_fresh(kept, fresh)):
            return kept
        try:
            blob = self._store.get(form.kind, form.key)
            return form.unpack(blob) if blob else kept
        except (StoreFailed, ValueError, KeyError, TypeError):
            log.warning("%s/%s: what is stored cannot be read", form.kind, form.key, exc_info=True)
            return kept

    def _recalled(self, key: str) -> T | None:
        with self._lock:
            return self._memory.get(key)

    def _is_fresh(self, value: T, fresh: timedelta) -> bool:
        return timedelta(0) <= self._clock.now() - value.as_of < fresh
