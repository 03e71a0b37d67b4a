"""Made-up daily bars for tests that need a series but no market."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from market.calendars.calendar import Calendar


def rising(first: date, last: date, calendar: Calendar, start: float = 100.0) -> pd.DataFrame:
    """A bar for every session from `first` to `last`: closes rise by 1.01 a session, each bar
    opens at the close before and spans half a point around both."""
    sessions = pd.DatetimeIndex(calendar.sessions(first, last))
    closes = np.round(start + 1.01 * np.arange(len(sessions)), 2)
    opens = np.round(closes - 1.01, 2)
    return pd.DataFrame(
        {
            "open": opens,
            "high": closes + 0.5,
            "low": opens - 0.5,
            "close": closes,
            "volume": 1_000_000.0 + np.arange(len(sessions)),
        },
        index=sessions,
    )
