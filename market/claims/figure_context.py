"""What surrounds a figure of change: words of direction and of being, hedges, whose it is, other nouns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import copysign

from market.claims.expressions.amounts import Amount, AmountUnit
from market.claims.expressions.when import When
from market.claims.sentence import HEDGES, Basis, Sentence
from market.claims.subjects import Subject
from market.claims.vocabulary.tag import Tag
from market.claims.vocabulary.verbs import PARTICLES, RANGED, is_verb

MOVES = (Tag.UP, Tag.DOWN)
BEING = frozenset(
    {"is", "are", "was", "were", "remains", "remain", "remained", "stays", "stayed", "still", "sits"}
)
MAY_FOLLOW = frozenset(
    (Tag.COMMA, Tag.MARK, Tag.WHEN, Tag.TURN, Tag.CAUSE, Tag.AND, Tag.SESSION, Tag.CLOSING, None)
)
_ENDS_FIGURE = frozenset(
    (*MAY_FOLLOW, Tag.TO, Tag.AT, Tag.OR, Tag.FROM, Tag.FOR, Tag.PREPOSITION, Tag.AMOUNT, Tag.CLOSE, Tag.MARKET,
     Tag.COLON, Tag.UP, Tag.DOWN, Tag.RECORD_HIGH, Tag.EXTEND, Tag.OWN, Tag.HIGHEST, Tag.LOWEST)
)  # fmt: skip

_NEXT = re.compile(
    r"\b(?:next|following|ensuing) (?:trading )?(?:day|session|week|month)\b"
    r"|\b(?:day|session|week|month)s? (?:later|after)\b"
)
_SOME_DAY = ("day", "session", "one day", "single day", "single session", "one session")


@dataclass(slots=True)
class FiguresRead:
    """What has been read of the sentence so far.

    move: place of the last word of direction.
    up: its direction.
    used: places that belong to a claim.
    points: a figure in points was read, so that a bare number after it may be one, too.
    unit: of the newest figure.
    basis: of the newest figure, which one without a verb in the same list shares.
    start: the first place that the present clause's verb stands at.
    """

    used: set[int]
    move: int | None = None
    up: bool | None = None
    points: bool = False
    unit: AmountUnit | None = None
    when: When | None = None
    basis: Basis = Basis.CLOSE


def is_positive(amount: Amount) -> bool:
    """By its sign, also of a zero ("−0.0 %")."""
    return copysign(1.0, amount.value) > 0


def markets_after_for(sentence: Sentence, place: int) -> tuple[Subject, ...]:
    """Whose figure it is: "… for the Dow", "… in the Dow", "… by the Dow"."""
    at = sentence.skip(place, Tag.WHEN, Tag.SESSION)
    if sentence.tag(at) is Tag.FOR or sentence.word(at) in ("by", "on", "of"):
        return sentence.markets(at + 1)[0]
    return ()


def range_end(sentence: Sentence, before: int, place: int) -> Basis | None:
    """ "swung between 19.28 and 28.27": the low or the high, where both are exact and it did not only hover there."""
    opens = sentence.word(before) == "between"
    first = before if opens else sentence.skip(before - 2, Tag.FILL, step=-1)
    own, other = sentence.amount(place), sentence.amount(place + 2 if opens else before - 1)
    joined = sentence.tag(place + 1 if opens else before) is Tag.AND
    verb = sentence.word(first - 1) if sentence.word(first) == "between" else ""
    if not joined or own is None or other is None or verb not in RANGED:
        return None
    exact = own.step < 1 and other.step < 1 and verb not in ("was", "hovered")
    return (Basis.LOW if own.value < other.value else Basis.HIGH) if exact else Basis.SESSION


def is_moved_by(sentence: Sentence, place: int, amount: Amount) -> bool:
    """Does a word of direction make the figure a change: "ended 1,207 points higher", "finished 2,963 to the good"?"""
    move = sentence.skip(place + 1, Tag.FILL)
    bare = sentence.tag(place - 1) is Tag.CLOSE and not sentence.amount(sentence.skip(move + 1, Tag.FILL))
    return sentence.tag(move) in MOVES and (amount.unit is AmountUnit.POINTS or bare)


def is_other_figure(sentence: Sentence, place: int, amount: Amount) -> bool:
    """Is it a figure of something else ("3 % of its staff", "22 times", "120 stocks", "24 % chance")?"""
    at = sentence.skip(place + 1, Tag.FILL)
    tag = sentence.tag(at)
    if amount.signed and sentence.tag(place - 1) in (Tag.MARKET, Tag.COMMA) and tag is Tag.WORD:
        return False  # "$XLC -1.6% what a split"
    if tag is Tag.OF:  # "shed 13.7 % of its value" is its own figure
        return not (sentence.tag(at + 1) is Tag.OWN and sentence.word(at + 2) == "value")
    if tag is Tag.RECORD_HIGH and amount.unit is AmountUnit.PLAIN and sentence.word(at).endswith("s"):
        return True  # "🚀 8 record closes"
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


# Of a per cent these nouns tell no change: "a 24 % chance", "a 1.3 % yield".
_NO_MOVE_NOUNS = frozenset(
    """
    chance odds probability likelihood stake share weight weighting yield discount premium coupon tariff tariffs duty
    tax rate growth margin target threshold rule cap limit level hike allocation position dividend return interest
    inflation fee expense charge cost buffer hurdle exposure volatility probability payout stop risk mark correction
    overweight underweight unemployment vote majority cash holding move swing range band barrier correlation
    """.split()  # noqa: SIM905
)


def is_of_unknown_noun(sentence: Sentence, place: int, amount: Amount) -> bool:
    """ "a 1,161-point bonanza for the Dow", "nursed a 1.55 % bruise": a move by another name."""
    noun, article = sentence.word(place + 1), sentence.word(sentence.skip(place - 1, *HEDGES, step=-1))
    ends = sentence.tag(place + 2) in (*MAY_FOLLOW, Tag.FOR)
    named = sentence.tag(place + 1) is Tag.WORD and noun not in _NO_MOVE_NOUNS and not is_verb(noun)
    sized = amount.unit in (AmountUnit.PERCENT, AmountUnit.POINTS) and not amount.signed
    return sized and named and ends and article in ("a", "an", "its", "the", "another")


def verb_before(sentence: Sentence, place: int) -> int:
    """Where the verb stands whose last word is at `place`: "frittered away" begins with "frittered"."""
    return sentence.skip(place - 1, Tag.FILL, step=-1) if sentence.word(place) in PARTICLES else place


def is_compared(sentence: Sentence, place: int) -> bool:
    return sentence.word(sentence.skip(place - 1, Tag.FILL, step=-1)) in ("than", "from")


def with_hedge(sentence: Sentence, first: int) -> int:
    """The claim's words with the hedge before them."""
    at = sentence.skip(first - 1, Tag.FILL, step=-1)
    return at if sentence.tag(at) in (*HEDGES, Tag.AS_MUCH_AS) else first


