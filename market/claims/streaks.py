"""Streaks: "rose for a fifth straight day", "its third consecutive weekly gain", "a four-day losing streak",
"beat the S&P 500 for a 14th session in a row"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from market.claims.dates import When
from market.claims.records import number
from market.claims.sentence import Claim, Sentence
from market.claims.subjects import Subject
from market.claims.tag import Tag

_DIRECTIONS = dict.fromkeys((Tag.UP, Tag.AHEAD, Tag.STREAK_UP), True) | dict.fromkeys(
    (Tag.DOWN, Tag.BEHIND, Tag.STREAK_DOWN), False
)
_STREAKS = (Tag.STREAK_UP, Tag.STREAK_DOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class StreakClaim(Claim):
    """`count` units (`day`, `week`, `month`) in a row up or down; with `other`, ahead of or behind
    it. `ended`: the streak is over, and had that length."""

    subject: Subject
    count: int
    up: bool
    unit: str
    when: When
    other: Subject | None = None
    ended: bool = False


def find(sentence: Sentence) -> Iterator[StreakClaim]:
    """The streaks that `sentence` claims, in its order."""
    for place, tag in sentence.asserted():
        if tag is Tag.STRAIGHT:
            yield from _in_a_row(sentence, place)
        elif tag in _STREAKS:
            yield from _named(sentence, place)


def _in_a_row(sentence: Sentence, place: int) -> Iterator[StreakClaim]:
    unit, first, last = "day", place - 1, place
    if sentence.tag(place - 1) is Tag.UNIT:  # "five days in a row"
        unit, first = _unit(sentence, place - 1), place - 2
    count = number(sentence, first)
    if sentence.tag(last + 1) is Tag.UNIT:
        last += 1
        unit = _unit(sentence, last)
    following = sentence.tag(last + 1)
    up = _DIRECTIONS.get(following) if following in (Tag.UP, Tag.DOWN) else None
    last += up is not None
    if count is None or following in (Tag.RECORD_HIGH, Tag.RECORD_LOW, Tag.WORD):
        return
    yield from _streaks(sentence, first, last, count, unit, up)


def _named(sentence: Sentence, place: int) -> Iterator[StreakClaim]:
    """ "a five-day winning streak"."""
    first, unit = place - 1, "day"
    if sentence.tag(first) is Tag.UNIT:
        unit, first = _unit(sentence, first), first - 1
    count = number(sentence, first)
    if count is not None:
        yield from _streaks(
            sentence, first, place, count, unit, _DIRECTIONS.get(sentence.tag(place) or Tag.WORD)
        )


def _streaks(
    sentence: Sentence, first: int, last: int, count: int, unit: str, up: bool | None
) -> Iterator[StreakClaim]:
    others: tuple[Subject | None, ...] = (None,)
    at, kind = _predicate(sentence, first)
    if sentence.tag(last + 1) is Tag.OF and sentence.tag(last + 2) in (Tag.AHEAD, Tag.BEHIND):
        at, kind = last + 2, sentence.tag(last + 2)  # "its 14th straight session of outperforming …"
    if kind in (Tag.AHEAD, Tag.BEHIND):
        others = sentence.markets(at + 1)[0] or others
    if up is None and kind is not None:
        up = _DIRECTIONS[kind]
    snap = sentence.skip(first - 1, Tag.FILL, Tag.OWN, step=-1)
    ended = sentence.tag(snap) is Tag.SNAP or sentence.word(snap) in ("ended", "ending", "ends")
    if up is None or not 2 <= count <= 200:
        return
    for subject in sentence.subjects[at if kind else first]:
        for other in others:
            yield StreakClaim(
                place=sentence.place(first, last),
                subject=subject,
                count=count,
                up=up,
                unit=unit,
                when=sentence.when(last),
                other=other,
                ended=ended,
            )


def _predicate(sentence: Sentence, place: int) -> tuple[int, Tag | None]:
    """The nearest move or comparison before `place` in its clause."""
    for at in range(place - 1, -1, -1):
        tag = sentence.tag(at)
        if tag in _DIRECTIONS:
            return at, tag
        if tag is Tag.TURN:
            break
    return place, None


def _unit(sentence: Sentence, place: int) -> str:
    word = sentence.word(place)
    return "week" if "week" in word else "month" if "month" in word else "day"
