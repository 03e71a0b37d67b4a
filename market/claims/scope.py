"""The period that a heading, an adjective or the tense gives: "For the week:", "weekly loss", "is up"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from market.claims.expressions.spans import stretch
from market.claims.expressions.when import Turn, When
from market.claims.sentence import Sentence
from market.claims.tag import Tag

_ADJECTIVES = {
    "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year", "annual": "year", "daily": "today",
}  # fmt: skip
_UNITS = {"week": "week", "month": "month", "quarter": "quarter", "year": "year"}  # "week in review:"
_PRESENT = frozenset({"is", "are", "has", "have", "remains", "remain", "sits", "stands", "now"})
_PAST = frozenset({"was", "were", "had", "did"})
_LONGEST = 9  # elements of a heading
_SAYS_SOMETHING = frozenset(
    {Tag.AMOUNT, Tag.UP, Tag.DOWN, Tag.CLOSE, Tag.REACH, Tag.CROSS, Tag.AHEAD, Tag.BEHIND}
)


@dataclass(frozen=True, slots=True)
class Scope:
    """The heading that holds: until the next one, or until an empty line behind what stands below it.

    context: its period.
    fresh: nothing has been read below it yet.
    inline: it stands before a colon, in the same sentence.
    """

    context: tuple[When, ...] = ()
    fresh: bool = False
    inline: bool = False

    def at_gap(self, gap: str) -> Scope:
        """The scope behind `gap`, the text between two sentences."""
        if gap.count("\n") > 1 and not self.fresh:
            return Scope()
        return replace(self, fresh=False, inline=False)

    def after(self, sentence: Sentence) -> Scope:
        """The scope from `sentence` on."""
        colon = next((n for n, e in enumerate(sentence.elements[:_LONGEST]) if e.tag is Tag.COLON), None)
        whole = len(sentence.elements) <= _LONGEST
        if colon is None and not whole:
            return self
        head = sentence.elements[: len(sentence.elements) if colon is None else colon]
        tags = {element.tag for element in head}
        if not head or not tags.isdisjoint(_SAYS_SOMETHING) or Tag.MARKET in tags:
            return self
        alone = colon is None or colon >= len(sentence.elements) - 1
        for place, element in enumerate(head):
            when = element.value
            if not isinstance(when, When):
                unit = _ADJECTIVES.get(sentence.word(place)) or _UNITS.get(sentence.word(place))
                when = stretch(unit, sentence.anchor) if unit else None
            if isinstance(when, When) and not when.exact:
                return Scope(() if when.one_day else (when,), fresh=alone, inline=not alone)
        return self


def period_of(sentence: Sentence, *places: int) -> When | None:
    """The period of an adjective beside one of `places`."""
    for place in places:
        for at in (place - 2, place - 1, place, place + 1):
            if sentence.tag(at) is Tag.UNIT and (unit := _ADJECTIVES.get(sentence.word(at))):
                return stretch(unit, sentence.anchor).written(sentence.word(at))
    return None


_BESIDE = (
    Tag.FILL,
    Tag.NOUN,
    Tag.UP,
    Tag.DOWN,
    Tag.CLOSING,
    Tag.UNIT,
    Tag.COMMA,
    Tag.MARKET,
    Tag.OWN,
    Tag.POSSESSIVE,
)


def nearby(sentence: Sentence, first: int, last: int, when: When) -> tuple[When, ...]:
    """What else the time of the words from `first` to `last` may be, where `when` does not stand right beside them: the
    sentence's other times, the text's own day, and without any time that of the sentence before."""
    if not when.words:
        return sentence.told
    after = sentence.skip(last, *_BESIDE[:-4])
    before = sentence.skip(first - 1, *_BESIDE, step=-1)
    elements = sentence.elements
    for at in (after, before):
        if 0 <= at < len(elements) and elements[at].value is when:
            return ()
    others = [e.value for e in elements if isinstance(e.value, When) and e.value is not when]
    if when.since or when.turn is not Turn.NONE:
        return ()
    return (*others, When(sentence.anchor), *sentence.told)


def is_open(sentence: Sentence, first: int, place: int) -> bool:
    """May the words be about longer than a day ("is up 9 %", "has gained 9 %")? The simple past is not."""
    start = sentence.elements[max(0, first - 4)].start
    words = [token.word for token in sentence.tokens[start : sentence.elements[place].end]]
    return not _PRESENT.isdisjoint(words) and _PAST.isdisjoint(words)
