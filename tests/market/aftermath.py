"""What may come after a session: rows of anything, which no figure of that session may know of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from market.period import Period

WILD = (np.nan, np.inf, -np.inf, 0.0, -1.0, 1e-9, 1e9)


@dataclass(frozen=True)
class Aftermath:
    """`sessions` rows of prices, a third of them no price at all."""

    sessions: int
    seed: int

    def of(self, past: pd.DataFrame) -> pd.DataFrame:
        """`past` with these rows behind it."""
        draw = np.random.default_rng(self.seed)
        shape = (self.sessions, past.shape[1])
        values = np.where(draw.random(shape) < 1 / 3, draw.choice(WILD, shape), draw.lognormal(4, 1, shape))
        days = pd.bdate_range(past.index[-1], periods=self.sessions + 1, name=past.index.name)[1:]
        return pd.concat([past, pd.DataFrame(values, index=days, columns=past.columns)])


aftermaths = st.builds(Aftermath, sessions=st.integers(1, 30), seed=st.integers(0, 2**16))


def dated(period: Period, past: pd.DataFrame) -> Period:
    """`period` to the last session of `past`, as somebody asks for it later: by its dates."""
    end = past.index[-1].date()
    first = past.index[-1 - period.sessions].date() if period.sessions else period.base_day(end)
    return Period.parse(f"{first}..{end}")
