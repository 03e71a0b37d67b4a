"""Specs that several commands build alike."""

from __future__ import annotations

import numpy as np
import pandas as pd

from charts.pictures.candles import Candles
from charts.pictures.level import LevelChart, RunningPoint
from charts.spec import Caption, Line
from market.analytics.performance import drawdown
from market.analytics.records import record_closes
from market.bars import Bars
from market.period import Period


def level_picture(bars: Bars, period: Period, caption: Caption, *, sma: tuple[int, ...] = ()) -> LevelChart:
    """Closes over `period` with record closes marked, the running value apart, drawdown below.

    Drawdown and records are of all history, then cut: a period never invents a record. A measured level has neither.
    """
    closes, held = period.cut(bars.closes), not bars.symbol.is_level
    marked = record_closes(bars.closes).sessions
    shown = marked[(marked >= closes.index[0]) & (marked <= closes.index[-1])]
    running = bars.running
    up_to_date = closes.index[-1] == bars.frame.index[-1]
    return LevelChart(
        caption,
        Line.of(bars.symbol.label, closes),
        records=shown.values.astype("datetime64[D]") if held else np.array([], dtype="datetime64[D]"),
        so_far=RunningPoint(running.session, running.last) if running and up_to_date else None,
        drawdown=Line.of("Drawdown", drawdown(bars.closes).loc[closes.index]) if held else None,
        averages=averages(bars.closes, sma, closes.index[0]),
    )


def candles_picture(bars: Bars, period: Period, caption: Caption, sma: tuple[int, ...]) -> Candles:
    """Candles over `period`, volume where it means something, averages over all history."""
    frame = period.cut(bars.frame)
    return Candles.of(
        caption, frame, volume=bars.symbol.has_volume, averages=averages(bars.closes, sma, frame.index[0])
    )


def averages(closes: pd.Series[float], windows: tuple[int, ...], first: pd.Timestamp) -> tuple[Line, ...]:
    """Simple moving averages from `first` on, computed over all of `closes`; a window longer than
    the history gives no line."""
    lines = []
    for window in windows:
        values = closes.rolling(window).mean().loc[first:].dropna()
        if len(values):
            lines.append(Line.of(f"SMA {window}", values))
    return tuple(lines)
