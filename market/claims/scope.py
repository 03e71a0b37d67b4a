"""The period that a heading, an adjective or the tense gives: "For the week:", "weekly loss", "is up"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache

from market.claims.expressions.amounts import Amount, AmountUnit
from market.claims.expressions.days import month_at
from market.claims.expressions.spans import QUARTER_WORDS, back, has_hardly_begun, span_at, stretch
from market.claims.expressions.when import Turn, When
from market.claims.sentence import SUPERLATIVES, Sentence
from market.claims.vocabulary.tag import PREDICATES, Tag

_ADJECTIVES = {
    "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year", "annual": "year", "daily": "today",
}  # fmt: skip
_UNITS = {"week": "week", "month": "month", "quarter": "quarter", "year": "year"}  # "week in review:"
PERIODS = {
    **_UNITS,
    **dict.fromkeys(("one week", "weekly"), "week"),
    **dict.fromkeys(("one month", "monthly"), "month"),
    **{"quarterly": "quarter", "yearly": "year", "annual": "year"},
}
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
    blank: an empty line stands before what is read now.
    """

    context: tuple[When, ...] = ()
    fresh: bool = False
    inline: bool = False
    blank: bool = False

    def at_gap(self, gap: str) -> Scope:
        """The scope behind `gap`, the text between two sentences."""
        blank = gap.count("\n") > 1 and not self.fresh
        return replace(self, fresh=False, inline=False, blank=blank)

    def within(self, sentence: Sentence) -> Scope:
        """The scope for `sentence`: behind an empty line it goes on for a further line of the same list only, "The
        Dow is up 1.2%.", each in a paragraph of its own."""
        return self if not self.blank or _is_item(sentence) else Scope()

    def after(self, sentence: Sentence) -> Scope:
        """The scope from `sentence` on."""
        colon = next((n for n, e in enumerate(sentence.elements[:_LONGEST]) if e.tag is Tag.COLON), None)
        whole = len(sentence.elements) <= _LONGEST
        if colon is None and not whole:
            return self
        begin = _number_of_item(sentence)
        head = sentence.elements[begin : len(sentence.elements) if colon is None else colon]
        tags = {element.tag for element in head}
        alone = colon is None or colon >= len(sentence.elements) - 1
        about_market = Tag.MARKET in tags and (
            alone or Tag.UNIT not in tags
        )  # "Small caps had a rough week: …"
        if not head or not tags.isdisjoint(_SAYS_SOMETHING) or about_market:
            return self
        superlative = not tags.isdisjoint(SUPERLATIVES)  # "It was its best day since October 4."
        for place, element in enumerate(head, begin):
            when = element.value if isinstance(element.value, When) else _bare(sentence, place)
            if not isinstance(when, When):
                unit = _ADJECTIVES.get(sentence.word(place)) or _UNITS.get(sentence.word(place))
                when = stretch(unit, sentence.anchor) if unit else None
            if isinstance(when, When) and not when.exact and not (when.since and superlative):
                return Scope(() if when.one_day else (when,), fresh=alone, inline=not alone)
        return self


def _number_of_item(sentence: Sentence) -> int:
    """Where the words begin behind "8/", "2)" or "3."."""
    amount = sentence.amount(0)
    return 2 if amount is not None and amount.value < 100 and sentence.word(1) in ("/", ")", ".") else 0


def _is_item(sentence: Sentence) -> bool:
    """Is it a line like "The S&P 500 is up 0.5%." or "S&P 500 +0.5%"?"""
    first = sentence.skip(0, Tag.FILL)
    if sentence.tag(first) is not Tag.MARKET or any(isinstance(e.value, When) for e in sentence.elements):
        return False
    amounts = [amount for at in range(len(sentence.elements)) if (amount := sentence.amount(at))]
    return bool(amounts) and (amounts[0].signed or is_open(sentence, first + 1, first + 2))


def period_of(sentence: Sentence, *places: int) -> When | None:
    """The period of an adjective beside one of `places`."""
    for place in places:
        for at in (place - 2, place - 1, place, place + 1):
            if sentence.tag(at) is Tag.UNIT and (unit := _ADJECTIVES.get(sentence.word(at))):
                return stretch(unit, sentence.anchor).written(sentence.word(at))
    return None


_BEHIND = (Tag.FILL, Tag.NOUN, Tag.UP, Tag.DOWN, Tag.CLOSING, Tag.UNIT)
_BESIDE = (*_BEHIND, Tag.COMMA, Tag.MARKET, Tag.OWN, Tag.POSSESSIVE)
_MOST = 6  # periods that one sentence speaks of


