"""The picture of one session to five: bars, since two to six closes are no line worth looking at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from charts.pictures.sessions import SessionBar, SessionBars
from charts.spec import Caption
from commands.presentation.wording import the
from market.analytics.records import certain_records
from market.bars import Bars
from market.formatting import MISSING, change, day, moved_points
from market.period import Period

MOST = 5  # sessions
_PRICES = (("Open", "open"), ("Low", "low"), ("High", "high"), ("Close", "close"))


def session_bars(bars: Bars, period: Period, words: Caption, said: str) -> SessionBars | None:
    """What each session of `period` did, or of a single one its prices against the close before; None where the
    period has no session, or more than five. `said`: the answer’s sentence, for the alternative text."""
    closes = period.cut(bars.closes)
    if not 1 < len(closes) <= MOST + 1:
        return None
    shown = _day_prices(bars, closes) if len(closes) == 2 else _changes(bars, closes)
    figures = ", ".join(f"{bar.label} {bar.figure}" for bar in shown)
    kind = "points" if bars.symbol.is_level else "change"
    first, last = closes.index[0].date(), closes.index[-1].date()
    what = f"{kind} from the close of {day(first)}" if len(closes) == 2 else f"{kind} of each session"
    until = "" if len(closes) == 2 else f", {day(closes.index[1].date())} to {day(last)}"
    frame = words.frame
    if shown[-1].so_far:
        until += f"; so far today from that of {day(last)}" if len(closes) == 2 else ", and so far today"
        frame = replace(frame, running=True) if frame else None
    alt = f"Bars of {the(bars.symbol.label)}, {what}{until}: {figures}. {said}"
    subtitle = f"{what[:1].upper()}{what[1:]}{until}"
    return SessionBars(replace(words, subtitle=subtitle, alt=alt[:1000], frame=frame), shown)


def _day_prices(bars: Bars, closes: pd.Series[float]) -> tuple[SessionBar, ...]:
    """The known prices of the last session, each against the close before."""
    base, stamp = float(closes.iloc[0]), closes.index[-1]
    row = bars.frame.loc[stamp] if stamp in bars.frame.index else None
    record = _records(bars, closes)
    columns = [(name, float(row[column])) for name, column in _PRICES] if row is not None else []
    prices = [(name, price) for name, price in columns if price == price] or [("Close", float("nan"))]
    done = [_bar(bars, name, base, price, record[stamp] and name == "Close") for name, price in prices]
    return (*done, *_so_far(bars, closes))


def _changes(bars: Bars, closes: pd.Series[float]) -> tuple[SessionBar, ...]:
    record = _records(bars, closes)
    done = [
        _bar(bars, _name(stamp), float(before), float(close), record[stamp])
        for before, (stamp, close) in zip(closes.iloc[:-1], closes.iloc[1:].items(), strict=True)
    ]
    return (*done, *_so_far(bars, closes))


def _name(stamp: object) -> str:
    session = pd.Timestamp(str(stamp))
    return f"{session.day} {session:%b}"


def _bar(
    bars: Bars, label: str, before: float, price: float, record: bool, so_far: bool = False
) -> SessionBar:
    measure, write = _measure(bars)
    value = measure(before, price)
    if value != value:
        return SessionBar(label, None, MISSING, so_far=so_far)
    return SessionBar(label, value, write(value), record, so_far)


def _measure(bars: Bars) -> tuple[Callable[[float, float], float], Callable[[float], str]]:
    """How a move is measured and written: a level in its points, everything else as a change."""
    if bars.symbol.is_level:
        return (lambda before, price: price - before), lambda value: moved_points(value).removesuffix(
            " points"
        )
    return (lambda before, price: price / before - 1), change


def _records(bars: Bars, closes: pd.Series[float]) -> dict[object, bool]:
    """Which of the sessions closed at a record of all history, for certain."""
    if bars.symbol.is_level:
        return dict.fromkeys(closes.index, False)
    marked = set(certain_records(bars.closes.loc[: closes.index[-1]]))
    return {stamp: stamp in marked for stamp in closes.index}


def _so_far(bars: Bars, closes: pd.Series[float]) -> tuple[SessionBar, ...]:
    """The session in progress, where it follows the last one shown."""
    running = bars.running
    if (
        running is None
        or closes.index[-1] != bars.frame.index[-1]
        or bars.gaps(bars.last_session, running.session)
    ):
        return ()
    return (_bar(bars, "so far", float(closes.iloc[-1]), running.last, record=False, so_far=True),)
