"""Levels: "closed at 2,731.77", "rose 1 % to 2,718.77", "hit 2,735", "as high as 2,735.10", "closed above 2,700"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from market.claims.amounts import Amount, AmountUnit
from market.claims.changes import session_basis
from market.claims.dates import When
from market.claims.records import is_near
from market.claims.sentence import Basis, Claim, Sentence
from market.claims.subjects import Subject
from market.claims.tag import Tag

_LEVEL_UNITS = (AmountUnit.PLAIN, AmountUnit.DOLLARS, AmountUnit.POINTS)
_PRECEDES = {
    Tag.REACH: Basis.SESSION,
    Tag.HIGH_OF: Basis.HIGH,
    Tag.LOW_OF: Basis.LOW,
    Tag.OPENED: Basis.OPEN,
    Tag.CLOSING: Basis.CLOSE,
}
_BETWEEN = (Tag.AMOUNT, Tag.OR, Tag.COMMA, Tag.FILL, Tag.WHEN, Tag.UP, Tag.DOWN, Tag.ABOUT, Tag.NEARLY)
_RECORDS = (Tag.RECORD_HIGH, Tag.RECORD_LOW)


class LevelRelation(StrEnum):
    AT = "at"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelClaim(Claim):
    """`subject` was at, above or below `amount`. `up`: it is said to have risen or fallen there."""

    subject: Subject
    amount: Amount
    when: When
    basis: Basis = Basis.CLOSE
    relation: LevelRelation = LevelRelation.AT
    up: bool | None = None


def find(sentence: Sentence) -> Iterator[LevelClaim]:
    """The levels that `sentence` claims, in its order."""
    for place in range(len(sentence.elements)):
        amount = sentence.amount(place)
        if amount is None or amount.unit not in _LEVEL_UNITS or sentence.doubtful[place] or amount.signed:
            continue
        if sentence.tag(place + 1) in (
            Tag.WORD,
            Tag.UNIT,
            Tag.STRAIGHT,
            Tag.JOBS,
            Tag.SECTORS,
            Tag.STREAK_UP,
        ):
            continue  # "at 2 companies", "hit 52 week …"
        predicate = _predicate_of_level(sentence, place)
        if predicate is None:
            continue
        first, basis, relation, up = predicate
        hedged = sentence.hedged_amount(sentence.skip(place - 1, Tag.FILL, *_RECORDS, step=-1)) or (
            amount,
            place,
        )
        when = next((w for e in sentence.elements[first:place] if isinstance(w := e.value, When)), None)
        for subject in sentence.subjects[first]:
            yield LevelClaim(
                place=sentence.place(first, place),
                subject=subject,
                amount=hedged[0] if relation is LevelRelation.AT else amount,
                when=when or sentence.when(place),
                basis=basis,
                relation=relation,
                up=up,
            )


def _predicate_of_level(
    sentence: Sentence, place: int
) -> tuple[int, Basis, LevelRelation, bool | None] | None:
    """The predicate that the level at `place` belongs to, and what it says of it."""
    before = sentence.skip(place - 1, Tag.FILL, Tag.ABOUT, Tag.NEARLY, *_RECORDS, step=-1)
    tag = sentence.tag(before)
    if tag in _PRECEDES:
        return before, _PRECEDES[tag], LevelRelation.AT, None
    if tag is Tag.CROSS:
        return before, session_basis(sentence, before, place), LevelRelation.ABOVE, None
    if tag is Tag.OF and sentence.tag(before - 1) in _RECORDS:
        return None if is_near(sentence, before - 1) else (before - 1, Basis.CLOSE, LevelRelation.AT, None)
    if tag not in (Tag.AT, Tag.TO, Tag.ABOVE, Tag.BELOW):
        return None
    up, at = _move(sentence, before)
    main = sentence.tag(at)
    if main not in (Tag.CLOSE, Tag.UP, Tag.DOWN, Tag.REACH) or (
        tag is Tag.AT and main is not Tag.CLOSE and up is None
    ):
        return None
    relation = {Tag.ABOVE: LevelRelation.ABOVE, Tag.BELOW: LevelRelation.BELOW}.get(tag, LevelRelation.AT)
    basis = session_basis(sentence, at, place)
    return at, basis, relation, up if tag is Tag.TO else None


def _move(sentence: Sentence, before: int) -> tuple[bool | None, int]:
    """Back from the preposition to the predicate: whether it rose or fell, and where it stands."""
    up: bool | None = None
    at = before - 1
    while at >= 0:
        tag = sentence.tag(at)
        if tag in (Tag.CLOSE, Tag.REACH):
            return up, at
        if tag in (Tag.UP, Tag.DOWN):
            up = tag is Tag.UP
            earlier = sentence.skip(at - 1, Tag.FILL, Tag.WHEN, Tag.AMOUNT, step=-1)
            return up, earlier if sentence.tag(earlier) is Tag.CLOSE else at
        if tag not in _BETWEEN:
            break
        at -= 1
    return up, at
