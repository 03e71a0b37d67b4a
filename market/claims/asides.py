"""Times that a sentence tells by the way: how far a superlative reaches, when an earlier record was set."""

from __future__ import annotations

from collections.abc import Sequence

from market.claims.expressions.amounts import AmountUnit
from market.claims.expressions.anchors import LEVEL_NOUNS
from market.claims.expressions.when import Turn, When
from market.claims.tagger import TaggedElement, skip
from market.claims.vocabulary.tag import Tag

_DATED = frozenset({Tag.HIGHEST, Tag.LOWEST, Tag.BEST, Tag.WORST, Tag.MOST, Tag.RECORD_HIGH, Tag.BIGGEST})
_ENDS_DATED = frozenset({Tag.COMMA, Tag.TURN, Tag.AMOUNT, Tag.AND, Tag.ADVANCERS, Tag.DECLINERS, Tag.COLON})
_REACH = 9  # elements between a superlative and its "since"
_RELATIVE = frozenset({"which", "who"})
_AFTER = frozenset({"after", "since", "following"})
_EARLIER = frozenset({Tag.RECORD_HIGH, Tag.RECORD_LOW, Tag.PEAK, Tag.TROUGH, Tag.SET})
_SET = frozenset({"set", "reached", "hit", "notched", "touched", "posted", "made", "logged"})


def is_aside(elements: Sequence[TaggedElement], words: Sequence[str], at: int, place: int) -> bool:
    """Is the time at `at` none of the predicate at `place`: "its best day since April", "which set a record on
    Wednesday", "after setting a record on Tuesday", "its record of 6,144.15 set in February",
    "the 26,000 mark it crossed on Wednesday"?"""
    if _is_behind_relative(elements, words, at, place):
        return True
    if _dates_superlative(elements, words, at) or _is_of_apposition(elements, words, at, place):
        return True
    if _is_of_move_before(elements, words, at, place) if place < at else is_of_count(elements, at, -1):
        return True
    for begin in range(at - 1, -1, -1):
        if elements[begin].tag is Tag.COMMA:
            return False
        between = elements[min(at, place) + 1 : max(at, place)]
        inside = begin <= place and all(element.tag is not Tag.COMMA for element in between)
        before = skip(elements, begin - 1, Tag.FILL, Tag.PRONOUN, step=-1)
        was_set = words[begin] in _SET and before >= 0 and elements[before].tag in (Tag.AMOUNT, *_EARLIER)
        after_one = words[begin] in _AFTER and any(e.tag in _EARLIER for e in elements[begin:at])
        of_level = (
            words[begin] == "it"
            and begin > 0
            and (elements[begin - 1].tag in (Tag.AMOUNT, *_EARLIER) or words[begin - 1] in LEVEL_NOUNS)
        )
        if words[begin] in _RELATIVE or after_one or was_set or of_level:
            return not inside
    return False


def _is_behind_relative(elements: Sequence[TaggedElement], words: Sequence[str], at: int, place: int) -> bool:
    """ "the index, which on Sept. 18 set a record, was little changed on the day": the day is none of the record's."""
    begin = next((n for n in range(place, 0, -1) if words[n] in _RELATIVE), 0)
    opened = begin > 0 and elements[begin - 1].tag is Tag.COMMA
    inside = opened and all(element.tag is not Tag.COMMA for element in elements[begin:place])
    return inside and any(element.tag is Tag.COMMA for element in elements[place:at])


def _is_of_apposition(elements: Sequence[TaggedElement], words: Sequence[str], at: int, place: int) -> bool:
    """ "the Russell 2000, a record holder only on Monday, sank 3 %": the day is that of these words."""
    begin = next((n for n in range(at - 1, -1, -1) if elements[n].tag is Tag.COMMA), 0)
    closed = any(element.tag is Tag.COMMA for element in elements[at + 1 : place])
    named = begin > 0 and elements[begin - 1].tag in (Tag.MARKET, Tag.NOUN)
    return named and closed and words[begin + 1] in ("a", "an", "the", "itself", "once", "still", "only")


def _is_of_move_before(elements: Sequence[TaggedElement], words: Sequence[str], at: int, place: int) -> bool:
    """ "dropped 2.3 % after losing 3.5 % on Friday": the day is that of the move before."""
    link = next((n for n in range(at - 1, place, -1) if words[n] in ("after", "following")), at)
    between = {element.tag for element in elements[link:at]}
    return (
        {Tag.AMOUNT} < between and Tag.SESSION not in between and not between.isdisjoint((Tag.UP, Tag.DOWN))
    )


def _dates_superlative(elements: Sequence[TaggedElement], words: Sequence[str], at: int) -> bool:
    """Does the "since …" at `at` say how far a superlative reaches? It is no figure's time."""
    value = elements[at].value if 0 <= at < len(elements) else None
    if not isinstance(value, When) or not value.since or value.turn is not Turn.NONE:
        return False
    for before in range(at - 1, max(-1, at - _REACH), -1):
        ends = elements[before].tag in _ENDS_DATED
        if ends or elements[before].tag in _DATED or words[before].endswith(("est", "worse", "better")):
            return not ends
    return False


def is_of_count(elements: Sequence[TaggedElement], at: int, place: int) -> bool:
    """Is the time at `at` that in which something behind `place` is counted: "its eighth record close of 2026"?"""
    ordinal = skip(elements, at - 1, Tag.RECORD_HIGH, Tag.RECORD_LOW, Tag.FILL, step=-1)
    return place < ordinal < at - 1 and elements[ordinal].tag is Tag.ORDINAL


def is_of_later_figure(elements: Sequence[TaggedElement], at: int, place: int) -> bool:
    """Is the base at `at` that of a figure behind the one at `place`: "a 3 % jump that left it 3.6 % below its
    record"?"""
    figure = skip(elements, at - 1, Tag.FILL, Tag.UP, Tag.DOWN, step=-1)
    between = (Tag.PRONOUN, Tag.WHICH, Tag.WORD, Tag.TURN, Tag.AND)
    share = figure > place and getattr(elements[figure].value, "unit", None) is AmountUnit.PERCENT
    links = (*between, Tag.TO) if share else between  # "tumbling 2.3 % to end 10 % below its record"
    return (
        figure > place
        and elements[figure].tag is Tag.AMOUNT
        and any(element.tag in links for element in elements[place + 1 : figure])
    )


def is_behind_comma(elements: Sequence[TaggedElement], at: int) -> bool:
    """Is the base at `at` none of the figure before: "jumped 1.5 %, closing just short of its record"?"""
    figure = next((n for n in range(at - 1, -1, -1) if elements[n].tag is Tag.AMOUNT), at)
    tags = [element.tag for element in elements[figure + 1 : figure + 3]]
    return tags[:1] == [Tag.COMMA] and tags[1:] != [Tag.FROM]


def tells_of_end(elements: Sequence[TaggedElement], place: int, untimed: bool) -> bool:
    """ "(before) settling at 26.42", "it faded", which makes what was before a print. `untimed`: no time is named."""
    verb = skip(elements, place, Tag.FILL, Tag.PRONOUN)
    tag = elements[verb].tag if verb < len(elements) else None
    return tag is Tag.CLOSE or (tag in (Tag.UP, Tag.DOWN) and untimed)
