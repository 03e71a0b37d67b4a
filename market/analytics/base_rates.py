"""Base rates: what followed the last times that something happened, and what follows any day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from market.analytics.performance import drawdown
from market.errors import NoData

HORIZONS = {"1 month": 21, "3 months": 63, "6 months": 126, "12 months": 252}  # sessions
LEAST = 10  # independent events; fewer give no base rate
THRUST_LOW, THRUST_HIGH, THRUST_SESSIONS = 0.40, 0.615, 10  # Zweig's
DRAWS = 10_000
INTERVAL = 0.90
_SEED = 20_260_122  # the same question gives the same interval
_TIE = 1e-12  # a return of exactly 2 % in arithmetic is 2 % here, whatever its last bit


def record(closes: pd.Series[float]) -> pd.Series[bool]:
    """A close above every earlier one.

    >>> record(pd.Series([1.0, 2.0, 2.0, 3.0])).tolist()
    [False, True, False, True]
    """
    return closes > closes.cummax().shift(1)


def lead(
    closes: pd.Series[float], benchmark: pd.Series[float], points: float, sessions: int
) -> pd.Series[bool]:
    """The return over `sessions` less the benchmark's reaches `points` (a fraction, 0.05 for five
    points), having been below it the session before. On the sessions both have.

    >>> lead(pd.Series([1.0, 1.0, 1.1, 1.2]), pd.Series([1.0, 1.0, 1.0, 1.0]), 0.05, 1).tolist()
    [False, False, True, False]
    """
    both = pd.concat([closes, benchmark], axis=1, join="inner", keys=["own", "other"]).dropna()
    change = both / both.shift(sessions) - 1.0
    return _crosses(change["own"] - change["other"] - points)


def fall(closes: pd.Series[float], depth: float) -> pd.Series[bool]:
    """The first close that is `depth` (a fraction above zero) or more below the highest close so far: once
    for each high, however often the close comes back to that depth.

    >>> fall(pd.Series([100.0, 95.0, 89.0, 88.0, 95.0, 90.0, 101.0, 90.0]), 0.10).tolist()
    [False, False, True, False, False, False, False, True]
    """
    deep = drawdown(closes) <= -depth + _TIE
    high = (closes > closes.cummax().ffill().shift(1)).cumsum()
    return deep & (deep.groupby(high).cumsum() == 1)


def day_move(closes: pd.Series[float], change: float) -> pd.Series[bool]:
    """A daily return of at least `change` (above zero), or at most (below zero); a fraction.

    >>> day_move(pd.Series([100.0, 103.0, 100.0]), -0.02).tolist()
    [False, False, True]
    """
    moved = closes / closes.shift(1) - 1.0
    return moved >= change - _TIE if change > 0 else moved <= change + _TIE


def thrust(
    advancing: pd.Series[float], low: float = THRUST_LOW, high: float = THRUST_HIGH
) -> pd.Series[bool]:
    """Zweig's breadth thrust: the 10-session exponential average of advancers over advancers and
    decliners rises above `high` within 10 sessions of having been below `low`.

    Source: M. Zweig, "Winning on Wall Street" (1986).

    >>> share = pd.Series([0.5] * 10 + [0.2] * 10 + [0.95] * 10)
    >>> thrust(share).to_numpy().nonzero()[0].tolist()
    [23]
    """
    average = advancing.ewm(span=THRUST_SESSIONS, adjust=False, min_periods=THRUST_SESSIONS).mean()
    was_low = average.rolling(THRUST_SESSIONS).min().shift(1) < low
    return _crosses(average - high) & was_low


@dataclass(frozen=True, slots=True)
class ForwardReturns:
    """Forward returns after the event over one horizon; fractions.

    n: independent events whose outcome is known. `low` to `high`: the 90 % bootstrap interval of the median.
    hit_rate: the share above zero.
    baseline, baseline_hit_rate: the median and share over every session of the history.

    median_of_all: over all `events` with a known outcome, overlapping or not.
    median_backward: over those that count when they are picked from the newest back.

    With fewer than `LEAST` events all but `n` and the baseline are NaN.
    """

    horizon: str
    sessions: int
    n: int
    median: float
    low: float
    high: float
    worst: float
    best: float
    hit_rate: float
    baseline: float
    baseline_hit_rate: float
    median_of_all: float
    median_backward: float
    events: int

    @property
    def picks(self) -> tuple[float, float, float]:
        """The median over independent events picked forward in time, over all events, and picked backward."""
        return self.median, self.median_of_all, self.median_backward

    @property
    def enough(self) -> bool:
        return self.n >= LEAST

    @property
    def unusual(self) -> bool:
        """True when the baseline lies outside the interval."""
        return self.enough and not self.low <= self.baseline <= self.high


@dataclass(frozen=True, slots=True, eq=False)
class BaseRates:
    """Base rates of one event.

    forward: event dates × horizons, the return that followed (NaN where not yet known).
    counted: the same shape, True where the event counts as independent there.
    paths: event dates × sessions after (0 … the longest horizon with ten events), the change since the
        event's close, independent events only.
    baseline_path: the median over every session.
    """

    outcomes: tuple[ForwardReturns, ...]
    forward: pd.DataFrame
    counted: pd.DataFrame
    paths: pd.DataFrame
    baseline_path: pd.Series[float]
    first: date
    last: date

    @property
    def longest(self) -> ForwardReturns:
        """The longest horizon with enough events."""
        return [outcome for outcome in self.outcomes if outcome.enough][-1]


def base_rates(closes: pd.Series[float], happened: pd.Series[bool]) -> BaseRates:
    """What followed the sessions where `happened`, on `closes` (completed sessions, oldest first).

    - Forward return: close after 21, 63, 126, 252 sessions over the event's close, less one.
    - Independence: going forward in time, an event counts at a horizon only when at least that
      many sessions have passed since the last that counted, so no two windows overlap.
    - Baseline: the same return from every session of the history.
    - Interval: moving-block bootstrap of the median over the independent events in time order,
      10,000 draws, block length ⌈n^(1/3)⌉, 5th to 95th percentile, fixed seed. Sources: H. Künsch
      (1989), "The jackknife and the bootstrap for general stationary observations"; P. Hall,
      J. Horowitz, B.-Y. Jing (1995) for the block length.

    Raises NoData with fewer than ten independent events at the shortest horizon.

    >>> days = pd.bdate_range("2020-01-01", periods=600)
    >>> closes = pd.Series([100 * 1.001**n for n in range(600)], index=days)
    >>> happened = pd.Series([n % 30 == 0 for n in range(600)], index=days)
    >>> month = base_rates(closes, happened).outcomes[0]
    >>> month.n, round(month.median, 4), round(month.baseline, 4), month.hit_rate
    (20, 0.0212, 0.0212, 1.0)
    """
    prices = np.asarray(closes, dtype=np.float64)
    at = np.flatnonzero(happened.reindex(closes.index, fill_value=False).to_numpy(dtype=bool))
    dates = pd.DatetimeIndex(closes.index[at])
    forward = pd.DataFrame(
        {name: _forward_returns(prices, at, h) for name, h in HORIZONS.items()}, index=dates
    )
    counted = pd.DataFrame({name: _independent(at, h) for name, h in HORIZONS.items()}, index=dates)
    outcomes = tuple(
        _outcome(name, h, at, forward[name], counted[name], prices) for name, h in HORIZONS.items()
    )
    if not outcomes[0].enough:
        raise NoData(
            f"The number of independent events with an outcome is {outcomes[0].n}, of {len(at)} in all; a base rate "
            f"needs {LEAST}.",
            closes.index[0].date(),
        )
    longest = [o for o in outcomes if o.enough][-1]
    steps = np.arange(longest.sessions + 1)
    kept = at[counted[longest.horizon].to_numpy() & (at + longest.sessions < len(prices))]
    paths = prices[kept[:, None] + steps] / prices[kept][:, None] - 1.0
    return BaseRates(
        outcomes=outcomes,
        forward=forward,
        counted=counted,
        paths=pd.DataFrame(paths, index=closes.index[kept], columns=steps),
        baseline_path=pd.Series(
            [_baseline(prices, int(step))[0] for step in steps], index=steps, dtype=float
        ),
        first=closes.index[0].date(),
        last=closes.index[-1].date(),
    )


def _crosses(margin: pd.Series[float]) -> pd.Series[bool]:
    """True where `margin` is at or above zero and was below it the session before."""
    return (margin >= -_TIE) & (margin.shift(1) < -_TIE)


def _forward_returns(prices: NDArray[np.float64], at: NDArray[np.intp], horizon: int) -> NDArray[np.float64]:
    """The return over `horizon` sessions from each position; NaN past the end."""
    ends = at + horizon
    has_end = ends < len(prices)
    out = np.full(len(at), np.nan)
    out[has_end] = prices[ends[has_end]] / prices[at[has_end]] - 1.0
    return out


def _independent(at: NDArray[np.intp], gap: int) -> NDArray[np.bool_]:
    """True for the first position and each that is at least `gap` after the last True one."""
    out = np.zeros(len(at), dtype=bool)
    free_from: float = -np.inf
    for number, position in enumerate(at.tolist()):
        if position >= free_from:
            out[number], free_from = True, position + gap
    return out


def _baseline(prices: NDArray[np.float64], horizon: int) -> tuple[float, float]:
    """Median forward return and share above zero over every session."""
    if horizon == 0 or len(prices) <= horizon:
        return (0.0 if horizon == 0 else float("nan")), float("nan")
    returns = prices[horizon:] / prices[:-horizon] - 1.0
    return float(np.median(returns)), float((returns > 0).mean())


def _outcome(
    name: str,
    horizon: int,
    at: NDArray[np.intp],
    forward: pd.Series[float],
    counted: pd.Series[bool],
    prices: NDArray[np.float64],
) -> ForwardReturns:
    returns = np.asarray(forward[counted].dropna(), dtype=np.float64)
    every = np.asarray(forward.dropna(), dtype=np.float64)
    has_end = at[at + horizon < len(prices)]
    backward = every[_independent(-has_end[::-1], horizon)[::-1]] if len(has_end) == len(every) else returns
    baseline, baseline_hits = _baseline(prices, horizon)
    is_enough, nan = len(returns) >= LEAST, float("nan")
    low, high = median_interval(returns) if is_enough else (nan, nan)
    return ForwardReturns(
        horizon=name,
        sessions=horizon,
        n=len(returns),
        median=float(np.median(returns)) if is_enough else nan,
        low=low,
        high=high,
        worst=float(returns.min()) if is_enough else nan,
        best=float(returns.max()) if is_enough else nan,
        hit_rate=float((returns > 0).mean()) if is_enough else nan,
        baseline=baseline,
        baseline_hit_rate=baseline_hits,
        median_of_all=float(np.median(every)) if is_enough else nan,
        median_backward=float(np.median(backward)) if is_enough else nan,
        events=len(every),
    )


def median_interval(values: NDArray[np.float64], draws: int = DRAWS) -> tuple[float, float]:
    """The 90 % moving-block bootstrap interval of the median of `values`, in time order."""
    n = len(values)
    block = int(np.ceil(n ** (1 / 3)))
    starts = np.random.default_rng(_SEED).integers(0, n - block + 1, (draws, -(-n // block)))
    picks = (starts[:, :, None] + np.arange(block)).reshape(draws, -1)[:, :n]
    medians = np.median(values[picks], axis=1, overwrite_input=True)
    low, high = np.quantile(medians, [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2])
    return float(low), float(high)
