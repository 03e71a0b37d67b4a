"""What texts say of a day, each piece with its right verdict: times, runs, counts, distances, yields."""

from __future__ import annotations

import pandas as pd

from benchmarks.reading.own.figures import FAILS, HOLDS, LABELS, DayFigures, Piece, real


class Facts(DayFigures):
    """Pieces for one day; `o` is 1 for a false one."""

    # The times that sentences name, as days: what is measured from the last close before them.
    @property
    def monday(self) -> str:
        day = pd.Timestamp(self.day)
        return str((day - pd.Timedelta(days=day.weekday())).date())

    @property
    def friday(self) -> bool:
        return pd.Timestamp(self.day).weekday() == 4

    @property
    def month(self) -> str:
        return self.day[:8] + "01"

    @property
    def january(self) -> str:
        return self.day[:5] + "01-01"

    @property
    def five(self) -> str:
        return str(self.closes("GSPC").index[-5].date())

    @property
    def three(self) -> str:
        return str(self.closes("GSPC").index[-3].date())

    @property
    def back(self) -> str:
        """A day some weeks back."""
        return str(self.closes("GSPC").index[-27].date())

    def words(self, day: str) -> str:
        stamp = pd.Timestamp(day)
        return f"{stamp:%B} {stamp.day}, {stamp.year}"

    def is_extreme(self, name: str, after: str, high: bool) -> bool:
        return self.extreme_since("", name, after, high).verdict == HOLDS

    def streak(self, name: str, o: int, form: str, unit: str = "D", way: int = 0) -> Piece:
        """A run with its length, one too long when `o`. `way`: of that direction, whatever the last was."""
        length = self.run(name, unit)
        sign = way or (1 if length > 0 else -1)
        true = abs(length) if length * sign > 0 else 0
        count = max(true + o, 2)
        noun = "gain" if sign > 0 else "loss"
        text = form.format(_ordinal(count), noun=noun)
        if unit != "D" and not self.friday:
            return Piece(text, "streak", LABELS[name], "no data")
        return self.was(text, "streak", name, count == true)

    def ended(self, name: str, o: int, winning: str, losing: str) -> Piece:
        """The run that the last session broke, whichever way it went."""
        moves = self.closes(name).diff().iloc[::-1]
        sign = -1 if moves.iloc[0] > 0 else 1
        length = next(n for n, move in enumerate(moves.iloc[1:]) if move * sign <= 0)
        count = max(length + o, 2)
        text = f"{count}-day {winning if sign > 0 else losing} streak"
        return self.was(text, "streak", name, count == length)

    def of_last(self, name: str, of: int, o: int, form: str) -> Piece:
        count = int((self.closes(name).diff().iloc[-of:] > 0).sum())
        return self.was(form.format(_CARDINALS[count + o]), "streak", name, o == 0)

    def sectors(self, form: str, o: int) -> Piece:
        moves = self.sector_moves()
        up, down = int((moves > 0).sum()), int((moves < 0).sum())
        shift = (1 if up < 10 else -1) * o if "{up}" in form else (1 if down < 10 else -1) * o
        text = form.format(up=_CARDINALS[up + shift].capitalize(), down=_CARDINALS[down + shift])
        return Piece(text, "breadth", "sectors", FAILS if o else HOLDS)

    def top_sector(self, form: str, o: int) -> Piece:
        names = {"XLK": "Technology", "XLF": "Financials", "XLV": "Health care", "XLE": "Energy", "XLU": "Utilities",
                 "XLI": "Industrials", "XLB": "Materials", "XLP": "Consumer staples", "XLRE": "Real estate",
                 "XLY": "Consumer discretionary", "XLC": "Communication services"}  # fmt: skip
        ordered = [str(name) for name in self.sector_moves().sort_values(ascending=False).index]
        own = ordered[3 * o]
        return Piece(form.format(names[own]), "breadth", own, FAILS if o else HOLDS)

    def away(self, name: str, o: int, form: str) -> Piece:
        true = self.below_record(name)
        value = round(true, 1) + 1.7 * o
        return Piece(form.format(value), "change", LABELS[name], FAILS if o else HOLDS)

    def rise(self, name: str, first: str, o: int) -> Piece:
        closes = self.closes(name)
        value = round(float(closes.iloc[-1] / closes[first] - 1) * 100, 1) + 6.5 * o
        return Piece(f"{value:.1f}%", "change", LABELS[name], FAILS if o else HOLDS)

    def lead(self, name: str, other: str, since: str, o: int) -> Piece:
        gap = self.move(name, since) - self.move(other, since)
        value = round(gap, 1) + 1.4 * o
        if value <= 0:
            return Piece(f"{abs(value) + 1:.1f}", "comparison", LABELS[name], FAILS)
        return Piece(f"{value:.1f}", "comparison", LABELS[name], FAILS if o else HOLDS)

    def before(self, name: str, o: int) -> Piece:
        value = float(self.closes(name).iloc[-2]) + 5 * o
        return Piece(f"{value:.2f}", "level", LABELS[name], FAILS if o else HOLDS)

    def yield_(self, series: str, o: int) -> Piece:
        value = real(self.series[series][pd.Timestamp(self.day)]) + 0.31 * o
        return Piece(f"{value:.2f}%", "macro", series, FAILS if o else HOLDS)

    def flat(self, name: str, words: str) -> Piece:
        size = abs(self.move(name))
        verdict = HOLDS if size <= 0.2 else FAILS if size >= 0.3 else "depends on the reading"
        return Piece(words, "change", LABELS[name], verdict)

    def most(self, name: str, side: str, o: int) -> Piece:
        """The session's high or low against the close before, told as a print."""
        base = self.base(name)
        true = (real(self.bars[name].loc[self.day, side]) / base - 1) * 100
        sign = 1 if side == "high" else -1
        value = round(true * sign, 1) + 0.9 * o
        if value <= 0:
            return Piece("hardly anything")
        return Piece(f"{value:.1f}%", "change", LABELS[name], FAILS if o else HOLDS)

    def comma(self, name: str, places: int, off: float = 0.0) -> Piece:
        piece = self.pct(name, places, off, signed=True)
        return Piece(
            piece.text.replace(".", ",").replace("%", " %"), piece.kind, piece.subject, piece.verdict
        )

    def euro(self, name: str, o: int, style: str = "") -> Piece:
        return self.comma(name, 2, 0.6 * o)


_CARDINALS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]


def _ordinal(count: int) -> str:
    return _ORDINALS[count] if count < len(_ORDINALS) else f"{count}th"
