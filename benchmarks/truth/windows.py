"""On which session a figure of an earlier window ends."""

from __future__ import annotations

import pandas as pd

from benchmarks.truth.raw import calendar_sessions


def end_of_window(question: str, key: str, now: pd.Timestamp) -> pd.Timestamp:
    """Of a figure since one of the two days in "/compare rut spx 2018-11-01 with 2019-10-01"."""
    sessions = calendar_sessions()
    bases = sorted(
        int(sessions.searchsorted(pd.Timestamp(word), side="right")) - 1
        for word in question.split()
        if word[:2] in ("19", "20")
    )
    if not key.endswith(f"since_{sessions[bases[0]].date()}"):
        return now
    return sessions[bases[0] + int(sessions.searchsorted(now)) - bases[1]]


def end_after(key: str) -> pd.Timestamp:
    """Of "rut.after.5s.2025-12-08"."""
    count, day = key.split(".")[-2:]
    sessions = calendar_sessions()
    return sessions[int(sessions.searchsorted(pd.Timestamp(day))) + int(count.removesuffix("s"))]
