"""What posting costs: processor time of all workers beyond what they use with nothing to post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Samples = Sequence[tuple[float, float]]
"""Moments and a count until then, in order."""
_MINUTE = 60.0  # seconds
_WARM, _HALF = 0.25, 0.5  # shares of the posts; before the first, contents are composed and drawn


@dataclass(frozen=True, slots=True)
class Consumption:
    """used: each worker's moments and seconds of processor time; posts: moments and posts of all workers."""

    used: Sequence[Samples]
    posts: Samples

    def told(self) -> str:
        idle = self.idle()
        return (
            f"  CPU a further channel: {self.each(_WARM, _HALF):.2f} ms in the second quarter, "
            f"{self.each(_HALF, 1.0):.2f} ms in the second half; with nothing to post {1000 * idle:.0f} ms a second; "
            f"in the second half {self.speed(_HALF, 1.0):.1f} posts a second"
        )

    def each(self, begin: float, end: float) -> float:
        """Milliseconds for each post between two shares of all of them, without what idle workers use."""
        start, stop = self._moment(begin), self._moment(end)
        spent = self._spent(start, stop) - self.idle() * (stop - start)
        return 1000 * spent / (at(self.posts, stop) - at(self.posts, start))

    def speed(self, begin: float, end: float) -> float:
        """Posts a second between two shares of all of them."""
        start, stop = self._moment(begin), self._moment(end)
        return (at(self.posts, stop) - at(self.posts, start)) / (stop - start)

    def idle(self) -> float:
        """Processor seconds a second of all workers in the last whole minute: what they do once a minute, as judging
        alerts, falls into it once. Raises ValueError where posts fall into it, too."""
        stop = min(samples[-1][0] for samples in self.used)
        if stop - _MINUTE < self._moment(1.0):
            raise ValueError("Less than a minute has passed since the last post.")
        return self._spent(stop - _MINUTE, stop) / _MINUTE

    def _spent(self, start: float, stop: float) -> float:
        return sum(at(samples, stop) - at(samples, start) for samples in self.used)

    def _moment(self, share: float) -> float:
        wanted = share * self.posts[-1][1]
        return next(moment for moment, posts in self.posts if posts >= wanted)


def at(samples: Samples, moment: float) -> float:
    """The count at a moment, between two samples on the line through them.

    >>> at([(0.0, 0.0), (10.0, 5.0)], 4.0)
    2.0
    >>> at([(0.0, 0.0), (10.0, 5.0)], 12.0)
    5.0
    """
    before = after = samples[0]
    for after in samples:
        if after[0] >= moment:
            break
        before = after
    if after[0] <= before[0] or moment <= before[0]:
        return before[1]
    share = min(1.0, (moment - before[0]) / (after[0] - before[0]))
    return before[1] + share * (after[1] - before[1])
