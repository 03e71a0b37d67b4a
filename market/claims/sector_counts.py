"""Counts of sectors: "all 11 sectors rose", "of the eleven, eight fell", "no sector was spared", "gains across
sectors", and the words that make one sector the only one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from market.claims.expressions.when import When
from market.claims.scope import number, told_times
from market.claims.sentence import Claim, Sentence
from market.claims.vocabulary.sectors import BEING, SECTORS
from market.claims.vocabulary.tag import Tag

_MOVES = (Tag.UP, Tag.DOWN)
SECTOR_COUNT = 11
_NAMED_BY_COUNT = {("sector", 1), ("groups", SECTOR_COUNT), ("industries", SECTOR_COUNT)}
_SPARED = ("spared", "escaped", "immune")  # "no sector was spared": none rose
_BUT = frozenset({"but", "except", "excluding", "bar", "barring", "save", "besides"})
_LISTED = frozenset({"for", "the", "and", "or", ",", "from", "sector", "stocks", "shares"})
_TO_VERB = (
    Tag.FILL, Tag.CLOSE, Tag.WHEN, Tag.FOR, Tag.MARKET, Tag.COMMA, Tag.POSSESSIVE, Tag.NOUN, Tag.CLOSING, Tag.OF,
    Tag.TO,
)  # fmt: skip
_OF_BROAD = (Tag.FILL, Tag.CLOSE, Tag.WORD, Tag.CLOSING, Tag.BROAD)
_BEFORE_LONE = BEING | {"as", "the", ",", "remained"}
_LONE_REACH = 6  # tokens between "only" and which way it went
_GAINERS = frozenset({"gainer", "winner", "advancer", "riser"})
_ONE_GAINER = _GAINERS | {"loser", "decliner", "faller", "laggard"}


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


def find(sentence: Sentence) -> Iterator[SectorsClaim]:
    """The counts of sectors that `sentence` makes, in its order."""
    for place, tag in sentence.asserted():
        if tag is Tag.SECTORS:
            yield from _sectors(sentence, place)
        elif (sentence.word(place), number(sentence, place - 1)) in _NAMED_BY_COUNT:
            yield from _sectors(sentence, place)  # "only one sector advanced", "ten of 11 groups"
        elif tag is Tag.BROAD:
            yield from _broad(sentence, place)


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
    spared = sentence.word(move) in _SPARED and share in (Share.NONE, Share.COUNT, Share.AT_LEAST)
    if sentence.tag(move) not in _MOVES and not spared:
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
            up=spared or sentence.tag(move) is Tag.UP,
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


def lone(sentence: Sentence, starts: dict[int, int], end: int) -> tuple[bool, int] | None:
    """ "consumer staples was the lone gainer", "energy the only sector to fall": which way, and the token behind it."""
    tokens = sentence.tokens
    at = end
    while at < len(tokens) and tokens[at].word in _BEFORE_LONE:
        at += 1
    if at == len(tokens) or tokens[at].word not in ("only", "lone", "sole"):
        return None
    one = at + 1 < len(tokens) and tokens[at + 1].word == "one"  # "the only one of the 11 sectors to escape"
    for behind in range(at + 1, min(at + _LONE_REACH + 2 * one, len(tokens))):
        if tokens[behind].word in ("escape", "resist"):
            return True, behind + 1
        if tokens[behind].word in ("sectors", "groups") and not one:
            return None  # "the only two sectors that rose"
        tag = sentence.tag(starts.get(behind, -1))
        if tokens[behind].word in _ONE_GAINER or tag in (Tag.UP, Tag.DOWN):
            return tokens[behind].word in _GAINERS or tag is Tag.UP, behind + 1
    return None


def odd_one(sentence: Sentence, starts: dict[int, int], place: int, end: int) -> tuple[bool, int] | None:
    """ "one of the 11 sectors rose, consumer staples"; "ten of 11 rose, utilities being the odd one out": which way it
    went, and the token behind it."""
    tokens = sentence.tokens
    moves = [at for at in range(starts.get(place, 0)) if sentence.tag(at) in (Tag.UP, Tag.DOWN)]
    if not moves or not any("sector" in word or word == "groups" for word in sentence.words[: moves[-1]]):
        return None
    up = sentence.tag(moves[-1]) is Tag.UP
    at = end + (end < len(tokens) and tokens[end].word in BEING)
    if [token.word for token in tokens[at : at + 4]] == ["the", "odd", "one", "out"]:
        return not up, at + 4
    counted = any(number(sentence, n) == 1 for n in range(moves[-1]))
    ends = end == len(tokens) or tokens[end - 1].word == "," or not tokens[end].word[:1].isalpha()
    behind = tokens[place - 1].word in (",", ":", "(", "—", "–") and starts.get(place, 0) == moves[-1] + 2
    return (up, end) if counted and ends and behind else None
