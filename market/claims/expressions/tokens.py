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
_SPACES = " \u00a0\u2009\u202f"  # between the thousands of a European figure
_BULLETS = "•‣▪●◦·*"
_RISING, _FALLING = "📈🚀🟢🔺⬆▲↑💚🔥", "📉🔴🔻⬇▼↓🩸💔"
# Every alternative begins differently or fails at once, and none repeats a repetition: linear.
_TOKEN = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]))"
    r"|(?P<number>(?:(?<![\w%)])[+\-−–])?[$€]?"
    rf"(?:[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}}){{1,3}}(?:,[0-9]{{1,2}}(?![0-9])|(?= (?:points|pts|Punkte)))"
    r"|[0-9]+(?:[.,'’][0-9]+)*))"
    r"|(?P<abbreviation>(?:[^\W\d_]\.){2,})"
    r"|(?P<word>[^\W\d_]+(?:&[^\W\d_]+)*)"
    r"|(?P<possessive>['’][sS]?(?![^\W_]))"
    rf"|(?P<emoji>[{_RISING}{_FALLING}])"
    r"|(?P<mark>[.,;:!?()$%/&–—\-−|~≈…@→])"
)
_DECIMAL_COMMA = re.compile(
    r"[0-9][.'’][0-9]{3},[0-9]{1,2}(?![0-9])|(?<![0-9.,])[0-9]{1,3},[0-9]{1,2}(?![0-9.,])"
)
_QUOTES = '"“”„«»'
_SPEECH = re.compile(r"“[^“”\n]{20,}”|(?<!\w)\"[^\"\n]{20,}\"")
_SOURCE = re.compile(
    r"\s*(?:[\w .&'’-]{2,40}:)?\s*(?:(?:—|–|-|via )[\w .,&'’-]{2,40}|\([\w .,&'’-]{2,40}\))?\s*"
)
_SPOKEN = 4  # spaces: what is shorter is a word in quotation marks
_BULLET_MARKS = frozenset(_BULLETS)
_NUMBERED = frozenset(
    {"s&p", "russell", "nasdaq", "ftse", "stoxx", "nikkei", "csi", "cac"}
)  # end in a figure
_GROUP = re.compile(r"(\d{2,4})\s(?=\d)")


class TokenKind(StrEnum):
    DATE = "date"
    NUMBER = "number"
    WORD = "word"
    POSSESSIVE = "possessive"
    MARK = "mark"


_KINDS = {str(kind): kind for kind in TokenKind} | {"abbreviation": TokenKind.WORD, "emoji": TokenKind.WORD}


class Token(NamedTuple):
    """`text` as written at `start` to `end`.

    word: lower case, for looking up; of a number without its thousands' signs and with a decimal point. A
        hyphen between letters or digits is no token: `small-cap` is the two words that `small cap` is.
        Neither are quotation marks, mark-up and whatever else says nothing here, nor a mark right after its
        like.
    """

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
    decimal_comma = _DECIMAL_COMMA.search(text) is not None
    for match in _TOKEN.finditer(text):
        written, start, end = match.group(), match.start(), match.end()
        kind = _KINDS[match.lastgroup or ""]
        if written in "-‐‑" and text[start - 1 : start].isalnum() and text[end : end + 1].isalnum():
            continue
        if kind is TokenKind.MARK and out and out[-1].text == written and out[-1].end == start:
            continue
        if kind is TokenKind.NUMBER and out and out[-1].word in _NUMBERED and (cut := _GROUP.match(written)):
            name = cut.group(1)  # "the S&P 500 324 points"
            out.append(Token(name, name, start, start + len(name), kind))
            start, written = start + cut.end(), written[cut.end() :]
        word = "'s" if kind is TokenKind.POSSESSIVE else written.casefold()
        if kind is TokenKind.NUMBER:
            word = canonical(written, decimal_comma)
        elif match.lastgroup == "emoji":
            word = "▲" if written in _RISING else "▼"
        out.append(Token(written, word, start, end, kind))
    return out


