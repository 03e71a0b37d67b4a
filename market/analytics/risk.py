"""Risk: how much a market swings, how far it has fallen, how it moves with another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from market.analytics.gaps import first_gap, hidden_extreme
from market.analytics.performance import daily_returns, drawdown, joined
from market.errors import NoData

YEAR = 252  # sessions; also what a daily variance is multiplied by to make it annual
WINDOWS = (20, 60, YEAR)
CAPTURE_MONTHS = 36
LEAST_CAPTURE_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Decline:
    """Drawdowns of a series of closes, fractions at or below zero.

    now: last close over the highest close so far, less one.
    worst: the lowest that ratio has been, from `peak` to `trough`.
    recovered: the first session back at the peak's close, None while below it.
    unknown_now, unknown_worst: a session without a bar that may have been the highest close, or a part of a
        deeper fall; then the figure holds for the closes that are known only.
    """

    now: float
    worst: float
    peak: date
    trough: date
    recovered: date | None
    unknown_now: date | None = None
    unknown_worst: date | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """Up- and down-capture over `months` complete months, as ratios (1.0: the same as the benchmark); NaN where
    there was no such month.

    months_up, months_down: how many.
    gap: the last session of a month that has no bar; then neither is known.
    """

    up: float
    down: float
    months: int
    months_up: int
    months_down: int
    gap: date | None = None


@dataclass(frozen=True, slots=True)
class BenchmarkRelation:
    """One market beside a benchmark over the last `sessions` common daily returns, to `end`. `capture` is None
    with fewer than twelve complete months.

    gap: a session without a bar among them; then beta and correlation are NaN.
    """

    beta: float
    correlation: float
    sessions: int
    end: date
    capture: Capture | None
    gap: date | None = None


def volatility(returns: pd.Series[float], year: int = YEAR) -> float:
    """Annualised realised volatility of daily simple returns, a fraction: their sample standard
    deviation (n - 1) times the square root of `year`, the instrument's sessions a year. NaN with fewer
    than two returns, and where one of them is not known.

    Source: J. Hull, "Options, Futures, and Other Derivatives", estimating volatility from
    historical data; with simple returns, as empyrical's `annual_volatility` has it.

    >>> import pandas as pd
    >>> round(volatility(pd.Series([0.01, -0.01, 0.01, -0.01])), 4)
    0.1833
    """
    return float(returns.std(ddof=1, skipna=False) * np.sqrt(year))


def recent_volatility(closes: pd.Series[float], window: int, year: int = YEAR) -> float:
    """`volatility` of the last `window` daily returns; NaN when there are fewer.

    >>> calm = pd.Series([100.0, 200.0, 202.0, 204.02])
    >>> round(recent_volatility(calm, 2), 6), recent_volatility(calm, 4)
    (0.0, nan)
    """
    returns = daily_returns(closes)
    return volatility(returns.iloc[-window:], year) if len(returns) >= window else float("nan")


def declines(closes: pd.Series[float]) -> Decline:
    """The drawdown now and the worst one, over the closes that are known. Raises NoData with none.

    >>> import pandas as pd
    >>> days = pd.bdate_range("2026-01-05", periods=5)
    >>> d = declines(pd.Series([100.0, 120, 90, 120, 114], index=days))
    >>> round(d.now, 4), d.worst, str(d.peak), str(d.trough), str(d.recovered)
    (-0.05, -0.25, '2026-01-06', '2026-01-07', '2026-01-08')
    """
    if not closes.notna().any():
        raise NoData("There are no completed sessions to measure a drawdown on.")
    depth = drawdown(closes)
    trough = int(np.nanargmin(depth.to_numpy()))
    peak = int(np.nanargmax(closes.iloc[: trough + 1].to_numpy()))
    back = np.flatnonzero(closes.iloc[trough:].to_numpy() >= closes.iloc[peak])
    high = hidden_extreme(closes, float(closes.max()))
    return Decline(
        unknown_now=high,
        unknown_worst=_deeper(closes, float(depth.iloc[trough])),
        now=float(depth.iloc[-1]),
        worst=float(depth.iloc[trough]),
        peak=closes.index[peak].date(),
        trough=closes.index[trough].date(),
        recovered=closes.index[trough + int(back[0])].date() if len(back) else None,
    )


def _deeper(closes: pd.Series[float], worst: float) -> date | None:
    """A session without a bar that may have been the high or the low of a fall below `worst`."""
    depth = 1.0 + drawdown(closes)
    return hidden_extreme(depth, 1.0 + worst, high=False)


def relation(
    closes: pd.Series[float], benchmark: pd.Series[float], sessions: int = YEAR, month_over: bool = False
) -> BenchmarkRelation:
    """Beta, correlation and capture of `closes` beside `benchmark`, on sessions both have.

    Beta: covariance of the daily returns over the benchmark's variance. Correlation: Pearson's.
    Both over the last `sessions` returns. Source: W. Sharpe, "Capital Asset Prices" (1964).

    Raises NoData with fewer than 20 common returns.

    >>> import pandas as pd
    >>> days = pd.bdate_range("2026-01-05", periods=25)
    >>> index = pd.Series([100.0 + n % 2 for n in range(25)], index=days)
    >>> r = relation(1 + 2 * index / index.iloc[0], index)
    >>> round(r.correlation, 3), 0.6 < r.beta < 0.7, r.sessions, r.capture is None
    (1.0, True, 24, True)
    """
    both = joined({"own": closes, "other": benchmark})
    returns = (both / both.shift(1) - 1.0).iloc[1:].iloc[-sessions:]
    if len(returns) < WINDOWS[0]:
        raise NoData(
            f"{closes.name} and {benchmark.name} have {len(returns)} daily returns in common; "
            f"beta needs at least {WINDOWS[0]}."
        )
    (_own, covariance), (_, variance) = returns.cov().to_numpy()
    if returns.isna().any(axis=None):  # a session without a bar: the returns beside it are not known
        covariance = variance = float("nan")
    return BenchmarkRelation(
        beta=float(covariance / variance) if variance > 0 else float("nan"),
        correlation=float(returns["own"].corr(returns["other"])) if variance > 0 else float("nan"),
        sessions=len(returns),
        end=both.index[-1].date(),
        capture=capture(both["own"], both["other"], month_over=month_over),
        gap=first_gap(both.iloc[-len(returns) - 1 :]),
    )


def capture(
    closes: pd.Series[float],
    benchmark: pd.Series[float],
    month_over: bool = False,
) -> Capture | None:
    """Up- and down-capture over the last `CAPTURE_MONTHS` complete months that both have; None with fewer
    than twelve. A month is complete once a later one has begun, or with its last session (`month_over`).

    Up-capture is the annualised compound return over the months in which the benchmark rose,
    divided by the benchmark's own over the same months; down-capture likewise where it fell.
    Source: Morningstar, "Upside and Downside Capture Ratios"; empyrical's `up_capture`.

    >>> import pandas as pd
    >>> days = pd.date_range("2024-12-31", periods=15, freq="ME")
    >>> index = pd.Series([100.0, 110, 99] * 5, index=days)
    >>> c = capture(index, index)
    >>> c.up, c.down, c.months, c.months_up + c.months_down
    (1.0, 1.0, 13, 13)
    """
    both = joined({"own": closes, "other": benchmark})
    days = pd.DatetimeIndex(both.index)
    ends = both.groupby([days.year, days.month]).tail(1)
    ends = ends if month_over else ends.iloc[:-1]
    returns = (ends / ends.shift(1) - 1.0).iloc[1:].iloc[-CAPTURE_MONTHS:]
    if len(returns) < LEAST_CAPTURE_MONTHS:
        return None
    if gap := first_gap(ends.loc[ends.index < returns.index[0]].iloc[-1:]) or first_gap(returns):
        nan = float("nan")
        return Capture(nan, nan, len(returns), 0, 0, gap)
    rising, falling = returns[returns["other"] > 0], returns[returns["other"] < 0]
    return Capture(
        up=_annual(rising["own"]) / _annual(rising["other"]),
        down=_annual(falling["own"]) / _annual(falling["other"]),
        months=len(returns),
        months_up=len(rising),
        months_down=len(falling),
    )


def rolling(
    closes: pd.Series[float], benchmark: pd.Series[float] | None = None, year: int = YEAR
) -> pd.DataFrame:
    """The same figures at every session: `volatility_20`, `_60`, `_252`, `drawdown`, and beside a
    benchmark `beta` and `correlation` over 252 common returns. NaN until the window is full; each
    row looks at itself and the rows before it only. Rows are the sessions of `closes`.

    >>> import pandas as pd
    >>> days = pd.bdate_range("2026-01-05", periods=30)
    >>> rolled = rolling(pd.Series([100.0 + n % 3 for n in range(30)], index=days))
    >>> rolled["volatility_20"].first_valid_index() == days[20], rolled["volatility_60"].isna().all()
    (True, np.True_)
    """
    returns = closes / closes.shift(1) - 1.0
    out = {f"volatility_{w}": returns.rolling(w).std(ddof=1) * np.sqrt(year) for w in WINDOWS}
    out["drawdown"] = drawdown(closes)
    if benchmark is not None:
        both = joined({"own": closes, "other": benchmark})
        pair = both / both.shift(1) - 1.0
        own, other = pair["own"].rolling(YEAR), pair["other"].rolling(YEAR)
        out["beta"] = own.cov(pair["other"]) / other.var()
        out["correlation"] = own.corr(pair["other"])
    return pd.DataFrame(out).reindex(closes.index)


def _annual(returns: pd.Series[float]) -> float:
    """Annualised compound return of monthly returns; NaN of none."""
    if returns.empty:
        return float("nan")
    return float(np.prod(1.0 + returns.to_numpy()) ** (12 / len(returns)) - 1.0)
