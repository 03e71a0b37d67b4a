"""Members of an index: "advancers beat decliners three to one", "fewer stocks rose than fell", "eight in ten of its
members", "for every stock that fell, five rose"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from market.claims.expressions.amounts import AmountUnit
from market.claims.expressions.when import When
from market.claims.scope import number
from market.claims.sentence import Claim, Sentence
from market.claims.subjects import Subject
from market.claims.vocabulary.tag import Tag

_MOVES = (Tag.UP, Tag.DOWN)
_MOST_IN_SHARE = 20  # "19 out of 20 stocks"
_ONE = frozenset({"decliner", "advancer", "loser", "gainer", "faller", "riser", "winner"})
_TO_RATIO = (
    Tag.FILL, Tag.NEARLY, Tag.ABOUT, Tag.OVER, Tag.COMMA, Tag.JUST_OVER, Tag.FOR, Tag.MARKET, Tag.WHEN,
)  # fmt: skip
_MEMBERS = frozenset(
    {
        "stocks",
        "issues",
        "names",
        "shares",
        "members",
        "companies",
        "stock",
        "issue",
        "name",
        "member",
        "company",
    }
)
_OUTSIDE = frozenset(
    {"nyse", "nasdaq", "new", "exchange", "big"}
)  # exchanges, whose members are not known here


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvancersClaim(Claim):
    """More members of `subject` rose than fell (`up`), or the reverse; `ratio` to one where one is given,
    with `at_least` or more."""

    subject: Subject | None
    up: bool
    when: When
    ratio: float | None = None
    at_least: bool = False


def find(sentence: Sentence) -> Iterator[AdvancersClaim]:
    """The statements on members that `sentence` makes, in its order."""
    for place, tag in sentence.asserted():
        if tag in (Tag.OUTNUMBER, Tag.BEHIND, Tag.AHEAD, Tag.LEAD):
            yield from _outnumbered(sentence, place)
        elif sentence.word(place) in _MEMBERS:
            yield from _more_than(sentence, place)


def _outnumbered(sentence: Sentence, place: int) -> Iterator[AdvancersClaim]:
    """ "advancers outnumbered decliners (by three to one) (in the S&P 500)"."""
    before = sentence.skip(place - 1, Tag.FILL, step=-1)
    after = sentence.skip(place + 1, Tag.FILL)
    sides = (sentence.tag(before), sentence.tag(after))
    if sides not in ((Tag.ADVANCERS, Tag.DECLINERS), (Tag.DECLINERS, Tag.ADVANCERS)):
        return
    up = (sides[0] is Tag.ADVANCERS) is (sentence.tag(place) is not Tag.BEHIND)
    yield from _advancers(sentence, before, after, up, _ratio(sentence, after))


def _more_than(sentence: Sentence, place: int) -> Iterator[AdvancersClaim]:
    """ "more stocks fell than rose", "fewer issues rose than fell", "three stocks fell for every one that rose"."""
    move = sentence.skip(
        place + 1, Tag.FILL, Tag.FOR, Tag.OF, Tag.MARKET, Tag.POSSESSIVE, Tag.WHEN, Tag.CLOSE
    )
    if sentence.tag(move) not in _MOVES:
        return
    if sentence.word(sentence.skip(place - 1, Tag.FILL, Tag.MARKET, step=-1)) in ("every", "each"):
        yield from _for_every(sentence, place, move)
        return
    if (share := _share_of_members(sentence, place)) is not None:
        ratio, first = share
        yield from _advancers(sentence, first, move, sentence.tag(move) is Tag.UP, ratio)
        return
    than = sentence.skip(move + 1, Tag.FILL)
    first = sentence.skip(place - 1, Tag.FILL, Tag.MARKET, step=-1)
    counted = sentence.skip(than + 1, Tag.FILL, Tag.ALL, Tag.AMOUNT)
    one = sentence.word(counted) in _ONE  # "five stocks rose for every decliner"
    other = counted if one else sentence.skip(than + 1, Tag.FILL, Tag.WHICH, Tag.ALL, Tag.AMOUNT, Tag.WORD)
    if sentence.word(than) == "than" and sentence.tag(sentence.skip(than + 1, Tag.FILL)) in _MOVES:
        word = sentence.word(first)
        if word not in ("more", "fewer", "less", "many more", "far more") and "more" not in word:
            return
        up = (sentence.tag(move) is Tag.UP) is ("more" in word)
        yield from _advancers(sentence, first, sentence.skip(than + 1, Tag.FILL), up, None)
    elif (
        sentence.tag(than) is Tag.FOR
        and (one or sentence.tag(other) in (*_MOVES, Tag.ADVANCERS, Tag.DECLINERS))
        and sentence.word(than + 1) in ("every", "each")
    ):
        count = number(sentence, first)
        if count:
            yield from _advancers(sentence, first, other, sentence.tag(move) is Tag.UP, float(count))


def _for_every(sentence: Sentence, place: int, move: int) -> Iterator[AdvancersClaim]:
    """ "for every stock that fell, more than five rose"."""
    at = sentence.skip(move + 1, Tag.FILL, Tag.COMMA, Tag.OVER, Tag.NEARLY, Tag.ABOUT, Tag.JUST_OVER)
    amount, verb = sentence.amount(at), sentence.skip(at + 1, Tag.FILL)
    count = amount.value if amount else number(sentence, at)
    if count and sentence.tag(verb) in _MOVES and sentence.tag(verb) is not sentence.tag(move):
        every = sentence.skip(place - 1, Tag.FILL, Tag.MARKET, step=-1)
        ratio = (float(count), verb + 1)
        yield from _advancers(sentence, every, verb, sentence.tag(verb) is Tag.UP, ratio)


def _share_of_members(sentence: Sentence, place: int) -> tuple[float, int] | None:
    """ "eight in ten of its members", "three out of four stocks", "80 % of the S&P 500's members": how many to one
    of the others, and where the words begin."""
    between = (Tag.FILL, Tag.MARKET, Tag.POSSESSIVE, Tag.OWN, Tag.OF, Tag.FOR)
    at = sentence.skip(place - 1, *between, step=-1)
    amount = sentence.amount(at)
    if amount is not None and amount.unit is AmountUnit.PERCENT:
        return (
            (amount.value / (100 - amount.value), at)
            if 0 < amount.value < 100 and sentence.tag(at + 1) is Tag.OF
            else None
        )
    whole, link = number(sentence, at), sentence.word(at - 1)
    part = number(sentence, at - 2) if link in ("in", "of", "out of") else None
    if not whole or not part or part >= whole or whole > _MOST_IN_SHARE:
        return None
    return part / (whole - part), at - 2


def _advancers(
    sentence: Sentence, first: int, last: int, up: bool, ratio: tuple[float, int] | float | None
) -> Iterator[AdvancersClaim]:
    begin = sentence.skip(first - 1, Tag.FILL, step=-1)
    value, end = (ratio[0], ratio[1]) if isinstance(ratio, tuple) else (ratio, last + 1)
    market: tuple[Subject, ...] = ()
    at = sentence.skip(end, Tag.FILL, Tag.MARK)
    if sentence.tag(at) in (Tag.FOR, Tag.PREPOSITION, Tag.OF):
        market = sentence.markets(at + 1)[0]
        if not market:
            return  # on an exchange whose members are not known here
    elif any(e.tag is Tag.OTHER for e in sentence.elements):
        return
    if not market:
        named = [e.value for e in sentence.elements[: end + 1] if isinstance(e.value, Subject)]
        own = next((at for at in range(first, last) if sentence.tag(at) is Tag.OWN), None)
        market = tuple(named[-1:]) if len(named) == 1 else sentence.subjects[own] if own is not None else ()
    subjects: tuple[Subject | None, ...] = market or (None,)
    if (sentence.word(at) == "on" and not market) or (market and market[0].words.casefold() in _OUTSIDE):
        return
    for subject in subjects:
        yield AdvancersClaim(
            place=sentence.place(first, max(last, end - 1) if value else last),
            subject=subject,
            up=up,
            when=sentence.when(last),
            ratio=value,
            at_least=any(sentence.tag(at) in (Tag.OVER, Tag.JUST_OVER) for at in (begin, *range(first, end))),
        )


def _ratio(sentence: Sentence, after: int) -> tuple[float, int] | None:
    """ "by three to one", "by nearly six to one", "by a 1.2-to-1 ratio", "3-1", and the place after it."""
    at = sentence.skip(after + 1, *_TO_RATIO)
    amount = sentence.amount(at)
    value = amount.value if amount else number(sentence, at)
    to = sentence.skip(at + 1, Tag.FILL)
    if value is None or sentence.tag(to) is not Tag.TO or number(sentence, to + 1) != 1:
        return None
    end = to + 2
    return float(value), end + (sentence.word(end) in ("ratio", "margin"))
