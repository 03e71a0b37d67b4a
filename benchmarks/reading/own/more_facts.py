"""Further facts of a day for texts with places: averages, firsts, longest runs, sectors left out, distances, prints."""

from __future__ import annotations

import pandas as pd

from benchmarks.reading.own.facts import _CARDINALS, Facts, _ordinal
from benchmarks.reading.own.figures import FAILS, HOLDS, LABELS, Piece, real

_SECTOR_NAMES = {
    "XLK": "technology", "XLF": "financials", "XLV": "health care", "XLE": "energy", "XLU": "utilities",
    "XLI": "industrials", "XLB": "materials", "XLP": "consumer staples", "XLRE": "real estate",
    "XLY": "consumer discretionary", "XLC": "communication services",
}  # fmt: skip


class MoreFacts(Facts):
    """Pieces for one day, named as the places of a text name them."""

    @property
    def quarter(self) -> str:
        day = pd.Timestamp(self.day)
        return str(pd.Period(day, "Q").start_time.date())

    @property
    def weekday(self) -> str:
        return f"{pd.Timestamp(self.day):%A}"

    def today(self) -> str:
        return self.weekday

    def dated(self, year: str = "yes") -> str:
        return self.words(self.day) if year == "yes" else self.words(self.day).rpartition(",")[0]

    def more(self, name: str, o: int) -> Piece:
        """So many points, rounded down to ten, or double that."""
        move = abs(float(self.closes(name).diff().iloc[-1]))
        value = int(move) // 10 * 10
        return Piece(
            f"{value * 2 + 10 if o else value} points", "change", LABELS[name], FAILS if o else HOLDS
        )

    def said(self, name: str, verb: str, form: str) -> Piece:
        """A statement of direction: `verb` is up or down."""
        move = self.move(name)
        return self.was(form, "change", name, move > 0 if verb == "up" else move < 0)

    def said_since(self, name: str, verb: str, since: str, form: str) -> Piece:
        move = self.move(name, since)
        return self.was(form, "change", name, move > 0 if verb == "up" else move < 0)

    def quiet(self, name: str, form: str) -> Piece:
        return self.flat(name, form)

    def rec(self, name: str, form: str) -> Piece:
        return self.record(form, name)

    def high(self, name: str, off: float = 0.0, form: str = "{}") -> Piece:
        return self.side(name, "high", off, form=form)

    def low(self, name: str, off: float = 0.0, form: str = "{}") -> Piece:
        return self.side(name, "low", off, form=form)

    def ahead(self, name: str, other: str, form: str, since: str = "", behind: str = "") -> Piece:
        gap = self.move(name, since) - self.move(other, since)
        return self.was(form, "comparison", name, gap < 0 if behind else gap > 0)

    def average(self, name: str, days: int) -> float:
        return float(self.closes(name).iloc[-days:].mean())

    def over_average(self, name: str, days: int, side: str, form: str) -> Piece:
        close = float(self.closes(name).iloc[-1])
        over = close > self.average(name, days)
        return self.was(form, "level", name, over is (side == "above"))

    def from_average(self, name: str, days: int, off: float = 0.0, form: str = "{}") -> Piece:
        gap = (float(self.closes(name).iloc[-1]) / self.average(name, days) - 1) * 100
        value = round(abs(gap), 1) + off
        side = "above" if gap > 0 else "below"
        return Piece(form.format(f"{value:.1f}% {side}"), "level", LABELS[name], FAILS if off else HOLDS)

    def first_move(self, name: str, o: int, form: str) -> Piece:
        """The first rise (fall) since the last one."""
        moves = self.closes(name).diff()
        same = moves.iloc[:-1][(moves.iloc[:-1] > 0) == bool(moves.iloc[-1] > 0)]
        day = same.index[-1 - 2 * o]
        return Piece(form.format(self.words(str(day.date()))), "streak", LABELS[name], FAILS if o else HOLDS)

    def first_level(self, name: str, step: int, o: int, form: str) -> Piece:
        """The first close beyond a round level since the last one beyond it."""
        closes = self.closes(name)
        before, close = float(closes.iloc[-2]), float(closes.iloc[-1])
        rose = close > before
        mark = (int(close) // step) * step if rose else -(-int(close + 1) // step) * step
        beyond = closes.iloc[:-1][(closes.iloc[:-1] > mark) if rose else (closes.iloc[:-1] < mark)]
        place = -1 - 6 * o
        day = str(beyond.index[place].date()) if len(beyond) >= -place else self.back
        text = form.format(f"{'above' if rose else 'below'} {mark:,}", self.words(day))
        right = not o and len(beyond) > 0 and (before <= mark if rose else before >= mark)
        return Piece(text, "level", LABELS[name], HOLDS if right else FAILS)

    def longest_run(self, name: str, o: int, form: str) -> Piece:
        """The run's length, and the month of the last one that was as long."""
        moves = self.closes(name).diff()
        up = bool(moves.iloc[-1] > 0)
        same = (moves > 0) if up else (moves < 0)
        runs = same.astype(int).groupby((~same).cumsum()).cumsum()
        length = int(runs.iloc[-1])
        earlier = runs.iloc[: -length - 1]
        last = earlier[earlier >= length].index
        day = last[-1]
        if o:  # so far back that there were others since
            day = last[last < last[-1] - pd.Timedelta(days=200)][-1]
        noun = "winning" if up else "losing"
        text = form.format(f"{length}-day {noun} streak", self.words(str(day.date())))
        return Piece(text, "extreme", LABELS[name], FAILS if o else HOLDS)

    def all_but(self, o: int, form: str, way: str = "up") -> Piece:
        moves = self.sector_moves()
        count = int((moves > 0).sum()) if way == "up" else int((moves < 0).sum())
        left = 11 - count + (1 if count > 1 else -1) * o
        return Piece(form.format(_CARDINALS[left]), "breadth", "sectors", FAILS if o else HOLDS)

    def except_sector(self, form: str, way: str = "up") -> Piece:
        moves = self.sector_moves()
        ordered = moves.sort_values(ascending=way == "up")
        odd = str(ordered.index[0])
        right = ((moves > 0) if way == "up" else (moves < 0)).drop(odd).all() and not (
            moves[odd] > 0 if way == "up" else moves[odd] < 0
        )
        return Piece(form.format(_SECTOR_NAMES[odd]), "breadth", "sectors", HOLDS if right else FAILS)

    def rank(self, o: int, form: str, side: str = "best") -> Piece:
        ordered = [str(n) for n in self.sector_moves().sort_values(ascending=side == "worst").index]
        own = ordered[4 * o]
        name = _SECTOR_NAMES[own]
        return Piece(form.format(name, name.capitalize()), "breadth", own, FAILS if o else HOLDS)

    def count_up(self, o: int, form: str) -> Piece:
        up = int((self.sector_moves() > 0).sum())
        value = up + (1 if up < 10 else -1) * o
        return Piece(form.format(_CARDINALS[value], _CARDINALS[value].capitalize()), "breadth", "sectors",
                     FAILS if o else HOLDS)  # fmt: skip

    def count_down(self, o: int, form: str) -> Piece:
        down = int((self.sector_moves() < 0).sum())
        value = down + (1 if down < 10 else -1) * o
        return Piece(form.format(_CARDINALS[value], _CARDINALS[value].capitalize()), "breadth", "sectors",
                     FAILS if o else HOLDS)  # fmt: skip

    def gone(self, name: str, off: float = 0.0, form: str = "{}") -> Piece:
        """Per cent below the record close."""
        value = round(self.below_record(name), 1) + off
        return Piece(form.format(f"{value:.1f}%"), "change", LABELS[name], FAILS if off else HOLDS)

    def within(self, name: str, form: str, o: int) -> Piece:
        """Within so many whole per cent of its record."""
        true = self.below_record(name)
        value = int(true) + 1 if not o else max(int(true * 0.5), 0)
        if o and value < 1:
            return Piece(form.format(f"{int(true) + 1}%"), "drawdown", LABELS[name], HOLDS)
        return Piece(form.format(f"{value}%"), "drawdown", LABELS[name], FAILS if o else HOLDS)

    def run_of(self, name: str, o: int, form: str) -> Piece:
        return self.streak(name, o, form)

    def weeks(self, name: str, o: int, form: str) -> Piece:
        return self.streak(name, o, form, "W-SUN")

    def days_of(self, name: str, of: int, o: int, form: str) -> Piece:
        return self.of_last(name, of, o, form)

    def snapped(self, name: str, o: int, form: str) -> Piece:
        piece = self.ended(name, o, "winning", "losing")
        return Piece(form.format(piece.text), piece.kind, piece.subject, piece.verdict)

    def records_in_year(self, name: str, o: int, form: str) -> Piece:
        """Which record close of the year it is; false as well where it is none."""
        closes = self.closes(name)
        best = closes.cummax().shift(1)
        new = closes[closes > best]
        count = int((pd.DatetimeIndex(new.index).year == pd.Timestamp(self.day).year).sum()) + o
        right = not o and bool(closes.iloc[-1] > best.iloc[-1])
        return Piece(form.format(_ordinal(max(count, 1))), "record", LABELS[name], HOLDS if right else FAILS)

    def high_since(self, name: str, form: str) -> Piece:
        return self.extreme_since(form.format(self.words(self.back)), name, self.back, True)

    def low_since(self, name: str, form: str) -> Piece:
        return self.extreme_since(form.format(self.words(self.back)), name, self.back, False)

    def best(self, name: str, form: str, unit: str = "D") -> Piece:
        return self.best_since(form.format(self.words(self.back)), name, self.back, True, unit)

    def worst(self, name: str, form: str, unit: str = "D") -> Piece:
        return self.best_since(form.format(self.words(self.back)), name, self.back, False, unit)

    def up_to(self, name: str, side: str, off: float = 0.0, form: str = "{}") -> Piece:
        """The session's high or low against the close before."""
        true = (real(self.bars[name].loc[self.day, side]) / self.base(name) - 1) * 100
        sign = 1 if side == "high" else -1
        value = round(true * sign, 1) + off
        if value <= 0:
            return Piece(form.format("hardly anything"))
        return Piece(form.format(f"{value:.1f}%"), "change", LABELS[name], FAILS if off else HOLDS)

    def prior(self, name: str, off: float = 0.0, form: str = "{}") -> Piece:
        value = float(self.closes(name).iloc[-2]) + off
        return Piece(form.format(f"{value:,.2f}"), "level", LABELS[name], FAILS if off else HOLDS)

    def bond(self, series: str, off: float = 0.0, form: str = "{}%") -> Piece:
        values = self.series[series].dropna()
        value = real(values.loc[: self.day].iloc[-1]) + off
        due = values.index
        verdict = FAILS if off else HOLDS
        if pd.Timestamp(self.day) not in due:
            verdict = "no data"
        return Piece(form.format(f"{value:.2f}"), "macro", series, verdict)

    def bond_moved(self, series: str, off: float = 0.0, form: str = "{}") -> Piece:
        values = self.series[series].loc[: self.day].dropna()
        step = round((values.iloc[-1] - values.iloc[-2]) * 100)
        text = form.format(f"{'up' if step >= 0 else 'down'} {abs(step) + int(off)} basis points")
        right = not off and pd.Timestamp(self.day) in values.index and step
        return Piece(text, "macro" if step else "", series, HOLDS if right else FAILS)

    def print_of(self, series: str, month: str, places: int, off: float = 0.0, form: str = "{}%") -> Piece:
        value = real(self.series[series][pd.Timestamp(month)]) + off
        return Piece(form.format(f"{value:.{places}f}"), "macro", series, FAILS if off else HOLDS)

    def ratio(self, name: str, other: str, form: str) -> Piece:
        """`name` rose (fell) more than twice as much as `other`."""
        own, second = self.move(name), self.move(other)
        right = own * second > 0 and abs(own) > 2 * abs(second)
        return self.was(form, "comparison", name, right)
