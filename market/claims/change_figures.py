"""The shape of a change in a sentence: its direction, whose it is, and which words belong to its figure."""

from __future__ import annotations

from dataclasses import dataclass
from math import copysign

from market.claims.expressions.amounts import Amount, AmountUnit
from market.claims.expressions.anchors import COMPARING
from market.claims.expressions.when import Turn, When
from market.claims.sentence import HEDGES, Sentence
from market.claims.subjects import Subject
from market.claims.tag import Tag

MOVES = (Tag.UP, Tag.DOWN)
_COMPARED = COMPARING | {"after", "following"}
BEING = frozenset(
    {"is", "are", "was", "were", "remains", "remain", "remained", "stays", "stayed", "still", "sits"}
)
ENDED_UP = frozenset({"ended up", "ending up", "end up"})  # "55.96 points", but also "at 49,071.56"
_FROM_VERB = (
    *HEDGES, Tag.FILL, Tag.SESSION, Tag.WHEN, Tag.AS_MUCH_AS, Tag.OR, Tag.UNIT, Tag.CLOSING, Tag.OWN,
)  # fmt: skip
MAY_FOLLOW = frozenset(
    (Tag.COMMA, Tag.MARK, Tag.WHEN, Tag.TURN, Tag.CAUSE, Tag.AND, Tag.SESSION, Tag.CLOSING, None)
)
_ENDS_FIGURE = frozenset(
    (*MAY_FOLLOW, Tag.TO, Tag.AT, Tag.OR, Tag.FROM, Tag.FOR, Tag.PREPOSITION, Tag.AMOUNT, Tag.CLOSE, Tag.MARKET,
     Tag.COLON, Tag.UP, Tag.DOWN, Tag.RECORD_HIGH, Tag.EXTEND, Tag.OWN, Tag.HIGHEST, Tag.LOWEST)
)  # fmt: skip


@dataclass(slots=True)
class FiguresRead:
    """What has been read of the sentence so far.

    move: place of the last word of direction.
    up: its direction.
    used: places that belong to a claim.
    points: a figure in points was read, so that a bare number after it may be one, too.
    start: the first place that the present clause's verb stands at.
    """

    used: set[int]
    move: int | None = None
    up: bool | None = None
    points: bool = False
    when: When | None = None


def shape_of(
    sentence: Sentence, place: int, amount: Amount, reading: FiguresRead
) -> tuple[bool | None, tuple[Subject, ...], int, int] | None:
    """Direction, markets, and from where to where the claim's words stand; None for what is no change."""
    after = sentence.skip(place + 1, Tag.FILL, Tag.UNIT)
    noun_after = sentence.tag(after) in MOVES and not _begins_predicate(sentence, after)
    if amount.unit is AmountUnit.PLAIN and sentence.word(after) in ("▲", "▼"):
        return None
    before = sentence.skip(place - 1, *_FROM_VERB, step=-1)
    if (
        sentence.tag(before) is Tag.OF
        and sentence.tag(of := sentence.skip(before - 1, Tag.FILL, step=-1)) in MOVES
    ):
        before = of  # "a weekly gain of 1.7 %"
        if sentence.tag(sentence.skip(of - 1, Tag.FILL, Tag.UNIT, step=-1)) is Tag.ORDINAL:
            return None  # "only the second drop of more than 1,000 points this year"
    behind_or = (
        before if sentence.tag(before) not in (Tag.COMMA, Tag.AMOUNT) else _over_figures(sentence, before)
    )
    signed = amount.signed
    base = _measured_from(sentence, after if noun_after else place)
    if base is False:
        return None
    if noun_after:
        up: bool | None = sentence.tag(after) is Tag.UP
        last = after + 1
        first = behind_or if sentence.tag(behind_or) in MOVES else place
    elif sentence.tag(behind_or) in MOVES or (
        (sentence.tag(before) in (Tag.TO, Tag.REACH) or sentence.word(before) == "for")
        and sentence.tag(before - 1) in MOVES
        and amount.unit is AmountUnit.PERCENT
    ):
        verb = behind_or if sentence.tag(behind_or) in MOVES else before - 1
        up, first, last = sentence.tag(verb) is Tag.UP, verb, place + 1
        if is_other_figure(sentence, place, amount):
            return None
        if signed and is_positive(amount) is not up:
            if up or verb != before:
                return _elliptic(
                    sentence, place, amount, reading, before
                )  # "green, still -0.4 % on the week"
            if amount.value > 0:
                return None
    elif sentence.word(before) in ENDED_UP:
        up, first, last = True, before, place + 1
    elif base:
        if sentence.word(before) == "within":
            return None
        up, first, last = None, place, place + 2
    else:
        return _elliptic(sentence, place, amount, reading, before)
    if signed and first == place:
        up = is_positive(amount)
    subjects = _markets_of(sentence, place, first, last)
    if amount.unit is AmountUnit.PLAIN and sentence.tag(before) in (Tag.COMMA, Tag.AMOUNT):
        return None
    return (up, subjects, with_hedge(sentence, first), last) if subjects else None