AGAINST = ("against", "versus", "vs")


def compared_markets(sentence: Sentence, place: int) -> tuple[Subject, ...]:
    """Whom a market was compared with before `place`: "lagged the S&P 500, 2.1 % down against 0.3 % up"."""
    for at in range(place - 1, -1, -1):
        if sentence.tag(at) in (Tag.AHEAD, Tag.BEHIND):
            return sentence.markets(at + 1)[0]
    return ()


def only_markets(sentence: Sentence) -> tuple[Subject, ...]:
    """The markets that the sentence names, where they stand together: "It was a fourth loss in a row … for the Dow"."""
    groups = [group.subjects for group in sentence.groups.values()]
    return groups[0] if len(groups) == 1 else ()


def is_of_some_day(sentence: Sentence, last: int) -> bool:
    """ "fell 6 % in one day": on which?"""
    unit = sentence.skip(last + 2, Tag.FILL)
    return sentence.word(last + 1) == "in" and sentence.word(unit) in _SOME_DAY


def is_of_next(sentence: Sentence, last: int) -> bool:
    """ "recovered 1.2 % the next day", "a day later, it added 588 points", "a day after crossing 7,000": which one?"""
    end = next((at for at in _turns_of(sentence) if at > last), len(sentence.elements))
    return _tells_of_next(sentence, end)


@lru_cache(maxsize=8)  # asked for at every claim of the sentence
def _turns_of(sentence: Sentence) -> tuple[int, ...]:
    return tuple(at for at, element in enumerate(sentence.elements) if element.tag is Tag.TURN)


@lru_cache(maxsize=32)  # asked for at every claim of the sentence
def places_of(sentence: Sentence, *words: str) -> tuple[int, ...]:
    """The places that say one of `words`."""
    return tuple(at for at, said in enumerate(sentence.words) if not set(words).isdisjoint(said.split()))


@lru_cache(maxsize=8)  # asked for at every claim of the sentence
def _tells_of_next(sentence: Sentence, end: int) -> bool:
    plain = (sentence.word(at) for at in range(end) if sentence.tag(at) is not Tag.WHEN)
    return _NEXT.search(" ".join(plain)) is not None
