"""A data folder as providers really deliver it: each function damages a copy of the whole one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from benchmarks.truth.cut import PRICES, Cut, scaled, without
from benchmarks.truth.misdated import (
    friday_filled,
    fund_shifted,
    newest_tomorrow,
    rows_out_of_order,
    session_twice,
    sessions_exchanged,
    week_missing,
)
from benchmarks.truth.mispriced import (
    afternoon_print,
    dividend_in_prices,
    dividend_lagging,
    print_without_volume,
)
from benchmarks.truth.prints import MADE, printed
from benchmarks.truth.raw import FUNDS, PANELS, RawData

INDICES = ("RUT", "GSPC", "NDX", "IXIC", "DJI")


def whole(cut: Cut) -> None:
    """Nothing is damaged."""


def session_missing_for_one(cut: Cut) -> None:
    """The Russell 2000 lacks the session before the last."""
    cut.change("RUT", without(cut.ago(1)))


def sessions_missing_for_several(cut: Cut) -> None:
    """Three indices lack two sessions, as Yahoo dropped them in July 2026."""
    for name in ("RUT", "GSPC", "IXIC"):
        cut.change(name, without(cut.ago(1), cut.ago(4)))


def session_missing_for_all(cut: Cut) -> None:
    """No index, fund or member has the session before the last."""
    for path in cut.folder.glob("*.csv.gz"):
        if path.name.split(".")[0] in (*INDICES, "VIX", "SPY", "QQQ", "IWM", "DIA", "XLE"):
            cut.change(path.name.split(".")[0], without(cut.ago(1)))
    cut.change_panels(without(cut.ago(1)))


def year_end_missing(cut: Cut) -> None:
    """The last session of the previous year is missing for the Russell 2000 and IWM."""
    last_year = cut.sessions[cut.sessions.year < cut.sessions[-1].year][-1]
    cut.change("RUT", without(last_year))
    cut.change("IWM", without(last_year))


def last_row_empty(cut: Cut) -> None:
    """The Russell 2000's newest row has no figures."""

    def empty(table: pd.DataFrame) -> pd.DataFrame:
        out = table.select_dtypes("number").astype("float64")
        out.loc[out.index == cut.ago(0)] = float("nan")
        return out

    cut.change("RUT", empty)


def fund_late(cut: Cut) -> None:
    """IWM and two sector funds lack the newest session."""
    for name in ("IWM", "XLK", "XLE"):
        cut.change(name, without(cut.ago(0)))


def index_late(cut: Cut) -> None:
    """The Russell 2000 lacks the newest session."""
    cut.change("RUT", without(cut.ago(0)))


def fund_absent(cut: Cut) -> None:
    """There is no XLE."""
    cut.remove("XLE")


def index_absent(cut: Cut) -> None:
    """There is no S&P 500."""
    cut.remove("GSPC")


def subject_absent(cut: Cut) -> None:
    """There is no Russell 2000: its fund stands in."""
    cut.remove("RUT")


def list_old(cut: Cut) -> None:
    """The list of members is 90 days old and lacks those that came since."""
    path = next(cut.folder.glob("IWM_holdings_*.csv.gz"))
    rows = pd.read_csv(path, dtype=str)
    path.unlink()
    day = cut.sessions[-1] - pd.Timedelta(days=90)
    rows.iloc[::1][[n % 30 != 7 for n in range(len(rows))]].to_csv(
        cut.folder / f"IWM_holdings_{day.date()}.csv.gz", index=False
    )


def bar_hundredfold(cut: Cut) -> None:
    """One bar of the Russell 2000 is a hundred times too high."""

    cut.change("RUT", scaled(100, lambda days: days == cut.ago(2)))


def scale_seam(cut: Cut) -> None:
    """The S&P 500 has another scale before a date."""
    cut.change("GSPC", scaled(10, lambda days: days <= cut.ago(30)))


def index_rebased(cut: Cut) -> None:
    """The Russell 2000 is 12 % too high before a date."""
    cut.change("RUT", scaled(1.12, lambda days: days <= cut.ago(40)))


def fund_rebased(cut: Cut) -> None:
    """IWM is 12 % too high before a date."""
    cut.change("IWM", scaled(1.12, lambda days: days <= cut.ago(40)))


def index_of_another(cut: Cut) -> None:
    """The Russell 2000's file holds the S&P 500's bars."""
    bars = pd.read_csv(cut.folder / "GSPC.csv.gz", index_col=0, parse_dates=True)
    cut.change("RUT", lambda table: bars)


