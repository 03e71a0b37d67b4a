"""What a plain question names: markets, a period, numbers, in the words that commands take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz import fuzz, process

from market.claims.amounts import count_at
from market.claims.dates import when_at
from market.claims.lexicon import Phrases
from market.claims.subjects import subject_at
from market.claims.tokens import Token, TokenKind, tokens
from market.claims.when import Turn, When
from market.symbols import BY_NAME, Symbol, find

LONGEST = 60  # words of a question that are read
_CLOSE = 88  # of 100: how alike a misspelt name must be
_LONGEST_NAME = 6  # words
# Tickers and aliases that are words of their own: in a question they mean the word.
_WORDS = frozenset(
    """
    a all an and are as at be beta by c cat close comp cost do f for from good growth had has have how i
    in is it its last like low ma me mid momentum my now of on or quality record retail risk size so
    t technology than that the their they this to up us v value was we were what when which who why will
    with year you
    """.split()  # noqa: SIM905  # a list of words reads better as words
)
_UNITS = {"day": "d", "session": "d", "week": "w", "month": "m", "year": "y"}
_SPANS: Phrases[str] = Phrases(
    {
        "this year": "ytd",
        "so far this year": "ytd",
        "year to date": "ytd",
        "ytd": "ytd",
        "today": "1d",
        "on the day": "1d",
        "this week": "5d",
        "past week": "5d",
        "last week": "5d",
        "this month": "1m",
        "past month": "1m",
        "last month": "1m",
        "past quarter": "3m",
        "last quarter": "3m",
        "this quarter": "3m",
        "past year": "1y",
        "last year": "1y",
        "a year": "1y",
        "a month": "1m",
        "all time": "max",
        "ever": "max",
        "whole history": "max",
    }.items()
)


@dataclass(frozen=True, slots=True)
class Question:
    """What a question names.

    `asked`: the text as typed.
    `words`: lower case, in order.
    `symbols`: the markets named, each once, in order.
    `period`: as a command takes it, empty when none was named.
    `numbers`: as written, those of the period left out.
    """

    asked: str
    words: tuple[str, ...]
    symbols: tuple[Symbol, ...]
    period: str
    numbers: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def has(self, *words: str) -> bool:
        return any(word in self.words for word in words)


def question_of(text: str, today: date) -> Question:
    """What `text` names. `today` places "since October"; names may be a little misspelt.

    >>> q = question_of("how are small caps doing against the nasdaq this year", date(2026, 1, 22))
    >>> [s.word for s in q.symbols], q.period
    (['rut', 'ixic'], 'ytd')
    """
    question_tokens = tokens(text)[:LONGEST]
    symbols: dict[str, Symbol] = {}
    period, numbers = "", []
    start = 0
    while start < len(question_tokens):
        span = _span(question_tokens, start, today)
        if span:
            period, start = period or span[0], start + span[1]
            continue
        market = _market(question_tokens, start)
        if market:
            symbols.setdefault(market[0].ticker, market[0])
            start += market[1]
            continue
        if question_tokens[start].kind is TokenKind.NUMBER:
            numbers.append(question_tokens[start].text)
        start += 1
    words = tuple(token.word for token in question_tokens if token.kind is not TokenKind.MARK)
    return Question(text, words, tuple(symbols.values()), period, tuple(numbers))


def _span(question_tokens: Sequence[Token], start: int, today: date) -> tuple[str, int] | None:
    """A period at `start`: "three years", "this year", "since October", "in 2022"."""
    count = count_at(question_tokens, start)
    unit = question_tokens[start + 1].word.rstrip("s") if start + 1 < len(question_tokens) else ""
    following = question_tokens[start + 2].word if start + 2 < len(question_tokens) else ""
    if count and unit in _UNITS and following not in ("moving", "average", "averages", "sma"):
        return f"{count}{_UNITS[unit]}", 2
    fixed = _SPANS.at(question_tokens, start)
    if fixed:
        return fixed
    when = when_at(question_tokens, start, today)
    if when is None or when[0].first is None or when[0].turn is not Turn.NONE:
        return None
    return _words(when[0]), when[1]


def _words(when: When) -> str:
    """A stretch of days as a period is typed; its base is the close before it."""
    base = (when.first or when.last) - timedelta(days=1)
    if when.since:
        return f"since {when.first if when.unit != 'span' else base}"
    return f"{base}..{when.last}"


def _market(question_tokens: Sequence[Token], start: int) -> tuple[Symbol, int] | None:
    """The market at `start`: as prose names it, by ticker or alias, or nearly so."""
    named = subject_at(question_tokens, start)
    for length in range(min(_LONGEST_NAME, len(question_tokens) - start), 0, -1):
        if named and named[1] >= length:
            return named[0].symbol, named[1]
        name = " ".join(token.text for token in question_tokens[start : start + length])
        if length == 1 and (name.casefold() in _WORDS and not name.isupper()):
            return None
        symbol = find(name)
        if symbol is not None:
            return symbol, length
    word = question_tokens[start].word
    if len(word) < 5 or question_tokens[start].kind is not TokenKind.WORD:
        return None
    near = process.extractOne(word, _SINGLE, scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return (BY_NAME[near[0]], 1) if near else None


_SINGLE = [name for name in BY_NAME if " " not in name and len(name) >= 5 and name not in _WORDS]
