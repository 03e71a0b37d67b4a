"""Superlatives by brute force: every period's change in a loop, and every other one compared with the newest."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pandas as pd

from benchmarks.truth.reading import NotStated, Reading, ticker

_GROUPS: dict[str, Callable[[pd.Timestamp], object]] = {
    "day": lambda day: day,
    "week": lambda day: day.isocalendar()[:2],
    "month": lambda day: (day.year, day.month),
    "quarter": lambda day: (day.year, (day.month - 1) // 3),
    "year": lambda day: day.year,
}


def rank(read: Reading, word: str, rest: list[str]) -> object:
    """`rank.rut.best.start.rank`, `.count`, `.value`, `.since`; `rank.rut.spx.lead.month.rank`;
    `rank.rut.spx.run.length`, `.rank`, `.count`, `.longest`, `.longest_to`."""
    if rest[-2] in ("run", "losing"):
        return _run(read, [word, *rest[:-2]], rest[-1], -1 if rest[-2] == "losing" else 1)
    *others, kind, unit, what = rest
    series = [_closes(read, name) for name in (word, *others)]
    both = pd.concat(series, axis=1, join="inner")
    columns = [_changes(both.iloc[:, n], unit) for n in range(both.shape[1])]
    values = columns[0] if len(columns) == 1 else [
        (last, own - other) for (last, own), (_same, other) in zip(*columns, strict=True)
    ]  # fmt: skip
    sign = -1 if kind == "worst" else 1
    newest = values[-1][1]
    if newest != newest:
        raise NotStated("the newest has no value")
    valued = [(last, value) for last, value in values[:-1] if value == value]
    as_good = [last for last, value in valued if value * sign >= newest * sign]
    missing = [last for last, value in values[:-1] if value != value]
    if what == "since":
        if not as_good or (missing and missing[-1] > as_good[-1]):
            raise NotStated(what)
        return as_good[-1].date().isoformat()
    return {
        "value": newest,
        "count": len(valued) + 1,
        "rank": 1 + sum(value * sign > newest * sign for _last, value in valued),
    }[what]


def _closes(read: Reading, word: str) -> pd.Series[float]:
    name = ticker(word)
    return read.history(name, "close" if name.startswith("^") else "total").rename(name)


def _changes(closes: pd.Series[float], unit: str) -> list[tuple[pd.Timestamp, float]]:
    """Each period's last session and change; the first is left out."""
    if unit == "start":
        return _starts(closes)
    ends: list[tuple[pd.Timestamp, float]] = []
    group = _GROUPS[unit]
    for day, close in zip(closes.index, closes.tolist(), strict=True):
        if ends and group(ends[-1][0]) == group(day):
            ends[-1] = (day, close)
        else:
            ends.append((day, close))
    return [(day, close / before - 1) for (_base, before), (day, close) in pairwise(ends)]


def _starts(closes: pd.Series[float]) -> list[tuple[pd.Timestamp, float]]:
    days = [*zip(pd.DatetimeIndex(closes.index), closes.tolist(), strict=True)]
    newest, out = days[-1][0], []
    for year in range(days[0][0].year + 1, newest.year + 1):
        before = [close for day, close in days if day.year == year - 1]
        own = [
            (day, close)
            for day, close in days
            if day.year == year and (day.month, day.day) <= (newest.month, newest.day)
        ]
        if before and own:
            out.append((own[-1][0], own[-1][1] / before[-1] - 1))
    return out


def _run(read: Reading, words: list[str], what: str, side: int) -> object:
    both = pd.concat([_closes(read, word) for word in words], axis=1, join="inner")
    moves = both.pct_change(fill_method=None).iloc[1:]
    ahead = moves.iloc[:, 0] - (moves.iloc[:, 1] if len(words) > 1 else 0.0)
    runs: list[tuple[int, pd.Timestamp]] = []
    length = 0
    for day, value in ahead.items():
        length = length + 1 if value * side > 0 else 0
        if length > 1:
            runs[-1] = (length, pd.Timestamp(str(day)))
        elif length == 1:
            runs.append((length, pd.Timestamp(str(day))))
    longest = max(runs)
    if what in ("rank", "count"):
        if not length:
            raise NotStated(what)
        return len(runs) if what == "count" else 1 + sum(other > length for other, _day in runs)
    return {"length": length, "longest": longest[0], "longest_to": longest[1].date().isoformat()}[what]
