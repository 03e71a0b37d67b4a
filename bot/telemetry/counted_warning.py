"""A warning about what happens often, counted instead of repeated."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable

_KINDS = 20  # fields of one line
_QUIET = 60.0  # seconds between two lines


class CountedWarning:
    """A warning about what happens often: logged at the first time, then at most once a minute with how often
    each kind happened since. For one thread."""

    def __init__(
        self,
        log: logging.Logger,
        message: str,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._log, self._message, self._elapsed = log, message, elapsed
        self._counts: Counter[str] = Counter()
        self._logged = float("-inf")

    def count(self, kind: str) -> None:
        """It happened: `kind` becomes a field of the line."""
        self._counts[kind if kind in self._counts or len(self._counts) < _KINDS else "others"] += 1
        self.flush()

    def flush(self) -> None:
        """Log what was counted, unless a line was written less than a minute ago."""
        now = self._elapsed()
        if self._counts and now - self._logged >= _QUIET:
            fields = {kind.replace(" ", "_"): number for kind, number in self._counts.items()}
            self._log.warning(self._message, extra=fields)
            self._counts.clear()
            self._logged = now
