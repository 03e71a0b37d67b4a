"""Figures of one day, by plain pandas on the raw files: a path of its own beside the program's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import pandas as pd

HOLDS, FAILS, DURING = "holds", "does not hold", "held during the session, not at the close"
LABELS = {
    "RUT": "Russell 2000", "GSPC": "S&P 500", "NDX": "Nasdaq-100", "IXIC": "Nasdaq Composite", "DJI": "Dow Jones",
    "VIX": "VIX", "SPY": "SPY", "QQQ": "QQQ", "IWM": "IWM", "DIA": "DIA", "XLE": "XLE",
}  # fmt: skip
SECTORS = ("XLK", "XLF", "XLV", "XLY", "XLP", "XLE", "XLI", "XLB", "XLU", "XLRE", "XLC")


def real(value: Any) -> float:
    """A cell of a frame as a number."""
    return float(value)


@cache
def _bars(folder: Path) -> dict[str, pd.DataFrame]:
    return {
        name: pd.read_csv(folder / f"{name}.csv.gz", parse_dates=["date"]).set_index("date")
        for name in LABELS
    }


@cache
def _funds(folder: Path) -> pd.DataFrame:
    return pd.read_parquet(folder / "etf_adjclose.parquet")


@cache
def _series(folder: Path) -> dict[str, pd.Series[float]]:
    long = pd.read_csv(folder / "fred_long.csv.gz", parse_dates=["date"])
    return {str(name): part.set_index("date")["value"] for name, part in long.groupby("series")}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a text that make a claim, and what is right about them. Empty `kind`: no claim."""

    text: str
    kind: str = ""
    subject: str = ""
    verdict: str = ""


class DayFigures:
    """Pieces for one day. `off` makes a figure false by so much, in its own unit."""

    def __init__(self, folder: Path, day: str) -> None:
        self._folder, self.day = folder, day

    @property
    def bars(self) -> dict[str, pd.DataFrame]:
        return _bars(self._folder)

    @property
    def funds(self) -> pd.DataFrame:
        return _funds(self._folder)

    @property
    def series(self) -> dict[str, pd.Series[float]]:
        return _series(self._folder)

    def at(self, day: str) -> Self:
        return type(self)(self._folder, day)

    def closes(self, name: str) -> pd.Series[float]:
        return self.bars[name]["close"].loc[: self.day]

    def base(self, name: str, since: str = "") -> float:
        closes = self.closes(name)
        return float(closes[closes.index < since].iloc[-1] if since else closes.iloc[-2])

    def move(self, name: str, since: str = "") -> float:
        """Per cent from the last close before `since`, or from the close before."""
        return float(self.closes(name).iloc[-1] / self.base(name, since) - 1) * 100

    def up(self, name: str, rose: str, fell: str, since: str = "") -> str:
        return rose if self.move(name, since) >= 0 else fell

    def pct(
        self,
        name: str,
        places: int = 1,
        off: float = 0.0,
        since: str = "",
        form: str = "{}%",
        signed: bool = False,
    ) -> Piece:
        true = self.move(name, since)
        value = round(true, places) + off * (1 if true >= 0 else -1)
        shown = f"{value:+.{places}f}" if signed else f"{abs(value):.{places}f}"
        return Piece(
            form.format(shown), "change", LABELS[name], self._verdict(name, value, 10**-places, since, 100)
        )

    def pts(
        self, name: str, places: int = 0, off: float = 0.0, since: str = "", form: str = "{} points"
    ) -> Piece:
        true = float(self.closes(name).iloc[-1]) - self.base(name, since)
        value = round(true, places) + off * (1 if true >= 0 else -1)
        verdict = self._verdict(name, value, 10**-places, since, 0)
        return Piece(form.format(f"{abs(value):,.{places}f}"), "change", LABELS[name], verdict)

    def _verdict(self, name: str, value: float, step: float, since: str, scale: int) -> str:
        base, half = self.base(name, since), step / 2 + 1e-9
        factor = base / 100 if scale else 1.0
        close = float(self.closes(name).iloc[-1])
        if abs((close - base) / factor - value) <= half:
            return HOLDS
        if since:
            return FAILS
        bar = self.bars[name].loc[self.day]
        low, high = ((real(bar[side]) - base) / factor for side in ("low", "high"))
        return DURING if low <= value + half and high >= value - half else FAILS

    def level(
        self, name: str, off: float = 0.0, places: int = 2, form: str = "{}", number: str = ","
    ) -> Piece:
        value = round(float(self.closes(name).iloc[-1]), places) + off
        half = 0.5 * 10**-places + 1e-9
        bar = self.bars[name].loc[self.day]
        inside = bar["low"] - half <= value <= bar["high"] + half
        verdict = HOLDS if not off else DURING if inside else FAILS
        return Piece(form.format(self.number(value, places, number)), "level", LABELS[name], verdict)

    def side(self, name: str, side: str, off: float = 0.0, places: int = 2, form: str = "{}") -> Piece:
        value = round(real(self.bars[name].loc[self.day, side]), places) + off
        return Piece(form.format(f"{value:,.{places}f}"), "level", LABELS[name], FAILS if off else HOLDS)

    def number(self, value: float, places: int, style: str = ",") -> str:
        text = f"{value:,.{places}f}"
        if style == ",":
            return text
        group, point = {"de": (".", ","), "fr": ("\u00a0", ","), "ch": ("'", "."), "plain": ("", ".")}[style]
        return text.replace(",", "\0").replace(".", point).replace("\0", group)

    def was(self, words: str, kind: str, name: str, true: bool) -> Piece:
        return Piece(words, kind, LABELS.get(name, name), HOLDS if true else FAILS)

    def record(self, words: str, name: str) -> Piece:
        closes = self.closes(name)
        top = float(closes.iloc[:-1].max())
        high = real(self.bars[name].loc[self.day, "high"])
        verdict = HOLDS if closes.iloc[-1] > top else DURING if high > top else FAILS
        return Piece(words, "record", LABELS[name], verdict)

    def run(self, name: str, unit: str = "D") -> int:
        """Sessions (weeks, months) in a row in the newest direction, negative when falling."""
        closes = self.closes(name)
        if unit != "D":
            closes = closes.groupby(pd.DatetimeIndex(closes.index).to_period(unit)).last()
        moves = closes.diff().iloc[::-1]
        sign = 1 if moves.iloc[0] > 0 else -1
        return sign * next((n for n, move in enumerate(moves) if move * sign <= 0), len(moves))

    def extreme_since(self, words: str, name: str, after: str, high: bool) -> Piece:
        """The highest (lowest) close after the day `after`."""
        part = self.closes(name)
        part = part[part.index > after]
        best = part.max() if high else part.min()
        return self.was(words, "extreme", name, bool(part.iloc[-1] == best))

    def best_since(self, words: str, name: str, after: str, best: bool, unit: str = "D") -> Piece:
        closes = self.closes(name)
        if unit != "D":
            closes = closes.groupby(pd.DatetimeIndex(closes.index).to_period(unit)).tail(1)
        moves = closes.pct_change()
        moves = moves[moves.index > after]
        top = moves.max() if best else moves.min()
        right = moves.iloc[-1] == top and (moves.iloc[-1] > 0) is best
        return self.was(words, "extreme", name, bool(right))

    def sector_moves(self) -> pd.Series[float]:
        moves: pd.Series[float] = self.funds[[*SECTORS]].loc[: self.day].iloc[-2:].pct_change().iloc[-1]
        return moves

    def below_record(self, name: str) -> float:
        closes = self.closes(name)
        return float(1 - closes.iloc[-1] / closes.max()) * 100