def is_positive(amount: Amount) -> bool:
    """By its sign, also of a zero ("−0.0 %")."""
    return copysign(1.0, amount.value) > 0


def _over_figures(sentence: Sentence, place: int) -> int:
    """Back over figures of the same predicate: "rose 33.5 points, or 1.25 %", "(1.2 %)"."""
    amounts = 0
    while sentence.tag(place) in (Tag.COMMA, Tag.AMOUNT, *_FROM_VERB, Tag.OR) and place > 0:
        amounts += sentence.tag(place) is Tag.AMOUNT
        after = sentence.tag(sentence.skip(place + 1, Tag.FILL))
        if sentence.tag(place) is Tag.COMMA and after not in (Tag.OR, Tag.AMOUNT, *HEDGES):
            return -1
        if sentence.tag(place) is Tag.COMMA and after is not Tag.OR and sentence.word(place + 1) in BEING:
            return -1  # "up 869 points on the day, is still 1.5 % below its record"
        place -= 1
    noun_of_figure = sentence.tag(place) in MOVES and sentence.amount(
        sentence.skip(place - 1, Tag.UNIT, step=-1)
    )
    return place if amounts or noun_of_figure else -1


def _elliptic(
    sentence: Sentence, place: int, amount: Amount, reading: FiguresRead, before: int
) -> tuple[bool | None, tuple[Subject, ...], int, int] | None:
    """A figure without a verb: "… and the Dow 0.6 %", "Nasdaq +0.9 %", "409 for the Nasdaq", "(−1.7 %)"."""
    if is_other_figure(sentence, place, amount):
        return None
    if reading.move is not None and any(sentence.tag(n) is Tag.OTHER for n in range(reading.move, place)):
        return None  # "we cut our overweight in small caps by 2 %"
    up = is_positive(amount) if amount.signed else reading.up
    plain = amount.unit is AmountUnit.PLAIN
    if plain and not (reading.points or amount.signed):
        return None
    if not plain and _is_of_time_compared(sentence, place, before, reading):
        return is_positive(amount) if amount.signed else None, sentence.subjects[place], place, place + 1
    if not plain and sentence.tag(before) is Tag.POSSESSIVE and sentence.tag(before - 1) is Tag.MARKET:
        owner = sentence.elements[before - 1].value  # "more than double the S&P 500's 1.5 %"
        return up, (owner,) if isinstance(owner, Subject) else (), with_hedge(sentence, place), place + 1
    of_own = sentence.tag(before) is Tag.OF and reading.move is not None  # "and the Dow of 4.2 %"
    own = sentence.skip(before, Tag.COLON, Tag.NOUN, Tag.COMMA, *((Tag.OF,) if of_own else ()), step=-1)
    of = _markets_after_for(sentence, place + 1)
    if of and (reading.move is not None or amount.signed or sentence.tag(before) is Tag.COLON):
        return up, of, with_hedge(sentence, place), place + 1
    if sentence.tag(own) is Tag.MARKET and not _is_compared(sentence, own):
        listed = amount.signed or reading.move is not None or reading.when is not None
        listed = listed or sentence.word(place - 1) == "("
        # "the Dow fell 453.19 to …, the S&P 500 90.69 to …"
        pointed = reading.points and sentence.tag(place + 1) is Tag.TO
        if listed and (amount.signed or pointed or not plain):
            named = sentence.elements[own].value
            subjects = (named,) if isinstance(named, Subject) else sentence.subjects[own][-1:]
            return up, subjects, with_hedge(sentence, place), place + 1
    if _is_of_further_period(sentence, place, before) and reading.used and not plain:
        return up, sentence.subjects[place], with_hedge(sentence, place), place + 1
    if sentence.tag(before) is Tag.AND and reading.used and sentence.subjects[place]:
        return _respective(sentence, place, up)
    verb = (
        sentence.tag(before) is Tag.WORD
        and sentence.tag(sentence.skip(before - 1, Tag.FILL, step=-1)) is Tag.MARKET
    )
    if (
        verb and not plain and sentence.word(before).endswith(("ed", "s"))
    ):  # a verb that is not known: its size only
        return is_positive(amount) if amount.signed else None, sentence.subjects[before], place, place + 1
    colon = sentence.skip(before, Tag.WHEN, step=-1)
    behind_colon = Tag.COLON in (sentence.tag(colon), sentence.tag(before))
    if behind_colon and sum(sentence.tag(at) is Tag.MARKET for at in range(place)) > 1:
        return None  # "RUT > SPX today: +0.9 % vs +0.3 %"
    level = sentence.tag(own) in (Tag.AMOUNT, Tag.WHEN, Tag.CLOSE, Tag.SESSION)
    if (
        (amount.signed or (level and sentence.word(place - 1) == "("))
        and sentence.subjects[place]
        and not plain
    ):
        up = is_positive(amount) if amount.signed else None
        return up, sentence.subjects[place], place, place + 1
    return None


