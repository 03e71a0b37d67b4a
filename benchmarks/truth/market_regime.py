"""The market regime by the published rule (`/help rotation`), recomputed session by session."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from benchmarks.truth.raw import RawData
from benchmarks.truth.reading import NotStated, Reading

SECTORS = ("XLK", "XLF", "XLV", "XLY", "XLP", "XLE", "XLI", "XLB", "XLU", "XLRE", "XLC")
CYCLICAL, DEFENSIVE = ("XLY", "XLI", "XLF", "XLB"), ("XLP", "XLV", "XLU")
FUNDS = ("SPY", "IWM", "RSP", *SECTORS)
WINDOW, CONFIRM = 21, 5


def regime(read: Reading, figure: str, rest: list[str]) -> object:
    """`regime.market`, `.small`, `.narrow`, `.defence`, `.rising`, `.reading`, `.verdict`, `.held`, `.since`."""
    table = _by_session(read.damage.whole).loc[: read.day]
    if table.empty or table.index[-1] != read.day:
        raise NotStated(figure)
    last = table.iloc[-1]
    standing = table["verdict"].to_numpy()
    others = np.flatnonzero(standing != standing[-1])
    held = len(standing) - (int(others[-1]) + 1 if len(others) else 0)
    back = WINDOW + (held + CONFIRM if figure in ("verdict", "held", "since") else 0)
    ends_only = figure in ("market", "small", "narrow", "defence", "rising", "reading")
    for name in FUNDS:
        part = read.upto(name, "total").iloc[-1 - back :]
        if ends_only:
            read.note(name, "total", part.index[0], read.day)
        else:
            read.span(name, "total", part.index[0])
    if figure == "held":
        return held
    if figure == "since":
        return str(table.index[-held].date())
    return str(last[figure]) if figure in ("reading", "verdict") else float(last[figure])


@lru_cache(maxsize=4)
def _by_session(raw: RawData) -> pd.DataFrame:
    """Sessions × the five readings, the session's own name and the standing one."""
    totals = pd.DataFrame({name: raw.series(name, "total") for name in FUNDS})
    totals = totals[totals[["SPY", "IWM", "RSP"]].notna().all(axis=1)]
    change = totals / totals.shift(WINDOW) - 1
    sectors = change[list(SECTORS)]
    market = change["SPY"]
    table = pd.DataFrame(
        {
            "market": market,
            "small": change["IWM"] - market,
            "narrow": market - change["RSP"],
            "defence": change[list(DEFENSIVE)].mean(axis=1) - change[list(CYCLICAL)].mean(axis=1),
            "rising": (sectors > 0).sum(axis=1) / sectors.notna().sum(axis=1),
        }
    ).dropna()
    table["reading"] = [_named(*row) for row in table.itertuples(index=False)]
    table["verdict"] = _confirmed(table["reading"].tolist())
    return table


def _named(market: float, small: float, narrow: float, defence: float, rising: float) -> str:
    if market < 0 and market + small < 0 and rising <= 1 / 3:
        return "broad decline"
    if defence >= 0.02:
        return "defensive"
    if small >= 0.01 and market + small > 0:
        return "small-cap-led"
    if market > 0 and narrow >= 0.01:
        return "mega-cap-narrow"
    return "broad advance" if market > 0 and rising >= 2 / 3 else "mixed"


def _confirmed(readings: list[str]) -> list[str]:
    """A name stands once it has come five sessions in a row."""
    stands, out = readings[0], []
    for n, name in enumerate(readings):
        if n + 1 >= CONFIRM and len(set(readings[n + 1 - CONFIRM : n + 1])) == 1:
            stands = name
        out.append(stands)
    return out
