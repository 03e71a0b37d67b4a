"""Levels: "closed at 2,731.77", "rose 1 % to 2,718.77", "hit 2,735", "as high as 2,735.10", "closed above 2,700"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from market.claims.amounts import Amount, Unit
from market.claims.changes import session_basis
from market.claims.claim import Basis, Claim
from market.claims.dates import When
from market.claims.records import is_near
from market.claims.role import Role
from market.claims.sentence import Sentence
from market.claims.subjects import Subject

_LEVEL_UNITS = (Unit.PLAIN, Unit.DOLLARS, Unit.POINTS)
_PRECEDES = {
    Role.REACH: Basis.SESSION,
    Role.HIGH_OF: Basis.HIGH,
    Role.LOW_OF: Basis.LOW,
    Role.OPENED: Basis.OPEN,
    Role.CLOSING: Basis.CLOSE,
}
_BETWEEN = (
    Role.AMOUNT,
    Role.OR,
    Role.COMMA,
    Role.FILL,
    Role.WHEN,
    Role.UP,
    Role.DOWN,
    Role.ABOUT,
    Role.NEARLY,
)
_RECORDS = (Role.RECORD_HIGH, Role.RECORD_LOW)


class Relation(StrEnum):
    AT = "at"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level(Claim):
    """`subject` was at, above or below `amount`. `up`: it is said to have risen or fallen there."""

    subject: Subject
    amount: Amount
    when: When
    basis: Basis = Basis.CLOSE
    relation: Relation = Relation.AT
    up: bool | None = None


def find(sentence: Sentence) -> Iterator[Level]:
    """The levels that `sentence` claims, in its order."""
    for place in range(len(sentence.elements)):
        amount = sentence.amount(place)
        if amount is None or amount.unit not in _LEVEL_UNITS or sentence.doubtful[place] or amount.signed:
            continue
        if sentence.role(place + 1) in (
            Role.WORD,
            Role.UNIT,
            Role.STRAIGHT,
            Role.JOBS,
            Role.SECTORS,
            Role.STREAK_UP,
        ):
            continue  # "at 2 companies", "hit 52 week …"
        found = _introduced(sentence, place)
        if found is None:
            continue
        first, basis, relation, up = found
        hedged = sentence.hedged_amount(sentence.skip(place - 1, Role.FILL, *_RECORDS, step=-1)) or (
            amount,
            place,
        )
        when = next((w for e in sentence.elements[first:place] if isinstance(w := e.value, When)), None)
        for subject in sentence.subjects[first]:
            yield Level(
                place=sentence.place(first, place),
                subject=subject,
                amount=hedged[0] if relation is Relation.AT else amount,
                when=when or sentence.when(place),
                basis=basis,
                relation=relation,
                up=up,
            )


def _introduced(sentence: Sentence, place: int) -> tuple[int, Basis, Relation, bool | None] | None:
    """The predicate that the level at `place` belongs to, and what it says of it."""
    before = sentence.skip(place - 1, Role.FILL, Role.ABOUT, Role.NEARLY, *_RECORDS, step=-1)
    role = sentence.role(before)
    if role in _PRECEDES:
        return before, _PRECEDES[role], Relation.AT, None
    if role is Role.CROSS:
        return before, session_basis(sentence, before, place), Relation.ABOVE, None
    if role is Role.OF and sentence.role(before - 1) in _RECORDS:
        return None if is_near(sentence, before - 1) else (before - 1, Basis.CLOSE, Relation.AT, None)
    if role not in (Role.AT, Role.TO, Role.ABOVE, Role.BELOW):
        return None
    up, at = _move(sentence, before)
    main = sentence.role(at)
    if main not in (Role.CLOSE, Role.UP, Role.DOWN, Role.REACH) or (
        role is Role.AT and main is not Role.CLOSE and up is None
    ):
        return None
    relation = {Role.ABOVE: Relation.ABOVE, Role.BELOW: Relation.BELOW}.get(role, Relation.AT)
    basis = session_basis(sentence, at, place)
    return at, basis, relation, up if role is Role.TO else None


def _move(sentence: Sentence, before: int) -> tuple[bool | None, int]:
    """Back from the preposition to the predicate: whether it rose or fell, and where it stands."""
    up: bool | None = None
    at = before - 1
    while at >= 0:
        role = sentence.role(at)
        if role in (Role.CLOSE, Role.REACH):
            return up, at
        if role in (Role.UP, Role.DOWN):
            up = role is Role.UP
            earlier = sentence.skip(at - 1, Role.FILL, Role.WHEN, Role.AMOUNT, step=-1)
            return up, earlier if sentence.role(earlier) is Role.CLOSE else at
        if role not in _BETWEEN:
            break
        at -= 1
    return up, at
