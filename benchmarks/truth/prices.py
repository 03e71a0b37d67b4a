"""Figures of single series and pairs, recomputed from raw closes. Names are the middle of a figure's key."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from benchmarks.truth.raw import calendar_sessions
from benchmarks.truth.reading import NotStated, Reading, ticker

Formula = Callable[[Reading, str, list[str]], object]
YEAR = 252


def base_session(sessions: pd.Index, period: str) -> pd.Timestamp:
    """The session that a period ending at the last of `sessions` is measured from."""
    index = pd.DatetimeIndex(sessions)
    end = index[-1]
    if period[-1] == "d" and period[:-1].isdigit():
        if len(index) <= int(period[:-1]):
            raise NotStated(period)
        return index[-1 - int(period[:-1])]
    if period == "ytd":
        day = pd.Timestamp(end.year - 1, 12, 31)
    elif period.startswith("since_"):
        day = pd.Timestamp(period.removeprefix("since_"))
    elif "_" in period:
        first, _, last = period.partition("_")
        day = pd.Timestamp(first) - pd.Timedelta(days=int(first == last))  # a day by itself is its change
    elif period == "max":
        return index[0]
    else:
        months = int(period[:-1]) * (12 if period[-1] == "y" else 1)
        day = end - pd.DateOffset(months=months)
    before = index[index <= day]
    return before[-1] if len(before) else index[0]


def moved(read: Reading, name: str, column: str, period: str) -> float:
    """Close over the base's close, less one: reads those two sessions only."""
    series = read.upto(name, column)
    base = base_session(series.index, period)
    read.note(name, column, base, read.day)
    return float(series.iloc[-1] / series.loc[base] - 1)


def _change(read: Reading, subject: str, rest: list[str]) -> float:
    return moved(read, ticker(subject), "close", rest[0])


def _total(read: Reading, subject: str, rest: list[str]) -> float:
    return moved(read, ticker(subject), "total", rest[0])


def _bar(column: str) -> Formula:
    return lambda read, subject, rest: read.at(ticker(subject), column)


def _lead(column: str) -> Formula:
    def lead(read: Reading, subject: str, rest: list[str]) -> float:
        own, other = ticker(subject), ticker(rest[0])
        return moved(read, own, column, rest[1]) - moved(read, other, column, rest[1])

    return lead


def _streak(read: Reading, subject: str, rest: list[str]) -> object:
    """`rut.streak.spx.daily`, `.ytd`, `.daily.longest_since`."""
    own, other = (read.upto(ticker(word), "close") for word in (subject, rest[0]))
    both = pd.concat([own, other], axis=1, keys=["own", "other"], join="inner")
    days = pd.DatetimeIndex(both.index)
    years = days.year
    if rest[1] == "daily":
        move = both.pct_change(fill_method=None)
        first = 1
    else:
        bases = both.groupby(years).last().shift(1).reindex(years).set_axis(both.index)
        move = both / bases - 1
        first = 0
    ahead = (move["own"] > move["other"]).to_numpy()
    run, length = np.zeros(len(ahead), int), 0
    for n, is_ahead in enumerate(ahead):
        begins = rest[1] == "ytd" and n > 0 and years[n] != years[n - 1]
        length = (0 if begins else length) + 1 if is_ahead else 0
        run[n] = length
    length = int(run[-1])
    start = max(len(run) - 1 - length - first, 0)
    _note_pair(read, subject, rest[0], both.index[start])
    if rest[1] == "ytd":
        _note_base(read, subject, rest[0], both)
    if len(rest) == 2:
        return length
    earlier = np.flatnonzero(run[: len(run) - length] >= length) if length else np.array([], int)
    since = both.index[earlier[-1]] if len(earlier) else None
    _note_pair(
        read,
        subject,
        rest[0],
        both.index[max(int(earlier[-1]) - length - 1, 0)] if len(earlier) else both.index[0],
    )
    return None if since is None else str(since.date())


def _note_pair(read: Reading, own: str, other: str, first: pd.Timestamp) -> None:
    for word in (own, other):
        read.span(ticker(word), "close", first)


def _note_base(read: Reading, own: str, other: str, both: pd.DataFrame) -> None:
    before = both.index[pd.DatetimeIndex(both.index).year < read.day.year]
    if len(before):
        for word in (own, other):
            read.note(ticker(word), "close", before[-1])


def _record(read: Reading, subject: str, rest: list[str]) -> object:
    """`rut.record.in_year`, `.since_previous`, `.level`, `.day`, `.since`, `.below`, `.is`, `.confirmed_by`."""
    if rest[0] == "confirmed_by":
        read.at(ticker(subject), "close")
        return " ".join(word for word in ("spx", "ixic", "ndx", "dji") if _record(read, word, ["is"]))
    closes = read.history(ticker(subject), "close").dropna()
    values = closes.to_numpy()
    best = np.maximum.accumulate(values)
    places = np.flatnonzero(values[1:] > best[:-1]) + 1
    at_record = len(places) > 0 and places[-1] == len(values) - 1
    top = int(values.argmax())
    what: dict[str, object] = {
        "is": bool(at_record),
        "level": float(values[top]),
        "day": str(closes.index[top].date()),
        "since": len(values) - 1 - top,
        "below": float(values[-1] / values[top] - 1),
        "in_year": int((pd.DatetimeIndex(closes.index)[places].year == read.day.year).sum()),
        "since_previous": int(places[-1] - places[-2]) if len(places) > 1 else None,
    }
    return what[rest[0]]


