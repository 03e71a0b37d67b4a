"""Which sector was ahead or behind: "energy was the strongest", "technology led the S&P 500's sectors", "utilities were
the biggest loser", "with only energy higher"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from market.claims.expressions.tokens import Token, TokenKind
from market.claims.expressions.when import When
from market.claims.members import AttributionClaim, has_members, sectors_behind
from market.claims.scope import told_times
from market.claims.sector_counts import lone, odd_one
from market.claims.sentence import Claim, Sentence
from market.claims.subjects import Subject
from market.claims.uncheckable import UncheckableReason, UncheckableStatement
from market.claims.vocabulary.sectors import BARE_RANKS, BEING, DRIVERS, MOVES, RANKS, REVERSED, SECTORS
from market.claims.vocabulary.tag import Tag
from market.claims.vocabulary.verbs import is_verb
from market.datasets.members import RUSSELL_2000, universe_of
from market.symbols import find as find_symbol

_OTHER_RANK = frozenset({"since", "month", "week", "year", "day", "quarter", "higher", "lower"})
_LONGEST_NAME = 3  # tokens of a sector's name
_APPOSITION = 6  # tokens of "down 3.5 %,"
_OF_SEVERAL = frozenset({"of", "among", "as", "and", "not", "that", "which", "it", "this", "what", "who"})
_SECTOR_NOUNS = frozenset({"sector", "sectors", "stocks", "shares", "group", "names"})
_BEFORE_DRIVER = (None, Tag.MARK, Tag.COMMA, Tag.COLON, Tag.WHEN, Tag.TURN)
_BEHIND_DRIVEN = (*_BEFORE_DRIVER, Tag.WHICH)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorRankClaim(Claim):
    """`subject`, a sector by its fund, was the best or worst of the eleven; with `only` the one that went that way.
    among: how many are said to have been so, it being one of them ("energy and utilities led"); 0 for it alone.
    nearby: other times that the words may mean, tried last.
    """

    subject: Subject
    best: bool
    when: When
    only: bool = False
    among: int = 0
    nearby: tuple[When, ...] = ()


def find(sentence: Sentence) -> Iterator[SectorRankClaim]:
    """The ranks of sectors that `sentence` states, in its order."""
    tokens = sentence.tokens
    starts = {element.start: place for place, element in enumerate(sentence.elements)}
    place, ranked, taken = 0, Tag.SECTORS in [element.tag for element in sentence.elements], 0
    while place < len(tokens):
        named = SECTORS.at(tokens, place)
        reverse = REVERSED.at(tokens, place)
        if reverse is not None:
            end = place + reverse[1]
            named = SECTORS.at(tokens, end) if end < len(tokens) else None
            if named is not None:
                yield from _claim(
                    sentence, starts, place, end, end + named[1], named[0], reverse[0], only=False
                )
            place = end
            continue
        if named is None:
            place += 1
            continue
        end = place + named[1]
        while end < len(tokens) and tokens[end].word in ("sector", "stocks", "shares", "group", "names", ","):
            end += 1
        behind = _behind_apposition(tokens, end)
        first, end = (place, end) if behind == end else (behind, behind)
        before = tokens[place - 1].word if place else ""
        if any(_driven(sentence, starts, at) for at in (end, end + 1)):
            place = end  # "the biggest winner in the Russell 2000", by its own members
            continue
        rank = _rank(tokens, end) or (BARE_RANKS.at(tokens, end) if ranked and end < len(tokens) else None)
        ranked = ranked or rank is not None
        single = lone(sentence, starts, end) or odd_one(sentence, starts, place, end)
        if single is not None:
            yield from _claim(sentence, starts, first, place, single[1], named[0], single[0], only=True)
            end = taken = single[1]
        elif rank is not None and before not in ("small", "cap", "in", "of", "by"):
            also = [one for one in _listed_before(tokens, place) if one[0] >= taken]
            many = len(also) + 1 if also else 0
            last = end + rank[1]
            for start, ticker in (*also, (first, named[0])):
                yield from _claim(
                    sentence, starts, start, place, last, ticker, rank[0], only=False, among=many
                )
            end += rank[1]
        elif before == "only":
            yield from _only(sentence, starts, place, end, named[0])
        place = end


def _listed_before(tokens: Sequence[Token], place: int) -> list[tuple[int, str]]:
    """The sectors listed before the one at `place`, with where they begin: "industrials and utilities led"."""
    out: list[tuple[int, str]] = []
    end = place
    while end > 1 and tokens[end - 1].word in ("and", ",", "&"):
        end -= 2 if tokens[end - 2].word == "," else 1
        starts = (at for at in range(max(0, end - _LONGEST_NAME), end))
        named = next(
            ((at, n[0]) for at in starts if (n := SECTORS.at(tokens, at)) and at + n[1] == end), None
        )
        if named is None:
            break
        out.append(named)
        end = named[0]
    return out


def _behind_apposition(tokens: Sequence[Token], end: int) -> int:
    """The place behind "down 3.5 %," in "Energy, down 3.5 %, was …"."""
    if tokens[end - 1].word != ",":
        return end
    commas = (at for at in range(end, min(end + _APPOSITION, len(tokens))) if tokens[at].word == ",")
    comma = next(commas, None)
    return (
        comma + 1
        if comma is not None and comma + 1 < len(tokens) and tokens[comma + 1].word in BEING
        else end
    )


def _rank(tokens: Sequence[Token], end: int) -> tuple[bool, int] | None:
    """Best or worst, and how many tokens say so; "the best since May", "the worst month" are other ranks."""
    being = end < len(tokens) and tokens[end].word in BEING
    for skipped in (0, 1) if being else (0,):
        rank = RANKS.at(tokens, end + skipped) if end + skipped < len(tokens) else None
        if rank is not None:
            used = rank[1] + skipped
            other = end + used < len(tokens) and tokens[end + used].word in _OTHER_RANK
            return None if other else (rank[0], used)
    return None


def _only(
    sentence: Sentence, starts: dict[int, int], place: int, end: int, ticker: str
) -> Iterator[SectorRankClaim]:
    """ "with only energy higher", "only utilities fell"."""
    at = next((starts[n] for n in range(end, min(end + 3, len(sentence.tokens))) if n in starts), None)
    if at is None:
        return
    move = sentence.skip(at, Tag.FILL, Tag.CLOSE)
    if sentence.tag(move) is Tag.SET or (sentence.tag(move) is Tag.WORD and is_verb(sentence.word(move))):
        move = sentence.skip(move + 1, Tag.FILL)  # "managed a gain"
    if sentence.tag(move) in (Tag.UP, Tag.DOWN):
        last = sentence.elements[move].end
        yield from _claim(
            sentence, starts, place - 1, place, last, ticker, sentence.tag(move) is Tag.UP, only=True
        )


def _claim(
    sentence: Sentence,
    starts: dict[int, int],
    first: int,
    place: int,
    last: int,
    ticker: str,
    best: bool,
    *,
    only: bool,
    among: int = 0,
) -> Iterator[SectorRankClaim]:
    symbol = find_symbol(ticker)
    at = max((n for start, n in starts.items() if start <= place), default=0)
    end = max((n for start, n in starts.items() if start < last), default=at)
    begin = max((n for start, n in starts.items() if start <= first), default=0)
    if symbol is None or sentence.doubtful[at] or sentence.doubtful[end]:
        return
    when = sentence.when(end)
    period = next((told for told in sentence.told if told.first and not (when.words or told.since)), None)
    yield SectorRankClaim(
        place=sentence.place(begin, end),
        subject=Subject(symbol.label, (symbol,)),
        best=best,
        when=period or when,
        only=only,
        among=among,
        nearby=(*told_times(sentence, begin, end + 1, when), *((when,) if period else ())),
    )


@dataclass(frozen=True, slots=True)
class _Driven:
    """A market that is said to have been driven: the last element that says so, the token behind it, and `up` and
    `alone` as an `AttributionClaim` has them."""

    market: Subject
    place: int
    end: int
    up: bool | None
    alone: bool


def find_drivers(sentence: Sentence) -> Iterator[AttributionClaim | UncheckableStatement]:
    """Which sectors moved an index most, said without the size of its move: "health care was the biggest drag on the
    Russell 2000", "the biggest drag on it was health care". That of a company or an industry is a cause."""
    tokens = sentence.tokens
    starts = {element.start: place for place, element in enumerate(sentence.elements)}
    for at in range(len(tokens)):
        driven = _driven(sentence, starts, at)
        found = _drivers(sentence, at, driven) if driven and not sentence.doubtful[driven.place] else None
        if driven is None or found is None:
            continue
        first, last, named = found
        begin = max((n for start, n in starts.items() if start <= first), default=0)
        end = max(n for start, n in starts.items() if start < last)
        if named and not sentence.doubtful[begin]:
            when = sentence.when(driven.place)
            for symbol in filter(None, map(find_symbol, named)):
                yield AttributionClaim(
                    place=sentence.place(begin, end),
                    subject=driven.market,
                    sector=Subject(symbol.label, (symbol,)),
                    up=driven.up,
                    alone=driven.alone,
                    when=when,
                    among=len(named) if len(named) > 1 else 0,
                    nearby=told_times(sentence, begin, end + 1, when),
                )
        elif not named:
            yield UncheckableStatement(place=sentence.place(begin, end), reason=UncheckableReason.CAUSE)


