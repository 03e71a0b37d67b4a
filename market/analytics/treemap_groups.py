"""Folding: many members shown as one, with what they weigh and how they moved together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FoldedGroup:
    """Several members shown as one cell.

    members: positions.
    weight: the sum of theirs.
    change: a fraction, the weighted mean of those that have one; NaN where none has: a missing change is
        never a zero.
    """

    members: tuple[int, ...]
    weight: float
    change: float


def fold(members: Sequence[int], weights: Numbers, changes: Numbers) -> FoldedGroup:
    """These `members` (positions in both arrays) as one: Σ weight × change / Σ weight over those that
    have a change. `weights`: above zero, any unit; `changes`: fractions, NaN where missing.

    >>> weights, changes = np.array([1.0, 3.0, 4.0]), np.array([0.10, 0.0, float("nan")])
    >>> fold((0, 1, 2), weights, changes)
    FoldedGroup(members=(0, 1, 2), weight=8.0, change=0.025)
    """
    own = np.array(members, dtype=np.intp)
    priced = own[np.isfinite(changes[own])]
    heavy = float(weights[priced].sum())
    change = float((weights[priced] * changes[priced]).sum()) / heavy if heavy > 0 else float("nan")
    return FoldedGroup(tuple(members), float(weights[own].sum()), change)


def sides(members: Sequence[int], changes: Numbers) -> dict[str, tuple[int, ...]]:
    """`members`, who all have a change, by where they went: each once, those up and then the others,
    under the words for what they did.

    >>> sides((0, 1, 2), np.array([0.1, -0.1, 0.0]))
    {'up': (0,), 'down or flat': (1, 2)}
    """
    up = tuple(i for i in members if changes[i] > 0)
    rest = tuple(i for i in members if changes[i] <= 0)
    words = "down or flat" if any(changes[i] == 0 for i in rest) else "down"
    return {side: group for side, group in (("up", up), (words, rest)) if group}
