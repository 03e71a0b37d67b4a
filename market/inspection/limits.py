"""What counts as a doubtful move, by the kind of instrument."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from market.catalog import SymbolKind
from market.symbols import Symbol

SHORT_TAIL = 5  # sessions on a new scale that nobody has announced: they are doubted, then believed
_TENFOLD = 0.12  # how near a jump must be to a power of ten, in logarithms


@dataclass(frozen=True, slots=True)
class MoveLimits:
    """Bounds on natural logarithms of price ratios.

    step: a larger move between two sessions is looked at.
    any_jump: every such move is in doubt. Where False (single shares really do treble) only those are
    that come back at once on quiet volume, equal a power of ten or a split, or exceed `unheard`.
    unheard: no market of the kind has made a larger move.
    spread: a high or low further from the closes beside it is no price of that session.
    longest: a jump may take so many sessions to come back.
    frozen: so many equal closes in a row are a stopped series where nothing traded.
    stopped: so many are one whatever the bars say; 0: never.
    splits: whether such an instrument is ever split.
    """

    step: float
    any_jump: bool
    unheard: float
    spread: float
    longest: int
    frozen: int = 5
    stopped: int = 0
    splits: bool = True


_INDEX = MoveLimits(0.30, True, 0.30, 0.30, 250, stopped=5, splits=False)  # the S&P 500 on 1987-10-19: 0.229
_FUND = MoveLimits(0.35, True, 0.35, log(3), 250)  # XLE on 2020-03-09: 0.225; lows of 2015-08-24: 0.5
_METALS = MoveLimits(0.55, True, 0.55, log(3), 250)  # SLV on 2026-01-30: 0.336
_LEVEL = MoveLimits(log(5), True, log(5), log(5), 250, splits=False)  # VIX on 2018-02-05: 0.77
_SHARE = MoveLimits(log(1.45), False, log(18), log(9), 60)  # a share of 2024-10-15: 2.74, and true


def limits_of(symbol: Symbol) -> MoveLimits:
    """The limits of this instrument."""
    if symbol.is_level:
        return _LEVEL
    if symbol.is_index:
        return _INDEX
    if symbol.kind is SymbolKind.FUTURE:
        return _METALS
    if symbol.kind is SymbolKind.FUND:
        return _METALS if symbol.group == "other" else _FUND
    return _SHARE


def is_tenfold(jump: float) -> bool:
    """Whether a jump is by ten, a hundred, … or their inverse: units, not prices.

    >>> is_tenfold(log(98.7)), is_tenfold(log(0.1)), is_tenfold(log(7))
    (True, True, False)
    """
    powers = round(jump / log(10))
    return powers != 0 and abs(jump - powers * log(10)) < _TENFOLD


_SPLITS = tuple(sorted({log(n) for n in (1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 35, 40, 50)}))


def is_split(jump: float, within: float) -> bool:
    """Whether a jump equals that of a usual split or consolidation of shares.

    >>> is_split(log(0.5), 0.03), is_split(log(20), 0.03), is_split(log(0.6), 0.03)
    (True, True, False)
    """
    return min(abs(abs(jump) - split) for split in _SPLITS) < within


def unconfirmed(moves: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which moves of shares over one session, in logarithms, may be a change of scale: with nothing but closes nobody
    can tell before the next session.

    >>> unconfirmed(np.array([log(0.5), log(0.6), 0.0])).tolist()
    [True, False, False]
    """
    out = np.zeros(len(moves), dtype=np.bool_)
    for place in np.flatnonzero(np.abs(moves) > _SHARE.step).tolist():
        jump = float(moves[place])
        out[place] = abs(jump) > _SHARE.unheard or is_tenfold(jump) or is_split(jump, within=0.04)
    return out
