"""The market regime by the published rule (`/help rotation`), recomputed session by session."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

import numpy as np
import pandas as pd

from benchmarks.truth.raw import RawData
from benchmarks.truth.reading import SECTORS, NotStated, Reading

CYCLICAL, DEFENSIVE = ("XLY", "XLI", "XLF", "XLB"), ("XLP", "XLV", "XLU")
FUNDS = ("SPY", "IWM", "RSP", *SECTORS)
WINDOW, ENDS_AFTER = 21, 5


def regime(read: Reading, figure: str, rest: list[str]) -> object:
    """`regime.market`, `.small`, `.narrow`, `.defence`, `.rising`, `.reading`, `.verdict`, `.held`, `.since`."""
    table = by_session(read.damage.whole).loc[: read.day]
    if table.empty or table.index[-1] != read.day:
        raise NotStated(figure)
    last = table.iloc[-1]
    standing = table["verdict"].to_numpy()
    others = np.flatnonzero(standing != standing[-1])
    held = len(standing) - (int(others[-1]) + 1 if len(others) else 0)
    back = WINDOW + (sessions_needed(table, figure) if figure in ("verdict", "held", "since") else 0)
    ends_only = figure in ("market", "small", "narrow", "defence", "rising", "reading")
    for name in FUNDS:
        whole = read.damage.whole.series(name, "total")
        if whole is not None and whole.index[0] > read.day:
            continue  # a sector's fund that was not listed yet
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


def sessions_needed(table: pd.DataFrame, figure: str) -> int:
    """Over how many sessions the rule tells the newest verdict, or since when it stands, whatever stood before them;
    all there are, where that never is so."""
    holds = {name: column.to_numpy() for name, column in _conditions(table).items()}
    readings = table["reading"].to_numpy()
    for first in range(len(table) - 1, -1, -1):
        ends = set()
        for stands, failures in product(holds, range(ENDS_AFTER)):
            since, failed = -1, failures
            for n in range(first, len(table)):
                failed = 0 if holds[stands][n] else failed + 1
                if failed == ENDS_AFTER:
                    stands, since, failed = readings[n], n, 0
            ends.add((stands, 0 if figure == "verdict" else since))
        if len(ends) == 1 and ends.pop()[1] >= 0:
            return len(table) - first
    return len(table)


@lru_cache(maxsize=4)
def by_session(raw: RawData) -> pd.DataFrame:
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
    table["verdict"] = _verdicts(table)
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


def _conditions(table: pd.DataFrame) -> pd.DataFrame:
    """Sessions × names: whether the condition of each holds, whatever the others say."""
    up, small_change = table["market"] > 0, table["market"] + table["small"]
    return pd.DataFrame(
        {
            "broad decline": (table["market"] < 0) & (small_change < 0) & (table["rising"] <= 1 / 3),
            "defensive": table["defence"] >= 0.02,
            "small-cap-led": (table["small"] >= 0.01) & (small_change > 0),
            "mega-cap-narrow": up & (table["narrow"] >= 0.01),
            "broad advance": up & (table["rising"] >= 2 / 3),
            "mixed": table["reading"] == "mixed",
        }
    )


def _verdicts(table: pd.DataFrame) -> list[str]:
    """A name stands until its own condition has failed for five sessions in a row, then the session's own does."""
    holds, out = _conditions(table), []
    stands, began = table["reading"].iloc[0], 0
    for n, reading in enumerate(table["reading"]):
        newest = holds[stands].iloc[max(began, n + 1 - ENDS_AFTER) : n + 1]
        if len(newest) == ENDS_AFTER and not newest.any():
            stands, began = reading, n
        out.append(stands)
    return out
