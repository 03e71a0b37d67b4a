"""How long a run is, and of what: "to five days", "of four weeks", "seven of the last nine sessions"."""

from __future__ import annotations

from market.claims.expressions.amounts import NUMBER_WORDS
from market.claims.records import number
from market.claims.sentence import Sentence
from market.claims.tag import Tag


def length_after(sentence: Sentence, place: int) -> tuple[int, str, int] | None:
    """ "… to five days", "… stretched to 11 sessions", "… of four weeks", "… now at six days"."""
    at = sentence.skip(place + 1, Tag.FILL, Tag.EXTEND, Tag.STAND, Tag.UP, Tag.CLOSE)
    if sentence.tag(at) not in (Tag.TO, Tag.OF, Tag.AT):
        return None
    at = sentence.skip(at + 1, Tag.FILL)
    count = number(sentence, at)
    if count is None:
        return None
    straight = at + 1 + (sentence.tag(at + 1) is Tag.STRAIGHT)
    if sentence.tag(straight) is not Tag.UNIT:
        return None
    return count, unit_at(sentence, straight), straight


def unit_at(sentence: Sentence, place: int) -> str:
    return unit_of(sentence.word(place))


def unit_of(word: str) -> str:
    for unit in ("week", "month", "quarter", "year"):
        if unit in word or (unit == "year" and "annual" in word):
            return unit
    return "day"


def number_in(words: list[str]) -> int:
    return next(
        (int(w) if w.isdigit() else NUMBER_WORDS[w] for w in words if w.isdigit() or w in NUMBER_WORDS), 0
    )
