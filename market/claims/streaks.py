"""Streaks: "rose for a fifth straight day", "its third consecutive weekly gain", "snapped a four-day slide", "six of
the last seven sessions", "in each of the past five weeks", "beat the S&P 500 for a 14th session in a row"."""

from __future__ import annotations

from collections.abc import Iterator

from market.claims.expressions.when import When
from market.claims.figure_context import only_markets
from market.claims.scope import number
from market.claims.sentence import Sentence
from market.claims.streak_claims import (
    DIRECTIONS,
    StreakClaim,
    is_ending,
    length_after,
    number_in,
    predicate_before,
    streak_of,
    streaks_at,
    streaks_of,
    unit_at,
    unit_of,
)
from market.claims.vocabulary.tag import Tag

_MOVES = (Tag.UP, Tag.DOWN)
_STREAKS = (Tag.STREAK_UP, Tag.STREAK_DOWN)
_NOUNS = {
    **dict.fromkeys(
        ("rally", "advance", "rise", "climb", "rebound", "surge", "run", "gain", "gains", "win", "tear"), True),
    **dict.fromkeys(
        ("slide", "skid", "slump", "swoon", "drop", "decline", "fall", "retreat", "selloff", "sell off", "loss",
         "losses", "pullback", "dip", "tumble", "rout"), False),
}  # fmt: skip
_LOSING = {"losing": False, "winning": True, "down": False, "up": True, "negative": False, "positive": True,
           "red": False, "green": True}  # fmt: skip
_NOUN_OF_MOVE = {"advances": Tag.UP, "declines": Tag.DOWN}  # of the market, not of its members
_STRINGING = ("together", "off", "up", "reeled off", "rattled off")  # strung together, reeled off, racked up
_OUT_OF = ("of", "out of", "in")


def find(sentence: Sentence) -> Iterator[StreakClaim]:
    """The streaks that `sentence` claims, in its order."""
    for place, tag in sentence.asserted():
        if tag is Tag.STRAIGHT:
            yield from _in_a_row(sentence, place)
        elif tag in _STREAKS:
            yield from _named(sentence, place)
        elif tag is Tag.WHEN:
            yield from _of_the_last(sentence, place)
        elif tag is Tag.ORDINAL:
            yield from _nth_day_of(sentence, place)
        elif sentence.word(place) in ("last", "past", "previous"):
            yield from _of_last(sentence, place)
        elif sentence.word(place) == "times":
            yield from _times(sentence, place)
        elif tag is Tag.UNIT:
            yield from _without(sentence, place)
            yield from _strung(sentence, place)
        elif _NOUNS.get(sentence.word(place)) is not None:
            yield from _by_noun(sentence, place)


def _of_losing(sentence: Sentence, place: int) -> tuple[int, int, int, str, bool] | None:
    """ "five losing weeks in a row", "four straight losing weeks": first and last place, count, unit, direction."""
    first, last, word, unit = place - 3, place, place - 2, place - 1
    if sentence.word(word) not in _LOSING:
        first, last, word, unit = place - 1, place + 2, place + 1, place + 2
    count = number(sentence, first)
    if sentence.word(word) not in _LOSING or sentence.tag(unit) is not Tag.UNIT or count is None:
        return None
    return first, last, count, unit_at(sentence, unit), _LOSING[sentence.word(word)]


