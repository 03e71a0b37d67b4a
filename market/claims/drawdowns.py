"""Distances from a record: "within 1 % of its record", "entered a correction", "a bear market", "recouped all of its
losses since the January peak", "erased its gains for the year"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from market.claims.changes import ChangeClaim
from market.claims.expressions.amounts import Amount, AmountUnit
from market.claims.expressions.when import Turn, When
from market.claims.figure_context import BEING
from market.claims.levels import LEVEL_UNITS, LevelClaim
from market.claims.sentence import Claim, Sentence, TextSpan
from market.claims.subjects import Subject
from market.claims.vocabulary.tag import Tag

_RECOVERED = frozenset(
    {
        "erased", "recouped", "recovered", "regained", "reversed", "retraced", "recoup", "erase", "recover", "erases",
        "surrendered", "surrender", "gave up", "given up", "giving up", "gave back", "given back", "giving back",
        "erasing", "recouping", "recovering", "wiped out", "wiping out", "wipe out", "made up",
    }
)  # fmt: skip
_LOST = frozenset(
    {"losses", "loss", "decline", "declines", "drop", "slump", "selloff", "sell off", "slide", "pullback"}
)
_WON = frozenset({"gains", "gain", "advance", "rally", "rise"})


class Distance(StrEnum):
    """How far it is said to be from its highest (lowest) close."""

    WITHIN = "within"
    CORRECTION = "correction"
    BEAR = "bear market"
    BULL = "bull market"
    RECOVERED = "recovered"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawdownClaim(Claim):
    """`subject` is that far from the close that `peak` names (its record where that names none); WITHIN: by at most
    `amount` per cent."""

    subject: Subject
    when: When
    distance: Distance
    amount: Amount | None = None
    peak: When | None = None


_STATES = {Tag.CORRECTION: Distance.CORRECTION, Tag.BEAR: Distance.BEAR, Tag.BULL: Distance.BULL}


def find(sentence: Sentence) -> Iterator[DrawdownClaim | ChangeClaim | LevelClaim]:
    """The distances that `sentence` claims, in its order, and the levels that they are measured from."""
    yield from _of_bases(sentence)
    for place, tag in sentence.asserted():
        if tag in _STATES:
            yield from _state(sentence, place, _STATES[tag])
        elif sentence.word(place) == "within":
            yield from _within(sentence, place)
        elif sentence.word(place) in _RECOVERED:
            yield from _recovered(sentence, place)


def _of_bases(sentence: Sentence) -> Iterator[LevelClaim]:
    """ "7.7 % off its Feb. 10 record of 50,188.14": where it was then."""
    for place, when in sentence.times:
        if when.level is not None and when.level.unit in LEVEL_UNITS and not sentence.doubtful[place]:
            for subject in sentence.subjects[place]:
                span = _span_of(sentence, place, when.level)
                yield LevelClaim(place=span, subject=subject, amount=when.level, when=when, before=True)


def _span_of(sentence: Sentence, place: int, level: Amount) -> TextSpan:
    """The number itself inside the words of a base."""
    element = sentence.elements[place]
    number = next(t for t in sentence.tokens[element.start : element.end] if t.text == level.text.split()[0])
    return TextSpan(sentence.text[number.start : number.end], number.start, number.end)


def _state(sentence: Sentence, place: int, distance: Distance) -> Iterator[DrawdownClaim]:
    verb = sentence.skip(place - 1, Tag.FILL, step=-1)
    inside = sentence.tag(verb) is Tag.FOR and sentence.word(verb) == "in"
    # "10.3 % under its high, a correction", "…, which makes this a correction", "… and thus in a correction"
    measured = any(at < verb and when.turn is not Turn.NONE for at, when in sentence.times)
    beside = measured and sentence.tag(verb) in (Tag.COMMA, Tag.OR)
    if not (sentence.tag(verb) is Tag.ENTER or inside or beside):
        return
    before = sentence.tag(sentence.skip(verb - 1, Tag.FILL, Tag.WHEN, step=-1))
    # "fell 2 % and is now in a …"
    being = not BEING.isdisjoint((sentence.word(verb - 1), sentence.word(verb - 2)))
    allowed = (
        Tag.MARKET,
        Tag.CLOSE,
        Tag.NOUN,
        *((Tag.AND, Tag.COMMA, Tag.PRONOUN) if being or measured else ()),
    )
    if inside and before not in allowed:
        return
    for subject in sentence.subjects[place]:
        yield DrawdownClaim(
            place=sentence.place(verb, place), subject=subject, when=sentence.when(place), distance=distance
        )


def _within(sentence: Sentence, place: int) -> Iterator[DrawdownClaim]:
    hedged = sentence.hedged_amount(place + 1)
    if hedged is None or hedged[0].unit is not AmountUnit.PERCENT:
        return
    amount, end = hedged
    peak = sentence.elements[end].value if end < len(sentence.elements) else None
    if not isinstance(peak, When) or peak.turn is Turn.NONE:
        return
    for subject in sentence.subjects[place]:
        yield DrawdownClaim(
            place=sentence.place(place, end),
            subject=subject,
            when=_day(sentence, place),
            distance=Distance.WITHIN,
            amount=amount,
            peak=peak,
        )


def _recovered(sentence: Sentence, place: int) -> Iterator[DrawdownClaim | ChangeClaim]:
    owner = sentence.skip(place + 1, Tag.FILL, Tag.ALL, Tag.OF)
    owned = sentence.tag(owner) is Tag.MARKET and sentence.tag(owner + 1) is Tag.POSSESSIVE
    begin = owner + 2 if owned else place + 1  # "erased the S&P 500's losses for the year"
    at = sentence.skip(begin, Tag.FILL, Tag.ALL, Tag.OF, Tag.OWN, Tag.POSSESSIVE)
    leading = sentence.elements[at].value if at < len(sentence.elements) else None
    at += isinstance(leading, When)
    noun = sentence.word(at)
    if noun not in _LOST and noun not in _WON:
        return
    following = sentence.elements[at + 1].value if at + 1 < len(sentence.elements) else None
    period = next((w for w in (leading, following) if isinstance(w, When)), None)
    whole = any(sentence.tag(n) is Tag.ALL for n in range(place, at)) or sentence.tag(at - 1) in (
        Tag.OWN,
        Tag.WHEN,
    )
    whole = whole or (owned and period is not None)
    if not whole:
        return
    last = at + (following is period and period is not None)
    for subject in sentence.markets(owner)[0] if owned else sentence.subjects[place]:
        span = sentence.place(place, last)
        if period is not None and period.first and period.turn is Turn.NONE:
            when = replace(period, last=_last_day(sentence, place, period))
            yield ChangeClaim(place=span, subject=subject, up=noun in _LOST, when=when)
        elif noun in _LOST:
            yield DrawdownClaim(
                place=span,
                subject=subject,
                when=_day(sentence, place),
                distance=Distance.RECOVERED,
                peak=period,
            )


def _last_day(sentence: Sentence, place: int, period: When) -> date:
    """ "the drop on Jan. 20 erased its gains for the year": up to that day."""
    named = (e.value for e in sentence.elements[:place])
    days = [when.last for when in named if isinstance(when, When) and when.one_day]
    inside = days and period.first is not None and period.first <= days[-1] < period.last
    return days[-1] if inside else period.last


def _day(sentence: Sentence, place: int) -> When:
    """The day of the sentence, whatever else it dates."""
    when = sentence.when(place)
    return when if when.one_day else When(sentence.anchor)
