"""Date axes: few ticks, each on the first session of its day, month or year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from charts.layout.scale import TICK
from charts.layout.text_width import width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from charts.layout.box import Box
    from charts.theme import Theme

HEIGHT = 34.0  # points below the axes that the labels take
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_GAP, _ROOM = 20.0, 125.0  # points between two labels, and for each at least
_OVERHANG = (6.0, 40.0)  # points by which a label may reach beyond the axis, left and right
_PAD = 8.0
_SHORT = 10  # sessions, of which every second or third may be named
Days = NDArray[np.datetime64]


def calendar_days(sessions: Days) -> NDArray[np.float64]:
    """Days since 1970-01-01, for series that are not daily."""
    return sessions.astype("datetime64[D]").astype("float64")


@dataclass(frozen=True, slots=True, eq=False)
class DateScale:
    """A date axis. Session i of `sessions` is drawn at `x[i]`; the axis runs from `low` to `high`."""

    sessions: Days
    x: NDArray[np.float64]
    low: float
    high: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]

    @classmethod
    def of(cls, sessions: Days, room: float, pad: float = 0.0) -> DateScale:
        """Sessions side by side, without gaps for weekends, on an axis `room` points wide; `pad`
        sessions are left free at both ends."""
        return cls._at(sessions, np.arange(len(sessions), dtype="float64"), room, pad)

    @classmethod
    def calendar(cls, sessions: Days, room: float, pad: float = 0.0) -> DateScale:
        """Days at their true distance, for series that are not daily; `pad` days are left free at both ends."""
        return cls._at(sessions, calendar_days(sessions), room, pad)

    @classmethod
    def _at(cls, sessions: Days, x: NDArray[np.float64], room: float, pad: float) -> DateScale:
        days = sessions.astype("datetime64[D]")
        low, high = (float(x[0]) - pad, float(x[-1]) + pad) if len(x) else (0.0, 1.0)
        if high <= low:
            low, high = low - 1, high + 1
        most = max(round(room / _ROOM), 3)
        chosen: tuple[tuple[float, ...], tuple[str, ...]] = ((), ())
        for starts, unit in _candidates(days) if len(x) else []:
            ticks, labels = _inside(days[starts], x[starts], unit, low, high, room)
            if len(chosen[0]) < len(ticks) <= most and _fits(ticks, labels, (high - low) / room):
                chosen = ticks, labels
        return cls(days, x, low, high, *chosen)

    def position(self, sessions: Days) -> NDArray[np.float64]:
        """Where these sessions are drawn; a day between two sessions lies between them."""
        return np.interp(calendar_days(sessions), calendar_days(self.sessions), self.x)

    def onto(self, axes: Axes, box: Box, theme: Theme, labels: bool = True) -> None:
        """Make this the date axis of `axes`, which fill `box`, with its labels below."""
        axes.set_xlim(self.low, self.high)
        if labels:
            below(axes, box, self.ticks, self.labels, theme)


def below(axes: Axes, box: Box, ticks: Sequence[float], labels: Sequence[str], theme: Theme) -> None:
    """Write those of `labels` that have room at `ticks` along the lower edge of `axes`, which fill `box`."""
    low, high = axes.get_xlim()
    free = float("inf")
    kept = []
    for tick, label in reversed(list(zip(ticks, labels, strict=True))):  # the last is the one to keep
        at, half = (tick - low) / (high - low) * box.width, width(label, TICK) / 2
        if at + half + _GAP / 2 <= free:
            kept.append((tick, label))
            free = at - half - _GAP / 2
    for tick, label in kept:
        axes.text(
            tick, -_PAD / box.height, label, fontsize=TICK, color=theme.faint, ha="center", va="top",
            transform=axes.get_xaxis_transform(),
        )  # fmt: skip


def _candidates(sessions: Days) -> list[tuple[NDArray[np.intp], str]]:
    """First sessions of every day, week, 1 2 3 6 months, 1 2 5 10 20 years: finest first."""
    days = sessions.astype("datetime64[D]")
    months = days.astype("datetime64[M]").astype("int64")
    years = months // 12
    weeks = (days.astype("int64") + 3) // 7  # the Monday of the week; 1970-01-01 was a Thursday
    out = [(np.arange(len(days)), "day")] if len(days) <= 40 else []
    if len(days) <= _SHORT:
        out += [(np.arange(0, len(days), n), "day") for n in (2, 3, 5)]
    if len(days) <= 400:
        out += [(_firsts(weeks // n), "day") for n in (1, 2)]
    out += [(_firsts(months // n), "month") for n in (1, 2, 3, 6)]
    return out + [(_firsts(years // n), "year") for n in (1, 2, 5, 10, 20)]


def _firsts(units: NDArray[np.int64]) -> NDArray[np.intp]:
    """Where a new unit begins; the first, broken unit is left out where others follow."""
    found = np.flatnonzero(np.diff(units)) + 1
    return found if len(found) >= 2 else np.concatenate(([0], found))


def _named(starts: Days, unit: str) -> tuple[str, ...]:
    out: list[str] = []
    shown = ""
    for day in starts.astype("datetime64[D]").tolist():
        month, year = _MONTHS[day.month - 1], f"{day.year}"
        if unit == "year":
            out.append(year)
        elif unit == "month":
            # January is named by its year; a broken first year is named once.
            out.append(year if day.month == 1 else f"{month} {year}" if not shown else month)
        else:
            out.append(f"{day.day} {month}")
        shown = year
    return tuple(out)


def _fits(ticks: tuple[float, ...], labels: tuple[str, ...], per_point: float) -> bool:
    halves = [width(label, TICK) / 2 for label in labels]
    return all(
        (right - left) / per_point >= halves[i] + halves[i + 1] + _GAP
        for i, (left, right) in enumerate(pairwise(ticks))
    )


def _inside(
    starts: Days, x: NDArray[np.float64], unit: str, low: float, high: float, room: float
) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """The ticks whose labels keep within the axis, named anew without those that do not: the first
    one left names its year."""
    scale = room / (high - low)
    while len(x):
        labels = _named(starts, unit)
        if (x[0] - low) * scale < width(labels[0], TICK) / 2 - _OVERHANG[0]:
            starts, x = starts[1:], x[1:]
        elif (high - x[-1]) * scale < width(labels[-1], TICK) / 2 - _OVERHANG[1]:
            starts, x = starts[:-1], x[:-1]
        else:
            return tuple(x.tolist()), labels
    return (), ()
