"""The ways of size and sector funds through the plane of relative strength and momentum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commands.inputs.basket import Basket
from commands.presentation.figure_keys import subject
from market.analytics.gaps import first_gap
from market.analytics.performance import joined
from market.analytics.relative_strength import MOMENTUM_STEP, STRENGTH_WINDOW, plane

TRAIL = 3  # points: now, a week and two weeks ago
_ENOUGH = 200  # sessions: more than the plane's windows and the trail need
_BACK = STRENGTH_WINDOW + MOMENTUM_STEP


@dataclass(frozen=True, slots=True)
class PlaneTrail:
    """One fund's way through the plane.

    label, word: the fund.
    end: the last session that it shares with the benchmark; all its figures are of that session.
    points: strength and momentum, oldest first; empty where the newest is not known.
    gap: the session without a bar that leaves it open.
    """

    label: str
    word: str
    end: date
    points: tuple[tuple[float, float], ...]
    gap: date | None

    @property
    def now(self) -> tuple[float, float]:
        """Strength and momentum at the end; NaN where they are not known."""
        return self.points[-1] if self.points else (float("nan"), float("nan"))


def plane_trails(funds: Basket, tickers: Sequence[str], benchmark: str) -> tuple[PlaneTrail, ...]:
    """The trails of `tickers` against `benchmark`, the strongest first; a fund that is too young has none."""
    if benchmark not in funds.bars:
        return ()
    other, step = funds.bars[benchmark].total.iloc[-_ENOUGH:], MOMENTUM_STEP // 2
    trails = []
    for ticker in tickers:
        if ticker not in funds.bars:
            continue
        bars = funds.bars[ticker]
        both = joined({"own": bars.total.iloc[-_ENOUGH:], "other": other})
        path = plane(both["own"], both["other"]) if len(both) > _BACK else None
        if path is None:
            continue
        newest = path.iloc[::-1].iloc[: TRAIL * step : step].iloc[::-1]
        gap = first_gap(both.iloc[-_BACK:])
        points = () if gap else tuple((float(s), float(m)) for s, m in newest.dropna().to_numpy())
        trails.append(PlaneTrail(bars.symbol.label, subject(bars.symbol), both.index[-1].date(), points, gap))
    return tuple(sorted(trails, key=lambda trail: (not trail.points, -trail.now[0])))
