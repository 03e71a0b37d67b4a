"""Superlatives: "the highest close since November", "its best week since April", "the biggest one-day drop in a
year", "a seven-month low", "its best start to a year since 1991"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from market.claims.expressions.when import Turn, When
from market.claims.reach import UNITS, back_from, since_at
from market.claims.scope import number, one_day, topics, units_spoken_of
from market.claims.sentence import Basis, Claim, Sentence
from market.claims.subjects import Subject
from market.claims.vocabulary.tag import Tag

_ADJECTIVES = (Tag.HIGHEST, Tag.LOWEST, Tag.BEST, Tag.WORST, Tag.BIGGEST, Tag.SUPERLATIVE)
_NOUNS = frozenset(
    {"performance", "showing", "point", "points", "percentage", "stretch", "return", "move", "run", "percent",
     "intraday", "start", "gain", "closing", "level", "reading", "one", "single", "two", "market", "terms",
     "basis", "trading", "term", "any"}
)  # fmt: skip
LEVEL_WORDS = frozenset({"close", "level", "finish", "settlement", "price"})
_LONGEST = 9  # elements between the adjective and "since"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtremeClaim(Claim):
    """The highest (lowest) close since `since`, or with `change` the best (worst) `unit` since then ("day",
    "week", "month", "quarter", "year", "start of a year").

    either: the words do not say which: the highest or the lowest, the best or the worst.
    rank: 2 for the second best; None for the best.
    other_units: what else it may be the best of, where its words name no unit; tried last.
    nearby: periods that the sentence names: it may be the best of them, or one within one of them; tried last.
    points: measured in points, not per cent. `basis` SESSION: the session's high (low) is meant.
    """

    subject: Subject
    when: When
    since: When
    high: bool
    change: bool = False
    unit: str = "day"
    either: bool = False
    rank: int | None = None
    other_units: tuple[str, ...] = ()
    nearby: tuple[When, ...] = ()
    points: bool = False
    basis: Basis = Basis.CLOSE


def find(sentence: Sentence) -> Iterator[ExtremeClaim]:
    """The superlatives that `sentence` claims, in its order."""
    for place, tag in sentence.asserted():
        if tag in _ADJECTIVES:
            yield from _by_adjective(sentence, place, tag)
        elif tag is Tag.MOST and sentence.word(place - 1) == "the":
            yield from _by_adjective(sentence, place, Tag.BIGGEST)
        elif tag in (Tag.PEAK, Tag.TROUGH):
            yield from _by_noun(sentence, place, tag is Tag.PEAK)


def _by_adjective(sentence: Sentence, place: int, tag: Tag) -> Iterator[ExtremeClaim]:
    reach = range(place + 1, min(place + 1 + _LONGEST, len(sentence.elements)))
    since, last = None, place
    for at in reach:
        if (named := since_at(sentence, at)) is not None:
            since, last = named[0], named[1]
            break
        if sentence.tag(at) in (Tag.TURN, Tag.COMMA, Tag.OTHER, Tag.SERIES):
            break
    if since is None or _is_on_pace(sentence, place) or _is_one_of(sentence, place):
        return
    if any(_is_other_noun(sentence, at) or _is_sector(sentence, at) for at in range(place + 1, last)):
        return  # the highest inflation since 1982, the best sector of the year
    reach_back = max(0, place - (6 if tag is Tag.BIGGEST else 3))
    words = [sentence.word(at) for at in range(reach_back, last)]
    inner = range(place if tag is not Tag.BIGGEST else reach_back, last)
    moves = [sentence.tag(at) for at in inner if sentence.tag(at) in (Tag.UP, Tag.DOWN)]
    said = next((u for w in words if (u := UNITS.get(w))), None)
    unit = said or _unit_before(sentence, place)
    if "start" in words:
        unit = "start of a year"
    level = not LEVEL_WORDS.isdisjoint(words[-4:]) or Tag.CLOSE in [sentence.tag(at) for at in inner]
    unsaid = tag is Tag.SUPERLATIVE and not moves  # "its sorriest week", "its loftiest finish"
    if (tag is Tag.BIGGEST and not moves) or (unsaid and not (said or level)):
        return
    by_move = tag in (Tag.BIGGEST, Tag.SUPERLATIVE) and not unsaid
    high = moves[-1] is Tag.UP if by_move else tag in (Tag.HIGHEST, Tag.BEST)
    if tag is Tag.WORST and moves and moves[-1] is Tag.UP:
        return
    change = tag not in (Tag.HIGHEST, Tag.LOWEST)
    if change and not moves and level and (not unsaid or not said):
        change = False
    rank = number(sentence, place - 1) if sentence.tag(place - 1) is Tag.ORDINAL else None
    if rank and not change:
        return  # "the third-highest close ever"
    for subject in subjects_at(sentence, place, last):
        yield ExtremeClaim(
            place=sentence.place(place - bool(rank), last),
            subject=subject,
            when=_when(sentence, place, last, unit),
            since=since,
            high=high,
            change=change,
            unit=unit if change else "day",
            either=unsaid,
            rank=rank,
            other_units=() if said or not change else units_spoken_of(sentence, unit),
            nearby=_periods(sentence, place, last, unit if change and said else ""),
            points="point" in words,
            basis=_basis(sentence, place, last),
        )


def _unit_before(sentence: Sentence, place: int) -> str:
    """ "The gain for the week was 3.6 %, the best since November": the week's; else the day's."""
    for at in range(place - 1, max(-1, place - _LONGEST), -1):
        value = sentence.elements[at].value
        if isinstance(value, When) and value.unit in ("week", "month", "quarter", "year") and not value.since:
            return value.unit
        named = UNITS.get(sentence.word(at)) if sentence.tag(at) is Tag.UNIT else None
        beside = {sentence.tag(at - 1), sentence.tag(at + 1)}
        if named and (beside == {Tag.FILL} or sentence.word(at).endswith(("ly", "annual"))):
            return named  # "the week was its worst since 2020", "its weekly loss was the worst since 2020"
    return "day"


def _basis(sentence: Sentence, place: int, last: int) -> Basis:
    """ "hit its highest since …" is about a price of the session, unless a word of closing stands there."""
    words = " ".join(sentence.word(at) for at in range(max(0, place - 4), last))
    tags = [sentence.tag(at) for at in range(max(0, place - 4), last)]
    closing = (
        Tag.CLOSE in tags or Tag.CLOSING in tags or "clos" in words or "finish" in words or "settle" in words
    )
    return Basis.SESSION if Tag.REACH in tags and not closing else Basis.CLOSE


def _when(sentence: Sentence, place: int, last: int, unit: str) -> When:
    """The period that is called best or worst: the one that the sentence names, else the newest."""
    for at, element in enumerate(sentence.elements):
        when = element.value
        if (
            isinstance(when, When)
            and not when.since
            and when.unit == unit != "day"
            and not place <= at <= last
        ):
            return when
    return one_day(sentence, When(sentence.anchor))


def _periods(sentence: Sentence, place: int, last: int, unit: str) -> tuple[When, ...]:
    """The periods that the sentence names without a day of its own: those of `unit`, all where that is not said, and
    for days those within which the best day may lie."""
    named = [when for at, when in sentence.times if not (when.since or place <= at <= last)]
    if any(when.one_day for when in named):
        return ()
    periods = {(w.first, w.last): w for w in (*named, *topics(sentence)) if w.first and w.turn is Turn.NONE}
    if unit == "day":
        return tuple(replace(when, unit="day") for when in periods.values())
    return tuple(when for when in periods.values() if unit in ("", when.unit))


def _by_noun(sentence: Sentence, place: int, high: bool) -> Iterator[ExtremeClaim]:
    """ "a seven-month low", "a two-year high", "its lowest close" is the adjective's."""
    unit = UNITS.get(sentence.word(place - 1))
    count = number(sentence, place - 2)
    word = sentence.word(place)
    first = place - 2
    if word.startswith("52 week"):
        unit, count, first = "year", 1, place
        if word.endswith("s") and number(sentence, sentence.skip(place - 1, Tag.FILL, step=-1)) is not None:
            return  # "posted 71 new 52-week highs": its members'
    if not unit or not count or _is_on_pace(sentence, first):
        return
    before = sentence.skip(first - 1, Tag.FILL, step=-1)
    if sentence.tag(before) in (Tag.NEAR, Tag.FROM, Tag.BELOW, Tag.ABOVE):
        return
    for subject in subjects_at(sentence, place, place):
        yield ExtremeClaim(
            place=sentence.place(first, place),
            subject=subject,
            when=one_day(sentence, When(sentence.anchor)),
            since=back_from(count, unit, sentence),
            high=high,
        )


