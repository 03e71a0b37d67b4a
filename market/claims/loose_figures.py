"""Figures that no rule of words reads, of a market that is known: "came away with 15.3 %", "powered to 24,836.60".
Which way it went is the sign's, or not said. What these claim is never refused: it holds, or it counts as not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from market.claims.changes import ChangeClaim
from market.claims.expressions.amounts import Amount, AmountUnit
from market.claims.figure_context import is_other_figure, is_positive, only_markets
from market.claims.levels import LevelClaim
from market.claims.scope import nearby
from market.claims.sentence import Claim, Sentence, TextSpan
from market.claims.subjects import Subject
from market.claims.vocabulary.tag import Tag

_COARSEST = 0.1  # per cent: a coarser figure would fit by chance
_LEAST_POINTS = 20.0
_LEVEL = 100  # a bare number this large may be a level or points
_LEAST_LEVEL = 8
_YEAR = re.compile(r"(?:19|20)\d\d")
_OTHER_BASE = frozenset({Tag.NEAR, Tag.FROM, Tag.ABOVE, Tag.BELOW})  # "0.1 % from its opening level"
_NO_FIGURE_AFTER = frozenset(
    {Tag.OF, Tag.OVER, Tag.UNDER, Tag.PREPOSITION, Tag.ORDINAL, Tag.SERIES, Tag.COLON}
)


def find(sentence: Sentence, claims: Sequence[Claim]) -> Iterator[ChangeClaim | LevelClaim]:
    """The changes and levels beside `claims`, which the other rules found."""
    whole = sentence.place(0, len(sentence.elements) - 1)
    if any(
        sentence.tag(place) in (Tag.SERIES, Tag.OTHER, Tag.OPINION) for place in range(len(sentence.elements))
    ):
        return  # the figure may be of something else
    for place, tag in sentence.asserted():
        amount = sentence.amount(place)
        if tag is not Tag.AMOUNT or amount is None:
            continue
        # "Friday's final print for the S&P 500 was 6,939.03"
        subjects = sentence.subjects[place] or (only_markets(sentence) if _is_level(amount) else ())
        sized = _is_level(amount, subjects)
        if not subjects:
            continue
        span = sentence.place(place, place)
        if any(_overlap(span, claim.place) for claim in claims) or is_other_figure(sentence, place, amount):
            continue
        before = sentence.skip(place - 1, Tag.FILL, step=-1)
        behind = sentence.skip(place + 1, Tag.FILL)
        if sentence.tag(behind) in _OTHER_BASE and sentence.amount(behind + 1) is None:
            continue
        if sentence.tag(before) in _NO_FIGURE_AFTER or len(subjects) > 1:
            continue
        when = sentence.when(place)
        times = nearby(sentence, place, place + 1, when)
        amount, subject = sentence.hedged(place) or amount, subjects[0]
        if _is_change(amount) and not (sized and sentence.tag(before) in (Tag.TO, Tag.AT)):
            change = replace(amount, value=abs(amount.value))
            up = is_positive(amount) if amount.signed else None
            yield ChangeClaim(
                place=span, unsure=whole, subject=subject, up=up, when=when, amount=change, nearby=times
            )
        elif sized:
            yield LevelClaim(
                place=span, unsure=whole, subject=subject, amount=amount, when=when, nearby=times
            )


def figures(sentence: Sentence) -> list[int]:
    """Where it holds a per cent, points, or a number of the size of a level."""
    amounts = ((place, sentence.amount(place)) for place in range(len(sentence.elements)))
    return [
        place
        for place, amount in amounts
        if amount and (amount.unit is not AmountUnit.PLAIN or abs(amount.value) >= _LEVEL)
    ]


def left_over(sentence: Sentence, places: Sequence[int], claims: Sequence[Claim]) -> Iterator[TextSpan]:
    """Those of the figures at `places` that stand in no claim, with the words beside them."""
    for place in places:
        span = sentence.place(place, place)
        if not any(_overlap(span, claim.place) for claim in claims) and not _YEAR.fullmatch(span.quote):
            yield sentence.place(max(0, place - 1), place + 2)


def _overlap(one: TextSpan, other: TextSpan) -> bool:
    return one.start < other.end and other.start < one.end


def _is_change(amount: Amount) -> bool:
    fine = amount.unit is AmountUnit.PERCENT and amount.step <= _COARSEST
    return fine or (amount.unit is AmountUnit.POINTS and abs(amount.value) >= _LEAST_POINTS)


def _is_level(amount: Amount, subjects: Sequence[Subject] = ()) -> bool:
    """A number with decimals, of the size of a level; that of the VIX is small."""
    plain = amount.unit in (AmountUnit.PLAIN, AmountUnit.POINTS)
    small = any(subject.symbol.is_level for subject in subjects)
    return (
        plain
        and amount.step < 1
        and amount.value >= (_LEAST_LEVEL if small else _LEVEL)
        and not amount.signed
    )