def _drivers(sentence: Sentence, at: int, driven: _Driven) -> tuple[int, int, list[str]] | None:
    """From which token to which it goes what is said of the market from the token `at` on, and the sectors before or
    behind it, none where something else did it; None where it is not clear what did."""
    tokens = sentence.tokens
    behind = next((n for n in range(driven.end, len(tokens)) if tokens[n].word in BEING), None)
    between = [e.tag for e in sentence.elements if behind and driven.end <= e.start < behind]
    if behind is not None and set(between) <= {Tag.WHEN}:
        named, last = sectors_behind(sentence, behind + 1)
        return (at, max(last, driven.end), named) if behind + 1 < len(tokens) else None
    end = at - (at > 0 and tokens[at - 1].word in BEING)
    name = end  # the token behind the name itself, before "stocks"
    while name and tokens[name - 1].word in _SECTOR_NOUNS:
        name -= 1
    spans = ((n, SECTORS.at(tokens, n)) for n in range(max(0, name - _LONGEST_NAME), name))
    own = next(((n, found[0]) for n, found in spans if found and name <= n + found[1] <= end), None)
    if own is None:
        other = tokens[max(0, end - 1)]
        is_other = end > 0 and other.kind is TokenKind.WORD and other.word not in _OF_SEVERAL
        return (end - 1, driven.end, []) if is_other else None
    listed = sorted([*_listed_before(tokens, own[0]), own])
    place = max(n for n, element in enumerate(sentence.elements) if element.start <= listed[0][0])
    before = sentence.tag(place - 1 - (sentence.word(place - 1) == "the"))
    if before not in _BEFORE_DRIVER or (len(listed) > 1 and before is Tag.COMMA):
        return None
    return listed[0][0], driven.end, [ticker for _start, ticker in listed]


