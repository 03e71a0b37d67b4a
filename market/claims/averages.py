"""Moving averages: "closed above its 200-day moving average", "5.3 % below its 50-day average"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from market.claims.expressions.amounts import Amount, AmountUnit, count_at
from market.claims.expressions.tokens import Token, TokenKind
from market.claims.expressions.when import When
from market.claims.figure_context import with_hedge
from market.claims.sentence import Basis, Claim, Sentence
from market.claims.subjects import Subject
from market.claims.vocabulary.tag import Tag

_NOUNS = frozenset({"average", "averages", "ma", "dma", "sma", "mas"})
_USUAL = frozenset({20, 50, 100, 200})  # "above its 50-day": an average, though it is not called one
_ABOVE = frozenset({"above", "over", "atop", "beyond"})
_BELOW = frozenset({"below", "under", "beneath", "underneath"})
_OTHERS = frozenset({"exponential", "weighted", "week", "month", "hour"})
_ENDS = (Tag.COMMA, Tag.MARK, Tag.AND, Tag.TURN, Tag.WHEN, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AverageClaim(Claim):
    """`subject` closed above (below) its simple average of `days` closes, by `amount` per cent where one is given."""

    subject: Subject
    days: int
    above: bool
    when: When
    amount: Amount | None = None
    basis: Basis = Basis.CLOSE


def find(sentence: Sentence) -> Iterator[AverageClaim]:
    """The averages that `sentence` measures a market by, in its order."""
    starts = {element.start: place for place, element in enumerate(sentence.elements)}
    before: bool | None = None
    for token in range(len(sentence.tokens) - 1):
        named = average_at(sentence.tokens, token)
        place = starts.get(token)
        if named is None or place is None or sentence.doubtful[place]:
            continue
        days, end = named
        link = sentence.skip(place - 1, Tag.FILL, Tag.OWN, Tag.POSSESSIVE, step=-1)
        if before is not None and sentence.tag(link) in (Tag.AND, Tag.COMMA):
            above, first = before, place  # "above its 50- and 200-day averages"
        else:
            side = _side(sentence, link)
            if side is None:
                continue
            above, first = side, link
        last = max((n for start, n in starts.items() if start < end), default=place)
        amount, begin = _distance(sentence, first)
        before = above
        for subject in sentence.subjects[begin]:
            yield AverageClaim(
                place=sentence.place(begin, last),
                subject=subject,
                days=days,
                above=above,
                when=sentence.when(begin),
                amount=amount,
                basis=sentence.basis(begin, last + 1),
            )


def average_at(tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
    """The sessions of the average that is named at `place`, and the token after it.

    >>> from market.claims.expressions.tokens import tokens
    >>> average_at(tokens("its 200-day moving average"), 1), average_at(tokens("a 50 day low"), 1)
    ((200, 5), None)
    """
    days = count_at(tokens, place) if tokens[place].kind is TokenKind.NUMBER else None
    if days is None or not 5 <= days <= 400:
        return None
    at = place + 1
    if at + 1 < len(tokens) and tokens[at].word in ("-", "–"):  # "50- and 200-day"
        own = _further(tokens, at + 1)
        return (days, at) if own else None
    if tokens[at].word == "and" and _further(tokens, at):
        return days, at
    dayed = tokens[at].word in ("day", "d", "days", "session")
    at += dayed
    while at < len(tokens) and tokens[at].word in ("simple", "moving", "sma"):
        at += 1
    if at < len(tokens) and tokens[at].word in _NOUNS:
        return days, at + 1
    if tokens[at - 1].word == "sma":
        return days, at
    usual = dayed and days in _USUAL and tokens[place - 1].word in ("its", "their", "the", "'s", "and")
    ends = at >= len(tokens) or (tokens[at].kind is TokenKind.MARK or tokens[at].word in ("and", "for", "on"))
    return (days, at) if usual and ends else None


def _further(tokens: Sequence[Token], place: int) -> bool:
    """ "… and 200-day moving averages"."""
    following = [token.word for token in tokens[place : place + 3]]
    return following[:1] == ["and"] and following[2:] == ["day"] and following[1].isdigit()


def _side(sentence: Sentence, place: int) -> bool | None:
    tag, words = sentence.tag(place), sentence.word(place).split()
    if tag is Tag.CROSS or tag is Tag.FALL_THROUGH:
        return tag is Tag.CROSS
    if tag is Tag.OF and sentence.word(place - 1) in ("north", "south"):
        return sentence.word(place - 1) == "north"
    return True if not _ABOVE.isdisjoint(words) else False if not _BELOW.isdisjoint(words) else None


def _distance(sentence: Sentence, first: int) -> tuple[Amount | None, int]:
    """The figure before "above", and where the claim's words begin."""
    at = sentence.skip(first - 1, Tag.FILL, step=-1)
    amount = sentence.hedged(at)
    is_distance = amount is not None and amount.unit is AmountUnit.PERCENT
    return (amount, with_hedge(sentence, at)) if is_distance else (None, first)