def _is_on_pace(sentence: Sentence, place: int) -> bool:
    before = sentence.skip(place - 1, Tag.FILL, Tag.OWN, step=-1)
    return sentence.tag(before) in (Tag.ON_PACE, Tag.NEAR, Tag.NEARLY) or "pace" in sentence.word(before)


def _is_one_of(sentence: Sentence, place: int) -> bool:
    """ "one of the greatest rallies in history": none says which place it has."""
    of = sentence.skip(place - 1, Tag.FILL, Tag.OWN, step=-1)
    return sentence.word(of) == "among" or (
        sentence.tag(of) is Tag.OF and sentence.word(of - 1) in ("one", "some")
    )


def _is_other_noun(sentence: Sentence, at: int) -> bool:
    of_unit = sentence.tag(at - 1) is Tag.UNIT and sentence.word(at - 1).endswith(
        "ly"
    )  # "its best weekly haul"
    other = sentence.tag(at) is Tag.WORD and sentence.word(at) not in _NOUNS
    return other and not of_unit and number(sentence, at) is None


def _is_sector(sentence: Sentence, at: int) -> bool:
    return sentence.tag(at) is Tag.SECTORS or sentence.word(at) == "sector"


def subjects_at(sentence: Sentence, place: int, last: int) -> tuple[Subject, ...]:
    """Whose superlative it is: of the market behind "for" or "of", else of the subject there, else of the owner before
    it: "the Dow's worst day"."""
    at = sentence.skip(last + 1, Tag.FILL)
    for near in (at, *range(place + 1, last + 1)):
        if sentence.tag(near) in (Tag.FOR, Tag.OF) and (markets := sentence.markets(near + 1)[0]):
            return markets
    if sentence.subjects[place]:
        return sentence.subjects[place]
    before = sentence.skip(place - 1, Tag.FILL, step=-1)
    own = sentence.elements[before - 1].value if sentence.tag(before) is Tag.POSSESSIVE and before else None
    if isinstance(own, Subject):
        return (own,)
    if any(sentence.tag(at) in (Tag.SERIES, Tag.OTHER) for at in range(place)):
        return ()  # "claims fell to the lowest since 1969, and the Dow jumped"
    groups = list(sentence.groups.values())  # "in the steepest slide since 2011 the S&P 500 lost 4.1 %"
    return groups[0].subjects if len(groups) == 1 and len(groups[0].subjects) == 1 else ()
