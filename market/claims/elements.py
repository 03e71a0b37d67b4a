"""Tokens as elements: what each word, figure, market or date does in its sentence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from market.claims.amounts import Amount, amount_at, count_at, ordinal_at
from market.claims.dates import When, when_at
from market.claims.lexicon import LEXICON
from market.claims.role import Role
from market.claims.series_names import SERIES
from market.claims.subjects import Subject, subject_at
from market.claims.tokens import Kind, Token
from market.datasets.economic_series import Series

Value = Amount | Subject | When | Series | int | None
_MARKS = {
    ",": Role.COMMA,
    "'s": Role.POSSESSIVE,
    "(": Role.COMMA,
    ")": Role.COMMA,
    "–": Role.COMMA,
    "—": Role.COMMA,
}
_NO_ADVERBS = ("family", "supply", "italy", "july", "monthly", "weekly")


class Element(NamedTuple):
    """`start` and `end` count tokens."""

    role: Role
    start: int
    end: int
    value: Value = None


def skip(elements: Sequence[Element], place: int, *roles: Role, step: int = 1) -> int:
    """The first place from `place` on (or back) whose role is none of `roles`."""
    while 0 <= place < len(elements) and elements[place].role in roles:
        place += step
    return place


def elements_of(tokens: Sequence[Token], anchor: date, known: Collection[str]) -> list[Element]:
    """The elements of a sentence, each taking as many tokens as the longest name, phrase or figure
    there. `known`: tickers that settle names with several meanings.

    >>> from market.claims.tokens import tokens
    >>> [e.role.value for e in elements_of(tokens("The S&P 500 rose 1.2 percent"), date(2026, 1, 22), ())]
    ['fill', 'market', 'up', 'amount']
    """
    elements: list[Element] = []
    place = 0
    while place < len(tokens):
        element = _element(tokens, place, anchor, known, elements[-1].role if elements else None)
        elements.append(element)
        place = element.end
    return elements


def _element(
    tokens: Sequence[Token], place: int, anchor: date, known: Collection[str], before: Role | None
) -> Element:
    when = when_at(tokens, place, anchor, after_close=before is Role.CLOSE)
    if when:
        return Element(Role.WHEN, place, place + when[1], when[0])
    phrase, series, market = LEXICON.at(tokens, place), SERIES.at(tokens, place), subject_at(tokens, place)
    longest = max((found[1] for found in (phrase, series, market) if found), default=0)
    if market and market[1] == longest:
        return Element(Role.MARKET, place, place + longest, _settled(market[0], known))
    if series and series[1] == longest:
        return Element(Role.SERIES, place, place + longest, series[0])
    ordinal = ordinal_at(tokens, place)
    if ordinal and (ordinal[1] > 1 or not phrase):
        return Element(Role.ORDINAL, place, place + ordinal[1], ordinal[0])
    amount = amount_at(tokens, place)
    if amount and (not phrase or amount[1] >= phrase[1]):
        return Element(Role.AMOUNT, place, place + amount[1], amount[0])
    if phrase and not _is_month(tokens[place]):
        return Element(phrase[0], place, place + phrase[1])
    count = count_at(tokens, place)
    if count is not None:
        return Element(Role.WORD, place, place + 1, count)
    return Element(_plain_role(tokens[place]), place, place + 1)


def _settled(subject: Subject, known: Collection[str]) -> Subject:
    if len(subject.readings) < 2:
        return subject
    fitting = tuple(symbol for symbol in subject.readings if symbol.ticker in known)
    return subject.read_as(fitting[0]) if len(fitting) == 1 else subject


def _is_month(token: Token) -> bool:
    return token.text == "May"


def _plain_role(token: Token) -> Role:
    if token.word in _MARKS:
        return _MARKS[token.word]
    if token.kind in (Kind.MARK, Kind.POSSESSIVE):
        return Role.MARK
    if token.word.endswith("ly") and token.word not in _NO_ADVERBS:
        return Role.FILL
    return Role.WORD
