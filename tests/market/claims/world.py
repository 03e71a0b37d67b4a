"""The truth about claims by plain pandas on the raw files: a path of its own, beside the program's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

H, F, D = "holds", "does not hold", "held during the session, not at the close"


class World:
    """Answers with the verdict a claim deserves on `day`, which every method takes last."""

    def __init__(self, folder: Path) -> None:
        names = ("RUT", "GSPC", "NDX", "IXIC", "DJI", "VIX", "SPY", "QQQ", "IWM", "DIA", "XLE")
        self.bars = {
            n: pd.read_csv(folder / f"{n}.csv.gz", parse_dates=["date"]).set_index("date") for n in names
        }
        self.funds = pd.read_parquet(folder / "etf_adjclose.parquet")
        long = pd.read_csv(folder / "fred_long.csv.gz", parse_dates=["date"])
        self.fred = {name: part.set_index("date")["value"] for name, part in long.groupby("series")}

    def move(self, name: str, day: str) -> float:
        """Per cent, close to close."""
        c = self.bars[name]["close"].loc[:day]
        assert c.index[-1] == pd.Timestamp(day)
        return float(c.iloc[-1] / c.iloc[-2] - 1) * 100

    def since(self, name: str, first: str, day: str) -> float:
        """Per cent from the last close before `first`."""
        c = self.bars[name]["close"]
        return float(c.loc[:day].iloc[-1] / c[c.index < first].iloc[-1] - 1) * 100

    def level(self, name: str, figure: float, places: int, day: str) -> str:
        bar = self.bars[name].loc[day]
        if round(bar["close"], places) == figure:
            return H
        half = 0.5 * 10**-places
        return D if bar["low"] - half <= figure <= bar["high"] + half else F

    def change(self, name: str, figure: float, places: int, day: str) -> str:
        """`figure` in per cent, signed."""
        if round(self.move(name, day), places) == figure:
            return H
        before = self.bars[name]["close"].loc[:day].iloc[-2]
        low, high = (float(self.bars[name].loc[day, side] / before - 1) * 100 for side in ("low", "high"))
        half = 0.5 * 10**-places
        return D if low - half <= figure <= high + half else F

    def points(self, name: str, figure: float, places: int, day: str) -> str:
        c, bar = self.bars[name]["close"].loc[:day], self.bars[name].loc[day]
        if round(float(c.iloc[-1] - c.iloc[-2]), places) == figure:
            return H
        half = 0.5 * 10**-places
        return D if bar["low"] - half <= c.iloc[-2] + figure <= bar["high"] + half else F

    def period(self, name: str, figure: float, places: int, first: str, day: str) -> str:
        return H if round(self.since(name, first, day), places) == figure else F

    def up(self, name: str, day: str) -> str:
        return H if self.move(name, day) > 0 else F

    def down(self, name: str, day: str) -> str:
        return H if self.move(name, day) < 0 else F

    def record(self, name: str, day: str) -> str:
        c = self.bars[name]["close"].loc[:day]
        before = c.iloc[:-1].max()
        if c.iloc[-1] > before:
            return H
        return D if self.bars[name].loc[day, "high"] > before else F

    def price(self, name: str, day: str, side: str) -> float:
        return float(self.bars[name][side][day])

    def nth_record(self, name: str, n: int, day: str) -> str:
        c = self.bars[name]["close"].loc[:day]
        made = c > c.expanding().max().shift(1)
        return H if made.iloc[-1] and np.count_nonzero(made.loc[day[:4]]) == n else F

    def ahead(self, name: str, other: str, day: str) -> str:
        return H if self.move(name, day) > self.move(other, day) else F

    def ahead_since(self, name: str, other: str, first: str, day: str) -> str:
        return H if self.since(name, first, day) > self.since(other, first, day) else F

    def lead(self, name: str, other: str, points: float, places: int, day: str) -> str:
        return H if round(self.move(name, day) - self.move(other, day), places) == points else F

    def highest_since(self, name: str, after: str, day: str, sign: int = 1) -> str:
        c = self.bars[name]["close"] * sign
        between = c[(c.index > after) & (c.index < day)]
        return H if c[day] > between.max() else F

    def extreme_move(self, name: str, after: str, day: str, sign: int = 1) -> str:
        moves = self.bars[name]["close"].pct_change() * sign
        between = moves[(moves.index > after) & (moves.index < day)]
        return H if moves[day] > between.max() and moves[day] > 0 else F

    def run(self, name: str, n: int, sign: int, day: str, unit: str = "D") -> str:
        c = self.bars[name]["close"].loc[:day]
        if unit != "D":
            c = c.groupby(pd.DatetimeIndex(c.index).to_period(unit)).last()
        moves = list(c.diff() * sign > 0)[::-1]
        return H if moves.index(False) == n else F

    def run_ended(self, name: str, n: int, sign: int, day: str) -> str:
        moves = list(self.bars[name]["close"].loc[:day].diff() * sign > 0)[::-1]
        return H if not moves[0] and moves[1:].index(False) == n else F

    def lead_run(self, name: str, other: str, n: int, day: str) -> str:
        both = pd.DataFrame({k: self.bars[k]["close"] for k in (name, other)}).dropna().loc[:day].pct_change()
        ahead = list(both[name] > both[other])[::-1]
        return H if ahead.index(False) == n else F

    def sectors(self, test: str, n: int, day: str) -> str:
        names = ["XLK", "XLF", "XLV", "XLY", "XLP", "XLE", "XLI", "XLB", "XLU", "XLRE", "XLC"]
        moves = self.funds[names].pct_change().loc[day]
        count = np.count_nonzero(moves > 0 if test == "rose" else moves < 0)
        return H if count == n else F

    def broad(self, day: str, least: float = 2 / 3) -> str:
        names = ["XLK", "XLF", "XLV", "XLY", "XLP", "XLE", "XLI", "XLB", "XLU", "XLRE", "XLC"]
        return H if (self.funds[names].pct_change().loc[day] > 0).mean() >= least else F

    def swings(self, name: str, other: str, first: str, day: str = "") -> str:
        """Does `name` vary more than `other`, from `first` to `day`, or within the year `first`?"""
        spans = (self.bars[one]["close"].pct_change().loc[first : day or first] for one in (name, other))
        own, others = (moves.std() for moves in spans)
        return H if own > others else F

    def figure(self, series: str, on: str, value: float, places: int) -> str:
        return H if round(float(self.fred[series][on]), places) == value else F

    def jobs(self, on: str, thousands: float) -> str:
        return H if round(float(self.fred["PAYEMS"].diff()[on])) == thousands else F

    def touched(self, name: str, figure: float, day: str) -> str:
        bar = self.bars[name].loc[day]
        return H if bar["low"] <= figure <= bar["high"] else F

    def peak(self, name: str, figure: float, places: int, day: str, side: str = "high") -> str:
        return H if round(self.price(name, day, side), places) == figure else F
