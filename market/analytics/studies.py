"""Studies of closes by their published formulas: EMA, RSI, MACD and Bollinger's bands.

Each honours its warm-up: there is no value before the formula has all the closes that it asks for, and a close
that is missing (NaN) starts the warm-up anew. None of them says buy or sell.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FAST, SLOW, SIGNAL = 12, 26, 9  # of MACD (Appel 1979)
WIDTH = 2.0  # standard deviations of Bollinger's bands
RSI_WINDOW, BAND_WINDOW = 14, 20
Values = NDArray[np.float64]


def sma(closes: pd.Series[float], window: int) -> pd.Series[float]:
    """The mean of the last `window` closes."""
    return closes.rolling(window).mean()


def ema(closes: pd.Series[float], window: int) -> pd.Series[float]:
    """EMAₜ = EMAₜ₋₁ + 2 / (n + 1) × (closeₜ − EMAₜ₋₁), begun with the mean of the first n closes.

    >>> import pandas as pd
    >>> ema(pd.Series([2.0, 4.0, 6.0, 8.0, 12.0]), 3).tolist()
    [nan, nan, 4.0, 6.0, 9.0]
    """
    return _by_run(closes, lambda run: _smoothed(run, window, 2.0 / (window + 1)))


def rsi(closes: pd.Series[float], window: int = RSI_WINDOW) -> pd.Series[float]:
    """Wilder's relative strength index (1978), 0 to 100: 100 − 100 / (1 + average gain / average loss).

    The first averages are means of the first n gains and losses; from there on each is (the one before × (n − 1)
    + the newest) / n. NaN where n closes in a row did not move at all from the beginning: 0 / 0 is no strength.

    >>> import pandas as pd
    >>> rsi(pd.Series([10.0, 11.0, 10.5, 11.5]), 2).round(2).tolist()
    [nan, nan, 66.67, 85.71]
    """

    def of_run(run: Values) -> Values:
        moves = np.diff(run)
        gains = _smoothed(np.maximum(moves, 0.0), window, 1.0 / window)
        losses = _smoothed(np.maximum(-moves, 0.0), window, 1.0 / window)
        with np.errstate(invalid="ignore"):
            strength = 100.0 * gains / (gains + losses)
        return np.concatenate(([np.nan], strength))

    return _by_run(closes, of_run)


def macd(closes: pd.Series[float]) -> pd.DataFrame:
    """Appel's moving average convergence/divergence: columns `macd` = EMA 12 − EMA 26, `signal` = EMA 9 of it, and
    `histogram` = `macd` − `signal`."""
    line = ema(closes, FAST) - ema(closes, SLOW)
    signal = ema(line, SIGNAL)
    return pd.DataFrame({"macd": line, "signal": signal, "histogram": line - signal})


def bollinger(closes: pd.Series[float], window: int = BAND_WINDOW) -> pd.DataFrame:
    """Bollinger's bands (1983): columns `lower`, `middle`, `upper` = SMA n and 2 standard deviations of the same n
    closes (of the population) around it."""
    middle = sma(closes, window)
    reach = WIDTH * closes.rolling(window).std(ddof=0)
    return pd.DataFrame({"lower": middle - reach, "middle": middle, "upper": middle + reach})


def _smoothed(values: Values, window: int, weight: float) -> Values:
    """Exponential smoothing begun with the mean of the first `window` values."""
    out = np.full(len(values), np.nan)
    if len(values) < window:
        return out
    level = float(values[:window].mean())
    out[window - 1] = level
    for at in range(window, len(values)):
        level += weight * (float(values[at]) - level)
        out[at] = level
    return out


def _by_run(closes: pd.Series[float], study: Callable[[Values], Values]) -> pd.Series[float]:
    """`study` of each run of closes without a gap, on the sessions of `closes`."""
    values = np.asarray(closes, dtype=np.float64)
    out, there = np.full(len(values), np.nan), np.isfinite(values)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], there, [False])).astype("int8")))
    for first, end in zip(edges[::2], edges[1::2], strict=True):
        out[first:end] = study(np.asarray(values[first:end], dtype=np.float64))
    return pd.Series(out, closes.index, name=closes.name)
