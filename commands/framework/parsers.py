"""How each kind of parameter reads words, describes itself and completes what has been typed."""

from __future__ import annotations

import contextlib
import re
import typing
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from commands.framework.market_names import market_names
from market import symbols as catalogue
from market.errors import BadPeriod
from market.period import ALL_FORMS, Period
from market.symbols import Symbol

Symbols = tuple[Symbol, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A completion: what is shown and what is typed."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class PrefixedNumbers:
    """`Annotated[tuple[int, ...], After("sma", 1, 400)]`: whole numbers that follow a word, or
    the `usual` ones where none does."""

    word: str
    least: int
    most: int
    count: int = 4
    usual: tuple[int, ...] = ()

    @property
    def example(self) -> str:
        return f"{self.word} {' '.join(map(str, self.usual or (50, 200)))}"


class ArgumentType(ABC):
    """How one parameter reads words; by itself without a closed list, and so without completions.

    description: what people see beside it.
    greedy: True when it takes what stricter parameters leave.
    """

    __slots__ = ()
    description: str
    greedy: ClassVar[bool] = False

    @property
    def choices(self) -> tuple[str, ...]:
        """The closed list, or empty when open."""
        return ()

    @abstractmethod
    def parse(self, words: Sequence[str]) -> tuple[Any, int] | None:
        """Value and number of words used, when the words from here on fit; else None. Raises
        MarketError or ValueError when they are meant for this parameter and wrong."""

    def complete(self, prefix: str) -> tuple[Choice, ...]:
        """What could be typed, given what has been typed of this parameter: of the closed list what begins so."""
        return tuple(Choice(word, word) for word in self.choices if word.startswith(prefix.casefold()))


@dataclass(frozen=True, slots=True)
class OneSymbol(ArgumentType):
    description: str = "a market by name, alias or ticker: rut, s&p 500, AAPL"
    greedy: ClassVar[bool] = True

    def parse(self, words: Sequence[str]) -> tuple[Symbol, int] | None:
        for length in range(min(6, len(words)), 1, -1):
            match = catalogue.find(" ".join(words[:length]))
            if match is not None:
                return match, length
        return Symbol.parse(words[0]), 1

    def complete(self, prefix: str) -> tuple[Choice, ...]:
        return tuple(Choice(f"{s.word} · {s.name}", s.word) for s in catalogue.complete(prefix))


@dataclass(frozen=True, slots=True)
class ManySymbols(ArgumentType):
    least: int
    most: int
    description: str = "markets by name, alias or ticker: rut ndx"
    greedy: ClassVar[bool] = True

    def parse(self, words: Sequence[str]) -> tuple[Symbols, int] | None:
        value, used = typing.cast("tuple[Symbol, int]", OneSymbol().parse(words))
        return (value,), used

    def complete(self, prefix: str) -> tuple[Choice, ...]:
        """Completes the last name, of one word or several, and keeps the markets before it. Offers none that
        is chosen already, and none beyond the most there may be."""
        further = market_names(prefix, self.most)
        return tuple(
            Choice(f"{keep}{symbol.word} · {symbol.name}", keep + symbol.word) for keep, symbol in further
        )


_USUAL = (20, 50, 100, 200)  # lengths of moving averages that people read
LONGEST_PERIOD = 8  # words: "from 1 oct 2024 to 31 dec 2024"
_DATE_LIKE = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}")


@dataclass(frozen=True, slots=True)
class PeriodWord(ArgumentType):
    description: str = (
        "how far back: 1d … 10y, ytd, max, july 2025, “since 2024-10-01”, “2022-01-03..2022-10-14”"
    )

    def parse(self, words: Sequence[str]) -> tuple[Period, int] | None:
        first = words[0].casefold()
        for count in range(min(LONGEST_PERIOD, len(words)), 1, -1):
            with contextlib.suppress(BadPeriod):
                return Period.parse(" ".join(words[:count]).rstrip(",.")), count
        if first == "since" and len(words) > 1:
            return Period.parse(f"since {words[1]}"), 2  # raises what is wrong with the date
        looks_meant = ".." in first or re.fullmatch(r"-?\d+[a-z]{1,7}", first) is not None
        try:
            return Period.parse(first), 1
        except BadPeriod:
            if _DATE_LIKE.fullmatch(first):
                raise BadPeriod(f"“{first}” is no date. Write it as 2024-10-01.") from None
            if looks_meant:
                raise
            return None

    def complete(self, prefix: str) -> tuple[Choice, ...]:
        return tuple(Choice(form, form) for form in ALL_FORMS if form.startswith(prefix.casefold()))


