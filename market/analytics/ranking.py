"""Superlatives: the best or worst day, week, month, quarter or start of a year, longest runs, largest leads; firsts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import pandas as pd

from market.errors import NoData


class RankUnit(StrEnum):
    """Of what the best or worst is looked for.

    START: from the last close of a year to the close on or before the same day of the next.
    """

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    START = "start of a year"


_PERIODS = {RankUnit.WEEK: "W-SUN", RankUnit.MONTH: "M", RankUnit.QUARTER: "Q", RankUnit.YEAR: "Y"}


def period_end(day: date, unit: RankUnit) -> date:
    """The last day of the calendar's period that `day` lies in; `day` itself for what is no such period."""
    code = _PERIODS.get(unit)
    return pd.Timestamp(day).to_period(code).end_time.date() if code else day


@dataclass(frozen=True, slots=True)
class RankedPeriod:
    """One period and its value: a change as a fraction, a lead as a difference of fractions, a length.

    base: the session whose close it is measured from.
    last: its last session.
    """

    base: date
    last: date
    value: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Where the newest period stands among all of its kind.

    current: the newest period, which may still be going on.
    rank: 1 when none is better (with `best` False: worse); those that are as good share the better rank.
    count: periods that were compared, the newest included.
    runners_up: the best of the others, best first.
    as_good: the newest earlier period at least as good; None where there was none.
    history_from: the base of the first period that was compared.
    unknown: last sessions of periods that have no value because a close is missing, newest first.
    best: whether high values come first.
    """

    current: RankedPeriod
    rank: int
    count: int
    runners_up: tuple[RankedPeriod, ...]
    as_good: RankedPeriod | None
    history_from: date
    unknown: tuple[date, ...]
    best: bool

    @property
    def since_is_sure(self) -> bool:
        """False where a period without a value lies after the newest one that was as good."""
        return not self.unknown or (self.as_good is not None and self.unknown[0] < self.as_good.last)


def changes(closes: pd.Series[float], unit: RankUnit) -> pd.DataFrame:
    """The change of every period of `unit`: index the period's last session, columns `base` (session) and
    `change` (a fraction). NaN where the close at either end is missing. The first period, which nothing goes
    before, is left out; the newest may still be going on.

    >>> days = pd.DatetimeIndex(["2026-01-08", "2026-01-09", "2026-01-12", "2026-01-16"])
    >>> weeks = changes(pd.Series([100.0, 102.0, 101.0, 107.1], index=days), RankUnit.WEEK)
    >>> [(str(last.date()), round(change, 4)) for last, change in weeks["change"].items()]
    [('2026-01-16', 0.05)]
    """
    if unit is RankUnit.START:
        return _starts(closes)
    ends = closes
    if unit is not RankUnit.DAY:
        ends = closes.groupby(pd.DatetimeIndex(closes.index).to_period(_PERIODS[unit])).tail(1)
    return pd.DataFrame({"base": ends.index[:-1], "change": (ends / ends.shift(1) - 1.0).iloc[1:]})


def _starts(closes: pd.Series[float]) -> pd.DataFrame:
    """Each year's change up to the day of the newest session, from the last close of the year before."""
    days = pd.DatetimeIndex(closes.index)
    newest = days[-1]
    upto = (days.month < newest.month) | ((days.month == newest.month) & (days.day <= newest.day))
    heads = closes[upto].groupby(days[upto].year).tail(1)
    bases = closes.groupby(days.year).tail(1)
    year_before = pd.Series(np.arange(len(bases)), index=pd.DatetimeIndex(bases.index).year + 1)
    rows = [
        (last, bases.index[place], value / bases.iloc[place] - 1.0)
        for last, value in heads.items()
        if (place := year_before.get(pd.Timestamp(str(last)).year)) is not None
    ]
    index = pd.DatetimeIndex([last for last, _base, _change in rows])
    return pd.DataFrame(
        {"base": [base for _last, base, _change in rows], "change": [c for *_ends, c in rows]}, index=index
    )


def rank_changes(
    closes: pd.Series[float], unit: RankUnit, best: bool = True, since: date | None = None, top: int = 5
) -> Ranking:
    """Where the newest period of `unit` stands. `closes`: every session up to the newest, oldest first, NaN
    where a bar is missing. `since`: only periods that end after this day are compared. Raises NoData where
    the newest has no value.

    >>> days = pd.bdate_range("2026-01-05", periods=5)
    >>> r = rank_changes(pd.Series([100.0, 103.0, 102.0, 104.04, 105.0], index=days), RankUnit.DAY)
    >>> r.rank, r.count, str(r.as_good.last), str(r.runners_up[0].last)
    (3, 4, '2026-01-08', '2026-01-06')
    """
    return rank_values(changes(closes, unit), best, since, top)


def rank_leads(
    closes: pd.Series[float],
    benchmark: pd.Series[float],
    unit: RankUnit,
    best: bool = True,
    top: int = 5,
) -> Ranking:
    """Where the newest lead of `closes` over `benchmark` stands (difference of the two changes). Sessions that
    one of them lacks altogether are left out; a close that is missing leaves the lead unknown."""
    both = pd.concat([closes, benchmark], axis=1, join="inner", keys=["own", "other"])
    own, other = changes(both["own"], unit), changes(both["other"], unit)
    return rank_values(own.assign(change=own["change"] - other["change"]), best, None, top)


