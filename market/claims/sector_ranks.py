"""Which sector was ahead or behind: "energy was the strongest", "technology led the S&P 500's sectors", "utilities were
the biggest loser", "with only energy higher"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from market.claims.expressions.lexicon import Phrases
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
_BEST = (
    "was the strongest | were the strongest | was the best performer | were the best performers"
    " | was the biggest gainer"
    " | were the biggest gainers | was the top performer | was the best performing | were the best performing"
    " | was the best-performing sector | led the sectors | led the gainers | was the leader | was the top sector"
    " | was the strongest sector | led the S&P 500's sectors | led the S&P 500 sectors | led S&P 500 sectors"
    " | led all sectors | led sectors | led the 11 sectors | led the eleven sectors | led all 11 sectors"
    " | topped the sectors | was the biggest winner | were the biggest winners | was the best sector | led the way"
    " | was the day's best sector | was the day's best performer | led the pack | outperformed all other sectors"
    " | were the top performers | led all S&P 500 sectors | led gains | led the advance | led gainers"
    " | posted the biggest gain | had the biggest gain | fared best | did best | was strongest | were strongest"
    " | out in front | out front | led the way up | led the way higher"
    " | the top gainer | the top gainers | the most resilient"
    " | led the S&P 500's gainers | led the S&P 500's 11 sectors | was the top gainer | were the top gainers"
)
_WORST = (
    "was the weakest | were the weakest | was the worst performer | were the worst performers | was the biggest loser"
    " | were the biggest losers | was the biggest decliner | were the biggest decliners | was the worst performing"
    " | was the worst-performing sector | was the laggard | were the laggards | was the weakest sector"
    " | was the worst sector | led the decliners | led decliners | led losses | led the decline | led the losers"
    " | was the biggest laggard | were the biggest laggards | was the day's worst sector | fared worst | did worst"
    " | was the bottom performer | was weakest | were weakest | were the worst performing | led the declines"
    " | posted the biggest loss | had the biggest loss | was the day's biggest loser | posted the biggest decline"
    " | the hardest hit | was the hardest hit | were the hardest hit | were hardest hit | was hardest hit | dead last"
    " | led the way down | led the way lower"
    " | was the day's worst performer | trailed all other sectors | brought up the rear | led declines"
)
_RANKS = Phrases(
    [(words.strip(), True) for words in _BEST.split("|")]
    + [(words.strip(), False) for words in _WORST.split("|")]
    + [(f"{verb} the {adjective} {noun}", best)
       for verb in ("was", "were")
       for nouns, best in (("gainer gainers winner winners performer performers advancer", True),
                           ("decliner decliners loser losers laggard laggards", False))
       for noun in nouns.split()
       for adjective in ("biggest", "top", "largest", "steepest", "day's biggest", "session's biggest", "big")]
)  # fmt: skip
_REVERSED = Phrases(
    [(f"{lead} {noun} {verb}", best)
     for lead, best in (("the best performing", True), ("the best", True), ("the strongest", True), ("the top", True),
                        ("the worst performing", False), ("the worst", False), ("the weakest", False))
     for noun in ("sector", "S&P 500 sector", "group", "of the sectors") for verb in ("was", "were")]
)  # fmt: skip


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
        before = tokens[place - 1].word if place else ""
        rank = _RANKS.at(tokens, end) if end < len(tokens) else None
        if rank is not None and before not in ("small", "cap", "in", "of", "by"):
            yield from _claim(sentence, starts, place, place, end + rank[1], named[0], rank[0], only=False)
            end += rank[1]
        elif before == "only":
            yield from _only(sentence, starts, place, end, named[0])
        place = end


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
