"""Text as tokens, read once from left to right, and tokens as sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

LONGEST_SENTENCE = 120  # tokens; a longer one is cut, so that no rule ever looks further
_SHORT_LINE = 60  # characters: a line this short that ends without a stop is a headline
_ABBREVIATIONS = frozenset(
    {
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues",
        "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "inc", "corp", "co", "ltd", "vs", "st", "mr", "mrs",
        "ms", "dr", "no", "approx",
    }
)  # fmt: skip
# Every alternative begins differently or fails at once, and none repeats a repetition: linear.
_TOKEN = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]))"
    r"|(?P<number>(?:(?<![\w%)])[+\-−])?[$]?[0-9]+(?:[.,][0-9]+)*)"
    r"|(?P<abbreviation>(?:[^\W\d_]\.){2,})"
    r"|(?P<word>[^\W\d_]+(?:&[^\W\d_]+)*)"
    r"|(?P<possessive>['’][sS]?(?![^\W_]))"
    r"|(?P<mark>[.,;:!?()$%/&–—\-−])"
)


class TokenKind(StrEnum):
    DATE = "date"
    NUMBER = "number"
    WORD = "word"
    POSSESSIVE = "possessive"
    MARK = "mark"


_KINDS = {str(kind): kind for kind in TokenKind} | {"abbreviation": TokenKind.WORD}


class Token(NamedTuple):
    """`text` as written at `start` to `end`; `word`: lower case, for looking up. A hyphen between
    letters or digits is no token: `small-cap` is the two words that `small cap` is. Neither are
    quotation marks, mark-up and whatever else says nothing here, nor a mark right after its like."""

    text: str
    word: str
    start: int
    end: int
    kind: TokenKind


def tokens(text: str) -> list[Token]:
    """All tokens of `text`, in time linear in its length.

    >>> [t.word for t in tokens("The S&P 500's small-cap gain: +1.25 %.")]
    ['the', 's&p', '500', "'s", 'small', 'cap', 'gain', ':', '+1.25', '%', '.']
    """
    out: list[Token] = []
    for match in _TOKEN.finditer(text):
        written, start, end = match.group(), match.start(), match.end()
        kind = _KINDS[match.lastgroup or ""]
        if written in "-‐‑" and text[start - 1 : start].isalnum() and text[end : end + 1].isalnum():
            continue
        if kind is TokenKind.MARK and out and out[-1].text == written and out[-1].end == start:
            continue
        word = "'s" if kind is TokenKind.POSSESSIVE else written.casefold()
        out.append(Token(written, word, start, end, kind))
    return out


def sentences(text: str) -> Iterator[Sequence[Token]]:
    """The tokens of one sentence after another. A sentence ends with a stop, a question or
    exclamation mark before white space, with an empty line, or with a short line (a headline).

    >>> [s[0].word for s in sentences("Jan. 22 was good. The U.S. market rose.")]
    ['jan', 'the']
    """
    everything = tokens(text)
    first = line_start = 0
    for place, token in enumerate(everything):
        following = everything[place + 1] if place + 1 < len(everything) else None
        gap = text[token.end : following.start] if following else "\n\n"
        broken = "\n" in gap
        short = broken and token.end - line_start < _SHORT_LINE
        if broken and following:
            line_start = following.start
        ends = _ends_sentence(everything, place, gap) or gap.count("\n") > 1 or (short and token.word != ",")
        if ends or place - first + 1 >= LONGEST_SENTENCE:
            yield everything[first : place + 1]
            first = place + 1


def _ends_sentence(everything: Sequence[Token], place: int, gap: str) -> bool:
    """Does the sentence end with the token at `place`, with `gap` after it?"""
    token = everything[place]
    if token.word in (";", "!", "?"):
        return True
    if token.word == ")" and place:
        return everything[place - 1].word in (".", "!", "?") and gap != ""
    if token.word != "." or gap == "":
        return False
    before = everything[place - 1].word if place else ""
    return before not in _ABBREVIATIONS