def funds_filled_forward(cut: Cut) -> None:
    """Most funds of the table repeat their close on the last three sessions."""

    def fill(table: pd.DataFrame) -> pd.DataFrame:
        out = table.copy()
        names = out.columns[out.columns.str.len() == 3][:16]
        days = out.index[(out.index > cut.ago(3)) & (out.index <= cut.ago(0))]
        held = out[names].drop(days).reindex(out.index).ffill().loc[days]
        out[names] = pd.concat([out[names].drop(days), held]).sort_index()
        return out

    path = cut.folder / FUNDS
    cut.replace(FUNDS, fill(pd.read_parquet(path)))


def split_not_applied(cut: Cut) -> None:
    """IWM has split two for one; the history before is not adjusted."""
    cut.change("IWM", scaled(2, lambda days: days <= cut.ago(5)))


def frozen_closes(cut: Cut) -> None:
    """The Nasdaq-100 repeats one close for its last six sessions, without volume."""

    def freeze(table: pd.DataFrame) -> pd.DataFrame:
        out = table.select_dtypes("number").astype("float64")
        days = (out.index > cut.ago(6)) & (out.index <= cut.ago(0))
        last = float(out["close"][out.index == cut.ago(6)].iloc[0])
        for column in (*PRICES, "volume"):
            out[column] = out[column].mask(days, 0.0 if column == "volume" else last)
        return out

    cut.change("NDX", freeze)


def only_closes(cut: Cut) -> None:
    """The Russell 2000 has closes and nothing else."""
    cut.change("RUT", lambda table: table.assign(open=float("nan"), high=float("nan"), low=float("nan")))


def panel_stale(cut: Cut) -> None:
    """The members' closes end ten sessions ago; prices of funds and indices go on."""
    for pattern in PANELS.values():
        path = next(cut.folder.glob(pattern))
        table = pd.read_parquet(path)
        cut.replace(path.name, table[table.index <= cut.ago(10)])


def index_and_fund_print(cut: Cut) -> None:
    """The newest bars of the Russell 2000 and IWM were written at about ten o'clock, and copied since."""
    for name in ("RUT", "IWM"):
        cut.change(name, printed(cut.ago(0)))


def everything_print(cut: Cut) -> None:
    """So were those of the members, of the S&P 500 and of SPY."""
    for name in ("RUT", "IWM", "GSPC", "SPY"):
        cut.change(name, printed(cut.ago(0)))
    for pattern in PANELS.values():
        path = next(cut.folder.glob(pattern))
        table = pd.read_parquet(path)
        closes, row = table.to_numpy(copy=True), int(table.index.searchsorted(cut.ago(0)))
        closes[row] = (1 - MADE) * closes[row - 1] + MADE * closes[row]
        cut.replace(path.name, pd.DataFrame(closes, table.index, table.columns))


def faults_together(cut: Cut) -> None:
    """The Russell 2000 has a bar a hundred times too high, lacks the session after it and is 12 % too high before a
    date."""
    for damage in (bar_hundredfold, session_missing_for_one, index_rebased):
        damage(cut)


Mutilation = Callable[[Cut], None]
MUTILATIONS: tuple[Mutilation, ...] = (
    whole,
    session_missing_for_one,
    sessions_missing_for_several,
    session_missing_for_all,
    year_end_missing,
    last_row_empty,
    fund_late,
    index_late,
    fund_absent,
    index_absent,
    subject_absent,
    list_old,
    bar_hundredfold,
    scale_seam,
    index_rebased,
    fund_rebased,
    index_of_another,
    funds_filled_forward,
    split_not_applied,
    frozen_closes,
    only_closes,
    panel_stale,
    index_and_fund_print,
    everything_print,
    rows_out_of_order,
    week_missing,
    session_twice,
    newest_tomorrow,
    friday_filled,
    faults_together,
)
# Damages as small as an index and its fund part by themselves: on some days nothing at hand witnesses them, and untrue
# figures are known (0271). They are measured where they are named.
SOMETIMES_BELIEVED: tuple[Mutilation, ...] = (
    sessions_exchanged,
    fund_shifted,
    dividend_lagging,
    dividend_in_prices,
    print_without_volume,
    afternoon_print,
)


def damaged_copy(
    original: RawData, target: Path, mutilation: Mutilation, sessions: pd.DatetimeIndex
) -> RawData:
    """`original` at `target` with one damage; files that stay as they are are linked, not copied."""
    target.mkdir(parents=True)
    for path in original.folder.iterdir():
        if path.is_file():
            try:
                os.link(path, target / path.name)
            except OSError:
                shutil.copy2(path, target / path.name)
    mutilation(Cut(target, sessions))
    return RawData(target, sessions[-1], original)