def _is_of_time_compared(sentence: Sentence, place: int, before: int, reading: FiguresRead) -> bool:
    """ "rose 20.4 % in 2025, after 28.6 % in 2024": the figure of a time of its own that another is compared with."""
    when = sentence.elements[place + 1].value if place + 1 < len(sentence.elements) else None
    compared = sentence.word(before) in _COMPARED
    return compared and bool(reading.used) and isinstance(when, When) and when.first is not None


def _is_of_further_period(sentence: Sentence, place: int, before: int) -> bool:
    """ "dropped 5.4 % for the month and 3.6 % for the quarter", the second figure."""
    earlier = sentence.skip(before - 1, Tag.COMMA, step=-1)
    periods = [sentence.elements[at].value for at in (earlier, place + 1) if 0 <= at < len(sentence.elements)]
    return sentence.tag(before) in (Tag.AND, Tag.COMMA) and all(
        isinstance(when, When) and not when.one_day for when in periods
    )


def _respective(
    sentence: Sentence, place: int, up: bool | None
) -> tuple[bool | None, tuple[Subject, ...], int, int] | None:
    """The second figure of "the S&P 500 and the Nasdaq rose 0.5 % and 0.9 %"."""
    subjects = sentence.subjects[place]
    figures = [at for at in range(place + 1) if sentence.amount(at) and sentence.subjects[at] == subjects]
    if len(subjects) < 2 or len(figures) > len(subjects):
        return None
    return up, subjects[len(figures) - 1 : len(figures)], place, place + 1


def _markets_of(sentence: Sentence, place: int, first: int, last: int) -> tuple[Subject, ...]:
    """Whose change it is: "the Dow's 0.6 % gain", "a 0.6 % gain for the Dow", else the subject there."""
    start = min(place, first)
    before = sentence.skip(start - 1, Tag.FILL, step=-1)
    if sentence.tag(before) is Tag.POSSESSIVE and sentence.tag(before - 1) is Tag.MARKET:
        owner = sentence.elements[before - 1].value
        return (owner,) if isinstance(owner, Subject) else ()
    own = sentence.subjects[first]
    of = _markets_after_for(sentence, last)
    if of and (not own or first == place or sentence.word(first).endswith(" of")):
        return of
    if not own and sentence.tag(at := sentence.skip(last, Tag.WHEN, Tag.FILL)) is Tag.COMMA:
        return sentence.markets(at + 1)[0]  # "with a 975-point jump, the Dow …"
    if len(own) > 1 and (further := _further_figures(sentence, place)):
        return own[:1] if len(further) + 1 == len(own) else ()
    return own