def _driven(sentence: Sentence, starts: dict[int, int], at: int) -> _Driven | None:
    """What "the biggest drag on the Russell 2000", "contributed most to the S&P 500's gain" says from the token `at`
    on, of an index whose members can be known."""
    tokens = sentence.tokens
    if (found := DRIVERS.at(tokens, at)) is None:
        return None
    (up, is_open), end, moved = found[0], at + found[1], None
    end += _is_article(sentence, starts, end)
    if end + 1 < len(tokens) and tokens[end].word in MOVES and tokens[end + 1].word in ("of", "in", "for"):
        moved, end = tokens[end].word, end + 2
        end += _is_article(sentence, starts, end)
    place = starts.get(end, -1)
    about = sentence.subjects[place] if sentence.word(place) == "the index" else ()
    market = about[0] if len(about) == 1 else sentence.elements[place].value if place >= 0 else None
    if not isinstance(market, Subject) or not has_members(market):
        return None
    if tokens[end - 2].word == "in" and universe_of(market.symbol) is not RUSSELL_2000:
        return None  # a rank among the eleven sectors
    end = sentence.elements[place].end
    if end < len(tokens) and tokens[end].kind is TokenKind.POSSESSIVE and moved is None:
        moved, end = (tokens[end + 1].word if end + 1 < len(tokens) else ""), end + 2
    if is_open:  # "weighed on the index most"
        end += _is_article(sentence, starts, end)
        if end >= len(tokens) or tokens[end].word != "most":
            return None
        end += 1
    way = MOVES.get(moved) if moved else None
    behind = next((n for start, n in sorted(starts.items()) if start >= end), len(sentence.elements))
    unknown = moved is not None and moved not in MOVES
    if unknown or (way is not None and up is not None) or not _ends(sentence, behind):
        return None
    return _Driven(market, behind - 1, end, way if up is None else up, way is None)


def _ends(sentence: Sentence, behind: int) -> bool:
    """Whether the name of a market ends before that element: not so in "the Russell 2000 and the Dow"."""
    tag, after = sentence.tag(behind), sentence.tag(sentence.skip(behind + 1, Tag.FILL))
    lists = tag is Tag.COMMA and after in (Tag.MARKET, Tag.OTHER)
    return sentence.word(behind) in BEING or (tag in _BEHIND_DRIVEN and not lists)


def _is_article(sentence: Sentence, starts: dict[int, int], at: int) -> bool:
    """Whether the token `at` is a "the" that does not begin "the index"."""
    tokens = sentence.tokens
    return at < len(tokens) and tokens[at].word == "the" and sentence.word(starts.get(at, -1)) in ("the", "")
