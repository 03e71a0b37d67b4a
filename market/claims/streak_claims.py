"""A streak as a claim: of which market, how long, over or not, and against whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from market.claims.expressions.number_words import NUMBER_WORDS
from market.claims.expressions.when import When
from market.claims.figure_context import only_markets
from market.claims.scope import is_earlier, number, units_spoken_of
from market.claims.sentence import Claim, Sentence
from market.claims.subjects import Subject
from market.claims.vocabulary.tag import Tag

DIRECTIONS = dict.fromkeys((Tag.UP, Tag.AHEAD, Tag.STREAK_UP), True) | dict.fromkeys(
    (Tag.DOWN, Tag.BEHIND, Tag.STREAK_DOWN), False
)
_OVER = ("over", "against", "versus", "relative to")
_ENDING = frozenset({"ended", "ending", "ends", "end", "stopped", "halted", "broke", "snapped", "busted"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StreakClaim(Claim):
    """`count` units (`day`, `week`, `month`, `quarter`) in a row up or down; with `other`, ahead of or behind
    it.

    ended: the streak is over, and had that length.
    of: not in a row, but so many of the last `of`.
    at_least: it may have begun earlier ("in each of the past five").
    other_units: in what else it may be counted, where its words name no unit.
    after: "after three straight gains", which may count the day itself.
    """

    subject: Subject
    count: int
    up: bool
    unit: str
    when: When
    other: Subject | None = None
    ended: bool = False
    of: int = 0
    at_least: bool = False
    other_units: tuple[str, ...] = ()
    after: bool = False


_SPANNING = (
    "spans", "spanned", "lasted", "has", "covers", "counts", "numbers", "totals", "reaches", "reached",
)  # fmt: skip


def streaks_at(
    sentence: Sentence, first: int, last: int, count: int, unit: str, up: bool | None
) -> Iterator[StreakClaim]:
    others: tuple[Subject | None, ...] = (None,)
    at, kind = predicate_before(sentence, first)
    if sentence.tag(last + 1) is Tag.OF and sentence.tag(last + 2) in (Tag.AHEAD, Tag.BEHIND):
        at, kind = last + 2, sentence.tag(last + 2)  # "its 14th straight session of outperforming …"
    if kind in (Tag.AHEAD, Tag.BEHIND) and (up is None or at > last):
        others = sentence.markets(at + 1)[0] or others
    elif sentence.word(last + 1) in _OVER and (over := sentence.markets(last + 2)[0]):
        others = over  # "a 14-day streak of gains over the S&P 500"
    if kind is None and up is None and first == sentence.skip(0, Tag.FILL):
        at, kind = _predicate_of_clause(sentence, last + 1)
    # "The third year in a row in which it rose".
    if up is None and kind is None and sentence.tag(last + 2) is Tag.WHICH:
        at = sentence.skip(last + 3, Tag.FILL, Tag.PRONOUN, Tag.MARKET, Tag.NOUN)
        kind = found if (found := sentence.tag(at)) in DIRECTIONS else None
    if up is None and kind is not None:
        up = DIRECTIONS[kind]
    if up is None or not 2 <= count <= 200:
        return
    of_predicate = kind is not None and sentence.tag(last + 1) is not Tag.FOR
    for other in others:
        yield from streaks_of(sentence, first, last, count, unit, up, other, at if of_predicate else first)


def streaks_of(
    sentence: Sentence,
    first: int,
    last: int,
    count: int,
    unit: str,
    up: bool,
    other: Subject | None,
    at: int | None = None,
) -> Iterator[StreakClaim]:
    snap = sentence.skip(first - 1, Tag.FILL, Tag.OWN, step=-1)
    behind = sentence.skip(last + 1, Tag.FILL)
    ended = is_ending(sentence, snap) or sentence.tag(behind) is Tag.SNAP or sentence.word(behind) in _ENDING
    ended = ended or any(sentence.tag(at) is Tag.SNAP for at in range(first, last))
    ended = ended or is_earlier(sentence, 0, first)
    after = not ended and sentence.word(snap) in ("after", "following")
    if not 2 <= count <= 200:
        return
    own = _markets_for(sentence, last) or sentence.subjects[first if at is None else at]
    for subject in own or only_markets(sentence):
        yield streak_of(
            sentence, first, last, subject, count, up, unit, other=other, ended=ended or after, after=after
        )


def _markets_for(sentence: Sentence, last: int) -> tuple[Subject, ...]:
    """ "… for the S&P 500 and for the Dow", "… of the S&P 500"."""
    out: tuple[Subject, ...] = ()
    at = last + 1
    while sentence.tag(at) in (Tag.FOR, Tag.OF):
        markets, end = sentence.markets(at + 1)
        if not markets:
            break
        out += markets
        at = end + (sentence.tag(end) is Tag.AND)
    return out


def is_ending(sentence: Sentence, place: int) -> bool:
    return sentence.tag(place) is Tag.SNAP or sentence.word(place) in _ENDING


def streak_of(
    sentence: Sentence,
    first: int,
    last: int,
    subject: Subject,
    count: int,
    up: bool,
    unit: str,
    *,
    other: Subject | None = None,
    ended: bool = False,
    of: int = 0,
    at_least: bool = False,
    after: bool = False,
) -> StreakClaim:
    when = When(sentence.anchor) if of or at_least else sentence.when(last)
    place = sentence.place(first, last)
    counted = unit != "day" or any(word in place.quote.casefold() for word in ("day", "session", "daily"))
    return StreakClaim(
        place=place,
        other_units=() if counted else units_spoken_of(sentence, "day"),
        subject=subject,
        count=count,
        up=up,
        unit=unit,
        when=when,
        other=other,
        ended=ended,
        of=of,
        at_least=at_least,
        after=after,
    )


def predicate_before(sentence: Sentence, place: int) -> tuple[int, Tag | None]:
    """The nearest move or comparison before `place` in its clause."""
    for at in range(place - 1, -1, -1):
        tag = sentence.tag(at)
        if tag in DIRECTIONS:
            return at, tag
        if tag is Tag.TURN:
            break
    return place, None


def _predicate_of_clause(sentence: Sentence, place: int) -> tuple[int, Tag | None]:
    """The move that a leading count is of: "Nine months running the Dow has finished higher"."""
    for at in range(place, len(sentence.elements)):
        tag = sentence.tag(at)
        if tag in (Tag.UP, Tag.DOWN) and sentence.subjects[at]:
            return at, tag
        if tag not in (Tag.FILL, Tag.COMMA, Tag.MARKET, Tag.PRONOUN, Tag.NOUN, Tag.CLOSE):
            break
    return place, None


def length_after(sentence: Sentence, place: int) -> tuple[int, str, int] | None:
    """ "… to five days", "… stretched to 11 sessions", "… of four weeks", "… now at six days"."""
    at = sentence.skip(place + 1, Tag.FILL, Tag.EXTEND, Tag.SNAP, Tag.STAND, Tag.UP, Tag.CLOSE)
    if sentence.tag(at) not in (Tag.TO, Tag.OF, Tag.AT) and sentence.word(at) not in _SPANNING:
        return None
    at = sentence.skip(at + 1, Tag.FILL)
    count = number(sentence, at)
    if count is None:
        return None
    straight = at + 1 + (sentence.tag(at + 1) is Tag.STRAIGHT)
    if sentence.tag(straight) is not Tag.UNIT:
        return None
    return count, unit_at(sentence, straight), straight


def unit_at(sentence: Sentence, place: int) -> str:
    return unit_of(sentence.word(place))


def unit_of(word: str) -> str:
    for unit in ("week", "month", "quarter", "year"):
        if unit in word or (unit == "year" and "annual" in word):
            return unit
    return "day"


def number_in(words: list[str]) -> int:
    return next(
        (int(w) if w.isdigit() else NUMBER_WORDS[w] for w in words if w.isdigit() or w in NUMBER_WORDS), 0
    )
