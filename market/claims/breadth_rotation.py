"""Breadth: "all 11 sectors rose", "gains across sectors", "advancers outnumbered decliners"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from market.claims.claim import Claim
from market.claims.dates import When
from market.claims.records import number
from market.claims.role import Role
from market.claims.sentence import Sentence
from market.claims.subjects import Subject

_MOVES = (Role.UP, Role.DOWN)


class Share(StrEnum):
    """How many of them."""

    ALL = "all"
    MOST = "most"
    NONE = "none"
    COUNT = "count"
    BROAD = "broad"  # two thirds, as the rotation rule has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Sectors(Claim):
    """That many of the eleven sectors rose (or fell)."""

    share: Share
    up: bool
    when: When
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Advancers(Claim):
    """More members of `subject` rose than fell (`up`), or the reverse."""

    subject: Subject | None
    up: bool
    when: When


def find(sentence: Sentence) -> Iterator[Sectors | Advancers]:
    """The statements on breadth that `sentence` makes, in its order."""
    for place, element in enumerate(sentence.elements):
        if sentence.doubtful[place]:
            continue
        if element.role is Role.SECTORS:
            yield from _sectors(sentence, place)
        elif element.role is Role.BROAD:
            yield from _broad(sentence, place)
        elif element.role is Role.OUTNUMBER:
            yield from _outnumbered(sentence, place)


def _sectors(sentence: Sentence, place: int) -> Iterator[Sectors]:
    move = sentence.skip(place + 1, Role.FILL, Role.CLOSE, Role.WHEN, Role.FOR, Role.MARKET)
    if sentence.role(move) not in _MOVES:
        return
    share, count, first = _share(sentence, place)
    if share is not None:
        yield Sectors(
            place=sentence.place(first, move),
            share=share,
            up=sentence.role(move) is Role.UP,
            when=sentence.when(move),
            count=count,
        )


def _share(sentence: Sentence, place: int) -> tuple[Share | None, int, int]:
    """How many sectors, the number, and where the phrase begins: "all 11", "nine of the 11"."""
    if sentence.word(place).startswith(("every", "each")):
        return Share.ALL, 0, place
    at = sentence.skip(place - 1, Role.FILL, Role.MARKET, Role.POSSESSIVE, step=-1)
    count = number(sentence, at)
    if count is not None:
        before = sentence.skip(at - 1, Role.FILL, step=-1)
        if sentence.role(before) is Role.OF:
            inner = sentence.skip(before - 1, Role.FILL, step=-1)
            part = number(sentence, inner)
            if part is not None:
                return Share.COUNT, part, inner
            at = inner
        elif sentence.role(before) in (Role.ALL, Role.NONE):
            at = before
        else:
            return (Share.COUNT, count, at) if count <= 11 else (None, 0, at)
    elif sentence.role(at) is Role.OF:
        at = sentence.skip(at - 1, Role.FILL, step=-1)
    shares = {Role.ALL: Share.ALL, Role.MOST: Share.MOST, Role.NONE: Share.NONE}
    return shares.get(sentence.role(at) or Role.WORD), 0, at


def _broad(sentence: Sentence, place: int) -> Iterator[Sectors]:
    """ "gains across sectors", "a broad rally", "the advance was broad-based"."""
    for at in range(max(0, place - 4), min(place + 3, len(sentence.elements))):
        if sentence.role(at) in _MOVES and all(
            sentence.role(n) in (Role.FILL, Role.CLOSE, Role.WORD, Role.CLOSING, Role.BROAD, *_MOVES)
            for n in range(min(at, place), max(at, place))
        ):
            first, last = sorted((at, place))
            yield Sectors(
                place=sentence.place(first, last),
                share=Share.BROAD,
                up=sentence.role(at) is Role.UP,
                when=sentence.when(last),
            )
            return


def _outnumbered(sentence: Sentence, place: int) -> Iterator[Advancers]:
    before = sentence.skip(place - 1, Role.FILL, step=-1)
    after = sentence.skip(place + 1, Role.FILL)
    sides = (sentence.role(before), sentence.role(after))
    if sides not in ((Role.ADVANCERS, Role.DECLINERS), (Role.DECLINERS, Role.ADVANCERS)):
        return
    market: tuple[Subject, ...] = ()
    if sentence.role(after + 1) in (Role.FOR, Role.PREPOSITION, Role.OF):
        market = sentence.markets(after + 2)[0]
        if not market:
            return  # on an exchange whose members are not known here
    subjects: tuple[Subject | None, ...] = market or (None,)
    for subject in subjects:
        yield Advancers(
            place=sentence.place(before, after),
            subject=subject,
            up=sides[0] is Role.ADVANCERS,
            when=sentence.when(after),
        )
