"""Which sector was ahead or behind: "energy was the strongest", "technology led the S&P 500's sectors", "utilities were
the biggest loser", "with only energy higher"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from market.claims.expressions.lexicon import Phrases
from market.claims.expressions.tokens import Token
from market.claims.expressions.when import When
from market.claims.sentence import Claim, Sentence
from market.claims.subjects import Subject
from market.claims.tag import Tag
from market.symbols import find as find_symbol

_NAMES = {
    "XLK": "technology | tech | information technology | technology shares | tech shares | technology stocks "
    "| tech stocks",
    "XLF": "financials | financial | financial shares | financial stocks",
    "XLV": "health care | healthcare | health-care stocks | health care stocks | health care shares",
    "XLY": "consumer discretionary | discretionary | consumer discretionary stocks | discretionary stocks",
    "XLP": "consumer staples | staples | consumer-staples stocks | consumer staples stocks",
    "XLE": "energy | energy stocks | energy shares",
    "XLI": "industrials | industrial stocks | industrial shares",
    "XLB": "materials | materials stocks | materials shares",
    "XLU": "utilities | utility stocks | utility shares | utilities stocks",
    "XLRE": "real estate | real estate stocks | real-estate stocks | real estate shares",
    "XLC": "communication services | communications | communication services stocks",
}
SECTORS = Phrases((name.strip(), ticker) for ticker, names in _NAMES.items() for name in names.split("|"))
# Of a noun behind "led" or "leading" ("led the gainers"), of a verb or of a phrase of place.
_LED = {
    True: "way | pack | charge | advance | rally | rebound | gains | gainers | winners | sectors | S&P 500 "
    "sectors | S&P 500's sectors | 11 sectors | eleven sectors | S&P 500's 11 sectors | S&P 500's gainers "
    "| way up | way higher | S&P 500 higher | market higher | index higher",
    False: "decliners | losers | losses | decline | declines | retreat | slide | sell-off | selloff | rout | way "
    "down | way lower | S&P 500 lower | market lower | index lower",
}
_OTHERWISE = {
    True: "topped the sectors | led all sectors | led all 11 sectors | led all S&P 500 sectors | fared best | "
    "did best | outperformed all other sectors | posted the biggest gain | had the biggest gain | in "
    "front | in the lead | out in front | out front | on top | at the top | the most resilient | shone "
    "brightest | came out on top | paced gains | paced the gainers | paced the advance",
    False: "posted the biggest loss | posted the biggest decline | had the biggest loss | the hardest hit | "
    "hardest hit | dead last | trailed all other sectors | brought up the rear | at the bottom | in last "
    "place | came last | at the back | fared worst | did worst | suffered most | suffered the most | "
    "lagged the most",
}
_NOUNS = {
    True: "gainer gainers winner winners performer performers advancer riser",
    False: "decliner decliners loser losers laggard laggards faller fallers",
}
_SIDES = {
    True: "best | strongest | top | best performing | day's best",
    False: "worst | weakest | bottom | worst performing | day's worst",
}
_DEGREES = ("biggest", "top", "largest", "steepest", "day's biggest", "session's biggest", "big")
_BEING = frozenset({"was", "were", "is", "being"})


def _ranks() -> Iterator[tuple[str, bool]]:
    """The words that make a sector the best or the worst; behind a form of "be" the bare adjectives, too."""
    for best in (True, False):
        yield from ((phrase.strip(), best) for phrase in _OTHERWISE[best].split("|"))
        for noun in _LED[best].split("|"):
            yield from (
                (f"{led} {the}{noun.strip()}", best) for led in ("led", "leading") for the in ("", "the ")
            )
        yield from ((f"the {degree} {noun}", best) for noun in _NOUNS[best].split() for degree in _DEGREES)
        for side in (side.strip() for side in _SIDES[best].split("|")):
            yield from (
                (f"the {side} {noun}", best) for noun in ("sector", "performer", "performers", "group")
            )
            yield from ((f"{being} {the}{side}", best) for being in _BEING for the in ("", "the "))
    yield from (("was the leader", True), ("was the laggard", False), ("were the laggards", False))


_RANKS = Phrases(_ranks())
_REVERSED = Phrases(
    (f"the {side.strip()} {noun} {being}", best)
    for best, sides in _SIDES.items()
    for side in sides.split("|")
    for noun in ("sector", "S&P 500 sector", "group", "of the sectors")
    for being in ("was", "were")
)
_BEFORE_LONE = _BEING | {"as", "the", ",", "remained"}
_OTHER_RANK = frozenset({"since", "month", "week", "year", "day", "quarter", "higher", "lower"})
_LONE_REACH = 6  # tokens between "only" and which way it went
_GAINERS = frozenset({"gainer", "winner", "advancer", "riser"})
_ONE_GAINER = _GAINERS | {"loser", "decliner", "faller", "laggard"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorRankClaim(Claim):
    """`subject`, a sector by its fund, was the best or worst of the eleven; with `only` the one that went that way."""

    subject: Subject
    best: bool
    when: When
    only: bool = False


def find(sentence: Sentence) -> Iterator[SectorRankClaim]:
    """The ranks of sectors that `sentence` states, in its order."""
    tokens = sentence.tokens
    starts = {element.start: place for place, element in enumerate(sentence.elements)}
    place = 0
    while place < len(tokens):
        named = SECTORS.at(tokens, place)
        reverse = _REVERSED.at(tokens, place)
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
        rank = _rank(tokens, end)
        if (lone := _lone(sentence, starts, end)) is not None:
            yield from _claim(sentence, starts, first, place, lone[1], named[0], lone[0], only=True)
            end = lone[1]
        elif rank is not None and before not in ("small", "cap", "in", "of", "by"):
            yield from _claim(sentence, starts, first, place, end + rank[1], named[0], rank[0], only=False)
            end += rank[1]
        elif before == "only":
            yield from _only(sentence, starts, place, end, named[0])
        place = end


def _behind_apposition(tokens: Sequence[Token], end: int) -> int:
    """The place behind "down 3.5 %," in "Energy, down 3.5 %, was …"."""
    if tokens[end - 1].word != ",":
        return end
    commas = (at for at in range(end, min(end + _LONE_REACH, len(tokens))) if tokens[at].word == ",")
    comma = next(commas, None)
    return (
        comma + 1
        if comma is not None and comma + 1 < len(tokens) and tokens[comma + 1].word in _BEING
        else end
    )


def _rank(tokens: Sequence[Token], end: int) -> tuple[bool, int] | None:
    """Best or worst, and how many tokens say so; "the best since May", "the worst month" are other ranks."""
    being = end < len(tokens) and tokens[end].word in _BEING
    for skipped in (0, 1) if being else (0,):
        rank = _RANKS.at(tokens, end + skipped) if end + skipped < len(tokens) else None
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
    for behind in range(at + 1, min(at + _LONE_REACH, len(tokens))):
        if tokens[behind].word in ("sectors", "groups"):
            return None  # "the only two sectors that rose"
        tag = sentence.tag(starts.get(behind, -1))
        if tokens[behind].word in _ONE_GAINER or tag in (Tag.UP, Tag.DOWN):
            return tokens[behind].word in _GAINERS or tag is Tag.UP, behind + 1
    return None


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
    )
