"""Damages of dates: the bars are true, and stand under other days, in another order or twice."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.truth.cut import Cut, without

_SHIFTED = 20  # sessions


def rows_out_of_order(cut: Cut) -> None:
    """The Russell 2000's two newest rows, and two older ones, stand in the wrong order; all of them are true."""

    def swap(table: pd.DataFrame) -> pd.DataFrame:
        order, last = list(range(len(table))), int(table.index.searchsorted(cut.ago(0)))
        for row in (last, last - 30):
            order[row - 1], order[row] = row, row - 1
        return table.iloc[order]

    cut.change("RUT", swap)


def sessions_exchanged(cut: Cut) -> None:
    """Two neighbouring bars of the Russell 2000 stand under each other's day."""

    def exchange(table: pd.DataFrame) -> pd.DataFrame:
        days = {cut.ago(3): cut.ago(4), cut.ago(4): cut.ago(3)}
        return table.rename(index=days).sort_index()

    cut.change("RUT", exchange)


def week_missing(cut: Cut) -> None:
    """The Russell 2000 and IWM lack the five sessions before the last three."""
    for name in ("RUT", "IWM"):
        cut.change(name, without(*(cut.ago(count) for count in range(3, 8))))


def session_twice(cut: Cut) -> None:
    """The Russell 2000's file has the session before the last twice, the second time half a per cent higher."""

    def double(table: pd.DataFrame) -> pd.DataFrame:
        prices = [name for name in table.columns if name != "volume"]
        again = table[table.index == cut.ago(1)]
        again = again.assign(**{name: again[name] * 1.005 for name in prices})
        return pd.concat([table, again]).sort_index(kind="stable")

    cut.change("RUT", double)


def newest_tomorrow(cut: Cut) -> None:
    """The Russell 2000's newest bar is dated a day late, as where its time was taken for another zone's."""
    newest = {cut.ago(0): cut.ago(0) + timedelta(days=1)}
    cut.change("RUT", lambda table: table.loc[: cut.ago(0)].rename(index=newest))


def fund_shifted(cut: Cut) -> None:
    """IWM's bars of the last 20 sessions are those of the session before each."""

    def shift(table: pd.DataFrame) -> pd.DataFrame:
        late = (table.index > cut.ago(_SHIFTED)) & (table.index <= cut.ago(0))
        return _repeating_the_row_before(table, late)

    cut.change("IWM", shift)


def friday_filled(cut: Cut) -> None:
    """The first session of the Russell 2000's newest week repeats the bar of the week before."""
    weeks = cut.sessions.to_period("W")
    monday = cut.sessions[weeks == weeks[-1]][0]

    def fill(table: pd.DataFrame) -> pd.DataFrame:
        return _repeating_the_row_before(table, table.index == monday)

    cut.change("RUT", fill)


def _repeating_the_row_before(table: pd.DataFrame, rows: NDArray[np.bool_]) -> pd.DataFrame:
    out = table.select_dtypes("number").astype("float64")
    out[rows] = out.shift(1)[rows]
    return out