@dataclass(frozen=True, slots=True)
class OneOf(ArgumentType):
    words: tuple[str, ...]
    description: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        return self.words

    def parse(self, words: Sequence[str]) -> tuple[str, int] | None:
        word = words[0].casefold()
        return (word, 1) if word in self.words else None


@dataclass(frozen=True, slots=True)
class Flag(ArgumentType):
    """A word that is there or not: `log`. Faces with switches send the word or nothing."""

    word: str
    description: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        return (self.word,)

    def parse(self, words: Sequence[str]) -> tuple[bool, int] | None:
        return (True, 1) if words[0].casefold() == self.word else None


@dataclass(frozen=True, slots=True)
class NumbersAfter(ArgumentType):
    """`sma 50 200`, also written `sma50 sma200` and `sma 50,200`."""

    marker: PrefixedNumbers
    description: str = ""

    def parse(self, words: Sequence[str]) -> tuple[tuple[int, ...], int] | None:
        word = self.marker.word
        listed = re.compile(rf"(?:{word})?(\d{{1,6}}(?:[,/]\d{{1,6}})*)[,;]?")
        first = words[0].casefold()
        apart = first.rstrip(",;") == word
        if not (apart or (first.startswith(word) and listed.fullmatch(first))):
            return None
        numbers: list[int] = []
        used = int(apart)
        for text in words[used:]:
            if (match := listed.fullmatch(text.casefold())) is None:
                break
            numbers += map(int, re.split("[,/]", match[1]))
            used += 1
        if not numbers and self.marker.usual:
            return self.marker.usual, 1
        if not 1 <= len(numbers) <= self.marker.count:
            raise ValueError(
                f"Write 1 to {self.marker.count} whole numbers after “{word}”, such as "
                f"“{self.marker.example}”."
            )
        for number in numbers:
            if not self.marker.least <= number <= self.marker.most:
                raise ValueError(
                    f"“{word}” takes numbers from {self.marker.least} to {self.marker.most}; {number} is outside."
                )
        return tuple(dict.fromkeys(numbers)), used

    def complete(self, prefix: str) -> tuple[Choice, ...]:
        """An example while the word is typed; then the usual numbers, less those that are there."""
        word, marker = self.marker.word, self.marker
        head, space, rest = prefix.casefold().partition(" ")
        if not space:
            example = marker.example
            return (Choice(example, example),) if word.startswith(head) else ()
        *before, last = rest.split(" ")
        before = [number for number in before if number]
        if head != word or not all(number.isdecimal() for number in (*before, last or "0")):
            return ()
        whole = [last] if last and marker.least <= int(last) <= marker.most else []
        usual = [n for n in map(str, _USUAL) if n.startswith(last) and marker.least <= int(n) <= marker.most]
        offered = dict.fromkeys(number for number in (*whole, *usual) if number not in before)
        kept = " ".join((word, *before))
        return (
            tuple(Choice(f"{kept} {n}", f"{kept} {n}") for n in offered) if len(before) < marker.count else ()
        )


@dataclass(frozen=True, slots=True)
class Number(ArgumentType):
    """A number with an optional % sign; returned as written (5% is 5.0)."""

    whole: bool = False
    description: str = "a number"

    def parse(self, words: Sequence[str]) -> tuple[float, int] | None:
        text = words[0].replace(",", "").removesuffix("%").replace("−", "-")
        if not re.fullmatch(r"[+-]?\d{1,9}(\.\d{1,6})?", text):
            return None
        value = float(text)
        if self.whole:
            return (int(value), 1) if value == int(value) else None
        return value, 1


@dataclass(frozen=True, slots=True)
class Day(ArgumentType):
    description: str = "a date: 2026-01-22"

    def parse(self, words: Sequence[str]) -> tuple[date, int] | None:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", words[0]):
            return None
        try:
            return date.fromisoformat(words[0]), 1
        except ValueError:
            raise ValueError(f"“{words[0]}” is no date. Write it as 2026-01-22.") from None


@dataclass(frozen=True, slots=True)
class RemainingText(ArgumentType):
    """Everything that is left, as typed.

    prose: sentences, whose dashes and dots are punctuation.
    words: a closed list to complete, where the text is one word.
    names_channel: it may name a channel.
    """

    description: str = "text"
    greedy: ClassVar[bool] = True
    prose: bool = False
    words: tuple[str, ...] = ()
    names_channel: bool = False

    def parse(self, words: Sequence[str]) -> tuple[str, int] | None:
        return " ".join(words), len(words)

    def complete(self, prefix: str) -> tuple[Choice, ...]:
        typed = prefix.casefold().removeprefix("/")
        return tuple(Choice(word, word) for word in self.words if word.startswith(typed))
