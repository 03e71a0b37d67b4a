"""The ways of size and sector funds through the plane of relative strength and momentum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from charts.pictures.rotation import Trail
from commands.inputs.basket import Basket
from commands.presentation.figure_keys import no_bar, subject
from commands.presentation.sector_names import SHORTER_SECTORS
from market.analytics.gaps import first_gap
from market.analytics.performance import joined
from market.analytics.relative_strength import MOMENTUM_STEP, STRENGTH_WINDOW, plane

TRAIL = 63  # sessions shown: three months
_ENOUGH = 200  # sessions: more than the plane's windows and the trail need
_SIZES = {
    "MGC": "Mega caps",
    "RSP": "Equal weight",
    "IJH": "Mid caps",
    "IWM": "Small caps",
    "IWC": "Micro caps",
}
_BACK = STRENGTH_WINDOW + MOMENTUM_STEP


@dataclass(frozen=True, slots=True)
class PlaneTrail:
    """One fund's way through the plane.

    label, word: the fund.
    end: the last session that it shares with the benchmark; all its figures are of that session.
    now: strength and momentum at the end; NaN for what is not known.
    points: strength and momentum of each session, oldest first, from the first after which all are known; empty
        where the newest is not.
    why: the session without a trusted bar that leaves it open; empty without one.
    """

    label: str
    word: str
    end: date
    now: tuple[float, float]
    points: tuple[tuple[float, float], ...]
    why: str

    @property
    def drawn(self) -> Trail:
        """For the picture; only of one with points."""
        strength, momentum = np.array(self.points).T
        label, shorter = _SIZES.get(self.label, self.label), SHORTER_SECTORS.get(self.label, ())
        return Trail(label, strength, momentum, self.word.upper(), shorter)


def plane_trails(funds: Basket, tickers: Sequence[str], benchmark: str) -> tuple[PlaneTrail, ...]:
    """The trails of `tickers` against `benchmark`, the strongest first; a fund that is too young has none."""
    if benchmark not in funds.bars:
        return ()
    other = funds.bars[benchmark].total.iloc[-_ENOUGH:]
    trails = []
    for ticker in tickers:
        if ticker not in funds.bars:
            continue
        bars = funds.bars[ticker]
        both = joined({"own": bars.total.iloc[-_ENOUGH:], "other": other})
        path = plane(both["own"], both["other"]) if len(both) > _BACK else None
        if path is None:
            continue
        newest = path.iloc[-TRAIL:]
        whole = newest[::-1].notna().all(axis=1).cummin()[::-1]
        why = no_bar(first_gap(both.iloc[-_BACK:]), bars, funds.bars[benchmark])
        points = () if why else tuple((float(s), float(m)) for s, m in newest[whole].to_numpy())
        now, end = (float(path["strength"].iloc[-1]), float(path["momentum"].iloc[-1])), both.index[-1].date()
        trails.append(PlaneTrail(bars.symbol.label, subject(bars.symbol), end, now, points, why))
    return tuple(sorted(trails, key=lambda trail: (not trail.points, -np.nan_to_num(trail.now[0]))))
