"""When during a session something was so, by its five-minute bars."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from market.formatting import NEW_YORK
from market.symbols import Symbol
from market.verdicts.data import JudgementData, at_utc

_BAR = timedelta(minutes=5)


def first_bar_inside(
    data: JudgementData, symbol: Symbol, day: date, contains: Callable[[float, float], bool]
) -> str:
    """When it was first so: by five-minute bars where there are any, else by the day's range."""
    prints = data.prints(symbol, day)
    if prints is not None:
        for start, low, high in zip(prints.index, prints["low"], prints["high"], strict=True):
            if contains(float(low), float(high)):
                begin = at_utc(start).astimezone(NEW_YORK)
                return f"first inside the {begin:%H:%M}–{begin + _BAR:%H:%M} ET bar"
    return "inside the day’s range"