@lru_cache(maxsize=8)  # asked for at every figure of the sentence
def topics(sentence: Sentence) -> tuple[When, ...]:
    """The periods that a sentence speaks of without putting a figure into one: "its worst week since 2020", "March was
    cruel", "the first month is closed"."""
    out: list[When] = []
    for place, element in enumerate(sentence.elements):
        before = sentence.skip(place - 1, Tag.FILL, step=-1)
        counted = before >= 0 and sentence.tag(before) is not Tag.ORDINAL and _is_counted(sentence, before)
        if element.tag is Tag.WORD and sentence.word(place) in ("q", "qtr"):
            out.append(stretch("quarter", sentence.anchor).written(sentence.word(place)))
        elif element.tag is Tag.UNIT and (unit := PERIODS.get(sentence.word(place))) and not counted:
            out.extend(_stretches(unit, sentence, place))
        elif (named := _bare(sentence, place)) is not None:
            out.append(named)
        elif element.tag is Tag.STRAIGHT and (run := _run_at(sentence, place)) is not None:
            out.append(run)
        if len(out) >= _MOST:
            break
    return tuple(out)


def _stretches(unit: str, sentence: Sentence, place: int) -> Iterator[When]:
    """The week, month, quarter or year; the one before, too, while the new one has hardly begun."""
    yield stretch(unit, sentence.anchor).written(sentence.word(place))
    if has_hardly_begun(unit, sentence.anchor):
        yield stretch(f"last {unit}", sentence.anchor).written(sentence.word(place))


def _is_counted(sentence: Sentence, place: int) -> bool:
    return sentence.elements[place].value is not None


def _bare(sentence: Sentence, place: int) -> When | None:
    """A period without a preposition: "Q1 scorecard", "March was cruel", "first-quarter returns"."""
    element, word = sentence.elements[place], sentence.tokens[sentence.elements[place].start].word
    if _is_bare_year(sentence, place):
        year = span_at(sentence.tokens, element.start, sentence.anchor)
        return year[0].written(sentence.word(place)) if year is not None else None
    if element.tag not in (Tag.WORD, Tag.ORDINAL, Tag.AMOUNT) or isinstance(element.value, When):
        return None
    if not month_at(sentence.tokens, element.start)[0] and word not in (*QUARTER_WORDS, "1", "2", "3", "4"):
        return None
    named = span_at(sentence.tokens, element.start, sentence.anchor)
    return named[0].written(sentence.word(place)) if named is not None else None


def _is_bare_year(sentence: Sentence, place: int) -> bool:
    """ "rounded 2025 off": a year, no level."""
    amount = sentence.amount(place)
    if amount is None or amount.unit is not AmountUnit.PLAIN or len(amount.text) != 4:
        return False
    before = sentence.tag(sentence.skip(place - 1, Tag.FILL, step=-1))
    return before not in (Tag.AT, Tag.TO, Tag.ABOVE, Tag.BELOW, Tag.MARKET, Tag.REACH, Tag.COLON)


def _run_at(sentence: Sentence, place: int) -> When | None:
    """The stretch of a run: "seven sessions in a row, adding 7.6 %", "a fifth straight week"."""
    for unit, counted in ((place - 1, place - 2), (place + 1, place - 1)):
        value = sentence.elements[counted].value if counted >= 0 else None
        count = int(value.value) if isinstance(value, Amount) else value
        if sentence.tag(unit) is not Tag.UNIT or not isinstance(count, int) or not 2 <= count <= 60:
            continue
        name = PERIODS.get(sentence.word(unit).removesuffix("s"), "day")
        when = back(count, name, sentence.anchor)
        return when.others[0] if when is not None and when.others else when
    return None


def nearby(sentence: Sentence, first: int, last: int, when: When) -> tuple[When, ...]:
    """What else the time of the words from `first` to `last` may be, where `when` does not stand right beside them: the
    sentence's other times, the text's own day, and without any time that of the sentence before."""
    if not when.words:
        named = [named for _, named in sentence.times if not named.since]
        own = [time for when in named for time in (when, *when.others)]
        own.extend(topics(sentence))
        own.extend(_day_before(sentence, first))
        return (*own, *sentence.told, *sentence.spoken)
    others = [other for _, other in sentence.times if other is not when]
    if when.turn is not Turn.NONE:  # "bottomed on March 9, 2009, 56.8 % below its October 2007 peak"
        days = [w.last for w in others if w.one_day and w.last > (when.named or w.last)]
        back = Turn.HIGH if when.turn is Turn.LOW else Turn.LOW
        periods = [
            w for w in others if w.first and w.turn is Turn.NONE and not w.since and w.last < sentence.anchor
        ]
        ends = (
            replace(w, named=w.last, turn=back) for w in periods
        )  # "in April, 18.9 % from its February peak"
        return (
            *(replace(when, last=day) for day in days),
            *(replace(when, last=e.last, end=e) for e in ends),
        )
    inside = [w for w in others if not w.since and w.turn is Turn.NONE and _is_part(w, when)]
    if inside:
        return tuple(part for w in inside for part in _up_to(when, w))
    alike = [w for w in others if w.unit == when.unit and not (w.since or when.since)]
    if alike:  # "in 1987 it ended up 2 % for the year"
        return (*alike, *topics(sentence), *sentence.told)
    after = sentence.skip(last, *_BEHIND)
    before = sentence.skip(first - 1, *_BESIDE, step=-1)
    elements = sentence.elements
    taken = sentence.tag(sentence.skip(before - 1, Tag.FILL, step=-1)) in (Tag.AMOUNT, *PREDICATES)
    for at in (after, *(() if taken else (before,))):  # "having fallen 1.2 % on Tuesday, the Dow rose 2 %"
        if 0 <= at < len(elements) and elements[at].value is when:
            return ()
    if when.since:
        return ()
    others.extend(_day_before(sentence, first))
    return (*others, *topics(sentence), When(sentence.anchor), *sentence.told, *sentence.context)


