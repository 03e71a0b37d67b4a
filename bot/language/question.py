"""What a plain question names: markets, a period, averages, series, numbers, in the words that commands take."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from bot.language.names import NAME_WORDS, market_at
from bot.language.phrases import single_words
from bot.language.series import series_in
from bot.language.times import period_at
from bot.language.typos import corrected
from bot.language.vocabulary import FILLERS
from bot.language.words import Word, words_of
from market.catalog import SymbolKind
from market.symbols import Symbol

_AVERAGES = frozenset({"sma", "average", "averages", "ema"})
_ASKING = single_words("which what how where who is are did")
_USUAL = single_words("20 21 50 100 150 200")  # sessions of an average that is called by them alone
_LINKS = frozenset({"day", "days", "and", "or", "session", "sessions", "d", "week", "moving", "simple"})
_BACK = frozenset({"last", "past", "over", "previous", "trailing", "within"})
_BESIDE = single_words(
    """vs versus against or and than beat beats beaten outdone outpaced topped trailed lagged to over outdo
    outperform outperforming beating compare with"""
)


class Role(StrEnum):
    """What a word of a question stands for."""

    WORD = "word"
    MARKET = "market"
    PERIOD = "period"
    AVERAGE = "average"
    SERIES = "series"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Question:
    """What a question names.

    asked: the text as typed.
    words: lower case, in order, misspelt ones corrected.
    roles: what each of them stands for.
    symbols: the markets named, each once, in order.
    places: of each word the ticker of the market that it names, else empty.
    period: as a command takes it, empty when none was named.
    averages: sessions of the moving averages named.
    series: the economic series named, in the words of `/macro`.
    numbers: as written, without those of the above.
    other_periods: named besides `period`: "this month or last month".
    """

    asked: str
    words: tuple[str, ...]
    roles: tuple[Role, ...]
    symbols: tuple[Symbol, ...] = ()
    places: tuple[str, ...] = ()
    period: str = ""
    averages: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    other_periods: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def has(self, *words: str) -> bool:
        return any(word in self.words for word in words)

    @property
    def stacked(self) -> bool:
        """Two names side by side of which one qualifies the other, as it seems: "dow jones transports"."""
        kinds = {s.ticker: s.kind is SymbolKind.INDEX for s in self.symbols}
        written = [word.upper() in ticker for word, ticker in zip(self.words, self.places, strict=True)]
        return "," not in self.asked and any(
            a and b and kinds[a] is not kinds[b] and not (written[at] or written[at + 1])
            for at, (a, b) in enumerate(pairwise(self.places))
        )

    def said(self, role: Role) -> str:
        """The words of that role."""
        return " ".join(word for word, own in zip(self.words, self.roles, strict=True) if own is role)


def question_of(
    text: str, now: date, vocabulary: Collection[str] = (), spelt: Collection[str] = ()
) -> Question:
    """What `text` names. `now` places "last week"; `vocabulary`: words that a misspelt one may have meant; `spelt`:
    others that are right as they are.

    >>> q = question_of("how are small caps doing against the nasdaq this year", date(2026, 1, 22))
    >>> [s.word for s in q.symbols], q.period
    (['rut', 'ixic'], 'ytd')
    """
    words = corrected(words_of(text), vocabulary, NAME_WORDS, spelt)
    if text == text.upper() and len(words) > 1:  # where all is in capitals, a word of ours is no ticker
        words = tuple(
            replace(w, written=w.text) if w.text in FILLERS or w.text in vocabulary else w for w in words
        )
    plain = [word.text for word in words]
    reading = _QuestionPass(words, plain, now)
    beside = bool(reading.symbols) or {"growth", "value"} <= set(plain)
    if beside and (not _BESIDE.isdisjoint(plain) or any(word.startswith("outp") for word in plain)):
        reading = _QuestionPass(words, plain, now, beside=True)
    return Question(
        text,
        tuple(plain),
        tuple(reading.roles),
        tuple(reading.symbols.values()),
        tuple(reading.places),
        reading.period,
        tuple(reading.averages),
        tuple(dict.fromkeys(reading.series)),
        tuple(reading.numbers),
        reading.other_periods(plain),
    )


class _QuestionPass:
    """One pass over the words, the most particular reading first at each place."""

    def __init__(self, words: Sequence[Word], plain: list[str], now: date, *, beside: bool = False) -> None:
        self.roles, self.places = [Role.WORD] * len(words), [""] * len(words)
        self.symbols: dict[str, Symbol] = {}
        self.averages, self.series, self.numbers = list[str](), list[str](), list[str]()
        self.periods = list[str]()
        averages, series = averages_in(plain), series_in(plain)
        start = 0
        while start < len(words):
            if start in series:
                end, name = series[start]
                self.series.append(name)
                start = self._take(start, end, Role.SERIES)
            elif start in averages:
                self.averages += [plain[start].rstrip("d")]
                start = self._take(start, start + 1, Role.AVERAGE)
            elif span := period_at(words[: _next(start, averages | series.keys())], start, now):
                self.periods.append(span[0])
                start = self._take(start, start + span[1], Role.PERIOD)
            elif market := market_at(words, start, beside=beside):
                self.symbols.setdefault(market[0].ticker, market[0])
                self.places[start : start + market[1]] = [market[0].ticker] * market[1]
                start = self._take(start, start + market[1], Role.MARKET)
            else:
                if words[start].is_number:
                    self.numbers.append(plain[start])
                    self.roles[start] = Role.NUMBER
                start += 1

    @property
    def period(self) -> str:
        """The first that is named, before "today"."""
        return next((p for p in self.periods if p != "1d"), self.periods[0] if self.periods else "")

    def other_periods(self, plain: Sequence[str]) -> tuple[str, ...]:
        """Those besides `period`; "today" only where it is set beside another: "today and yesterday"."""
        inside = range(1, len(plain) - 1)
        linked = any(
            (plain[at] in _BESIDE and self.roles[at - 1] is self.roles[at + 1] is Role.PERIOD)
            or (plain[at] in ("and", "but") and plain[at + 1] in _ASKING)
            for at in inside
        )
        return tuple(p for p in dict.fromkeys(self.periods) if p != self.period and (linked or p != "1d"))

    def _take(self, start: int, end: int, role: Role) -> int:
        self.roles[start:end] = [role] * (end - start)
        return end


def _next(start: int, places: Collection[int]) -> int | None:
    """The first of `places` behind `start`; None where there is none."""
    return min((place for place in places if place > start), default=None)


def averages_in(words: Sequence[str]) -> frozenset[int]:
    """The places of numbers that are moving averages: "sma 50 200", "50 and 200 day average", "its 200 day"."""
    places: set[int] = set()
    for start, word in enumerate(words):
        if word in _AVERAGES:
            places |= _run(words, range(start - 1, -1, -1)) | _run(
                words, range(start + 1, len(words)), word in ("sma", "ema")
            )
        alone = word in _USUAL and words[start + 1 : start + 2] == ["day"]
        if alone and not _BACK & set(words[max(0, start - 1) : start]):
            places.add(start)
    return frozenset(places)


def _run(words: Sequence[str], places: range, wanted: bool = True) -> set[int]:
    """The places of whole numbers that follow one another, with nothing but "day" and "and" between."""
    numbers: set[int] = set()
    for place in places if wanted else ():
        bare = words[place].rstrip("d")
        if bare.isdigit() and 2 <= int(bare) <= 400:
            numbers.add(place)
        elif words[place] not in _LINKS:
            break
    return numbers
