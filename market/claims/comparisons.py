"""Comparisons: "outpaced the Nasdaq Composite", "lagged the Dow by 0.3 percentage points", "rose more than
the S&P 500", "small caps have outperformed so far this year", "small caps led", "were more volatile than the Dow"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from market.claims.expressions.amounts import Amount, AmountUnit
from market.claims.expressions.when import When
from market.claims.scope import nearby, number
from market.claims.sentence import BOUNDS, HEDGES, Claim, Sentence
from market.claims.subjects import Subject
from market.claims.vocabulary.tag import Tag
from market.symbols import find as find_symbol

_SIDES = {Tag.AHEAD: True, Tag.BEHIND: False}
_LARGE_CAP_INDICES = ("^GSPC", "^DJI", "^IXIC")  # what "outperformed" alone may be measured against
_LONGEST_DESCRIPTION = 6  # elements between the verb and the first market
_WITHOUT_OBJECT = ("outperform", "underperform")
_LEAVING = ("leave", "leaves", "left", "leaving")
_BEHIND = ("behind", "in the dust", "in its wake", "trailing", "far behind")  # "left the S&P 500 behind"
_RUNS = ("streak", "run", "string", "stretch")
_MULTIPLES = {"twice": 2.0, "double": 2.0, "half": 0.5}
_ROUNDLY = 0.2  # of a multiple: it reaches a tenth of itself either way
_OVER = ("over", "against", "versus", "vs", "relative to", "compared with", "compared to")


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonClaim(Claim):
    """`subject` did better (`ahead`) or worse than `other` over `when`, by `margin` percentage points where one
    is given.

    persistent: most of that time.
    each: in each week, month or quarter of it.
    nearby: what else the time may be, where none is said with it.
    ratio: its change in multiples of the other's ("twice as much as").
    """

    subject: Subject
    other: Subject
    ahead: bool
    when: When
    margin: Amount | None = None
    persistent: bool = False
    each: str = ""
    nearby: tuple[When, ...] = ()
    ratio: Amount | None = None


def find(sentence: Sentence) -> Iterator[ComparisonClaim]:
    """The comparisons that `sentence` claims, in its order."""
    for place, tag in sentence.asserted():
        if _is_what_ran(sentence, place):
            continue
        if sentence.word(place) in _LEAVING and (left := sentence.markets(place + 1))[0]:
            if " ".join(sentence.words[left[1] : left[1] + 3]).startswith(_BEHIND):
                yield from _pairs(sentence, place, left[1] + 1, sentence.subjects[place], left[0], ahead=True)
        elif tag in _SIDES:
            yield from _by_verb(sentence, place, _SIDES[tag])
        elif tag in (Tag.OVER, Tag.UNDER):
            yield from _by_degree(sentence, place)
        elif tag is Tag.AS_MUCH_AS:
            yield from _by_multiple(sentence, place)
        elif tag in (Tag.LEAD, Tag.OUTNUMBER) and sentence.word(place).startswith(("lead", "led")):
            after = sentence.markets(place + 1)
            if after[0] and sentence.tag(after[1]) not in (Tag.UP, Tag.DOWN, Tag.POSSESSIVE, Tag.TO):
                yield from _by_verb(sentence, place, ahead=True)
            else:
                yield from _leading(sentence, place)


def _is_what_ran(sentence: Sentence, place: int) -> bool:
    """ "ended a 14-day streak of beating the S&P 500": the streak says when."""
    of = sentence.skip(place - 1, Tag.FILL, step=-1)
    return sentence.tag(of) is Tag.OF and sentence.word(of - 1) in _RUNS


def _by_verb(sentence: Sentence, place: int, ahead: bool) -> Iterator[ComparisonClaim]:
    subjects = sentence.subjects[place]
    others, end = sentence.markets(place + 1)
    if not others and subjects:
        others, end = _described(sentence, place + 1)
    elif others:
        others, end = _further(sentence, others, end)
    if not others:
        named, others, end = _sides_of_noun(sentence, place)
        subjects = named or subjects
        if not others and sentence.word(place).startswith(_WITHOUT_OBJECT) and _are_small_caps(subjects):
            others = (large_cap_index(),)
    yield from _pairs(sentence, place, end, subjects, others, ahead)


def _described(sentence: Sentence, place: int) -> tuple[tuple[Subject, ...], int]:
    """ "outpaced blue-chip gauges such as the Dow, which gained 0.1 %, and the Nasdaq Composite"."""
    at = place
    while sentence.tag(at) in (Tag.WORD, Tag.NOUN, Tag.FILL, Tag.OWN) or sentence.word(at) == "as":
        at += 1
    if at - place > _LONGEST_DESCRIPTION:
        return (), place
    markets, end = sentence.markets(at)
    return _further(sentence, markets, end) if markets else ((), place)


def _further(sentence: Sentence, markets: tuple[Subject, ...], end: int) -> tuple[tuple[Subject, ...], int]:
    """With the markets that follow a relative clause in the same list."""
    at = sentence.skip(end, Tag.COMMA)
    if at == end or sentence.tag(at) is not Tag.WHICH:
        return markets, end
    comma = next((n for n in range(at, len(sentence.elements)) if sentence.tag(n) is Tag.COMMA), None)
    if comma is None or sentence.tag(comma + 1) is not Tag.AND:
        return markets, end
    more, after = sentence.markets(comma + 2)
    if not more or sentence.tag(after) not in (Tag.COMMA, Tag.MARK, Tag.WHICH, None):
        return markets, end
    return (*markets, *more), end


def _sides_of_noun(sentence: Sentence, place: int) -> tuple[tuple[Subject, ...], tuple[Subject, ...], int]:
    """Who and against whom, after a noun: "outperformance by small caps over large caps"."""
    who: tuple[Subject, ...] = ()
    others: tuple[Subject, ...] = ()
    end = place + 1
    while end < len(sentence.elements) and sentence.tag(end) in (Tag.PREPOSITION, Tag.OF, Tag.OVER, Tag.FOR):
        markets, after = sentence.markets(end + 1)
        if not markets:
            break
        if sentence.word(end) in _OVER:
            others = markets
        else:
            who = markets
        end = after
    return who, others, end


def _by_degree(sentence: Sentence, place: int) -> Iterator[ComparisonClaim]:
    """ "rose more than the Dow", "fell less than the Nasdaq"."""
    others, end = sentence.markets(place + 1)
    at = sentence.skip(place - 1, Tag.FILL, Tag.AMOUNT, Tag.WHEN, step=-1)
    if others and sentence.word(place) == "better than" and sentence.tag(end) is not Tag.POSSESSIVE:
        yield from _pairs(sentence, place, end, sentence.subjects[place], others, ahead=True)
        return  # "fared a bit better than the Nasdaq Composite"
    if (
        not others
        or sentence.tag(at) not in (Tag.UP, Tag.DOWN)
        or sentence.word(place) not in ("more than", "less than")
    ):
        return
    ahead = (sentence.tag(at) is Tag.UP) == (sentence.tag(place) is Tag.OVER)
    yield from _pairs(sentence, at, end, sentence.subjects[at], others, ahead)


def _by_multiple(sentence: Sentence, place: int) -> Iterator[ComparisonClaim]:
    """ "rose more than twice as much as the S&P 500", "fell three times as much as the Dow"."""
    first = place - 1 - (sentence.word(place - 1) == "times")
    counted = number(sentence, first) if first < place - 1 else None
    factor = counted or _MULTIPLES.get(sentence.word(place - 1))
    others, end = sentence.markets(place + 1)
    verb = sentence.skip(first - 1, Tag.FILL, Tag.AMOUNT, Tag.WHEN, Tag.COMMA, *HEDGES, step=-1)
    if (
        not factor
        or not others
        or sentence.tag(end) is Tag.POSSESSIVE
        or sentence.tag(verb) not in (Tag.UP, Tag.DOWN)
    ):
        return
    ratio = Amount(float(factor), AmountUnit.PLAIN, factor * _ROUNDLY, sentence.word(first))
    ratio = ratio.hedged(bound) if (bound := BOUNDS.get(sentence.tag(first - 1) or Tag.WORD)) else ratio
    ahead = (sentence.tag(verb) is Tag.UP) == (factor > 1)
    when, whole = sentence.when(verb), sentence.place(0, len(sentence.elements) - 1)
    # "Small caps disappointed, with half as much as the Dow": in which time?
    unsure = None if when.words else whole
    for claim in _pairs(sentence, first, end, sentence.subjects[verb], others, ahead):
        yield replace(claim, ratio=ratio, when=when if when.words else claim.when, unsure=unsure)


def _leading(sentence: Sentence, place: int) -> Iterator[ComparisonClaim]:
    """ "small caps led": ahead of whichever large index is meant."""
    subjects = sentence.subjects[place]
    after = sentence.tag(sentence.skip(place + 1, Tag.FILL))
    ends_here = after in (None, Tag.MARK, Tag.COMMA, Tag.WHEN, Tag.TURN, Tag.AND, Tag.CAUSE)
    before = sentence.tag(sentence.skip(place - 1, Tag.FILL, step=-1))
    if _are_small_caps(subjects) and ends_here and before in (Tag.MARKET, Tag.NOUN, Tag.PRONOUN):
        yield from _pairs(sentence, place, place + 1, subjects, (large_cap_index(),), True)


def _pairs(
    sentence: Sentence,
    place: int,
    end: int,
    subjects: tuple[Subject, ...],
    others: tuple[Subject, ...],
    ahead: bool,
) -> Iterator[ComparisonClaim]:
    margin, last = _margin(sentence, end)
    back = sentence.skip(place - 1, Tag.FILL, step=-1)
    persistent = Tag.PERSISTENT in (sentence.tag(back), sentence.tag(end))
    when = sentence.when(place)
    other_times = () if when.words else nearby(sentence, place, last, when)
    for subject in subjects:
        for other in others:
            yield ComparisonClaim(
                place=sentence.place(place, last - 1),
                subject=subject,
                other=other,
                ahead=ahead,
                when=when,
                margin=margin,
                persistent=persistent,
                each=_each(sentence, end),
                nearby=other_times,
            )


def _each(sentence: Sentence, place: int) -> str:
    """ "in each of the first two quarters": the unit."""
    at = sentence.skip(place, Tag.FOR, Tag.FILL)
    if sentence.tag(at) is not Tag.ALL or not isinstance(sentence.elements[at + 1].value, When):
        return ""
    words = sentence.word(at + 1)
    return next((unit for unit in ("quarter", "month", "week", "year") if f"{unit}s" in words), "day")


def _margin(sentence: Sentence, end: int) -> tuple[Amount | None, int]:
    """ "by 0.3 percentage points", and the place after it."""
    begin, end = end, sentence.skip(end, Tag.WHEN)
    if sentence.tag(end) in (Tag.PREPOSITION, Tag.FILL) and sentence.word(end) == "by":
        hedged = sentence.hedged_amount(end + 1)
        if hedged and hedged[0].unit in (
            AmountUnit.PERCENTAGE_POINTS,
            AmountUnit.POINTS,
            AmountUnit.PERCENT,
            AmountUnit.BASIS_POINTS,
        ):
            return hedged
    return None, max(begin, 1)


def large_cap_index() -> Subject:
    """Large companies, where the text does not say by which index."""
    return Subject(
        "the large-cap index", tuple(symbol for t in _LARGE_CAP_INDICES if (symbol := find_symbol(t)))
    )


def _are_small_caps(subjects: tuple[Subject, ...]) -> bool:
    return bool(subjects) and all(subject.symbol.ticker in ("^RUT", "IWM", "IJR") for subject in subjects)


@dataclass(frozen=True, slots=True, kw_only=True)
class VolatilityClaim(Claim):
    """`subject` swings more (or less) than `other`."""

    subject: Subject
    other: Subject
    more: bool
    when: When


def find_volatility(sentence: Sentence) -> Iterator[VolatilityClaim]:
    """The comparisons of volatility in `sentence`."""
    for place, tag in sentence.asserted():
        if sentence.word(place) == "volatility":
            yield from _of_noun(sentence, place)
        if tag not in (Tag.MORE_VOLATILE, Tag.LESS_VOLATILE):
            continue
        than = sentence.skip(place + 1, Tag.WHEN)
        if sentence.word(than) != "than":
            continue
        others, end = sentence.markets(than + 1)
        for subject in sentence.subjects[place]:
            for other in others:
                yield VolatilityClaim(
                    place=sentence.place(place, end - 1),
                    subject=subject,
                    other=other,
                    more=tag is Tag.MORE_VOLATILE,
                    when=sentence.when(place),
                )


def _of_noun(sentence: Sentence, place: int) -> Iterator[VolatilityClaim]:
    """ "volatility of the Russell 2000 was above that of the S&P 500"."""
    subjects, end = sentence.markets(place + 2) if sentence.tag(place + 1) is Tag.OF else ((), place)
    side = sentence.skip(end, Tag.FILL)
    of = sentence.skip(side + 1, Tag.FILL, Tag.PREPOSITION)
    higher = {Tag.ABOVE: True, Tag.UP: True, Tag.BELOW: False, Tag.DOWN: False}.get(
        sentence.tag(side) or Tag.WORD
    )
    others, last = sentence.markets(of + 1) if sentence.tag(of) is Tag.OF else ((), of)
    if higher is None:
        return
    for subject in subjects:
        for other in others:
            span, when = sentence.place(place, last - 1), sentence.when(side)
            yield VolatilityClaim(place=span, subject=subject, other=other, more=higher, when=when)
