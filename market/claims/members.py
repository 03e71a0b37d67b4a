"""Members of an index: how many of them rose ("advancers beat decliners three to one", "fewer stocks rose than fell",
"eight in ten of its members", "for every stock that fell, five rose"), and which sectors of them made its move ("rose
0.8 %, led by health care")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from market.claims.changes import ChangeClaim
from market.claims.expressions.amounts import AmountUnit
from market.claims.expressions.tokens import TokenKind
from market.claims.expressions.when import When
from market.claims.scope import number
from market.claims.sentence import Basis, Claim, Sentence
from market.claims.subjects import Subject
from market.claims.vocabulary.sectors import MADE_BY, MADE_MOST, SECTORS
from market.claims.vocabulary.tag import PREDICATES, Tag
from market.datasets.members import UnknownUniverse, universe_of
from market.symbols import find as find_symbol

_MOVES = (Tag.UP, Tag.DOWN)
_MOST_IN_SHARE = 20  # "19 out of 20 stocks"
_ONE = frozenset({"decliner", "advancer", "loser", "gainer", "faller", "riser", "winner"})
_TO_RATIO = (
    Tag.FILL, Tag.NEARLY, Tag.ABOUT, Tag.OVER, Tag.COMMA, Tag.JUST_OVER, Tag.FOR, Tag.MARKET, Tag.WHEN, Tag.PRONOUN,
)  # fmt: skip
_MEMBERS = frozenset(
    {"stocks", "issues", "names", "shares", "members", "companies", "stock", "issue", "name", "member", "company"}
)  # fmt: skip
_OUTSIDE = frozenset({"nyse", "nasdaq", "new", "exchange", "big"})  # whose members are not known here
_SECTOR_NOUNS = frozenset({"sector", "sectors", "stocks", "shares", "names", "companies", "group", "groups"})
_LEADING = frozenset(
    {
        "a", "an", "the", "gain", "gains", "loss", "losses", "drop", "drops", "decline", "declines", "rise", "jump",
        "slide", "strength", "weakness", "sharp", "big", "in", "of", "for", "%", "percent",
    }
)  # fmt: skip
_BEHIND_LIST = (Tag.COMMA, Tag.MARK, Tag.COLON, Tag.WHEN, Tag.TURN, Tag.WHICH, Tag.CAUSE)
_OTHER_MATTER = frozenset(
    {Tag.MARKET, Tag.OTHER, Tag.SERIES, Tag.UP, Tag.DOWN, Tag.TURN, Tag.SECTORS, Tag.CAUSE, Tag.NOT, Tag.NOUN}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvancersClaim(Claim):
    """More members of `subject` rose than fell (`up`), or the reverse; `ratio` to one where one is given,
    with `at_least` or more."""

    subject: Subject | None
    up: bool
    when: When
    ratio: float | None = None
    at_least: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionClaim(Claim):
    """`sector`, named by its fund, contributed most to the move of `subject`, an index with members or its fund.
    up: which way it contributed; None where only "contributed" is said, which either is.
    alone: nothing is said of the market's own way: a drag on it may be one on a day on which it rose.
    among: how many are said to have done so, it being one of them; 0 for it alone.
    nearby: other times that the words may mean, tried last.
    """

    subject: Subject
    sector: Subject
    up: bool | None
    when: When
    alone: bool = False
    among: int = 0
    nearby: tuple[When, ...] = ()


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
    if sentence.tag(move) not in _MOVES or sentence.word(move + 1) == "money":
        return
    if sentence.word(sentence.skip(place - 1, Tag.FILL, Tag.MARKET, step=-1)) in ("every", "each"):
        yield from _for_every(sentence, place, move)
        return
    if (share := _share_of_members(sentence, place)) is not None:
        ratio, first = share
        if sentence.tag(move + 1) in (Tag.WORD, Tag.TOPIC, Tag.NOUN) and not sentence.word(move + 1).endswith(
            "ly"
        ):
            return  # "42 % of its companies lose money"
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
        is_share = 0 < amount.value < 100 and sentence.tag(at + 1) is Tag.OF
        return (amount.value / (100 - amount.value), at) if is_share else None
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
        members = sentence.skip(at + 1, Tag.FILL)  # "among the members of the S&P 500"
        of = members + 1 if sentence.word(members) in _MEMBERS and sentence.tag(members + 1) is Tag.OF else at
        market = sentence.markets(of + 1)[0] or (
            sentence.subjects[members] if _is_index(sentence, members) else ()
        )
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


def _is_index(sentence: Sentence, place: int) -> bool:
    """ "in the index": whichever was named."""
    return sentence.tag(place) is Tag.PRONOUN and sentence.word(place).endswith("index")


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


def find_attributions(sentence: Sentence, claims: Sequence[Claim]) -> Iterator[AttributionClaim]:
    """Which sectors made the moves among `claims`, those of the sentence."""
    moves = [
        c for c in claims if isinstance(c, ChangeClaim) and c.basis is Basis.CLOSE and has_members(c.subject)
    ]
    told = {claim.sector.symbol.ticker for claim in claims if isinstance(claim, AttributionClaim)}
    for place, element in enumerate(sentence.elements) if moves else ():
        words, first = sentence.word(place), element.start
        named = SECTORS.at(sentence.tokens, first)
        behind = first + named[1] if named else len(sentence.tokens)
        most = MADE_MOST.at(sentence.tokens, behind) if behind < len(sentence.tokens) else None
        if element.tag is Tag.CAUSE and words in MADE_BY:
            named_ones, end = sectors_behind(sentence, element.end)
            yield from _of_moves(sentence, moves, place, end, named_ones, MADE_BY[words])
        elif named and most and named[0] not in told:
            yield from _of_moves(sentence, moves, place, behind + most[1], [named[0]], most[0])


def has_members(subject: Subject) -> bool:
    """Whether its members can be known."""
    try:
        return all(universe_of(symbol) for symbol in subject.readings)
    except UnknownUniverse:
        return False


def sectors_behind(sentence: Sentence, at: int) -> tuple[list[str], int]:
    """The sectors listed from the token `at` on, as "a drop in energy and utilities", and the token behind them; none
    where something else is listed with them or made of their name: "energy prices", "technology giants"."""
    tokens, found, end = sentence.tokens, [], at
    while end < len(tokens) and (tokens[end].word in _LEADING or tokens[end].kind is TokenKind.NUMBER):
        end += 1
    following = end
    while following < len(tokens) and (named := SECTORS.at(tokens, following)):
        found.append(named[0])
        end = following + named[1]
        while end < len(tokens) and tokens[end].word in _SECTOR_NOUNS:
            end += 1
        following = end
        while following < len(tokens) and tokens[following].word in (",", "and", "&"):
            following += 1
        if following == end:
            break
    return (found, end) if _ends_list(sentence, end) else ([], end)


def _ends_list(sentence: Sentence, end: int) -> bool:
    place = next((n for n, element in enumerate(sentence.elements) if element.start >= end), None)
    if place is None:
        return True
    if sentence.tag(place) is Tag.AND:
        return sentence.tag(sentence.skip(place + 1, Tag.FILL)) in PREDICATES
    return sentence.tag(place) in _BEHIND_LIST and sentence.word(place) not in ("-", "&", "/", "%")


def _of_moves(
    sentence: Sentence,
    moves: Sequence[ChangeClaim],
    place: int,
    end: int,
    named: Sequence[str],
    up: bool | None,
) -> Iterator[AttributionClaim]:
    """The claims that sectors, named up to the token `end`, made the move before `place`, or behind what leads."""
    start = sentence.tokens[sentence.elements[place].start].start
    before = [move for move in moves if move.place.end <= start]
    move = before[-1] if before else moves[0]
    if sentence.doubtful[place] or move.up is None or up is (not move.up) or (place and not before):
        return
    for n, element in enumerate(sentence.elements[:place]):
        if sentence.tokens[element.start].start >= move.place.end and sentence.tag(n) in _OTHER_MATTER:
            return
    last = max(n for n, element in enumerate(sentence.elements) if element.start < end)
    several = len({one.subject for one in before}) > 1 or move.open
    whole = sentence.place(0, len(sentence.elements) - 1)
    for symbol in filter(None, map(find_symbol, dict.fromkeys(named))):
        yield AttributionClaim(
            place=sentence.place(place, last),
            unsure=move.unsure or (whole if several else None),
            subject=move.subject,
            sector=Subject(symbol.label, (symbol,)),
            up=move.up,
            when=move.when,
            among=len(named) if len(named) > 1 else 0,
            nearby=move.nearby,
        )
