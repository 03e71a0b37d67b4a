"""Which words of a sentence a negation, a forecast, a condition or a rule of thumb reaches."""

from __future__ import annotations

from collections.abc import Sequence

from market.claims.expressions.days import MONTHS
from market.claims.tagger import TaggedElement, skip
from market.claims.vocabulary.tag import PREDICATES, Tag

_WHOLE_CLAUSE = frozenset({Tag.EXPECT, Tag.GENERAL, Tag.UNCLEAR})
_INDEFINITE = frozenset({"a", "an", "any", "another", "one"})
_REACHED = frozenset({Tag.HIGHEST, Tag.LOWEST, Tag.BEST, Tag.WORST, Tag.BIGGEST, Tag.MOST})
_SAYS = frozenset({Tag.AMOUNT, Tag.UP, Tag.DOWN, Tag.MARKET})
_USUAL = frozenset({"typical", "average", "normal", "ordinary", "usual", "median", "given", "standard"})
_WITHIN = frozenset({"in", "during", "within", "over"})
_COUNTED = frozenset(
    {"calendar", "trading", "recent", "past", "last", "previous", "prior", "full", "more", "consecutive"}
)
_REACH = 5  # elements between a superlative and its "since"
_DOUBT = frozenset({Tag.ON_PACE, Tag.UNCLEAR, Tag.MODAL, Tag.EXPECT, Tag.NOT, Tag.GENERAL})


def doubts_of(elements: Sequence[TaggedElement], words: Sequence[str]) -> list[bool]:
    """Which elements a negation, forecast, condition or rule of thumb reaches: from it to the end
    of its clause, and for forecasts and conditions the whole of it."""
    out = [False] * len(elements)
    start = 0
    turns = [place for place, element in enumerate(elements) if element.tag in (Tag.TURN, Tag.COLON)]
    for end in [*turns, len(elements)]:
        clause = range(start, end)
        tags = [elements[i].tag for i in clause if not _dates_superlative(elements, i)]
        supposed = Tag.MODAL in tags and words[start] in _INDEFINITE  # "a close below 6,900 would confirm it"
        supposed = supposed or any(_is_any_time(elements, words, place) for place in clause)
        only_general = not supposed and _WHOLE_CLAUSE & set(tags) == {Tag.GENERAL}
        if only_general and (aside := _general_aside(elements, start, end)):
            out[aside[0] : aside[1]] = [True] * (aside[1] - aside[0])
        elif supposed or not _WHOLE_CLAUSE.isdisjoint(tags):
            until = (
                end
                if supposed or tags.count(Tag.UNCLEAR) == 0
                else _behind_unclear(elements, words, start, end)
            )
            out[start:until] = [True] * (until - start)
        else:
            first = next((i for i in clause if elements[i].tag in _DOUBT), end)
            if first + 1 < end and elements[first].tag is Tag.MODAL and elements[first + 1].tag is Tag.NOT:
                first += 1  # "could not hang on to 6,800 and finished at 6,796.86"
            until = (
                _next_clause(elements, words, first, end)
                if first < end and elements[first].tag is Tag.NOT
                else end
            )
            out[first:until] = [True] * (until - first)
        start = end
    suppose = next((place for place, element in enumerate(elements) if element.tag is Tag.SUPPOSE), None)
    if suppose is None and _is_inverted(elements, words):
        suppose = 0
    if suppose is not None:  # "if you blinked you missed it, but the Dow fell"
        ends = (n for n in range(suppose, len(elements)) if words[n] == "but" or _is_relative(elements, n))
        end = next(ends, len(elements))
        out[:end] = [True] * end
    return out


def _general_aside(elements: Sequence[TaggedElement], start: int, end: int) -> tuple[int, int] | None:
    """The words between two commas that hold a rule of thumb: "For September, historically a poor month, it rose"."""
    at = next((n for n in range(start, end) if elements[n].tag is Tag.GENERAL), start)
    first = next((n for n in range(at, start - 1, -1) if elements[n].tag is Tag.COMMA), -1)
    last = next((n for n in range(at, end) if elements[n].tag is Tag.COMMA), -1)
    plain = _SAYS.isdisjoint(element.tag for element in elements[max(first, 0) : max(last, 0)])
    return (first, last) if first >= 0 and last > first and plain else None


def _behind_unclear(elements: Sequence[TaggedElement], words: Sequence[str], start: int, end: int) -> int:
    """Where a clause with a subject of its own begins: "the Nikkei fell 12 % overnight, and by the close the Dow …"."""
    last = max(at for at in range(start, end) if elements[at].tag is Tag.UNCLEAR)
    others = any(elements[at].tag in (Tag.EXPECT, Tag.GENERAL) for at in range(start, end))
    return end if others else _next_clause(elements, words, last, end)


def _next_clause(elements: Sequence[TaggedElement], words: Sequence[str], first: int, end: int) -> int:
    """Where another market's clause begins: "the blue chips couldn't keep up, the Dow losing 180 points"."""
    for place in range(first, end):
        market = skip(elements, place + 1, Tag.FILL, Tag.AND, Tag.CLOSING, Tag.WHEN)
        verb = skip(elements, market + 1, Tag.FILL, Tag.NOUN)
        if (
            elements[place].tag is Tag.AND
            and place + 1 < end
            and elements[place + 1].tag is Tag.CLOSE
            and words[place + 1].endswith("ed")
        ):
            return place  # "could not hang on and finished at 6,978.03"
        named = verb < end and elements[place].tag is Tag.COMMA and elements[market].tag is Tag.MARKET
        if named and elements[verb].tag in PREDICATES:
            return place
    return end


def _dates_superlative(elements: Sequence[TaggedElement], place: int) -> bool:
    """Is it "since" behind a superlative, whatever time it names: "its heaviest loss since spring"?"""
    near = {element.tag for element in elements[max(0, place - _REACH) : place]}
    return elements[place].tag is Tag.UNCLEAR and not _REACHED.isdisjoint(near)


def _is_any_time(elements: Sequence[TaggedElement], words: Sequence[str], place: int) -> bool:
    """Is it the unit of a time that is none of its own: "in an ordinary year", "in the average September", "in midterm
    years", "at some point in every year"?"""
    if place < 2 or not (elements[place].tag is Tag.UNIT or words[place].split()[-1] in MONTHS):
        return False
    kind = words[place - 1].split()[-1]
    before = skip(elements, place - 2, Tag.FILL, step=-1)
    within = {*words[place - 2].split(), *words[max(0, before)].split()} & _WITHIN
    if kind in ("every", "each", "a"):
        return "some point" in " ".join(words[max(0, place - _REACH) : place])
    plural = words[place] == "years" and elements[place - 1].tag in (Tag.WORD, Tag.MOST) and kind.isalpha()
    return bool(within) and (kind in _USUAL or (plural and kind not in _COUNTED))


def _is_inverted(elements: Sequence[TaggedElement], words: Sequence[str]) -> bool:
    """ "Had the Nasdaq closed below 21,000, …", "Should the Dow fall …": a condition without "if"."""
    market = skip(elements, 1, Tag.FILL)
    named = market < len(elements) and elements[market].tag in (Tag.MARKET, Tag.PRONOUN)
    return named and words[0] in ("had", "should", "were")


def _is_relative(elements: Sequence[TaggedElement], place: int) -> bool:
    """Does ", which …" begin at `place`?"""
    return elements[place].tag is Tag.WHICH and elements[place - 1].tag is Tag.COMMA
