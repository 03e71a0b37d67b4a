"""Leadership: for how many completed sessions in a row one market has been ahead of another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from market.analytics.performance import joined
from market.analytics.run_lengths import newest, run_lengths
from market.errors import NoData


@dataclass(frozen=True, slots=True)
class Streak:
    """A run of sessions.

    length: sessions in a row up to the newest one (0 when it is not ahead).
    start: the first of them.
    longest_since: the last session of the newest earlier streak at least as long; None when there was none in
        the history, which begins at `history_from`. Both None where a session that cannot be compared lies
        between: a longer streak may have spanned it.
    unknown: the session where counting had to stop, for want of a bar (`leadership` names the session that
        lacks it); it may be longer. None where the session before `start` is known.
    """

    length: int
    start: date | None
    longest_since: date | None
    history_from: date | None
    unknown: date | None = None


@dataclass(frozen=True, slots=True)
class Leadership:
    """One market against a benchmark, as of `session`. Changes and leads are fractions.

    daily: sessions in a row with a higher daily return.
    year_to_date: sessions in a row ahead year to date (the streak begins anew each January).
    """

    benchmark: str
    session: date
    day_change: float
    day_lead: float
    ytd: float
    ytd_benchmark: float
    daily: Streak
    year_to_date: Streak

    @property
    def ytd_lead(self) -> float:
        return self.ytd - self.ytd_benchmark


def leadership(closes: pd.Series[float], benchmark: pd.Series[float]) -> Leadership:
    """Leadership of `closes` over `benchmark` (completed sessions, NaN where one has no bar: what is measured
    over such a session is NaN). Raises NoData with fewer than two common sessions.

    >>> import pandas as pd
    >>> days = pd.DatetimeIndex(["2025-12-31", "2026-01-02", "2026-01-05", "2026-01-06"])
    >>> a, b = pd.Series([100.0, 99, 101, 104], index=days), pd.Series([100.0, 100, 101, 102], index=days)
    >>> lead = leadership(a, b)
    >>> lead.daily.length, str(lead.daily.start), lead.year_to_date.length, round(lead.ytd_lead, 4)
    (2, '2026-01-05', 1, 0.02)
    """
    both = joined({"own": closes, "other": benchmark})
    if len(both) < 2:
        raise NoData(f"{closes.name} and {benchmark.name} have fewer than two sessions in common.")
    returns = both / both.shift(1) - 1.0
    years = pd.Series(pd.DatetimeIndex(both.index).year, both.index)
    ytd = both / _year_bases(both, years) - 1.0
    last_day, last_ytd = returns.iloc[-1], ytd.iloc[-1]
    return Leadership(
        benchmark=str(benchmark.name),
        session=both.index[-1].date(),
        day_change=float(last_day["other"]),
        day_lead=float(last_day["own"] - last_day["other"]),
        ytd=float(last_ytd["own"]),
        ytd_benchmark=float(last_ytd["other"]),
        daily=_named(
            both, streak(returns["own"] > returns["other"], known=returns.notna().all(axis=1)), years
        ),
        year_to_date=_named(
            both,
            streak(ytd["own"] > ytd["other"], new_each=years, known=ytd.notna().all(axis=1)),
            years,
        ),
    )


def _named(both: pd.DataFrame, run: Streak, years: pd.Series[int]) -> Streak:
    """`run` with the session that lacks a bar as its `unknown`: the one where counting stopped, the one before
    it, or the year's base."""
    if run.unknown is None:
        return run
    place = int(both.index.searchsorted(pd.Timestamp(run.unknown)))
    base = int((years < years.iloc[place]).sum()) - 1
    gap = next((n for n in (place, place - 1, base) if n >= 0 and both.iloc[n].isna().any()), place)
    return replace(run, unknown=both.index[gap].date())


def streak(
    ahead: pd.Series[bool], new_each: pd.Series[int] | None = None, known: pd.Series[bool] | None = None
) -> Streak:
    """The run of True that ends at the newest session, with "longest since". `new_each`: a key
    per session; a run never spans two keys. `known`: False for sessions that cannot be compared; the very
    first, which has none before it, does not count as unknown.

    >>> days = pd.bdate_range("2026-01-05", periods=5)
    >>> found = streak(pd.Series([True, True, False, True, True], index=days))
    >>> found.length, str(found.start), str(found.longest_since)
    (2, '2026-01-08', '2026-01-06')
    """
    days, run = ahead.index, run_lengths(ahead, new_each)
    length = int(run[-1])
    begun = len(run) - length
    before = begun - 1
    unknown = None
    if (
        known is not None
        and before > 0
        and not known.iloc[before]
        and (new_each is None or not length or new_each.iloc[before] == new_each.iloc[begun])
    ):
        unknown = days[before].date()
    as_long = np.flatnonzero(run[: begun if length else 0] >= length)
    since = int(as_long[-1]) if len(as_long) else None
    gaps = np.flatnonzero([] if known is None else ~known.to_numpy()[1:begun]) + 1
    hidden = len(gaps) > 0 and (since is None or bool(gaps[-1] > since))
    return Streak(
        length=length,
        start=days[begun].date() if length else None,
        longest_since=days[since].date() if since is not None and not hidden else None,
        history_from=None if hidden else days[0].date(),
        unknown=unknown,
    )


def _year_bases(closes: pd.DataFrame, years: pd.Series[int]) -> pd.DataFrame:
    """At each session, the last close of the previous year (NaN in the first year)."""
    values, year = closes.to_numpy(), years.to_numpy()
    bases = newest(np.append(True, year[1:] != year[:-1])) - 1
    return pd.DataFrame(
        np.where(bases[:, None] >= 0, values[bases], np.nan), closes.index, closes.columns, copy=False
    )
