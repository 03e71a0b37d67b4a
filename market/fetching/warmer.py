"""Fetches what is due of many symbols in the background, one after another."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable
from threading import Lock, Thread

from market.errors import MarketError
from market.symbols import Symbol

TRIES = 3  # for one symbol, while others get the provider's turns
GIVE_UP = 5  # failures in a row: the provider is not at work, and whoever asks next begins anew
log = logging.getLogger(__name__)


class Warmer:
    """A list of symbols and, while there are any, one thread that fetches them. Thread-safe.

    The thread is a daemon and makes one request at a time: people who wait for an answer get at least every second
    turn at the provider.

    fetch: fetches what is due of a symbol, in bounded time. Raises MarketError.
    """

    def __init__(self, fetch: Callable[[Symbol], None]) -> None:
        self._fetch = fetch
        self._waiting: deque[Symbol] = deque()
        self._tried: dict[str, int] = {}
        self._lock = Lock()
        self._thread: Thread | None = None

    def add(self, symbols: Iterable[Symbol]) -> None:
        """Fetch these, too, in their order; those that wait already keep their places."""
        with self._lock:
            new = [symbol for symbol in symbols if symbol.ticker not in self._tried]
            self._waiting.extend(new)
            self._tried |= {symbol.ticker: 0 for symbol in new}
            if self._waiting and self._thread is None:
                self._thread = Thread(target=self._run, name="warm", daemon=True)
                self._thread.start()

    def join(self, seconds: float) -> bool:
        """Wait until nothing is left to fetch; False when that takes longer."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
        return thread is None or not thread.is_alive()

    def _run(self) -> None:
        failures = 0
        while (symbol := self._next(failures)) is not None:
            failed = True
            try:
                self._fetch(symbol)
                failed = False
            except MarketError as problem:
                log.info("%s: %s", symbol.ticker, problem)
            except Exception:  # a bug of ours, which must not end the only thread
                log.exception("%s could not be fetched", symbol.ticker)
            failures = failures + 1 if failed else 0
            self._done(symbol, failed)

    def _next(self, failures: int) -> Symbol | None:
        """The first that waits; None, and the end of the thread, when none does or the provider is silent."""
        with self._lock:
            if failures >= GIVE_UP:
                self._waiting.clear()
            if not self._waiting:
                self._tried.clear()
                self._thread = None
                return None
            return self._waiting.popleft()

    def _done(self, symbol: Symbol, failed: bool) -> None:
        with self._lock:
            tries = self._tried.pop(symbol.ticker, 0) + 1
            if failed and tries < TRIES:
                self._tried[symbol.ticker] = tries
                self._waiting.append(symbol)
