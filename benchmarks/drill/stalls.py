"""Stalls of event loops: kept while they are measured, and told apart from the machine's own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from bot.telemetry.event_loop import LoopStall

WORTH = 0.002  # seconds; shorter ones are not kept

Row = tuple[float, float, float]
"""The moment it ended, how long it was, and how long without waiting for a core; in seconds."""


class Stalls:
    """`found`: those worth keeping, as rows."""

    def __init__(self) -> None:
        self.found: list[Row] = []

    def note(self, stall: LoopStall) -> None:
        if stall.seconds >= WORTH:
            self.found.append((stall.at, stall.seconds, stall.own))


def longest(rows: Sequence[Row], idle: Sequence[Row]) -> tuple[float, float, float]:
    """The longest stall in `rows`; the longest without waiting for a core; and the longest when the time
    is left out as well in which an idle loop beside it stood still although it had a core: then the
    machine did. Both are in order of their ends, as one loop has them.

    >>> longest([(10.0, 0.030, 0.030), (20.0, 0.012, 0.004)], [(10.005, 0.025, 0.025)])
    (0.03, 0.03, 0.01)
    """
    stall, own, ours = 0.0, 0.0, 0.0
    ends = [end for end, _, _ in idle]
    for at, seconds, without_waiting in rows:
        both = sum(_common(at, seconds, idle, bisect_right(ends, at - seconds)))
        stall, own = max(stall, seconds), max(own, without_waiting)
        ours = max(ours, min(without_waiting, seconds - both))
    return round(stall, 4), round(own, 4), round(ours, 4)


def _common(at: float, seconds: float, idle: Sequence[Row], first: int) -> Iterator[float]:
    """How long each of the idle loop's stalls from `first` on fell into the one that ended at `at`."""
    for place in range(first, len(idle)):
        end, _, length = idle[place]
        if end - length >= at:
            return
        yield min(at, end) - max(at - seconds, end - length)
