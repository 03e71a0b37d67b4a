"""A bar as it stood within its session."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

MADE, TRADED = 0.3, 0.15  # of a session's move and volume, at about ten o'clock


def printed(day: pd.Timestamp) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Ends a session at about ten o'clock: a part of its move has been made, and a part of its volume traded."""

    def apply(table: pd.DataFrame) -> pd.DataFrame:
        out = table.select_dtypes("number").astype("float64")
        is_day = out.index == day
        for name in [name for name in out.columns if name == "close" or name.startswith("adj_close")]:
            out[name] = out[name].mask(is_day, (1 - MADE) * out[name].shift(1) + MADE * out[name])
        if "volume" in out.columns:
            body = out[["open", "close"]]
            out["high"] = out["high"].mask(is_day, body.max(axis=1))
            out["low"] = out["low"].mask(is_day, body.min(axis=1))
            out["volume"] = out["volume"].mask(is_day, TRADED * out["volume"])
        return out

    return apply