def rank_values(values: pd.DataFrame, best: bool, since: date | None, top: int = 5) -> Ranking:
    """Rank the last row of `values` (as `changes` returns them) among all of them."""
    if since is not None:
        values = values.loc[pd.Timestamp(since) + pd.Timedelta(days=1) :]
    if values.empty or bool(np.isnan(values["change"].iloc[-1])):
        raise NoData("There is no change of the newest period to rank.")
    merit = values["change"].to_numpy(dtype=float) * (1.0 if best else -1.0)
    current, earlier = merit[-1], merit[:-1]
    unknown = np.isnan(earlier)
    sure = np.flatnonzero(~unknown)
    as_good = np.flatnonzero(earlier >= current)
    ordered = sure[np.argsort(-earlier[sure], kind="stable")][:top]
    return Ranking(
        current=_period(values, len(earlier)),
        rank=int((earlier > current).sum()) + 1,
        count=len(sure) + 1,
        runners_up=tuple(_period(values, int(place)) for place in ordered),
        as_good=_period(values, int(as_good[-1])) if len(as_good) else None,
        history_from=values["base"].iloc[0].date(),
        unknown=tuple(day.date() for day in values.index[:-1][unknown][::-1]),
        best=best,
    )


def _period(values: pd.DataFrame, place: int) -> RankedPeriod:
    base, last = values["base"].iloc[place], values.index[place]
    return RankedPeriod(base.date(), last.date(), float(values["change"].iloc[place]))


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of periods for which something was so.

    current: the one that goes on at the newest period; None where it was not so.
    longest: the longest of all, longest first, newest first among equals; the current one included.
    rank: of the current one (1: none was longer); None without one.
    as_long: the newest earlier run at least as long as the current one.
    count: of all runs, the current one included.
    """

    current: RankedPeriod | None
    longest: tuple[RankedPeriod, ...]
    rank: int | None
    as_long: RankedPeriod | None
    history_from: date
    count: int


def longest_runs(so: pd.Series[bool], top: int = 5) -> Runs:
    """Runs of True in `so` (index: last sessions of the periods, oldest first). A run's `base` is the session
    before its first period, or that period itself at the very beginning; its value counts periods.

    >>> days = pd.bdate_range("2026-01-05", periods=6)
    >>> runs = longest_runs(pd.Series([True, True, False, True, True, True], index=days))
    >>> runs.current.value, runs.rank, [run.value for run in runs.longest], runs.as_long
    (3.0, 1, [3.0, 2.0], None)
    """
    if so.empty:
        raise NoData("There are no sessions to look for runs in.")
    truth = so.to_numpy(dtype=bool)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], truth, [False]]).astype(int)))
    runs = [
        RankedPeriod(so.index[max(first - 1, 0)].date(), so.index[end - 1].date(), float(end - first))
        for first, end in zip(edges[::2], edges[1::2], strict=True)
    ]
    current = runs[-1] if runs and truth[-1] else None
    earlier = runs[:-1] if current else runs
    as_long = next((run for run in reversed(earlier) if current and run.value >= current.value), None)
    ordered = sorted(runs, key=lambda run: (-run.value, -run.last.toordinal()))
    return Runs(
        current=current,
        longest=tuple(ordered[:top]),
        rank=1 + sum(run.value > current.value for run in earlier) if current else None,
        as_long=as_long,
        history_from=so.index[0].date(),
        count=len(runs),
    )


@dataclass(frozen=True, slots=True)
class FirstTime:
    """Since when something is so, and when it was so before.

    so: whether it is so at the newest period, `newest`.
    began, length: the first period of the spell that goes on at the newest, and its periods; None and 0 without one.
    before: the newest period before that spell at which it was so; None where it never was.
    between: periods between the two, or up to the newest where there is no spell, that one included.
    gap: the newest of those between of which it is not known; None without one.
    last: the newest period before `newest` at which it was so, in the same spell or before it.
    """

    newest: date
    so: bool
    began: date | None
    length: int
    before: date | None
    between: int
    gap: date | None
    last: date | None
    history_from: date


def first_time(excess: pd.Series[float]) -> FirstTime:
    """When `excess` is above zero at its end, and when it was before. Index: last sessions of the periods, oldest
    first; NaN where it is not known. Raises NoData where it is not known of the newest.

    >>> days = pd.bdate_range("2026-01-05", periods=5)
    >>> found = first_time(pd.Series([1.0, -1.0, -1.0, 2.0, 1.0], index=days))
    >>> found.length, str(found.began), str(found.before), found.between, str(found.last)
    (2, '2026-01-08', '2026-01-05', 2, '2026-01-08')
    """
    if excess.empty or bool(np.isnan(excess.iloc[-1])):
        raise NoData("There is no value of the newest period to compare.")
    so = excess.to_numpy() > 0
    length = len(so) - 1 - int(np.flatnonzero(~so)[-1]) if not so.all() else len(so)
    start = len(so) - length
    earlier = np.flatnonzero(so[:start])
    before = int(earlier[-1]) if len(earlier) else -1
    gaps = np.flatnonzero(excess.iloc[before + 1 : start].isna())
    last = -2 if length > 1 else before

    def day(place: int) -> date:
        found: date = excess.index[place].date()
        return found

    return FirstTime(
        newest=day(-1),
        so=bool(so[-1]),
        began=day(start) if length else None,
        length=length,
        before=day(before) if before >= 0 else None,
        between=start - 1 - before,
        gap=day(before + 1 + int(gaps[-1])) if len(gaps) else None,
        last=day(last) if last != -1 else None,
        history_from=day(0),
    )
