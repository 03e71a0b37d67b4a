"""Specs that several commands build alike."""

from __future__ import annotations

import numpy as np
import pandas as pd

from charts.pictures.candles import Candles
from charts.pictures.level import LevelChart, RunningPoint
from charts.pictures.rotation import RotationChart, Trail
from charts.spec import Caption, Line
from commands.framework.reply import Headline
from commands.presentation.wording import caption, listed
from market.analytics.performance import drawdown
from market.analytics.records import record_closes
from market.analytics.relative_strength import RelativeStrength
from market.bars import Bars
from market.period import Period

RATIO_SHOWN = Period.parse("2y")
Planes = dict[str, list[tuple[float, float]]]  # by label, strength and momentum, oldest first


def level_picture(bars: Bars, period: Period, words: Caption, *, sma: tuple[int, ...] = ()) -> LevelChart:
    """Closes over `period` with record closes marked, the running value apart, drawdown below.

    Drawdown and records are of all history, then cut: a period never invents a record. A measured level has neither.
    """
    closes, held = period.cut(bars.closes), not bars.symbol.is_level
    marked = record_closes(bars.closes).sessions
    shown = marked[(marked >= closes.index[0]) & (marked <= closes.index[-1])]
    running = bars.running
    up_to_date = closes.index[-1] == bars.frame.index[-1]
    return LevelChart(
        words,
        Line.of(bars.symbol.label, closes, market=bars.symbol.ticker),
        records=shown.values.astype("datetime64[D]") if held else np.array([], dtype="datetime64[D]"),
        so_far=RunningPoint(running.session, running.last) if running and up_to_date else None,
        drawdown=Line.of("Drawdown", drawdown(bars.closes).loc[closes.index]) if held else None,
        averages=averages(bars.closes, sma, closes.index[0]),
    )


def candles_picture(bars: Bars, period: Period, words: Caption, sma: tuple[int, ...]) -> Candles:
    """Candles of the sessions of `period`, volume where it means something, averages over all history."""
    frame = period.cut(bars.frame)
    if period.sessions:  # its base is a close to measure from, not one of the sessions asked for
        frame = frame.iloc[1:]
    return Candles.of(
        words, frame, volume=bars.symbol.has_volume, averages=averages(bars.closes, sma, frame.index[0])
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


def rotation_picture(
    headline: Headline, strength: RelativeStrength, pair: tuple[Bars, Bars], planes: Planes
) -> RotationChart:
    """The ratio of a pair with its averages over two years, and where size and sector funds stand."""
    first, second = pair
    part = RATIO_SHOWN.cut(strength.frame) if len(strength.frame) > 2 else strength.frame
    means = tuple(
        Line.of(f"{window}-day", part[f"average_{window}"])
        for window in (50, 200)
        if part[f"average_{window}"].notna().any()
    )
    trails = tuple(
        Trail(name, np.array([s for s, _ in points]), np.array([m for _, m in points]))
        for name, points in planes.items()
    )
    label = f"{first.symbol.word} / {second.symbol.word}".upper()
    ahead = [name for name, points in planes.items() if min(points[-1]) > 0]
    corner = f" Ahead and gaining against SPY: {listed(ahead)}." if ahead else ""
    alt = (
        f"The ratio {label} with its averages above, and below the plane of relative strength and momentum."
        f"{corner} {headline}"
    )
    subtitle = f"{label}, and size and sector funds against SPY"
    words = caption(headline.title, alt, *pair, subtitle=subtitle)
    return RotationChart(words, Line.of(label, part["ratio"]), means, trails)
