"""Stalls of event loops: kept while they are measured, and told apart from the machine's own."""

from __future__ import annotations

from collections.abc import Sequence

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
    machine did.

    >>> longest([(10.0, 0.030, 0.030), (20.0, 0.012, 0.004)], [(10.005, 0.025, 0.025)])
    (0.03, 0.03, 0.01)
    """
    stall, own, ours = 0.0, 0.0, 0.0
    for at, seconds, without_waiting in rows:
        both = sum(max(0.0, min(at, end) - max(at - seconds, end - length)) for end, _, length in idle)
        stall, own = max(stall, seconds), max(own, without_waiting)
        ours = max(ours, min(without_waiting, seconds - both))
    return round(stall, 4), round(own, 4), round(ours, 4)
