"""The verdict on how many members take part, with a word on it near a threshold."""

from __future__ import annotations

from market.analytics.breadth import BROAD, NARROW, Participation, participation

EDGE = 0.01  # of a threshold: the dead band within which no verdict is called without a word on it


def participation_words(above: float) -> str:
    """The verdict with its dead band: within `EDGE` of a threshold it is called barely the one, or nearly the
    other.

    >>> [participation_words(above) for above in (0.75, 0.605, 0.595, 0.5, 0.405, 0.395)]
    ['broad', 'barely broad', 'split, nearly broad', 'split', 'split, nearly narrow', 'barely narrow']
    """
    verdict = participation(above)
    near = [name for limit, name in ((BROAD, "broad"), (NARROW, "narrow")) if abs(above - limit) < EDGE]
    if not near:
        return str(verdict)
    return f"split, nearly {near[0]}" if verdict is Participation.SPLIT else f"barely {near[0]}"
