"""Specs that several commands build alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
import pandas as pd

from charts.pictures.candles import Candles
from charts.pictures.level import LevelChart, RecordLevel, RunningPoint
from charts.pictures.rotation import RotationChart, Trail
from charts.spec import Caption, Line
from commands.framework.reply import Headline
from commands.presentation.study_specs import NO_STUDIES, StudyResult
from commands.presentation.wording import caption
from market.analytics.performance import Performance, drawdown
from market.analytics.records import certain_records, record_closes
from market.analytics.relative_strength import RelativeStrength
from market.bars import Bars
from market.formatting import level, listed
from market.period import Period

RATIO_SHOWN = Period.parse("2y")


def level_picture(
    bars: Bars, period: Period, words: Caption, studies: StudyResult = NO_STUDIES
) -> LevelChart:
    """Closes over `period` with record closes marked, the running value apart, drawdown below.

    Drawdown and records are of all history, then cut: a period never invents a record. A measured level has neither.
    """
    closes, held = period.cut(bars.closes), not bars.symbol.is_level
    records = record_closes(bars.closes.loc[: closes.index[-1]])
    marked = certain_records(bars.closes.loc[: closes.index[-1]])
    shown = marked[(marked >= closes.index[0]) & (marked <= closes.index[-1])]
    running = bars.running
    up_to_date = closes.index[-1] == bars.frame.index[-1]
    record = RecordLevel(records.day, records.level) if held and not records.unknown else None
    return LevelChart(
        replace(words, alt=f"{words.alt} {_marked_words(closes, record)}"[:1000]),
        Line.of(bars.symbol.label, closes, market=bars.symbol.ticker),
        records=shown.values.astype("datetime64[D]") if held else np.array([], dtype="datetime64[D]"),
        so_far=RunningPoint(running.session, running.last) if running and up_to_date else None,
        drawdown=Line.of("Drawdown", drawdown(bars.closes).loc[closes.index]) if held else None,
        averages=studies.over,
        record=record,
        studies=studies.panels,
    )


def _marked_words(closes: pd.Series[float], record: RecordLevel | None) -> str:
    """What is pointed at in a picture of closes, for its alternative text."""
    high, low, qualifier = closes.idxmax(), closes.idxmin(), "known " if closes.isna().any() else ""
    words = f"Highest {qualifier}close {level(float(closes.max()))} on {high:%Y-%m-%d}, "
    words += f"lowest {level(float(closes.min()))} on {low:%Y-%m-%d}"
    if record is None:
        return f"{words}."
    return f"{words}; record close {level(record.value)} on {record.session}."


def candles_picture(
    bars: Bars, period: Period, words: Caption, studies: StudyResult = NO_STUDIES, unit: str = ""
) -> Candles:
    """Candles of the sessions of `period`, of the bars that `unit` names, volume where it means something."""
    return Candles.of(
        words,
        shown_frame(bars, period),
        volume=bars.symbol.has_volume,
        averages=studies.over,
        studies=studies.panels,
        unit=unit,
    )


def shown_frame(bars: Bars, period: Period) -> pd.DataFrame:
    """The sessions asked for, those without a bar as rows without figures: a base is a close to measure from, not one
    of them."""
    frame = bars.frame.reindex(period.cut(bars.closes).index)
    return frame.iloc[1:] if period.sessions else frame


def rotation_picture(
    headline: Headline, strength: RelativeStrength, pair: tuple[Bars, Bars], trails: tuple[Trail, ...]
) -> RotationChart:
    """The ratio of a pair with its averages over two years, and where size and sector funds stand."""
    first, second = pair
    part = RATIO_SHOWN.cut(strength.frame) if len(strength.frame) > 2 else strength.frame
    means = tuple(
        Line.of(f"{window}-day", part[f"average_{window}"])
        for window in (50, 200)
        if part[f"average_{window}"].notna().any()
    )
    label = f"{first.symbol.word} / {second.symbol.word}".upper()
    ahead = [trail.label for trail in trails if min(trail.strength[-1], trail.momentum[-1]) > 0]
    corner = f" Ahead and gaining against SPY: {listed(ahead)}." if ahead else ""
    alt = (
        f"The ratio {label} with its averages above, and below a small panel for each fund’s relative strength."
        f"{corner} {headline}"
    )
    subtitle = f"{label}, and size and sector funds against SPY"
    words = caption(headline.over_picture, alt, *pair, subtitle=subtitle)
    ratio = Line.of(label, part["ratio"], market=first.symbol.ticker)
    return RotationChart(words, ratio, means, trails)


def changes_so_far(
    asked: Sequence[str], result: Performance, newest: Mapping[str, Bars]
) -> tuple[tuple[float | None, ...], datetime | None]:
    """Each market's change from the base to now, and the time that all of them are of, where they are in the
    same session and it follows the last that was compared."""
    running = [bar for label in asked if (bar := newest[label].running)]
    at_end = {newest[label].last_session for label in asked} == {result.end}
    if len({bar.session for bar in running}) != 1 or not at_end or len(running) < len(asked):
        return (), None
    changes = {label: newest[label].running_change for label in asked}
    values = {label: (1 + float(result.returns[label])) * (1 + by) - 1 for label, by in changes.items()}
    return tuple(value if value == value else None for value in values.values()), min(
        bar.at for bar in running
    )
