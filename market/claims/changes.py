"""Changes: "rose 1.25 %", "gained 33 points, or 1.2 %", "a 0.6 % gain for the Dow", "fell on Thursday"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from market.claims.amounts import Amount, AmountUnit
from market.claims.dates import When
from market.claims.sentence import Basis, Claim, Sentence
from market.claims.subjects import Subject
from market.claims.tag import Tag

_MOVES = (Tag.UP, Tag.DOWN)
_CHANGE_UNITS = (AmountUnit.PERCENT, AmountUnit.POINTS, AmountUnit.DOLLARS)
_MAY_FOLLOW = frozenset(
    (Tag.COMMA, Tag.MARK, Tag.WHEN, Tag.TURN, Tag.CAUSE, Tag.AND, Tag.SESSION, Tag.CLOSING, None)
)
_MAY_PRECEDE = frozenset((Tag.MARKET, Tag.PRONOUN, Tag.WHICH, Tag.NOUN, Tag.CLOSE, Tag.WHEN))
# Nouns more often than not: without a figure they claim nothing.
_NOUNS = frozenset(
    {"gain", "rise", "advance", "increase", "drop", "loss", "losses", "fall", "decline", "rally", "rising"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeClaim(Claim):
    """`subject` went up or down, by `amount` where one is given. `basis` CLOSE: from close to close;
    SESSION: at some time during it; HIGH: at the most ("as much as")."""

    subject: Subject
    up: bool
    when: When
    amount: Amount | None = None
    basis: Basis = Basis.CLOSE


def find(sentence: Sentence) -> Iterator[ChangeClaim]:
    """The changes that `sentence` claims, in its order."""
    used: set[int] = set()
    last: int | None = None  # the move that a figure without a verb takes its direction and time from
    for place, tag in sentence.asserted():
        if tag in _MOVES:
            last = place
            yield from _by_move(sentence, place, used)
        elif tag is Tag.AMOUNT and place not in used:
            yield from _elliptic(sentence, place, last)


def amounts_after(sentence: Sentence, place: int) -> tuple[list[Amount], int]:
    """The amounts that follow a move ("33.5 points, or 1.25 %, …"), and the place after them."""
    amounts: list[Amount] = []
    end = place
    while True:
        at = end
        if amounts:
            bracket = sentence.tag(at) is Tag.COMMA and sentence.word(at) == "("
            at = sentence.skip(at, Tag.COMMA)
            if sentence.tag(at) is Tag.OR:
                at += 1
            elif not bracket:
                return amounts, end
        hedged = sentence.hedged_amount(at)
        if hedged is None or hedged[0].unit is AmountUnit.BASIS_POINTS:
            return amounts, end
        amount, after = hedged
        if amount.unit is AmountUnit.PLAIN:
            follows = sentence.tag(sentence.skip(after, Tag.COMMA))
            if follows not in (Tag.OR, Tag.TO):
                return amounts, end
        amounts.append(amount)
        end = after


def _by_move(sentence: Sentence, place: int, used: set[int]) -> Iterator[ChangeClaim]:
    """The claims of the move at `place`: with the figures after it, else the one before it."""
    most = sentence.tag(place + 1) is Tag.AS_MUCH_AS
    amounts, end = amounts_after(sentence, place + 1 + most)
    first = place
    if not amounts:
        at = sentence.skip(place - 1, Tag.FILL, Tag.UNIT, step=-1)
        before = sentence.amount(at)
        if before is not None and at not in used and before.unit in _CHANGE_UNITS:
            amounts, end, first = [before], place + 1, at
    subjects = (_markets_of_noun(sentence, first, end) if first < place else ()) or sentence.subjects[place]
    further, end = _amounts_of_further_markets(sentence, end) if amounts else ([], end)
    used.update((first, *range(place, end)))
    if _is_measured_from_elsewhere(sentence, end) or not (amounts or _is_plain(sentence, place, end)):
        return
    if further and len(subjects) != len(further) + 1:
        return  # whose is which?
    span = sentence.place(first, end - 1)
    basis = Basis.HIGH if most else session_basis(sentence, place, end)
    for n, subject in enumerate(subjects):
        for amount in ([amounts[0], *further][n : n + 1] if further else amounts) or (None,):
            yield ChangeClaim(
                place=span,
                subject=subject,
                up=sentence.tag(place) is Tag.UP,
                when=sentence.when(place),
                amount=amount,
                basis=basis,
            )


def _amounts_of_further_markets(sentence: Sentence, place: int) -> tuple[list[Amount], int]:
    """Further figures, one for each of several markets: "rose 0.5 % and 0.9 %"."""
    amounts: list[Amount] = []
    while True:
        at = sentence.skip(place, Tag.COMMA)
        at += sentence.tag(at) is Tag.AND
        amount = sentence.amount(at)
        after = sentence.tag(sentence.skip(at + 1, Tag.FILL))
        if at == place or amount is None or amount.unit not in _CHANGE_UNITS or after in _MOVES:
            return amounts, place
        if isinstance(sentence.elements[min(at + 1, len(sentence.elements) - 1)].value, When):
            return amounts, place  # "1.2 % on Wednesday and 0.5 % on Thursday"
        amounts.append(amount)
        place = at + 1


def _is_measured_from_elsewhere(sentence: Sentence, place: int) -> bool:
    """ "up 5 % from its low", "0.6 % from a week earlier": not the day's change."""
    at = sentence.skip(place, Tag.WHEN, Tag.FILL)
    if sentence.tag(at) not in (Tag.FROM, Tag.ABOVE, Tag.BELOW):
        return sentence.tag(at) is Tag.NEAR
    return sentence.tag(sentence.skip(at + 1, Tag.FILL)) not in (Tag.AMOUNT, Tag.WHEN)