def _extreme(which: str, dated: bool = False) -> Formula:
    def extreme(read: Reading, subject: str, rest: list[str]) -> object:
        series = read.upto(ticker(subject), "close")
        part = read.span(ticker(subject), "close", base_session(series.index, rest[0]))
        return str(getattr(part, f"idx{which}")().date()) if dated else float(getattr(part, which)())

    return extreme


def _fall(column: str, worst: bool) -> Formula:
    def fall(read: Reading, subject: str, rest: list[str]) -> float:
        series = read.upto(ticker(subject), column)
        first = base_session(series.index, rest[0] if rest else "max")
        part = read.span(ticker(subject), column, first).dropna()
        depth = part / part.cummax() - 1
        return float(depth.min() if worst else depth.iloc[-1])

    return fall


def _volatility(read: Reading, subject: str, rest: list[str]) -> float:
    """`rut.volatility.20d`; over a period, of at least the last twenty returns."""
    name = ticker(subject)
    series = read.upto(name, "total")
    if rest[0].removesuffix("d").isdigit():
        count = int(rest[0][:-1])
    else:
        count = max(len(series.loc[base_session(series.index, rest[0]) :]) - 1, 20)
    part = read.last(name, "total", count + 1)
    return float(part.pct_change(fill_method=None).iloc[1:].std(ddof=1) * YEAR**0.5)


def _pair(read: Reading, subject: str, rest: list[str]) -> pd.DataFrame:
    count = int(rest[1].removesuffix("d")) + 1
    own, other = (read.last(ticker(word), "total", count) for word in (subject, rest[0]))
    return pd.concat([own, other], axis=1, keys=["own", "other"]).pct_change(fill_method=None).iloc[1:]


def _beta(read: Reading, subject: str, rest: list[str]) -> float:
    moves = _pair(read, subject, rest)
    return float(np.polyfit(moves["other"], moves["own"], 1)[0])


def _correlation(read: Reading, subject: str, rest: list[str]) -> float:
    moves = _pair(read, subject, rest)
    return float(np.corrcoef(moves["own"], moves["other"])[0, 1])


def _capture(up: bool) -> Formula:
    """Over the months of the last 36 in which the other rose (fell); a month is over with its last session."""

    def capture(read: Reading, subject: str, rest: list[str]) -> float:
        frame = pd.concat(
            [read.upto(ticker(word), "total") for word in (subject, rest[0])],
            axis=1,
            keys=["own", "other"],
            join="inner",
        )
        calendar = calendar_sessions()
        ends = pd.Series(calendar, calendar).groupby(calendar.to_period("M")).last()
        ends = ends[ends <= read.day].iloc[-37:]
        closes = frame.reindex(pd.DatetimeIndex(ends))
        for word in (subject, rest[0]):
            read.note(ticker(word), "total", *ends)
        moves = closes.pct_change(fill_method=None).iloc[1:].dropna()
        if len(moves) < 12:
            raise NotStated("capture")
        part = moves[moves["other"] > 0] if up else moves[moves["other"] < 0]
        own, other = (float(np.prod(1 + part[name].to_numpy("float64"))) for name in ("own", "other"))
        years = 12 / len(part)
        return float((own**years - 1) / (other**years - 1))

    return capture


def _ratio_side(read: Reading, subject: str, rest: list[str]) -> object:
    """`rut.ratio.spx.side_50` ("above", "below") and `.held_50` sessions."""
    what, _, window = rest[1].partition("_")
    own, other = (read.upto(ticker(word), "total") for word in (subject, rest[0]))
    ratio = (own / other).dropna()
    margin = (ratio - ratio.rolling(int(window)).mean()).dropna()
    side = margin > 0
    held = int((side[::-1].cumprod() if side.iloc[-1] else (~side)[::-1].cumprod()).sum())
    used = int(window) + (held if what == "held" else 0)
    for word in (subject, rest[0]):
        read.last(ticker(word), "total", min(used, len(ratio)))
    return held if what == "held" else "above" if side.iloc[-1] else "below"


def _plane(what: str) -> Formula:
    def plane(read: Reading, subject: str, rest: list[str]) -> float:
        count = 63 if what == "strength" else 73
        own, other = (read.last(ticker(word), "total", count) for word in (subject, rest[0]))
        ratio = own / other
        strength = ratio / ratio.rolling(63).mean() - 1
        return float(strength.iloc[-1] - (strength.iloc[-11] if what == "momentum" else 0.0))

    return plane


FORMULAS: dict[str, Formula] = {
    "close": _bar("close"),
    "high": _bar("high"),
    "low": _bar("low"),
    "volume": _bar("volume"),
    "change": _change,
    "total": _total,
    "lead": _lead("close"),
    "total_lead": _lead("total"),
    "return": _total,
    "compared": _lead("total"),
    "compared_drawdown": _fall("total", worst=False),
    "compared_worst_drawdown": _fall("total", worst=True),
    "streak": _streak,
    "record": _record,
    "highest": _extreme("max"),
    "lowest": _extreme("min"),
    "highest_on": _extreme("max", dated=True),
    "lowest_on": _extreme("min", dated=True),
    "drawdown": _fall("close", worst=False),
    "worst_drawdown": _fall("close", worst=True),
    "total_drawdown": _fall("total", worst=False),
    "total_worst_drawdown": _fall("total", worst=True),
    "volatility": _volatility,
    "beta": _beta,
    "correlation": _correlation,
    "up_capture": _capture(up=True),
    "down_capture": _capture(up=False),
    "ratio": _ratio_side,
    "strength": _plane("strength"),
    "momentum": _plane("momentum"),
}