def canonical(written: str, decimal_comma: bool = False) -> str:
    """A number as Python writes it, whatever sign stands between its thousands and before its decimals.
    `decimal_comma`: the text writes decimals with a comma, so that a single point before three digits
    separates thousands.

    >>> [canonical(n) for n in ("7.785,76", "51'594.14", "7 383,74", "−1,2", "12,345", "2,731.77")]
    ['7785.76', '51594.14', '7383.74', '-1.2', '12345', '2731.77']
    >>> canonical("54.086"), canonical("54.086", decimal_comma=True)
    ('54.086', '54086')
    """
    sign = "-" if written[0] in "-−–" else "+" if written[0] == "+" else ""
    digits = "".join(c for c in written if c in "0123456789.,")
    dots, commas = digits.count("."), digits.count(",")
    if dots and commas:
        mark = max(".,", key=digits.rfind)
    elif commas:
        mark = "," if commas == 1 and len(digits) - digits.rfind(",") != 4 else ""
    else:
        grouped = decimal_comma and len(digits) - digits.rfind(".") == 4 and not digits.startswith("0")
        mark = "." if dots == 1 and not grouped else ""
    whole, _, decimals = digits.rpartition(mark) if mark else (digits, "", "")
    whole = whole.replace(".", "").replace(",", "")
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


def speech(text: str) -> list[tuple[int, int]]:
    """Where somebody is quoted at length: from which character to which. A text that is one quotation,
    with its source before or behind it ("— Reuters"), is none.

    >>> speech('“Nobody believes that it is up 23%,” she said.')
    [(0, 36)]
    """
    whole = text.strip()
    if whole[:1] in _QUOTES and whole[-1:] in _QUOTES:
        return []
    spans = [match.span() for match in _SPEECH.finditer(text)]
    if len(spans) == 1 and _SOURCE.fullmatch(text[: spans[0][0]] + text[spans[0][1] :]):
        return []
    return [(start, end) for start, end in spans if text.count(" ", start, end) >= _SPOKEN]


def sentences(text: str) -> Iterator[Sequence[Token]]:
    """The tokens of one sentence after another. A sentence ends with a stop, a question or
    exclamation mark before white space, with an empty line, or with a short line (a headline).

    >>> [s[0].word for s in sentences("Jan. 22 was good. The U.S. market rose.")]
    ['jan', 'the']
    """
    everything = _without(tokens(text), speech(text))
    first = line_start = 0
    for place, token in enumerate(everything):
        following = everything[place + 1] if place + 1 < len(everything) else None
        gap = text[token.end : following.start] if following else "\n\n"
        broken = "\n" in gap
        short = broken and token.end - line_start < _SHORT_LINE
        if broken and following:
            line_start = following.start
        item = not _BULLET_MARKS.isdisjoint(gap) or (
            broken and following and following.word in ("-", "–", "—")
        )
        ends = (
            _ends_sentence(everything, place, gap)
            or item
            or gap.count("\n") > 1
            or (short and token.word not in (",", "|"))
        )
        if ends or place - first + 1 >= LONGEST_SENTENCE:
            yield everything[first : place + 1]
            first = place + 1


def _without(everything: list[Token], spans: list[tuple[int, int]]) -> list[Token]:
    """The tokens outside `spans`, which are in order and do not overlap."""
    if not spans:
        return everything
    out: list[Token] = []
    left = iter([*spans, (len(everything) and everything[-1].end + 1, 0)])
    start, end = next(left)
    for token in everything:
        while token.start >= end > 0:
            start, end = next(left)
        if token.start < start or end == 0:
            out.append(token)
    return out


def _ends_sentence(everything: Sequence[Token], place: int, gap: str) -> bool:
    """Does the sentence end with the token at `place`, with `gap` after it?"""
    token = everything[place]
    if token.word in (";", "!", "?", "…"):
        return True
    if token.word == ")" and place:
        return everything[place - 1].word in (".", "!", "?") and gap != ""
    if token.word != "." or gap == "":
        return False
    before = everything[place - 1].word if place else ""
    return before not in _ABBREVIATIONS