def _in_a_row(sentence: Sentence, place: int) -> Iterator[StreakClaim]:
    unit, first, last = "day", place - 1, place
    if sentence.tag(place - 1) is Tag.UNIT:  # "five days in a row"
        unit, first = unit_at(sentence, place - 1), place - 2
    count = number(sentence, first)
    if (run := _of_losing(sentence, place)) is not None:
        yield from streaks_at(sentence, *run)
        return
    if (
        sentence.tag(place - 2) is Tag.OF and sentence.tag(place - 1) in _MOVES
    ):  # "nine weeks of gains in a row"
        weeks, gains = place - 3, sentence.tag(place - 1) is Tag.UP
        counted = sentence.tag(weeks) is Tag.UNIT and sentence.tag(weeks - 1) is not Tag.ORDINAL
        if counted and (length := number(sentence, weeks - 1)):
            yield from streaks_at(sentence, weeks - 1, last, length, unit_at(sentence, weeks), gains)
        return
    noun = place - 1
    move = _NOUN_OF_MOVE.get(sentence.word(noun), sentence.tag(noun))
    if count is None and move in _MOVES:  # "second daily gain in a row"
        last = place
        unit, first = (
            (unit_at(sentence, noun - 1), noun - 2)
            if sentence.tag(noun - 1) is Tag.UNIT
            else ("day", noun - 1)
        )
        count = number(sentence, first)
        if count is not None:
            yield from streaks_at(sentence, first, last, count, unit, move is Tag.UP)
        return
    if sentence.tag(last + 1) is Tag.UNIT:
        last += 1
        unit = unit_at(sentence, last)
    following = _NOUN_OF_MOVE.get(sentence.word(last + 1), sentence.tag(last + 1))
    up = DIRECTIONS.get(following) if following in (Tag.UP, Tag.DOWN) else None
    last += up is not None
    of = sentence.tag(last + 1) is Tag.OF and sentence.tag(last + 2) in (Tag.UP, Tag.DOWN)
    if of and up is None:
        up, last = sentence.tag(last + 2) is Tag.UP, last + 2
    counts_other = (
        following is Tag.WORD and sentence.tag(place - 1) is not Tag.UNIT
    )  # "a fifth straight title"
    if count is None or counts_other or following in (Tag.RECORD_HIGH, Tag.RECORD_LOW):
        return
    yield from streaks_at(sentence, first, last, count, unit, up)


def _named(sentence: Sentence, place: int) -> Iterator[StreakClaim]:
    """ "a five-day winning streak", "its losing streak to five days", "a winning streak of 11 sessions"."""
    first, unit, last = place - 1, "day", place
    up = DIRECTIONS.get(sentence.tag(place) or Tag.WORD)
    if sentence.tag(first) is Tag.UNIT:
        unit, first = unit_at(sentence, first), first - 1
    count = number(sentence, first)
    if count is None and (counted := length_after(sentence, place)):
        before, length = unit, counted[1]  # "monthly winning streak now spans nine months"
        first, (count, unit, last) = place, (counted[0], length if length != "day" else before, counted[2])
        yield from streaks_of(sentence, first, last, count, unit, bool(up), None)
    elif count is not None:
        yield from streaks_at(sentence, first, last, count, unit, up)


def _by_noun(sentence: Sentence, place: int) -> Iterator[StreakClaim]:
    """ "snapped a three-day slide", "extended a five-session rally"."""
    if sentence.tag(place - 1) is not Tag.UNIT:
        return
    count = number(sentence, place - 2)
    before = sentence.skip(place - 3, Tag.FILL, Tag.OWN, step=-1)
    after = sentence.tag(sentence.skip(place + 1, Tag.FILL))
    snapped = is_ending(sentence, before) or after is Tag.SNAP
    runs_on = sentence.word(before) == "on" or sentence.tag(before) is Tag.EXTEND  # "is on an eight-day tear"
    if count is None or not (snapped or runs_on):
        return
    up = _NOUNS[sentence.word(place)]
    unit = unit_at(sentence, place - 1)
    subjects = sentence.subjects[place]
    for subject in subjects:
        yield streak_of(sentence, place - 2, place, subject, count, up, unit, ended=snapped)


def _of_the_last(sentence: Sentence, place: int) -> Iterator[StreakClaim]:
    """ "six of the last seven sessions", "in each of the past six sessions"."""
    when = sentence.elements[place].value
    words = sentence.word(place).split()
    if not isinstance(when, When) or words[:1] != ["of"] or when.unit != "span" or len(words) < 4:
        return
    unit = unit_of(words[-1])
    of = when.sessions if unit == "day" else number_in(words)
    before = sentence.skip(place - 1, Tag.FILL, step=-1)
    each = sentence.tag(before) is Tag.ALL
    count = of if each else number(sentence, before)
    if count is None and before < 0:  # "Of the past 20 sessions the S&P 500 has won 12"
        before = next((n for n in range(place, len(sentence.elements)) if number(sentence, n)), place)
        count = number(sentence, before)
    at, kind = predicate_before(sentence, before)
    if kind is None:  # "In nine of the past ten sessions the S&P 500 ended higher"
        at = next((n for n in range(place, len(sentence.elements)) if sentence.tag(n) in _MOVES), at)
        kind = sentence.tag(at)
    if kind not in (Tag.UP, Tag.DOWN) or not of or not count:
        return
    for subject in sentence.subjects[at] or only_markets(sentence):
        up, of = bool(DIRECTIONS[kind]), 0 if each else of
        first, last = sorted((before, place))
        yield streak_of(sentence, first, last, subject, count, up, unit, of=of, at_least=each)


