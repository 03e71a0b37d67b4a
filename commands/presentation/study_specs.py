"""The studies of `/chart`: lines over the prices, panels below them, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from charts.pictures.studies import StudyPanel
from charts.spec import Line
from commands.framework.reply import Fact
from market.analytics.studies import FAST, SIGNAL, SLOW, bollinger, ema, macd, rsi, sma
from market.formatting import Unit

RSI_MARKS = (30.0, 50.0, 70.0)


@dataclass(frozen=True, slots=True)
class Studies:
    """Which studies were asked for, each by its windows, and the bars: "", "daily", "weekly" or "monthly"."""

    sma: tuple[int, ...] = ()
    ema: tuple[int, ...] = ()
    rsi: tuple[int, ...] = ()
    bollinger: tuple[int, ...] = ()
    macd: bool = False
    bar: str = ""

    @property
    def unit(self) -> str:
        """The bar that they are of: empty for a day."""
        return "" if self.bar == "daily" else self.bar

    @property
    def words(self) -> str:
        """The studies as they are typed after a command, with a space before each."""
        named = (("sma", self.sma), ("ema", self.ema), ("rsi", self.rsi), ("bollinger", self.bollinger))
        typed = [f"{word} {' '.join(map(str, windows))}" for word, windows in named if windows]
        return "".join(f" {word}" for word in (*typed, *(["macd"] if self.macd else []), self.bar) if word)

    @property
    def named(self) -> list[str]:
        """The studies by name, for the alternative text."""
        bar = {"weekly": "week", "monthly": "month"}.get(self.unit, "session")
        return [
            *(f"{n}-{bar} averages" for n in self.sma),
            *(f"{n}-{bar} exponential averages" for n in self.ema),
            *(f"Bollinger bands of {n} {bar}s" for n in self.bollinger),
            *(f"RSI {n}" for n in self.rsi),
            *(["MACD"] if self.macd else []),
        ]


@dataclass(frozen=True, slots=True, eq=False)
class StudyResult:
    """over: lines on the prices' scale. panels: below them. facts: the newest values. notes: studies that lack bars."""

    over: tuple[Line, ...]
    panels: tuple[StudyPanel, ...]
    facts: tuple[Fact, ...]
    notes: tuple[str, ...]


NO_STUDIES = StudyResult((), (), (), ())


def bars_of(closes: pd.Series[float], unit: str) -> pd.Series[float]:
    """The last close of every week or month, on the session that it is of; daily ones as they are. A bar whose last
    session has no close is a gap."""
    if not unit:
        return closes
    index = pd.DatetimeIndex(closes.index)
    return closes[~index.to_period("W-SUN" if unit == "weekly" else "M").duplicated(keep="last")]


def studied(closes: pd.Series[float], asked: Studies, first: pd.Timestamp, word: str) -> StudyResult:
    """The studies of all of `closes`, shown from `first` on. `word`: the market's in the keys of figures."""
    series = bars_of(closes, asked.unit)
    lines: dict[str, pd.Series[float]] = {}
    for n in asked.sma:
        lines[f"SMA {n}"] = sma(series, n)
    for n in asked.ema:
        lines[f"EMA {n}"] = ema(series, n)
    for n in asked.bollinger:
        lines[f"SMA {n}"] = (bands := bollinger(series, n))["middle"]
        lines["upper band"], lines["lower band"] = bands["upper"], bands["lower"]
    below: dict[str, pd.Series[float]] = {f"RSI {n}": rsi(series, n) for n in asked.rsi}
    panels = [
        StudyPanel(name, (_line("", values, first),), RSI_MARKS)
        for name, values in below.items()
        if values.loc[first:].notna().any()
    ]
    if asked.macd:
        convergence = macd(series)
        below |= {"MACD": convergence["macd"], "MACD signal": convergence["signal"]}
        if convergence["macd"].loc[first:].notna().any():
            pair = (_line("MACD", convergence["macd"], first), _line("signal", convergence["signal"], first))
            name = f"MACD {FAST} {SLOW} {SIGNAL}"
            panels.append(
                StudyPanel(name, pair, histogram=_line("histogram", convergence["histogram"], first))
            )
    short = [name for name, values in (lines | below).items() if not values.loc[first:].notna().any()]
    over = tuple(_line(name, values.dropna(), first) for name, values in lines.items() if name not in short)
    return StudyResult(
        over,
        tuple(panels),
        tuple(_fact(name, values, word, asked.unit) for name, values in (lines | below).items()),
        tuple(f"No {name}: there are too few closes in a row for it." for name in short),
    )


def _line(label: str, values: pd.Series[float], first: pd.Timestamp) -> Line:
    return Line.of(label, values.loc[first:])


def _fact(name: str, values: pd.Series[float], word: str, unit: str) -> Fact:
    last, day = float(values.iloc[-1]), values.index[-1].date()
    why = "" if last == last else "too few closes in a row"
    key = f"{word}.{name.lower().replace(' ', '_')}{f'.{unit}' if unit else ''}"
    measure = Unit.RATIO if name.startswith(("RSI", "MACD")) else Unit.LEVEL
    detail = why or (f"of {unit} closes to {day}" if unit else f"of closes to {day}")
    return Fact(name, None if why else last, measure, detail, f"{day} close", key=key, why=why)
