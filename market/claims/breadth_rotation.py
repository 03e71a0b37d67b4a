"""Breadth: "all 11 sectors rose", "gains across sectors", "advancers outnumbered decliners"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from market.claims.dates import When
from market.claims.records import number
from market.claims.sentence import Claim, Sentence
from market.claims.subjects import Subject
from market.claims.tag import Tag

_MOVES = (Tag.UP, Tag.DOWN)


class Share(StrEnum):
    """How many of them."""

    ALL = "all"
    MOST = "most"
    NONE = "none"
    COUNT = "count"
    BROAD = "broad"  # `RegimeRule.many` of them


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorsClaim(Claim):
    """That many of the eleven sectors rose (or fell)."""

    share: Share
    up: bool
    when: When
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvancersClaim(Claim):
    """More members of `subject` rose than fell (`up`), or the reverse."""

    subject: Subject | None
    up: bool
    when: When


def find(sentence: Sentence) -> Iterator[SectorsClaim | AdvancersClaim]:
    """The statements on breadth that `sentence` makes, in its order."""
    for place, tag in sentence.asserted():
        if tag is Tag.SECTORS:
            yield from _sectors(sentence, place)
        elif tag is Tag.BROAD:
            yield from _broad(sentence, place)
        elif tag is Tag.OUTNUMBER:
            yield from _outnumbered(sentence, place)


def _sectors(sentence: Sentence, place: int) -> Iterator[SectorsClaim]:
    move = sentence.skip(place + 1, Tag.FILL, Tag.CLOSE, Tag.WHEN, Tag.FOR, Tag.MARKET)
    if sentence.tag(move) not in _MOVES:
        return
    share, count, first = _share(sentence, place)
    if share is not None:
        yield SectorsClaim(
            place=sentence.place(first, move),
            share=share,
            up=sentence.tag(move) is Tag.UP,
            when=sentence.when(move),
            count=count,
        )


def _share(sentence: Sentence, place: int) -> tuple[Share | None, int, int]:
    """How many sectors, the number, and where the phrase begins: "all 11", "nine of the 11"."""
    if sentence.word(place).startswith(("every", "each")):
        return Share.ALL, 0, place
    at = sentence.skip(place - 1, Tag.FILL, Tag.MARKET, Tag.POSSESSIVE, step=-1)
    count = number(sentence, at)
    if count is not None:
        before = sentence.skip(at - 1, Tag.FILL, step=-1)
        if sentence.tag(before) is Tag.OF:
            inner = sentence.skip(before - 1, Tag.FILL, step=-1)
            part = number(sentence, inner)
            if part is not None:
                return Share.COUNT, part, inner
            at = inner
        elif sentence.tag(before) in (Tag.ALL, Tag.NONE):
            at = before
        else:
            return (Share.COUNT, count, at) if count <= 11 else (None, 0, at)
    elif sentence.tag(at) is Tag.OF:
        at = sentence.skip(at - 1, Tag.FILL, step=-1)
    shares = {Tag.ALL: Share.ALL, Tag.MOST: Share.MOST, Tag.NONE: Share.NONE}
    return shares.get(sentence.tag(at) or Tag.WORD), 0, at


def _broad(sentence: Sentence, place: int) -> Iterator[SectorsClaim]:
    """ "gains across sectors", "a broad rally", "the advance was broad-based"."""
    for at in range(max(0, place - 4), min(place + 3, len(sentence.elements))):
        if sentence.tag(at) in _MOVES and all(
            sentence.tag(n) in (Tag.FILL, Tag.CLOSE, Tag.WORD, Tag.CLOSING, Tag.BROAD, *_MOVES)
            for n in range(min(at, place), max(at, place))
        ):
            first, last = sorted((at, place))
            yield SectorsClaim(
                place=sentence.place(first, last),
                share=Share.BROAD,
                up=sentence.tag(at) is Tag.UP,
                when=sentence.when(last),
            )
            return


def _outnumbered(sentence: Sentence, place: int) -> Iterator[AdvancersClaim]:
    before = sentence.skip(place - 1, Tag.FILL, step=-1)
    after = sentence.skip(place + 1, Tag.FILL)
    sides = (sentence.tag(before), sentence.tag(after))
    if sides not in ((Tag.ADVANCERS, Tag.DECLINERS), (Tag.DECLINERS, Tag.ADVANCERS)):
        return
    market: tuple[Subject, ...] = ()
    if sentence.tag(after + 1) in (Tag.FOR, Tag.PREPOSITION, Tag.OF):
        market = sentence.markets(after + 2)[0]
        if not market:
            return  # on an exchange whose members are not known here
    subjects: tuple[Subject | None, ...] = market or (None,)
    for subject in subjects:
        yield AdvancersClaim(
            place=sentence.place(before, after),
            subject=subject,
            up=sides[0] is Tag.ADVANCERS,
            when=sentence.when(after),
        )