def _times(sentence: Sentence, place: int) -> Iterator[StreakClaim]:
    """ "In the past 20 sessions the S&P 500 has gained 16 times"."""
    count, move = number(sentence, place - 1), sentence.skip(place - 2, Tag.FILL, step=-1)
    spans = [(at, w) for at, w in sentence.times if w.unit == "span" and w.sessions > 1 and not w.since]
    if count is None or sentence.tag(move) not in _MOVES or len(spans) != 1 or spans[0][1].first:
        return
    up, (at, span) = sentence.tag(move) is Tag.UP, spans[0]
    for subject in sentence.subjects[move]:
        yield streak_of(sentence, min(at, move), max(at, place), subject, count, up, "day", of=span.sessions)


def _without(sentence: Sentence, place: int) -> Iterator[StreakClaim]:
    """ "has gone 13 sessions without a loss"."""
    count = number(sentence, place - 1)
    move = sentence.skip(place + 2, Tag.FILL, Tag.UNIT)
    up = _NOUNS.get(sentence.word(move), _LOSING.get(sentence.word(move)))
    if count is None or sentence.word(place + 1) != "without" or up is None:
        return
    yield from streaks_of(sentence, place - 1, move, count, unit_at(sentence, place), not up, None)


def _strung(sentence: Sentence, place: int) -> Iterator[StreakClaim]:
    """ "has strung together four winning weeks", "put together three positive months"."""
    first, last = place - 2, place
    count, up = number(sentence, first), _LOSING.get(sentence.word(place - 1))
    if count is None and sentence.word(place + 1).endswith("s"):  # "nine monthly gains"
        first, last, count, up = (
            place - 1,
            place + 1,
            number(sentence, place - 1),
            _NOUNS.get(sentence.word(place + 1)),
        )
    verb = sentence.skip(first - 1, Tag.FILL, step=-1)
    if count is None or up is None or sentence.word(verb) not in _STRINGING:
        return
    yield from streaks_of(sentence, first, last, count, unit_at(sentence, place), up, None)


def _of_last(sentence: Sentence, place: int) -> Iterator[StreakClaim]:
    """ "twelve trading days out of the last 20 were up days": a count of so many, whose unit stands before."""
    of, whole = sentence.skip(place - 1, Tag.FILL, step=-1), number(sentence, place + 1)
    first = sentence.skip(of - 1, Tag.FILL, Tag.UNIT, step=-1)
    count, unit = number(sentence, first), unit_of(sentence.word(of - 1))
    if not whole or not count or sentence.word(of) not in _OUT_OF or sentence.tag(place + 2) is Tag.UNIT:
        return
    ahead = (at for at in range(place + 2, len(sentence.elements)) if sentence.tag(at) in _MOVES)
    at, kind = predicate_before(sentence, first)
    at = at if kind in _MOVES else next(ahead, -1)
    for subject in sentence.subjects[at] or only_markets(sentence) if sentence.tag(at) in _MOVES else ():
        up = sentence.tag(at) is Tag.UP
        yield streak_of(sentence, first, max(place + 1, at), subject, count, up, unit or "day", of=whole)


def _nth_day_of(sentence: Sentence, place: int) -> Iterator[StreakClaim]:
    """ "a third day of losses", "a second week of gains"; "a fourth week" after a move."""
    if sentence.tag(place + 1) is not Tag.UNIT:
        return
    if (
        sentence.word(place + 2).split()[:1] in (["of"], ["out"], ["in"])
        and sentence.tag(place + 3) not in _MOVES
    ):
        return  # "for the eighth month out of the last nine"
    count = number(sentence, place)
    of = sentence.tag(place + 2) is Tag.OF and sentence.tag(place + 3) in (Tag.UP, Tag.DOWN)
    before = sentence.skip(place - 1, Tag.FILL, step=-1)
    move = sentence.skip(before - 1, Tag.AMOUNT, Tag.FILL, Tag.COMMA, step=-1)
    if of:
        up, last = sentence.tag(place + 3) is Tag.UP, place + 3
    elif sentence.word(before) == "for" and sentence.tag(move) in (Tag.UP, Tag.DOWN) and count and count > 1:
        up, last = sentence.tag(move) is Tag.UP, place + 1
        if sentence.tag(place + 2) in (Tag.STRAIGHT, Tag.WORD, Tag.FOR) or "in a row" in sentence.word(
            place + 2
        ):
            return
    else:
        return
    if count is not None and count > 1:
        yield from streaks_of(sentence, place, last, count, unit_at(sentence, place + 1), up, None)
