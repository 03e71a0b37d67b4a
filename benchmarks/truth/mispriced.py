"""Damages of prices that are as small as a dividend, or as the way from a print to its close."""

from __future__ import annotations

import pandas as pd

from benchmarks.truth.cut import PRICES, Cut
from benchmarks.truth.prints import printed

_STEP = 5e-4  # of an adjusted close over its close: a dividend


def dividend_lagging(cut: Cut) -> None:
    """IWM's adjusted closes do not know of its last dividend yet."""

    def lag(table: pd.DataFrame) -> pd.DataFrame:
        paid, before = _last_dividend(cut)
        name = next(name for name in table.columns if name.startswith("adj_close"))
        return table.assign(**{name: table[name].where(~(table.index < before), table[name] / paid)})

    cut.change("IWM", lag)


def dividend_in_prices(cut: Cut) -> None:
    """IWM's prices before its last dividend are lower by it, as adjusted ones are."""

    def lower(table: pd.DataFrame) -> pd.DataFrame:
        paid, before = _last_dividend(cut)
        prices = [name for name in PRICES if name in table]
        lowered = {name: table[name].where(~(table.index < before), table[name] * paid) for name in prices}
        return table.assign(**lowered)

    cut.change("IWM", lower)


def print_without_volume(cut: Cut) -> None:
    """The Russell 2000's file has no volumes, and its newest bar was written at about ten o'clock."""
    newest = printed(cut.ago(0))
    cut.change("RUT", lambda table: newest(table).drop(columns="volume"))


def afternoon_print(cut: Cut) -> None:
    """The newest bar of the Russell 2000 was written half an hour before its close, 0.2 % above it."""

    def early(table: pd.DataFrame) -> pd.DataFrame:
        is_day = table.index == cut.ago(0)
        out = table.assign(close=table["close"].where(~is_day, table["close"] * 1.002))
        return out.assign(high=out[["high", "close"]].max(axis=1).where(is_day, out["high"]))

    cut.change("RUT", early)


def _last_dividend(cut: Cut) -> tuple[float, pd.Timestamp]:
    """What IWM's last dividend of five sessions ago or more leaves of the close before it, and its day."""
    bars = pd.read_csv(cut.folder / "IWM.csv.gz", index_col=0, parse_dates=True).loc[: cut.ago(5)]
    name = next(name for name in bars.columns if name.startswith("adj_close"))
    steps = (bars[name] / bars["close"]).pct_change()
    day = steps.index[steps > _STEP][-1]
    return float(1 / (1 + steps[day])), day
