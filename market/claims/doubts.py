"""Which words of a sentence a negation, a forecast, a condition or a rule of thumb reaches."""

from __future__ import annotations

from collections.abc import Sequence

from market.claims.tag import Tag
from market.claims.tagger import TaggedElement

_WHOLE_CLAUSE = frozenset({Tag.EXPECT, Tag.GENERAL, Tag.UNCLEAR})
_DOUBT = frozenset({Tag.ON_PACE, Tag.UNCLEAR, Tag.MODAL, Tag.EXPECT, Tag.NOT, Tag.GENERAL})


def doubts_of(elements: Sequence[TaggedElement], words: Sequence[str]) -> list[bool]:
    """Which elements a negation, forecast, condition or rule of thumb reaches: from it to the end
    of its clause, and for forecasts and conditions the whole of it."""
    out = [False] * len(elements)
    start = 0
    turns = [place for place, element in enumerate(elements) if element.tag in (Tag.TURN, Tag.COLON)]
    for end in [*turns, len(elements)]:
        clause = range(start, end)
        tags = [elements[i].tag for i in clause]
        if not _WHOLE_CLAUSE.isdisjoint(tags):
            out[start:end] = [True] * (end - start)
        else:
            first = next((i for i in clause if elements[i].tag in _DOUBT), end)
            out[first:end] = [True] * (end - first)
        start = end
    suppose = next((place for place, element in enumerate(elements) if element.tag is Tag.SUPPOSE), None)
    if suppose is not None:  # "if you blinked you missed it, but the Dow fell"
        ends = (n for n in range(suppose, len(elements)) if words[n] == "but" or _is_relative(elements, n))
        end = next(ends, len(elements))
        out[:end] = [True] * end
    return out


def _is_relative(elements: Sequence[TaggedElement], place: int) -> bool:
    """Does ", which …" begin at `place`?"""
    return elements[place].tag is Tag.WHICH and elements[place - 1].tag is Tag.COMMA
