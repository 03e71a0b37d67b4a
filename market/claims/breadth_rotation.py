"""Breadth: "all 11 sectors rose", "of the eleven, eight fell", "energy was the strongest", "gains across sectors",
"advancers beat decliners three to one", "fewer stocks rose than fell"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from market.claims.expressions.amounts import AmountUnit
from market.claims.expressions.when import When
from market.claims.scope import number, told_times
from market.claims.sentence import Claim, Sentence
from market.claims.subjects import Subject
from market.claims.vocabulary.sectors import SECTORS
from market.claims.vocabulary.tag import Tag

_MOVES = (Tag.UP, Tag.DOWN)
SECTOR_COUNT = 11
_MOST_IN_SHARE = 20  # "19 out of 20 stocks"
_ONE = frozenset({"decliner", "advancer", "loser", "gainer", "faller", "riser", "winner"})
_BUT = frozenset({"but", "except", "excluding", "bar", "barring", "save", "besides"})
_LISTED = frozenset({"for", "the", "and", "or", ",", "from", "sector", "stocks", "shares"})
_TO_VERB = (
    Tag.FILL, Tag.CLOSE, Tag.WHEN, Tag.FOR, Tag.MARKET, Tag.COMMA, Tag.POSSESSIVE, Tag.NOUN, Tag.CLOSING, Tag.OF,
    Tag.TO,
)  # fmt: skip
_OF_BROAD = (Tag.FILL, Tag.CLOSE, Tag.WORD, Tag.CLOSING, Tag.BROAD)
_TO_RATIO = (
    Tag.FILL, Tag.NEARLY, Tag.ABOUT, Tag.OVER, Tag.COMMA, Tag.JUST_OVER, Tag.FOR, Tag.MARKET, Tag.WHEN,
)  # fmt: skip
_OUTSIDE = frozenset(
    {"nyse", "nasdaq", "new", "exchange", "big"}
)  # exchanges, whose members are not known here


class Share(StrEnum):
    """How many of them."""

    ALL = "all"
    MOST = "most"
    NONE = "none"
    COUNT = "count"
    AT_LEAST = "at least"
    BROAD = "broad"  # `RegimeRule.many` of them


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorsClaim(Claim):
    """That many of the eleven sectors rose (or fell). `nearby`: other times that the words may mean, tried last."""

    share: Share
    up: bool
    when: When
    count: int = 0
    nearby: tuple[When, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvancersClaim(Claim):
    """More members of `subject` rose than fell (`up`), or the reverse; `ratio` to one where one is given,
    with `at_least` or more."""

    subject: Subject | None
    up: bool
    when: When
    ratio: float | None = None
    at_least: bool = False


def find(sentence: Sentence) -> Iterator[SectorsClaim | AdvancersClaim]:
    """The statements on breadth that `sentence` makes, in its order."""
    for place, tag in sentence.asserted():
        if tag is Tag.SECTORS:
            yield from _sectors(sentence, place)
        elif sentence.word(place) == "sector" and number(sentence, place - 1) == 1:
            yield from _sectors(sentence, place)  # "only one sector advanced"
        elif tag is Tag.BROAD:
            yield from _broad(sentence, place)
        elif tag in (Tag.OUTNUMBER, Tag.BEHIND, Tag.AHEAD, Tag.LEAD):
            yield from _outnumbered(sentence, place)
        elif sentence.word(place) in ("stocks", "issues", "names", "shares", "members", "companies"):
            yield from _more_than(sentence, place)


def _sectors(sentence: Sentence, place: int) -> Iterator[SectorsClaim]:
    """Counts and shares of sectors; "all but two of them", "every sector except energy"."""
    share, count, first = _share(sentence, place)
    butted = sentence.skip(first - 1, Tag.FILL, step=-1)
    if share is Share.COUNT and sentence.word(butted) in _BUT and sentence.tag(butted - 1) is Tag.ALL:
        count, first = SECTOR_COUNT - count, butted - 1
    if share is Share.ALL and sentence.tag(sentence.skip(first - 1, Tag.FILL, step=-1)) in (
        Tag.NEARLY,
        Tag.ABOUT,
    ):
        share = Share.MOST
    excepted, after = _excepted(sentence, place)
    if after > place:
        if share is not Share.ALL or not excepted:
            return
        share, count = Share.COUNT, SECTOR_COUNT - excepted
    move = sentence.skip(after + 1, *_TO_VERB)
    last = after
    if sentence.tag(move) not in _MOVES:
        part = number(sentence, move)  # "of the 11 sectors, six rose"
        verb = sentence.skip(move + 1, Tag.FILL, Tag.CLOSE)
        leads = sentence.tag(sentence.skip(first - 1, Tag.FILL, step=-1)) is Tag.OF or share is None
        none = sentence.tag(move) in (Tag.ALL, Tag.NONE, Tag.MOST)
        if sentence.tag(verb) not in _MOVES or not (leads and (part is not None or none)):
            return
        shares = {Tag.ALL: Share.ALL, Tag.NONE: Share.NONE, Tag.MOST: Share.MOST}
        share, count, first = shares.get(sentence.tag(move) or Tag.WORD, Share.COUNT), part or 0, move
        move = verb
        last = verb
    if share is Share.COUNT and sentence.tag(sentence.skip(first - 1, Tag.FILL, step=-1)) is Tag.OVER:
        share = Share.AT_LEAST
    if share is not None:
        when = sentence.when(move)
        yield SectorsClaim(
            place=sentence.place(first, max(last, move)),
            share=share,
            up=sentence.tag(move) is Tag.UP,
            when=when,
            count=count,
            nearby=told_times(sentence, first, max(last, move) + 1, when),
        )


def _excepted(sentence: Sentence, place: int) -> tuple[int, int]:
    """How many sectors are named behind "except", and the last word of them; zero, and `place`, for none."""
    link = sentence.skip(place + 1, Tag.FILL, Tag.COMMA, Tag.OF, Tag.MARKET, Tag.POSSESSIVE)
    if sentence.word(link) not in _BUT and sentence.word(link + 1) not in _BUT:
        return 0, place
    token = sentence.elements[link].start + 1
    count, end = 0, token
    tokens = sentence.tokens
    while end < len(tokens) and (tokens[end].word in _LISTED or (named := SECTORS.at(tokens, end))):
        used = 1 if tokens[end].word in _LISTED else named[1] if named else 1
        count += tokens[end].word not in _LISTED
        end += used
    last = max((n for n, e in enumerate(sentence.elements) if e.start < end), default=link)
    return count, max(last, link)


def _share(sentence: Sentence, place: int) -> tuple[Share | None, int, int]:
    """How many sectors, the number, and where the phrase begins: "all 11", "nine of the 11"."""
    if sentence.word(place).startswith(("every", "each", "no")):
        return Share.NONE if sentence.word(place).startswith("no") else Share.ALL, 0, place
    at = sentence.skip(place - 1, Tag.FILL, Tag.MARKET, Tag.POSSESSIVE, step=-1)
    count = number(sentence, at)
    if count is not None:
        before = sentence.skip(at - 1, Tag.FILL, Tag.OWN, step=-1)
        if sentence.tag(before) is Tag.POSSESSIVE:  # "four of the S&P's 11 sectors"
            before = sentence.skip(before, Tag.POSSESSIVE, Tag.MARKET, Tag.FILL, step=-1)
        if sentence.tag(before) is Tag.OF or sentence.word(before) == "out of":
            inner = sentence.skip(before - 1, Tag.FILL, step=-1)
            part = number(sentence, inner)
            if part == 1 and sentence.tag(inner - 1) in (Tag.ALL, Tag.NONE):
                return Share.ALL if sentence.tag(inner - 1) is Tag.ALL else Share.NONE, 0, inner - 1
            if part is not None:  # "one of only two sectors to fall"
                return Share.COUNT, count if part == 1 and count < SECTOR_COUNT else part, inner
            if inner < 0:
                return None, 0, at
            at = inner
        elif sentence.tag(before) in (Tag.ALL, Tag.NONE):
            at = before
        else:
            return (Share.COUNT, count, at) if count <= 11 else (None, 0, at)
    elif sentence.tag(at) is Tag.OF:
        at = sentence.skip(at - 1, Tag.FILL, step=-1)
        if (part := number(sentence, at)) == 1 and sentence.tag(at - 1) in (Tag.ALL, Tag.NONE):
            at -= 1
        elif part is not None:
            return Share.COUNT, part, at
    shares = {Tag.ALL: Share.ALL, Tag.MOST: Share.MOST, Tag.NONE: Share.NONE}
    return shares.get(sentence.tag(at) or Tag.WORD), 0, at


def _broad(sentence: Sentence, place: int) -> Iterator[SectorsClaim]:
    """ "gains across sectors", "a broad rally", "the advance was broad-based"; "a broad advance in technology
    shares" is another group's."""
    for at in range(max(0, place - 4), min(place + 3, len(sentence.elements))):
        first, last = sorted((at, place))
        beside = all(sentence.tag(n) in (*_OF_BROAD, *_MOVES) for n in range(first, last))
        if sentence.tag(at) in _MOVES and beside and sentence.tag(last + 1) not in (Tag.FOR, Tag.OF):
            yield SectorsClaim(
                place=sentence.place(first, last),
                share=Share.BROAD,
                up=sentence.tag(at) is Tag.UP,
                when=sentence.when(last),
                nearby=told_times(sentence, first, last + 1, sentence.when(last)),
            )
            return


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
            at_least=any(sentence.tag(at) in (Tag.OVER, Tag.JUST_OVER) for at in (begin, *range(last, end))),
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
