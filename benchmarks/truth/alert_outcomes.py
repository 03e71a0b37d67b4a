"""Alerts that have happened, as the ledger has them, and what is to be said of them, by hand and from raw closes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from statistics import median
from typing import Any

import pandas as pd

from benchmarks.truth.reading import NotStated, Reading, ticker

# Number of the alert, rule, sessions before the last one, minutes until it was told (None: it was not).
HAPPENED: Sequence[tuple[int, str, int, int | None]] = (
    (1, "rut record again", 30, 3),
    (1, "rut record again", 27, 4),
    (2, "iwm down 2% again", 7, 190),
    (3, "breadth below 30% again", 2, None),
    (1, "rut record again", 1, 2),
)
SOON = 5  # sessions: what happens again within so many was armed too early


def ledger_rows(sessions: pd.DatetimeIndex) -> list[dict[str, Any]]:
    """`HAPPENED` as the program stores it, of somebody in the channel of `questions.Respondent`."""
    rows = []
    for number, rule, before, minutes in HAPPENED:
        day = sessions[-1 - before]
        seen = (
            (day + pd.Timedelta(hours=16)).tz_localize("America/New_York").tz_convert("UTC").to_pydatetime()
        )
        content = {"rule": rule, "seen": seen.isoformat(), "headline": rule}
        times = {"due": seen, "not_before": seen, "changed": seen + timedelta(minutes=minutes or 0)}
        place = {"platform": "discord", "workspace": "G1", "channel": "C1", "owner": "U1"}
        what = {"key": f"alert:{number}:{day.date()}", "kind": "alert", "subject": number, "day": day.date()}
        rows.append(
            place | what | times | {"content": content, "state": "dead" if minutes is None else "sent"}
        )
    return rows


def stats(read: Reading, figure: str, rest: list[str]) -> float:
    """`alerts.fired`, `.told`, `.late_seconds`, `.false_rearms`."""
    late = [60 * minutes for *_, minutes in HAPPENED if minutes is not None]
    if figure == "false_rearms":
        days: dict[int, list[int]] = {}
        for number, _rule, before, _minutes in HAPPENED:
            days.setdefault(number, []).append(before)
        return sum(a - b <= SOON for own in days.values() for a, b in pairwise(own))
    return {"fired": len(HAPPENED), "told": len(late), "late_seconds": median(late)}[figure]


def change_after(read: Reading, subject: str, rest: list[str]) -> float:
    """`rut.after.5s.2026-01-15`: the close five sessions later over that of the day."""
    series, base = read.upto(ticker(subject), "close"), pd.Timestamp(rest[1])
    if len(series.loc[base:]) != int(rest[0].removesuffix("s")) + 1:
        raise NotStated(f"{read.day.date()} is not {rest[0]} after {rest[1]}")
    read.note(ticker(subject), "close", base, read.day)
    return float(series.iloc[-1] / series.loc[base] - 1)
