"""A sentence as elements: what each word, figure, market or date does in it, and who is meant where."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from market.claims.asides import is_aside, is_behind_comma, is_of_count, is_of_later_figure, tells_of_end
from market.claims.coreference import Group, groups_of, subjects_of, with_objects
from market.claims.doubts import doubts_of
from market.claims.expressions.amounts import Amount, Bound
from market.claims.expressions.anchors import COMPARING
from market.claims.expressions.tokens import Token
from market.claims.expressions.when import Turn, When
from market.claims.subjects import Subject
from market.claims.tagger import TaggedElement, Value, elements_of, skip
from market.claims.vocabulary.tag import PREDICATES, Tag
from market.claims.vocabulary.verbs import is_verb

BOUNDS = {
    Tag.ABOUT: Bound.ABOUT,
    Tag.NEARLY: Bound.NEARLY,
    Tag.OVER: Bound.OVER, Tag.JUST_OVER: Bound.JUST_OVER, Tag.UNDER: Bound.UNDER,
}  # fmt: skip
HEDGES = tuple(BOUNDS)
_NEXT_CHANGE = frozenset({Tag.UP, Tag.DOWN, Tag.AHEAD, Tag.BEHIND, Tag.TURN})
SUPERLATIVES = frozenset({Tag.HIGHEST, Tag.LOWEST, Tag.BEST, Tag.WORST, Tag.MOST, Tag.RECORD_HIGH})
_CLAUSE_ENDS = frozenset({Tag.TURN, Tag.COMMA, Tag.AND, Tag.UP, Tag.DOWN, Tag.CLOSE, Tag.REACH, Tag.MARKET})
_BEFORE_CLAUSE = frozenset({Tag.AMOUNT, Tag.AND, Tag.UP, Tag.DOWN, Tag.REACH})
_DEGREES = ("more", "less", "higher", "lower")  # "1.2 % more as on Friday"


class Basis(StrEnum):
    """Which price of the session is meant."""

    CLOSE = "close"
    SESSION = "session"  # at some time during the session
    HIGH = "high"
    LOW = "low"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class TextSpan:
    """Words of the text: as quoted, and from which character to which."""

    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence as tagged elements, with who is meant where.

    words: of each element, in lower case.
    subjects: for each element, the markets that a predicate there would be about, if any.
    doubtful: whether the element is in the scope of a negation, a forecast, a condition or a rule of thumb.
    anchor: the day the text is about.
    context: periods that a heading puts figures without a time of their own into.
    told: the times of the sentence before, which may go on.
    spoken: the periods that the text has spoken of before.
    times: those that it names, by their places.
    """

    text: str
    tokens: Sequence[Token]
    elements: Sequence[TaggedElement]
    words: Sequence[str]
    groups: Mapping[int, Group]
    subjects: Sequence[tuple[Subject, ...]]
    doubtful: Sequence[bool]
    anchor: date
    context: tuple[When, ...] = ()
    told: tuple[When, ...] = ()
    spoken: tuple[When, ...] = ()
    times: tuple[tuple[int, When], ...] = ()

    @property
    def is_question(self) -> bool:
        return bool(self.tokens) and self.tokens[-1].word == "?"

    def asserted(self) -> Iterator[tuple[int, Tag]]:
        """The places, with their tags, that no negation, forecast, condition or rule of thumb reaches."""
        for place, element in enumerate(self.elements):
            if not self.doubtful[place]:
                yield place, element.tag

    def tag(self, place: int) -> Tag | None:
        return self.elements[place].tag if 0 <= place < len(self.elements) else None

    def word(self, place: int) -> str:
        """The words of an element, in lower case; empty outside."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def skip(self, place: int, *tags: Tag, step: int = 1) -> int:
        """The first place from `place` on (or back) whose tag is none of `tags`."""
        return skip(self.elements, place, *tags, step=step)

    def amount(self, place: int) -> Amount | None:
        return value if isinstance(value := self._value(place), Amount) else None

    def hedged(self, place: int) -> Amount | None:
        """The amount at `place`, with the hedge before it; "more than the 1.3 % the Dow lost" is none."""
        at = -1 if self.word(place - 1) == "the" else self.skip(place - 1, Tag.FILL, step=-1)
        amount, hedge = self.amount(place), self.tag(at)
        return amount.hedged(BOUNDS[hedge]) if amount and hedge in BOUNDS else amount

    def hedged_amount(self, place: int) -> tuple[Amount, int] | None:
        """The amount that begins at `place`, maybe with a hedge, and the place after it."""
        at = self.skip(place, Tag.FILL, *HEDGES)
        return (amount, at + 1) if (amount := self.hedged(at)) else None

    def markets(self, place: int) -> tuple[tuple[Subject, ...], int]:
        """The markets listed from `place` on and the place after them."""
        at = self.skip(place, Tag.FILL)
        if (group := self.groups.get(at)) is None:
            return (), place
        return group.subjects, self.skip(group.last + 1, Tag.NOUN)

    def when(self, place: int) -> When:
        """The day or period that goes with a predicate at `place`: the nearest after it and before the next change;
        else the one right before it; else the one that leads; else the only day; else the text's own."""
        return self.when_after(place) or self._when_before(place) or When(self.anchor)

    def when_after(self, place: int) -> When | None:
        """The nearest that follows the predicate at `place` before the next change."""
        superlative, figures = self.elements[place].tag in SUPERLATIVES, 0
        end = self.times[-1][0] + 1 if self.times else 0
        for at in range(place + 1, end):
            value = self.elements[at].value
            if isinstance(value, When) and self._opens_conjunct(at):
                break
            if isinstance(value, When) and (
                self.is_of_compared(at, place)
                or is_aside(self.elements, self.words, at, place)
                or is_of_count(self.elements, at, place)
                or self.tag(at - 1) is Tag.FIRST_SINCE
                or (value.turn is not Turn.NONE and is_of_later_figure(self.elements, at, place))
                or (
                    value.turn is not Turn.NONE
                    and (figures or self.tag(place) is Tag.AMOUNT)
                    and is_behind_comma(self.elements, at)
                )
            ):
                continue
            mine = not isinstance(value, When) or value.turn is Turn.NONE or figures <= 1
            if isinstance(value, When) and not (value.since and superlative) and mine:
                return value
            told_of_next = self.tag(at) is Tag.OR and self.word(at).startswith("that") and self.amount(at + 1)
            if told_of_next or (self.word(at) == "within" and at > place + 1):
                break  # "−1.7 %, that's −2.6 % in three days", "rose 0.5 % to within 1 % of its record"
            figures += self.tag(at) is Tag.AMOUNT or 2 * (self.tag(at) in (Tag.AND, Tag.TURN))
            superlative = superlative or self.elements[at].tag in SUPERLATIVES or self.words[at] == "longest"
            if self.elements[at].tag in _NEXT_CHANGE or self._begins_clause(at):
                break
        return None

    def is_of_compared(self, at: int, place: int) -> bool:
        """Is the time at `at` that of a figure compared with: "to 21.04 from 25.78 a day earlier", "1.2 % more than on
        Friday"?"""
        if self.word(at - 1) == "than" or (self.word(at - 1) == "as" and self.word(at - 2) in _DEGREES):
            return True
        figure = self.skip(at - 1, Tag.FILL, step=-1)
        link = self.skip(figure - 1, Tag.FILL, *HEDGES, step=-1)
        return (
            figure > place
            and self.amount(figure) is not None
            and (self.is_comparing(link) or self.word(link) == "after")
        )

    def is_comparing(self, place: int) -> bool:
        """Does the preposition at `place` name what something is compared with?"""
        return self.word(place) in COMPARING

    def _opens_conjunct(self, place: int) -> bool:
        """Does the time at `place` begin what is said of another market: "… and on Thursday the Dow …"?"""
        before = self.tag(self.skip(place - 1, Tag.FILL, step=-1))
        after = self.skip(place + 1, Tag.FILL, Tag.COMMA)
        verb = self.tag(self.skip(after + 1, Tag.FILL, Tag.NOUN))
        named = self.tag(after) in (Tag.MARKET, Tag.PRONOUN) and before in (Tag.AND, Tag.COMMA)
        return named and verb in PREDICATES

    def _when_before(self, place: int) -> When | None:
        if not self.times:
            return None
        beside = self.skip(place - 1, Tag.FILL, Tag.AMOUNT, step=-1)
        beside -= self.word(beside) == "("  # "has turned negative for 2023 (−2.2 %)"
        opening = self.skip(beside, Tag.FILL, Tag.MARKET, Tag.PRONOUN, Tag.NOUN, step=-1)
        at = opening if self._opens_conjunct(opening) else beside
        value = self._value(at)
        told = isinstance(value, When) and not is_aside(self.elements, self.words, at, place)
        if isinstance(value, When) and told and value.turn is Turn.NONE:
            return value
        leading = next((at for at, e in enumerate(self.elements) if e.tag in PREDICATES), place)
        for at, value in reversed([time for time in self.times if time[0] < leading]):
            # a base is of that figure
            of_figure = self.tag(self.skip(at - 1, Tag.FILL, step=-1)) is Tag.AMOUNT
            base = of_figure and value.turn is not Turn.NONE
            if not base and not is_aside(self.elements, self.words, at, place):
                return value
        if (period := self._period_of_clause_before(place)) is not None:
            return period
        days = {
            value.last: value
            for at, value in self.times
            if value.one_day
            and not (self.is_of_compared(at, place) or is_aside(self.elements, self.words, at, place))
        }
        return next(iter(days.values())) if len(days) == 1 else None

    def _period_of_clause_before(self, place: int) -> When | None:
        """The period of the clause before, about another market: "in 2025, while the Dow gained 13 %"."""
        for at, value in reversed([time for time in self.times if time[0] < place]):
            turns = any(e.tag in (Tag.TURN, Tag.AND) for e in self.elements[at + 1 : place])
            other = self.subjects[at] != self.subjects[place]
            return value if turns and other and not (value.one_day or value.since) else None
        return None

    def place(self, first: int, last: int) -> TextSpan:
        """Where in the text elements `first` to `last` stand."""
        start = self.tokens[self.elements[first].start].start
        end = self.tokens[self.elements[min(last, len(self.elements) - 1)].end - 1].end
        return TextSpan(" ".join(self.text[start:end].split()), start, end)

    def basis(self, first: int, last: int) -> Basis:
        """During the session, when words of the clause from `first` to `last` say so; else the close."""
        for at in range(last, min(last + 6, len(self.elements))):
            left = self.words[at] == "before" and tells_of_end(self.elements, at + 1, not self.times)
            if self.elements[at].tag is Tag.SESSION or left:  # "jumped above 28 before settling at 26.42"
                return Basis.SESSION
            if self.elements[at].tag in _CLAUSE_ENDS:
                break
        for at in range(min(last, len(self.elements)) - 1, -1, -1):
            tag = self.elements[at].tag
            if tag is Tag.SESSION:
                return Basis.SESSION
            if tag in (Tag.CLOSE, Tag.CLOSING, Tag.TURN) or (at < first and tag in _BEFORE_CLAUSE):
                break
        return Basis.CLOSE

    def _value(self, place: int) -> Value:
        return self.elements[place].value if 0 <= place < len(self.elements) else None

    def _begins_clause(self, place: int) -> bool:
        before = self.tag(self.skip(place - 1, Tag.FILL, Tag.ALL, Tag.OF, Tag.MOST, step=-1))
        verb = self.skip(place + 1, Tag.FILL, Tag.NOUN)
        named = self.tag(place) in (Tag.MARKET, Tag.PRONOUN) and before in (Tag.COMMA, Tag.AND)
        return named and (self.tag(verb) in PREDICATES or is_verb(self.word(verb)))


