"""A file of quotes of members for a moment within a session, made from the closes before and after it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.truth.raw import PANELS, RawData, calendar_sessions, last_completed

UNQUOTED, YESTERDAYS, PAID, SPLIT = 31, 37, 41, 500  # of the members in order: each n-th

_DAY = pd.Timedelta(days=1)


def write_quotes(folder: Path, whole: RawData, moment: pd.Timestamp) -> None:
    """`quotes.csv` in `folder`, where `moment` is within a session: half the way from one close to the next. Some
    members have none, some one of the day before, some a previous close before a dividend, and a few a split that
    only their price knows."""
    local = moment.tz_convert("America/New_York")
    today = pd.Timestamp(local.date())
    if (
        today not in calendar_sessions()
        or last_completed(moment) >= today
        or local.hour * 60 + local.minute < 570
    ):
        return
    panels = [panel for universe in PANELS if len(panel := whole.panel(universe).loc[:today]) > 1]
    if not panels:  # no member has been priced so early
        return
    rows = pd.concat([_rows(panel, moment) for panel in panels])
    rows[~rows.index.duplicated()].to_csv(folder / "quotes.csv", index_label="ticker")


def _rows(closes: pd.DataFrame, moment: pd.Timestamp) -> pd.DataFrame:
    before, after = closes.iloc[-2], closes.iloc[-1]
    number = np.arange(len(before))
    paid = np.where(number % PAID == 0, 1.004, 1.0)  # the stored close is adjusted for what is paid today
    previous = (before * paid).round(6)
    last = previous * np.sqrt(after / before) * np.where(number % SPLIT == SPLIT - 1, 0.5, 1.0)
    today_at, yesterday = (f"{m.tz_convert('UTC'):%Y-%m-%dT%H:%M:%SZ}" for m in (moment, moment - _DAY))
    stamps = [yesterday if n % YESTERDAYS == 0 else today_at for n in number.tolist()]
    table = pd.DataFrame({"ts_utc": stamps, "last": last.round(6), "previous": previous}, index=before.index)
    quoted: pd.DataFrame = table[number % UNQUOTED != 0].dropna()
    return quoted