def told_times(sentence: Sentence, first: int, last: int, when: When) -> tuple[When, ...]:
    """The same of a statement without a figure, which would fit many a time: what the text has spoken of earlier only
    where the sentence before tells none, and never the day where a period is named."""
    times = nearby(sentence, first, last, when)
    earlier = [time for time in sentence.spoken if time not in sentence.told] if sentence.told else []
    if when.words and not when.one_day:
        earlier.append(When(sentence.anchor))
    return tuple(time for time in times if time not in earlier)


def _is_part(when: When, whole: When) -> bool:
    """Is it a time within the calendar period `whole`: "on March 30 it was down 7.3 % for the year"?"""
    if whole.first is None or whole.since or whole.unit not in PERIODS.values():
        return False
    return whole.first <= (when.first or when.last) and when.last < whole.last


def _up_to(whole: When, part: When) -> Iterator[When]:
    """`whole` as it stood at the end of `part`, and at the lowest and the highest close within that."""
    yield replace(whole, last=part.last)
    for turn in (Turn.LOW, Turn.HIGH) if not part.one_day else ():
        yield replace(whole, last=part.last, end=replace(part, named=part.last, turn=turn))


def _day_before(sentence: Sentence, first: int) -> tuple[When, ...]:
    """ "a day after jumping 1.2 %": the day before the text's."""
    before = sentence.skip(first - 1, Tag.FILL, Tag.MARKET, Tag.PRONOUN, Tag.OWN, Tag.ORDINAL, step=-1)
    said = sentence.word(before) in ("after", "following")
    return (When(sentence.anchor - timedelta(days=1)),) if said else ()


def is_open(sentence: Sentence, first: int, place: int) -> bool:
    """May the words be about longer than a day ("is up 9 %", "has gained 9 %")? The simple past is not."""
    start = sentence.elements[max(0, first - 4)].start
    words = [token.word for token in sentence.tokens[start : sentence.elements[place].end]]
    return not _PRESENT.isdisjoint(words) and _PAST.isdisjoint(words)


def is_earlier(sentence: Sentence, start: int, first: int) -> bool:
    """ "had fallen 3 %": before something else, at a time that is not said."""
    return any(
        "had" in sentence.word(at).split()
        and not {"has", "have"} & set(sentence.word(at - 1).split())
        and sentence.tag(sentence.skip(at + 1, Tag.FILL)) in PREDICATES
        for at in range(start, first + 1)
    )


def one_day(sentence: Sentence, when: When) -> When:
    """The single day of a sentence that also names a period ("its eighth record of the year")."""
    words, of_compared = sentence.words, sentence.is_of_compared
    other = {at for at, _ in sentence.times if of_compared(at, 0) and sentence.word(at + 2) != "when"}
    days = [w for at, w in sentence.times if w.one_day and at not in other and "having" not in words[:at]]
    return days[0] if days else When(sentence.anchor if when.since else min(when.last, sentence.anchor))


def number(sentence: Sentence, place: int) -> int | None:
    """The whole number at `place`, whether counted ("five", "14") or ordered ("fifth")."""
    if not 0 <= place < len(sentence.elements):
        return None
    value = sentence.elements[place].value
    if isinstance(value, int):
        return value
    amount = sentence.amount(place)
    return int(amount.value) if amount and amount.value == int(amount.value) and amount.value < 1000 else None


def units_spoken_of(sentence: Sentence, unit: str) -> tuple[str, ...]:
    """The other units of the times that the sentence, its heading and the text before it speak of."""
    own = [e.value for e in sentence.elements if isinstance(e.value, When) and not e.value.since]
    whens = (*own, *topics(sentence), *sentence.context, *sentence.told, *sentence.spoken)
    named = ("week" if when.sessions == 5 else when.unit for when in whens)
    return tuple(dict.fromkeys(other for other in named if other in _UNITS and other != unit))
