"""Records: "a record close", "an all-time high", "its eighth record of the year", "its first record since November
2021", "closed at a record 22 times in 2026", "stretched its record run to three days"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from market.claims.expressions.when import Turn, When
from market.claims.scope import number, one_day
from market.claims.sentence import Basis, Claim, Sentence
from market.claims.subjects import Subject
from market.claims.vocabulary.tag import PREDICATES, Tag

_RECORDS = (Tag.RECORD_HIGH, Tag.RECORD_LOW)
_NO_RECORD_AFTER = (
    Tag.WORD, Tag.UNIT, Tag.STREAK_UP, Tag.STREAK_DOWN, Tag.TOPIC, Tag.JOBS, Tag.UP, Tag.DOWN, Tag.OTHER, Tag.SERIES,
)  # fmt: skip
_INSIDE = frozenset({"in", "during", "over", "this", "so", "within", "earlier", "last"})
_BEYOND = frozenset(
    {"broke", "beat", "surpassed", "topped", "eclipsed", "exceeded", "cleared", "past", "above"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClaim(Claim):
    """A record high (or low).

    nth: which one of the year.
    times: how many there were in the year.
    run: record closes in a row.
    since: it is the first after those of the time named.
    within: the period in which there was one (or `times`), where one is named: "set a record in October".
    """

    subject: Subject
    when: When
    high: bool = True
    basis: Basis = Basis.CLOSE
    nth: int | None = None
    run: int | None = None
    times: int | None = None
    since: When | None = None
    within: When | None = None


def find(sentence: Sentence) -> Iterator[RecordClaim]:
    """The records that `sentence` claims, in its order."""
    for place, tag in sentence.asserted():
        if tag in _RECORDS:
            yield from _record(sentence, place)
        elif tag in (Tag.ORDINAL, Tag.FIRST_SINCE):
            yield from _another_of_the_year(sentence, place)
        elif tag is Tag.AMOUNT:
            yield from _counted_like(sentence, place)


def _is_spoken_of(sentence: Sentence, place: int, before: int) -> bool:
    """Whether a record is only spoken of, not set."""
    tag, nouns = sentence.tag(place - 1), sentence.tag(place + 1) in _NO_RECORD_AFTER
    counted = number(sentence, place - 1) is not None  # "notched eight record closes"
    if (tag is Tag.WORD and not counted) or (nouns and not _goes_on(sentence, place)):
        return True  # record earnings, a track record
    if tag is Tag.OWN and not any(sentence.tag(n) in PREDICATES for n in range(place)):
        return True  # "its closing record dates from Tuesday"
    beyond = sentence.tag(before) is Tag.CROSS or sentence.word(before) in _BEYOND
    return (
        _is_only_near(sentence, place)
        or (_is_dated_itself(sentence, place) and not beyond)
        or sentence.word(before) == "following"
        or (sentence.word(before) == "on" and not _is_close(sentence, before - 1))
        or (sentence.word(place) == "record" and _is_of_fall(sentence, place))
    )


def _record(sentence: Sentence, place: int) -> Iterator[RecordClaim]:
    before = sentence.skip(place - 1, Tag.FILL, Tag.OWN, step=-1)
    if _is_spoken_of(sentence, place, before):
        return
    run, nth, first, last, times = None, None, place, place, None
    since: When | None = None
    if sentence.tag(before) is Tag.STRAIGHT:
        run, first = number(sentence, before - 1), before - 1
    elif sentence.tag(before) is Tag.ORDINAL:
        nth, first = number(sentence, before), before
        since = _since(sentence, place)
        if nth and sentence.tag(place + 1) is Tag.STRAIGHT:  # "its third record close in a row"
            run, nth, last, since = nth, None, place + 1, None
    elif (count := _count_before(sentence, place, before)) is not None:
        times, first = count, before
    if (length := _run_after(sentence, place)) is not None:
        run, last = length
    elif (count := number(sentence, place + 1)) and sentence.word(place + 2) == "times":
        times, last = count, place + 2
    own = sentence.when(place)
    when = own if not _is_dated_itself(sentence, place) else When(sentence.anchor)
    if since is not None and nth == 1:
        nth = None
        last = next(at for at, e in enumerate(sentence.elements) if e.value is since)
    elif nth is not None:
        since = None
        if not _of_the_year(sentence, place):
            nth, first = None, place  # "its first record close in weeks": a record; the eighth of what?
    within = own if _is_within(sentence, place, own) and (run, nth, since) == (None, None, None) else None
    within = None if times is not None and own.unit == "year" else within  # it is the year of its last day
    if (nth, run, times) == (None, None, None) and (counted := _nth_time(sentence, place)) is not None:
        nth, first, within = counted[0], counted[1], None
    for subject in _markets_of_record(sentence, place):
        yield RecordClaim(
            place=sentence.place(first, last),
            subject=subject,
            when=when if when.one_day else one_day(sentence, when),
            high=sentence.tag(place) is Tag.RECORD_HIGH,
            basis=_basis(sentence, place),
            nth=nth,
            run=run,
            times=times,
            since=since,
            within=within,
        )


def _is_close(sentence: Sentence, place: int) -> bool:
    """ "closed out the quarter" before "on a record"."""
    return sentence.tag(sentence.skip(place, Tag.FILL, Tag.WHEN, step=-1)) is Tag.CLOSE


def _nth_time(sentence: Sentence, place: int) -> tuple[int, int] | None:
    """ "for the seventh time this year it closed at a record": which, and where its words begin."""
    for at in range(place - 1, 0, -1):
        following = sentence.elements[at + 2].value if at + 2 < len(sentence.elements) else None
        of_year = isinstance(following, When) and following.unit == "year"
        if sentence.tag(at) is Tag.ORDINAL and sentence.word(at + 1) == "time" and of_year:
            count = number(sentence, at)
            return (count, at) if count else None
    return None


def _is_of_fall(sentence: Sentence, place: int) -> bool:
    """ "tumbling 11.27 %, a record": the fall is one, no close."""
    before = sentence.skip(place - 1, Tag.FILL, Tag.COMMA, Tag.AMOUNT, step=-1)
    return sentence.tag(before) is Tag.DOWN and sentence.tag(place - 1) is not Tag.DOWN


def _count_before(sentence: Sentence, place: int, before: int) -> int | None:
    """ "set 39 record closes in 2025": how many there were."""
    count = number(sentence, before)
    return count if count and 2 <= count <= 300 and sentence.word(place).endswith("s") else None


def _is_within(sentence: Sentence, place: int, when: When) -> bool:
    """Is the period one in which it was set ("in October"), not one that it ended ("ended the week at a record"), nor
    that of what follows ("a record, its eighth this year")?"""
    at = next((n for n, element in enumerate(sentence.elements) if element.value is when), place)
    if any(sentence.tag(n) in (Tag.COMMA, Tag.TURN, Tag.ORDINAL) for n in range(place + 1, at)):
        return False
    begins = when.words.casefold().split(" ", 1)[0]
    return not (when.one_day or when.since) and begins in _INSIDE


def _counted_like(sentence: Sentence, place: int) -> Iterator[RecordClaim]:
    """ "… 39 record closes in 2025, the Nasdaq Composite 36 and the Dow 19": counts of the same period."""
    market = sentence.skip(place - 1, Tag.FILL, Tag.NOUN, step=-1)
    count, named = number(sentence, place), sentence.elements[market].value if market >= 0 else None
    plain = sentence.amount(place)
    if count is None or plain is None:
        return
    records = [at for at in range(market) if sentence.tag(at) in _RECORDS and sentence.word(at).endswith("s")]
    ends = sentence.tag(place + 1) in (Tag.COMMA, Tag.AND, Tag.MARK, Tag.WHEN, None)
    if not records or not count or not isinstance(named, Subject) or not ends or plain.text != str(count):
        return
    first = _count_before(sentence, records[-1], sentence.skip(records[-1] - 1, Tag.FILL, step=-1))
    own = sentence.when(records[-1])
    if first is None or any(e.tag is Tag.TURN for e in sentence.elements[records[-1] : place]):
        return
    yield RecordClaim(
        place=sentence.place(market, place),
        subject=named,
        when=own if own.one_day else one_day(sentence, own),
        times=count,
        within=own if own.unit != "year" and _is_within(sentence, records[-1], own) else None,
    )


def _is_dated_itself(sentence: Sentence, place: int) -> bool:
    """ "the closing high it set on Tuesday", "its record of 6,144.15 set in February": its own day."""
    of = place + 1 + 2 * (sentence.tag(place + 1) is Tag.OF and sentence.tag(place + 2) is Tag.AMOUNT)
    at = sentence.skip(of, Tag.PRONOUN, Tag.WHICH, Tag.FILL)
    return sentence.tag(at) in (Tag.SET, Tag.FROM) or (
        at > place + 1 and sentence.tag(at) in (Tag.REACH, Tag.CLOSE)
    )


def _goes_on(sentence: Sentence, place: int) -> bool:
    """ "a record 22 times", "record run to three", "a record 7,022.95": not a record of something else."""
    following = sentence.tag(place + 1)
    several = sentence.word(place).endswith("s") and number(sentence, place - 1) is not None
    counted = several or number(sentence, place + 1) is not None  # "39 record closes along the way"
    return following is Tag.AMOUNT or counted or sentence.word(place + 1) in ("run", "streak", "string")


def _run_after(sentence: Sentence, place: int) -> tuple[int, int] | None:
    """ "record run to three days", "records in each of the last three sessions", "a record for a third day"."""
    at = place + 1
    if sentence.word(at) in ("run", "streak", "string"):
        at += 1
        if sentence.tag(at) in (Tag.TO, Tag.OF):
            count = number(sentence, at + 1)
            return (count, at + 1) if count else None
    if sentence.tag(at) is Tag.FOR and sentence.tag(sentence.skip(at + 1, Tag.FILL)) is Tag.ORDINAL:
        ordinal = sentence.skip(at + 1, Tag.FILL)
        count = number(sentence, ordinal)
        straight = sentence.tag(ordinal + 1) in (Tag.STRAIGHT, Tag.UNIT)
        return (count, ordinal + 1) if count and straight else None
    return None


def _basis(sentence: Sentence, place: int) -> Basis:
    word = sentence.word(place)
    if "clos" in word or "finish" in word or "settle" in word:
        return Basis.CLOSE
    near = sentence.elements[max(0, place - 4) : place + 4]
    session = any(e.tag in (Tag.SESSION, Tag.REACH, Tag.HIGH_OF) for e in near)
    closed = any(e.tag in (Tag.CLOSE, Tag.CLOSING) for e in near)
    return Basis.SESSION if session and not closed else Basis.CLOSE


def _another_of_the_year(sentence: Sentence, place: int) -> Iterator[RecordClaim]:
    """ "…, its 20th this year", "…, its first since December", after a record was named."""
    after = sentence.skip(place + 1, Tag.FILL)
    when = sentence.elements[after].value if after < len(sentence.elements) else None
    records = [at for at in range(place) if sentence.tag(at) in _RECORDS]
    only = sentence.tag(place) is Tag.FIRST_SINCE or number(sentence, place) == 1
    since = when if isinstance(when, When) and when.since and only else None
    if not isinstance(when, When) or not (when.unit == "year" or since) or not records:
        return
    if sentence.tag(sentence.skip(place - 1, Tag.FILL, step=-1)) not in (Tag.OWN, Tag.COMMA):
        return
    for subject in _markets_of_record(sentence, records[-1]):
        yield RecordClaim(
            place=sentence.place(place, after if since else place),
            subject=subject,
            when=one_day(sentence, When(sentence.anchor)),
            nth=None if since else number(sentence, place),
            since=since,
        )


def _is_only_near(sentence: Sentence, place: int) -> bool:
    """Near and not beyond it: "shy of a record", but "surpassed its previous record" is one."""
    back = sentence.skip(place - 1, Tag.FILL, Tag.OWN, Tag.NEAR, Tag.WHEN, step=-1)
    if sentence.tag(back) is Tag.CROSS or sentence.word(back) in _BEYOND:
        return False
    return is_near(sentence, place)


def is_near(sentence: Sentence, place: int) -> bool:
    """Is a record only compared with, approached or missed here ("shy of a record")?"""
    back = sentence.skip(place - 1, Tag.FILL, Tag.OWN, Tag.WHEN, step=-1)
    if sentence.tag(back) is Tag.PREPOSITION:
        return sentence.word(back) in ("within", "against", "toward", "towards", "than")
    between = sentence.elements[back + 1 : place]
    based = any(isinstance(e.value, When) and e.value.turn is not Turn.NONE for e in between)
    near = (Tag.NEAR, Tag.NEARLY, Tag.FROM, Tag.OF, Tag.BELOW, Tag.ABOVE, Tag.ON_PACE)
    return based or sentence.tag(back) in near


def _of_the_year(sentence: Sentence, place: int) -> bool:
    near = sentence.elements[place + 1 : place + 4]
    return any(isinstance(element.value, When) and element.value.unit == "year" for element in near)


def _since(sentence: Sentence, place: int) -> When | None:
    """The "since …" that follows within a few elements."""
    values = (element.value for element in sentence.elements[place + 1 : place + 7])
    return next((value for value in values if isinstance(value, When) and value.since), None)


def _markets_of_record(sentence: Sentence, place: int) -> tuple[Subject, ...]:
    """The markets after "for" close behind, else the subject there."""
    for at in range(place + 1, min(place + 5, len(sentence.elements))):
        if sentence.tag(at) is Tag.FOR and (markets := sentence.markets(at + 1)[0]):
            return markets
        if sentence.tag(at) in (Tag.COMMA, Tag.TURN):
            break
    if sentence.subjects[place]:
        return sentence.subjects[place]
    at = sentence.skip(place - 1, Tag.FILL, Tag.ORDINAL, Tag.NEAR, Tag.STRAIGHT, step=-1)
    if sentence.tag(at) is Tag.POSSESSIVE:
        own = sentence.elements[at - 1].value
        return (own,) if isinstance(own, Subject) else ()
    if sentence.tag(at) is Tag.TO:  # "lifts the Russell 2000 to an all-time high"
        named = sentence.elements[sentence.skip(at - 1, Tag.NOUN, step=-1)].value if at > 0 else None
        return (named,) if isinstance(named, Subject) else ()
    return ()
