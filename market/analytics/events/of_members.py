"""Events of the members of an index, session by session: 0 where there is none, NaN where it cannot be said."""

from __future__ import annotations

import pandas as pd

from market.analytics.base_rates import thrust as zweig_thrust
from market.analytics.breadth import Breadth
from market.analytics.events.kinds import ONE_SIDED


def one_sided(breadth: Breadth) -> pd.Series[float]:
    """The share of the members that rose where it is at least `ONE_SIDED`; the share that fell, below 0, where
    that is. Of the members that moved.

    >>> counts = pd.DataFrame({"advancers": [0, 8, 1], "decliners": [0, 2, 9]})
    >>> one_sided(Breadth(10, counts)).tolist()
    [nan, 0.8, -0.9]
    """
    rose = breadth.advancing
    fell = 1.0 - rose
    size = rose.where(rose >= ONE_SIDED, 0.0) - fell.where(fell >= ONE_SIDED, 0.0)
    return size.where(rose.notna())


def thrust(breadth: Breadth) -> pd.Series[float]:
    """1 at a breadth thrust (`base_rates.thrust`)."""
    advancing = breadth.advancing
    return zweig_thrust(advancing).astype(float).where(advancing.notna())
