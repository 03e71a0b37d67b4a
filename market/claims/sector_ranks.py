"""Which sector was ahead or behind: "energy was the strongest", "technology led the S&P 500's sectors", "utilities were
the biggest loser", "with only energy higher"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from market.claims.expressions.tokens import Token
from market.claims.expressions.when import When
from market.claims.scope import number, told_times
from market.claims.sentence import Claim, Sentence
from market.claims.subjects import Subject
from market.claims.vocabulary.sectors import BARE_RANKS, BEING, RANKS, REVERSED, SECTORS
from market.claims.vocabulary.tag import Tag
from market.symbols import find as find_symbol

_BEFORE_LONE = BEING | {"as", "the", ",", "remained"}
_OTHER_RANK = frozenset({"since", "month", "week", "year", "day", "quarter", "higher", "lower"})
_LONGEST_NAME = 3  # tokens of a sector's name
_LONE_REACH = 6  # tokens between "only" and which way it went
_GAINERS = frozenset({"gainer", "winner", "advancer", "riser"})
_ONE_GAINER = _GAINERS | {"loser", "decliner", "faller", "laggard"}


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
    place, ranked, taken = 0, False, 0
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
        rank = _rank(tokens, end) or (BARE_RANKS.at(tokens, end) if ranked and end < len(tokens) else None)
        ranked = ranked or rank is not None
        lone = _lone(sentence, starts, end) or _odd_one(sentence, starts, place, end)
        if lone is not None:
            yield from _claim(sentence, starts, first, place, lone[1], named[0], lone[0], only=True)
            end = taken = lone[1]
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
    commas = (at for at in range(end, min(end + _LONE_REACH, len(tokens))) if tokens[at].word == ",")
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
            return (
                None
                if end + used < len(tokens) and tokens[end + used].word in _OTHER_RANK
                else (rank[0], used)
            )
    return None


def _lone(sentence: Sentence, starts: dict[int, int], end: int) -> tuple[bool, int] | None:
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


def _odd_one(sentence: Sentence, starts: dict[int, int], place: int, end: int) -> tuple[bool, int] | None:
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


def _only(
    sentence: Sentence, starts: dict[int, int], place: int, end: int, ticker: str
) -> Iterator[SectorRankClaim]:
    """ "with only energy higher", "only utilities fell"."""
    at = next((starts[n] for n in range(end, min(end + 3, len(sentence.tokens))) if n in starts), None)
    if at is None:
        return
    move = sentence.skip(at, Tag.FILL, Tag.CLOSE)
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
    yield SectorRankClaim(
        place=sentence.place(begin, end),
        subject=Subject(symbol.label, (symbol,)),
        best=best,
        when=sentence.when(end),
        only=only,
        among=among,
        nearby=told_times(sentence, begin, end + 1, sentence.when(end)),
    )
