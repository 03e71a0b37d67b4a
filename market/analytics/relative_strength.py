"""Relative strength: one market against another, and whether it is gaining."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from market.analytics.gaps import first_gap
from market.analytics.performance import joined
from market.errors import NoData


@dataclass(frozen=True, slots=True, eq=False)
class RelativeStrength:
    """The ratio of two price series with its averages.

    frame: sessions × `ratio`, `average_50`, `average_200` (NaN before there are enough).
    flip_50: what the first must do against the second in the next session (a fraction) to close on the other
        side of that average; NaN without an average.
    held_50, held_200: sessions in a row on this side, the newest among them; 0 without an average, None where
        a session without a bar hides when it began.
    """

    frame: pd.DataFrame
    flip_50: float
    held_50: int | None
    held_200: int | None

    @property
    def end(self) -> date:
        day: date = self.frame.index[-1].date()
        return day

    def gap(self, sessions: int) -> date | None:
        """The first session without a bar among the last `sessions`."""
        return first_gap(self.frame["ratio"].iloc[-sessions:])

    def counted(self, window: int) -> int:
        """Sessions up to the newest of which the average is known, and the first that it is not."""
        averaged = self.frame[f"average_{window}"].isna().to_numpy()[::-1]
        return int(averaged.argmax()) + 1 if averaged.any() else len(averaged)

    def above(self, window: int) -> bool:
        last = self.frame.iloc[-1]
        return bool(last["ratio"] > last[f"average_{window}"])


def relative_strength(own: pd.Series[float], other: pd.Series[float]) -> RelativeStrength:
    """The ratio of two price series with its 50- and 200-session simple averages, on the sessions
    that both have. The ratio rises when the first does better than the second.

    `flip`: the average of the next session holds that session itself, so the ratio lies on it when
    it equals the mean of the last window − 1 ratios; the flip is that mean over the ratio, less one.
    Source of the ratio: R. Levy, "Relative Strength as a Criterion for Investment Selection" (1967).

    Raises NoData with fewer than two common sessions.

    >>> days = pd.bdate_range("2026-01-01", periods=60)
    >>> own, other = pd.Series(110.0, days), pd.Series([100.0] * 59 + [88.0], days)
    >>> found = relative_strength(own, other)
    >>> float(found.frame["ratio"].iloc[-1]), found.above(50), round(found.flip_50, 4), found.held_50
    (1.25, True, -0.1176, 1)
    """
    ratio = price_ratio(own, other)
    frame = pd.DataFrame({"ratio": ratio, **{f"average_{w}": ratio.rolling(w).mean() for w in (50, 200)}})
    flip = ratio.iloc[-49:].mean() / ratio.iloc[-1] - 1.0 if frame["average_50"].notna().iloc[-1] else np.nan
    return RelativeStrength(frame, float(flip), _held(frame, 50), _held(frame, 200))


def price_ratio(own: pd.Series[float], other: pd.Series[float]) -> pd.Series[float]:
    """The ratio of two price series, session by session. Raises NoData with fewer than two common sessions."""
    both = joined({"own": own, "other": other})
    if len(both) < 2:
        raise NoData(f"{own.name} and {other.name} have fewer than two sessions in common.")
    return both["own"] / both["other"]


def _held(frame: pd.DataFrame, window: int) -> int | None:
    """For how many sessions the ratio has been on this side of its average; None where that is not known."""
    ratio, average = frame["ratio"], frame[f"average_{window}"]
    if average.isna().iloc[-1]:
        return 0
    is_open = average.loc[average.first_valid_index() :].isna()
    begun = int(np.flatnonzero(is_open)[-1]) + 1 if is_open.any() else 0
    side = (ratio > average).loc[is_open.index[begun:]].to_numpy()
    changes = np.flatnonzero(side != side[-1])
    if begun and not len(changes):
        return None
    return len(side) - (int(changes[-1]) + 1 if len(changes) else 0)


STRENGTH_WINDOW, MOMENTUM_STEP = 63, 10  # sessions


def plane(own: pd.Series[float], other: pd.Series[float]) -> pd.DataFrame:
    """Where a market stands against another and where it is heading: sessions × `strength` and
    `momentum`, fractions; NaN until there is enough.

    strength = ratio / its mean over 63 sessions − 1: ahead of (above 0) or behind its own recent
    relation. momentum = strength − strength 10 sessions before: gaining or fading. Our own formula.

    >>> days = pd.bdate_range("2026-01-01", periods=80)
    >>> rise = pd.Series([1.01**n for n in range(80)], index=days)
    >>> point = plane(rise, pd.Series(1.0, days)).iloc[-1]
    >>> round(float(point["strength"]), 3), quadrant(point["strength"], point["momentum"] + 0.01)
    (0.339, 'ahead and gaining')
    """
    ratio = price_ratio(own, other)
    strength = ratio / ratio.rolling(STRENGTH_WINDOW).mean() - 1.0
    return pd.DataFrame({"strength": strength, "momentum": strength - strength.shift(MOMENTUM_STEP)})


def quadrant(strength: float, momentum: float) -> str:
    """A point of the plane in words.

    >>> quadrant(0.02, -0.01)
    'ahead and fading'
    """
    return f"{'ahead' if strength > 0 else 'behind'} and {'gaining' if momentum > 0 else 'fading'}"
