"""One row of the table: two things done in turn in the same run, and the ratio of their medians."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class BenchmarkRow:
    """`ours` over `theirs`, in `unit`; `at_most` is what we hold ourselves to."""

    name: str
    ours: float
    theirs: float
    at_most: float
    unit: str = "ms"
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs

    @property
    def holds(self) -> bool:
        return self.ratio <= self.at_most


def seconds(work: Work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def side_by_side(
    name: str, ours: Work, theirs: Work, at_most: float, *, rounds: int = 9, note: str = ""
) -> BenchmarkRow:
    """Each in turn, `rounds` times after one warm-up, so that a noisy machine is noisy for both."""
    ours(), theirs()
    gc.collect()
    gc.freeze()  # as the program does at its start: neither side looks through what earlier rows left behind
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    own, other = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    return BenchmarkRow(name, own, other, at_most, note=note)


Rows = Callable[[], Iterator[BenchmarkRow]]