def _further_figures(sentence: Sentence, place: int) -> list[int]:
    """Places of further figures, one for each of several markets: "rose 0.5 % and 0.9 %"."""
    out: list[int] = []
    unit = getattr(sentence.amount(place), "unit", None)
    while True:
        at = sentence.skip(place + 1, Tag.COMMA)
        at += sentence.tag(at) is Tag.AND
        amount = sentence.amount(at)
        if at == place + 1 or amount is None or amount.unit is not unit or sentence.tag(at - 1) is Tag.OR:
            return out
        if sentence.tag(sentence.skip(at + 1, Tag.FILL)) in (*MOVES, Tag.WHEN):
            return out
        out.append(at)
        place = at


def _markets_after_for(sentence: Sentence, place: int) -> tuple[Subject, ...]:
    """Whose figure it is: "… for the Dow", "… in the Dow", "… by the Dow"."""
    at = sentence.skip(place, Tag.WHEN, Tag.SESSION)
    if sentence.tag(at) is Tag.FOR or sentence.word(at) in ("by", "on", "of"):
        return sentence.markets(at + 1)[0]
    return ()


def _measured_from(sentence: Sentence, place: int) -> bool | None:
    """Does a base that is known follow ("from its January peak", "below its record")? False: one that is not
    ("up 5 % from the level of the spring"); None: the words name none."""
    at = sentence.skip(place + 1, Tag.FILL)
    when = sentence.elements[at].value if 0 <= at < len(sentence.elements) else None
    if isinstance(when, When):
        if when.turn is not Turn.NONE:
            return True
        at = sentence.skip(at + 1, Tag.WHEN, Tag.FILL)
    if sentence.tag(at) in (Tag.ABOVE, Tag.BELOW, Tag.FROM):
        following = sentence.skip(at + 1, Tag.FILL)
        return None if sentence.tag(following) in (Tag.AMOUNT, Tag.WHEN) else False
    return False if sentence.tag(at) is Tag.NEAR else None


def is_other_figure(sentence: Sentence, place: int, amount: Amount) -> bool:
    """Is it a figure of something else ("3 % of its staff", "22 times", "120 stocks", "24 % chance")?"""
    at = sentence.skip(place + 1, Tag.FILL)
    tag = sentence.tag(at)
    if amount.signed and sentence.tag(place - 1) is Tag.MARKET and tag is Tag.WORD:
        return False  # "$XLC -1.6% what a split"
    if tag is Tag.OF:  # "shed 13.7 % of its value" is its own figure
        return not (sentence.tag(at + 1) is Tag.OWN and sentence.word(at + 2) == "value")
    if tag in (Tag.WORD, Tag.OTHER) and amount.unit is AmountUnit.PERCENT:
        return at == place + 1 and sentence.word(at) not in (
            "apiece",
            "each",
            "respectively",
            "lol",
            "fwiw",
            "today",
        )
    return amount.unit is AmountUnit.PLAIN and tag not in _ENDS_FIGURE


def _begins_predicate(sentence: Sentence, place: int) -> bool:
    """Is the word of direction at `place` the verb of what follows rather than a noun of the figure before?"""
    following = sentence.skip(place + 1, *_FROM_VERB)
    return following == place + 1 and sentence.tag(following) is Tag.AMOUNT


def _is_compared(sentence: Sentence, place: int) -> bool:
    return sentence.word(sentence.skip(place - 1, Tag.FILL, step=-1)) in ("than", "from")


def with_hedge(sentence: Sentence, first: int) -> int:
    """The claim's words with the hedge before them."""
    at = sentence.skip(first - 1, Tag.FILL, step=-1)
    return at if sentence.tag(at) in (*HEDGES, Tag.AS_MUCH_AS) else first
