"""Records: "a record close", "an all-time high", "its eighth record of the year", "the highest close since
November 2021", "the biggest one-day gain since April"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from market.claims.dates import When
from market.claims.sentence import Basis, Claim, Sentence
from market.claims.subjects import Subject
from market.claims.tag import Tag

_RECORDS = (Tag.RECORD_HIGH, Tag.RECORD_LOW)
_EXTREMES = (Tag.HIGHEST, Tag.LOWEST, Tag.BEST, Tag.WORST)
_NO_RECORD_AFTER = (Tag.WORD, Tag.UNIT, Tag.STREAK_UP, Tag.STREAK_DOWN, Tag.TOPIC, Tag.JOBS, Tag.UP, Tag.DOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClaim(Claim):
    """A record high (or low).

    `nth`: which one of the year.
    `run`: record closes in a row.
    """

    subject: Subject
    when: When
    high: bool = True
    basis: Basis = Basis.CLOSE
    nth: int | None = None
    run: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtremeClaim(Claim):
    """The highest (lowest) close since `since`, or with `change` the best (worst) day since then."""

    subject: Subject
    when: When
    since: When
    high: bool
    change: bool = False


def find(sentence: Sentence) -> Iterator[RecordClaim | ExtremeClaim]:
    """The records that `sentence` claims, in its order."""
    for place, tag in sentence.asserted():
        if tag in _RECORDS:
            yield from _record(sentence, place)
        elif tag in _EXTREMES:
            yield from _extreme(sentence, place)


def _record(sentence: Sentence, place: int) -> Iterator[RecordClaim]:
    if sentence.tag(place + 1) in _NO_RECORD_AFTER or sentence.tag(place - 1) is Tag.WORD:
        return  # record earnings, a track record
    before = sentence.skip(place - 1, Tag.FILL, Tag.OWN, step=-1)
    if is_near(sentence, place) or (
        sentence.tag(before) is Tag.PREPOSITION and sentence.word(before) == "on"
    ):
        return
    run, nth, first = None, None, place
    if sentence.tag(before) is Tag.STRAIGHT:
        run, first = number(sentence, before - 1), before - 1
    elif sentence.tag(before) is Tag.ORDINAL:
        nth, first = number(sentence, before), before
    when = sentence.when(place)
    if nth is not None:
        if not _of_the_year(sentence, place):
            return  # the eighth of what?
        when = _one_day(sentence, when)
    closing = "clos" in sentence.word(place) or "finish" in sentence.word(place)
    near = sentence.elements[max(0, place - 4) : place + 4]
    session = any(e.tag in (Tag.SESSION, Tag.REACH, Tag.HIGH_OF) for e in near) and not closing
    closed = any(e.tag in (Tag.CLOSE, Tag.CLOSING) for e in near)
    for subject in _markets_of_record(sentence, place):
        yield RecordClaim(
            place=sentence.place(first, place),
            subject=subject,
            when=when if when.one_day else _one_day(sentence, when),
            high=sentence.tag(place) is Tag.RECORD_HIGH,
            basis=Basis.SESSION if session and not closed else Basis.CLOSE,
            nth=nth,
            run=run,
        )


def is_near(sentence: Sentence, place: int) -> bool:
    """Is a record only compared with, approached or missed here ("shy of a record")?"""
    back = sentence.skip(place - 1, Tag.FILL, Tag.OWN, Tag.WHEN, step=-1)
    if sentence.tag(back) is Tag.PREPOSITION:
        return sentence.word(back) in ("within", "against", "toward", "towards", "than")
    return sentence.tag(back) in (Tag.NEAR, Tag.NEARLY, Tag.FROM, Tag.OF, Tag.BELOW, Tag.ABOVE)


def _of_the_year(sentence: Sentence, place: int) -> bool:
    near = sentence.elements[place + 1 : place + 4]
    return any(isinstance(element.value, When) and element.value.unit == "year" for element in near)


def _one_day(sentence: Sentence, when: When) -> When:
    """The single day of a sentence that also names a period ("its eighth record of the year")."""
    days = [e.value for e in sentence.elements if isinstance(e.value, When) and e.value.one_day]
    return days[0] if days else When(min(when.last, sentence.anchor))


def _markets_of_record(sentence: Sentence, place: int) -> tuple[Subject, ...]:
    """The markets after "for" close behind, else the subject there."""
    for at in range(place + 1, min(place + 5, len(sentence.elements))):
        if sentence.tag(at) is Tag.FOR and (markets := sentence.markets(at + 1)[0]):
            return markets
        if sentence.tag(at) in (Tag.COMMA, Tag.TURN):
            break
    return sentence.subjects[place]


def _extreme(sentence: Sentence, place: int) -> Iterator[ExtremeClaim]:
    since = sentence.since(place)
    if since is None or since.unit != "span" or since.named is None:
        return
    tag = sentence.tag(place)
    between = sentence.elements[place + 1 : place + 6]
    last = (
        next(place + 1 + n for n, e in enumerate(between) if e.value is since)
        if since in [e.value for e in between]
        else place
    )
    if any(e.tag is Tag.WORD for e in sentence.elements[place + 1 : last]):
        return  # the highest inflation since 1982
    when = _one_day(sentence, sentence.when(place))
    for subject in _markets_of_record(sentence, place):
        yield ExtremeClaim(
            place=sentence.place(place, last),
            subject=subject,
            when=when,
            since=since,
            high=tag in (Tag.HIGHEST, Tag.BEST),
            change=tag in (Tag.BEST, Tag.WORST),
        )


def number(sentence: Sentence, place: int) -> int | None:
    """The whole number at `place`, whether counted ("five", "14") or ordered ("fifth")."""
    if not 0 <= place < len(sentence.elements):
        return None
    value = sentence.elements[place].value
    if isinstance(value, int):
        return value
    amount = sentence.amount(place)
    return int(amount.value) if amount and amount.value == int(amount.value) and amount.value < 1000 else None