def sentence_of(
    text: str,
    tokens: Sequence[Token],
    anchor: date,
    carried: tuple[Subject, ...] = (),
    unambiguous: Collection[str] = (),
    context: tuple[When, ...] = (),
    told: tuple[When, ...] = (),
    spoken: tuple[When, ...] = (),
    day: tuple[When, ...] = (),
    of_yields: bool = False,
) -> Sentence:
    """Read `tokens`. `carried`: whom "it" means when the sentence has not said. `unambiguous`: tickers of
    markets that the text names without doubt; a doubtful name that can mean just one of them means it."""
    elements = elements_of(tokens, anchor, unambiguous, (*told, *day), of_yields)
    groups = groups_of(tokens, elements)
    subjects = subjects_of(tokens, elements, groups, carried)
    words = [
        tokens[e.start].word if e.end - e.start == 1 else " ".join(t.word for t in tokens[e.start : e.end])
        for e in elements
    ]
    times = tuple((at, e.value) for at, e in enumerate(elements) if isinstance(e.value, When))
    who = (with_objects(tokens, elements, groups, subjects, carried), subjects, doubts_of(elements, words))
    return Sentence(text, tokens, elements, words, *who, anchor, context, told, spoken, times)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What every kind of claim has; `grammar.AnyClaim` is the closed union of the kinds.

    place: the words that make the claim, where they stand.
    unsure: the sentence, where words beside the claim may change what it says.
    """

    place: TextSpan
    unsure: TextSpan | None = None

    @property
    def subjects(self) -> dict[str, Subject]:
        """The markets it names, by field: `subject`, and `other` with which that is compared."""
        named = {field: getattr(self, field, None) for field in ("subject", "other")}
        return {field: subject for field, subject in named.items() if isinstance(subject, Subject)}

    @property
    def has_figure(self) -> bool:
        """True when it says by how much, not only which way."""
        return any(isinstance(getattr(self, field, None), Amount) for field in ("amount", "margin"))
