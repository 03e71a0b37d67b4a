"""What the lead of small over large caps has gone with (`/help drivers`), recomputed on deviations from means."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd

from benchmarks.truth.prices import base_session
from benchmarks.truth.reading import NotStated, Reading, ticker

FITTED, JUDGED, EVERY = 252, 504, 21  # sessions
ASKED_FOR = 0.25  # of the variance: below it no part is stated
# Each driver's fund, and the one whose change is taken off.
PAIRS = {
    "market": ("SPY",),
    "biotech": ("XBI", "SPY"),
    "regional_banks": ("KRE", "SPY"),
    "equal_weight": ("RSP", "SPY"),
    "rates": ("IEF",),
    "credit": ("HYG", "IEF"),
    "dollar": ("UUP",),
    "oil": ("USO",),
}


@dataclass(frozen=True)
class Fitted:
    """What regressions on earlier sessions say of the last `count` leads.

    parts: by driver, summed.
    slopes: by driver, of the newest fit.
    explained: out of sample.
    """

    lead: float
    parts: dict[str, float]
    slopes: dict[str, float]
    explained: float


@dataclass(frozen=True)
class _Closes:
    """Closes under a `key` that stands for them, and how many of the last sessions are asked about."""

    table: pd.DataFrame = field(compare=False)
    count: int
    key: tuple[object, ...]


def lead_drivers(read: Reading, small: str, rest: list[str]) -> float:
    """`drivers.iwm.spy.lead.5d`, `.rest.5d`, `.out_of_sample`, `.biotech.part.5d`, `.biotech.slope`."""
    large, what = rest[0], rest[1]
    period = rest[-1] if what in ("lead", "rest") or rest[-2:-1] == ["part"] else "1d"
    series = read.upto(ticker(small), "total")
    count = len(series.loc[base_session(series.index, period) :]) - 1
    needed = FITTED + max(JUDGED, count) + 1
    names = dict.fromkeys([ticker(small), ticker(large), *(name for pair in PAIRS.values() for name in pair)])
    table = pd.concat([read.last(name, "total", needed) for name in names], axis=1, keys=list(names))
    fitted = _fitted(_Closes(table, count, (small, large, read.day, read.damage.key)))
    if what in ("lead", "out_of_sample"):
        return fitted.lead if what == "lead" else fitted.explained
    if fitted.explained < ASKED_FOR:
        raise NotStated("too little is explained")
    if what == "rest":
        return fitted.lead - sum(fitted.parts.values())
    return {"part": fitted.parts, "slope": fitted.slopes}[rest[2]][what]


@lru_cache(maxsize=64)
def _fitted(given: _Closes) -> Fitted:
    moves = given.table.pct_change(fill_method=None).iloc[1:]
    small, large = given.table.columns[:2]
    lead = moves[small] - moves[large]
    drivers = pd.DataFrame(
        {word: moves[own] - sum(moves[other] for other in off) for word, (own, *off) in PAIRS.items()}
    )
    parts, predicted, mean = drivers * 0.0, lead * 0.0, lead * 0.0
    slopes = pd.Series(dtype="float64")
    for start in range(FITTED, len(lead), EVERY):
        seen, now = slice(start - FITTED, start), slice(start, start + EVERY)
        x, y = drivers.iloc[seen], lead.iloc[seen]
        around = np.linalg.lstsq((x - x.mean()).to_numpy(), (y - y.mean()).to_numpy(), rcond=None)[0]
        slopes = pd.Series(around, drivers.columns)
        parts.iloc[now] = drivers.iloc[now] * slopes
        mean.iloc[now] = y.mean()
        predicted.iloc[now] = y.mean() + (drivers.iloc[now] - x.mean()) @ slopes
    last = slice(-JUDGED, None)
    missed, spread = ((lead - against).iloc[last].pow(2).sum() for against in (predicted, mean))
    recent = slice(-given.count, None)
    return Fitted(
        float(lead.iloc[recent].sum()),
        {str(word): float(part) for word, part in parts.iloc[recent].sum().items()},
        {str(word): float(slope) for word, slope in slopes.items()},
        float(1 - missed / spread),
    )
