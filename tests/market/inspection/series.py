"""Series to inspect: plain ones, and what providers make of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from market.bars import tidy
from market.calendars.calendar import Calendar
from market.calendars.trading_days import trading_days

CALENDAR = Calendar()
DAYS = trading_days("IWM", CALENDAR)
PRICES = ("open", "high", "low", "close", "adj_close")
FIRST, LAST = date(2025, 3, 3), date(2026, 1, 22)


def walk(seed: int = 1, swing: float = 0.01, start: float = 200.0) -> pd.DataFrame:
    """Bars of every session from `FIRST` to `LAST`, with daily moves of that standard deviation."""
    days = pd.DatetimeIndex(CALENDAR.sessions(FIRST, LAST))
    draw = np.random.default_rng(seed)
    closes = start * np.exp(np.cumsum(draw.normal(0, swing, len(days))))
    opens = closes * np.exp(draw.normal(0, swing / 3, len(days)))
    return tidy(
        pd.DataFrame(
            {
                "open": opens,
                "high": np.maximum(opens, closes) * (1 + swing / 5),
                "low": np.minimum(opens, closes) * (1 - swing / 5),
                "close": closes,
                "adj_close": closes,
                "volume": draw.uniform(0.8e6, 1.2e6, len(days)),
            },
            index=days,
        )
    )


def scaled(
    frame: pd.DataFrame, factor: float, first: str, last: str, columns: Sequence[str] = PRICES
) -> pd.DataFrame:
    """All prices (or these columns) of these sessions times `factor`."""
    changed = frame.copy()
    changed.loc[first:last, list(columns)] *= factor
    return changed


def filled(frame: pd.DataFrame, value: float, first: str, last: str, columns: Sequence[str]) -> pd.DataFrame:
    """These columns of these sessions set to `value`."""
    changed = frame.copy()
    changed.loc[first:last, list(columns)] = value
    return changed