def _markets_of_noun(sentence: Sentence, first: int, end: int) -> tuple[Subject, ...]:
    """Whose "0.6 % gain" it is: "the Dow's 0.6 % gain", "a 0.6 % gain for the Dow"."""
    before = sentence.skip(first - 1, Tag.FILL, step=-1)
    if sentence.tag(before) is Tag.POSSESSIVE and sentence.tag(before - 1) is Tag.MARKET:
        return sentence.markets(before - 1)[0]
    return _markets_after_for(sentence, end)


def _markets_after_for(sentence: Sentence, place: int) -> tuple[Subject, ...]:
    """Whose figure it is: "… for the Dow"."""
    if sentence.tag(place) is not Tag.FOR:
        return ()
    return sentence.markets(place + 1)[0]


def _elliptic(sentence: Sentence, place: int, move: int | None) -> Iterator[ChangeClaim]:
    """A figure without a verb: "… and the Dow 0.6 %", "Nasdaq +0.9 %", "against 0.9 % for the Nasdaq"."""
    amount = sentence.amount(place)
    if amount is None or amount.unit is not AmountUnit.PERCENT or (move is None and not amount.signed):
        return
    if sentence.tag(sentence.skip(place + 1, Tag.FILL)) in _MOVES or _is_measured_from_elsewhere(
        sentence, place + 1
    ):
        return
    before = sentence.skip(place - 1, Tag.FILL, Tag.NOUN, Tag.ABOUT, Tag.NEARLY, step=-1)
    if sentence.tag(before) is Tag.MARKET and sentence.subjects[before]:
        subjects, first = sentence.subjects[before][-1:], before
    elif sentence.tag(before) is Tag.PREPOSITION and (subjects := _markets_after_for(sentence, place + 1)):
        first = place
    else:
        return
    up = amount.value >= 0 if amount.signed else sentence.tag(move or 0) is Tag.UP
    hedged = sentence.hedged_amount(before + 1)
    amount = replace(amount, value=abs(amount.value)) if amount.signed or not hedged else hedged[0]
    when = sentence.when(place)
    if not when.words and move is not None:
        when = sentence.when(move)
    for subject in subjects:
        yield ChangeClaim(
            place=sentence.place(first, place), subject=subject, up=up, when=when, amount=amount
        )


def _is_plain(sentence: Sentence, place: int, end: int) -> bool:
    """Is it a statement of direction alone ("The Dow fell on Thursday")?"""
    before = sentence.skip(place - 1, Tag.FILL, step=-1)
    return (
        sentence.tag(before) in _MAY_PRECEDE
        and sentence.tag(sentence.skip(end, Tag.FILL)) in _MAY_FOLLOW
        and sentence.word(place) not in _NOUNS
    )


def session_basis(sentence: Sentence, first: int, last: int) -> Basis:
    """During the session, when the words around the predicate say so; else the close."""
    near = (element.tag for element in sentence.elements[max(0, first - 4) : last + 4])
    return Basis.SESSION if Tag.SESSION in near else Basis.CLOSE
