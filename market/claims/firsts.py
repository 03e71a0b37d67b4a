"""Firsts and longest runs: "closed higher for the first time since Jan. 14", "below 6,800 for the first time in three
weeks", "its first weekly gain since November", "its longest winning streak since December"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from market.claims.expressions.amounts import Amount, AmountUnit
from market.claims.expressions.bases import since_at as base_since
from market.claims.expressions.when import When
from market.claims.figure_context import only_markets
from market.claims.reach import UNITS, ever, since_at
from market.claims.scope import one_day
from market.claims.sentence import Basis, Claim, Sentence
from market.claims.streak_claims import is_ending
from market.claims.subjects import Subject
from market.claims.superlatives import LEVEL_WORDS, ExtremeClaim, subjects_at
from market.claims.vocabulary.superlatives import is_comparative
from market.claims.vocabulary.tag import Tag

_MOVES = (Tag.UP, Tag.DOWN)
_SIDES = {Tag.ABOVE: True, Tag.CROSS: True, Tag.BELOW: False, Tag.FALL_THROUGH: False}
_FIRST_TIMES = ("for the first time", "for the first time ever", "for the first time in history")
_REACH = 8  # elements between the predicate and "for the first time", and around "longest"
_STREAKS = {Tag.STREAK_UP: True, Tag.STREAK_DOWN: False}
_SO = ("so", "this", "that", "as")
_MUCH = ("much", "far", "hard", "fast", "sharply", "steeply", "strongly", "badly")
_DEGREES = {"better": True, "stronger": True, "higher": True, "worse": False, "weaker": False, "lower": False}
_TO_FIND = ("find", "see", "for")
_GREATER = ("bigger", "larger", "greater", "steeper", "sharper", "deeper")
_OF_WHAT = (Tag.UNIT, Tag.UP, Tag.DOWN, Tag.CLOSE)
_MUST = ("would", "must", "'d")


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstClaim(Claim):
    """It is the first rise (fall) of `subject`, or with `level` its first close above (below) that, after `since`.

    unit: day, week, month.
    """

    subject: Subject
    up: bool
    when: When
    since: When
    level: Amount | None = None
    unit: str = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class LongestRunClaim(Claim):
    """No run of `subject` up (down) was as long as the present one after `since`.

    ended: the run that the last session broke.
    """

    subject: Subject
    up: bool
    when: When
    since: When
    unit: str = "day"
    ended: bool = False


def find(sentence: Sentence) -> Iterator[FirstClaim | LongestRunClaim]:
    """The firsts and longest runs that `sentence` claims, in its order."""
    for place, tag in sentence.asserted():
        if sentence.word(place) == "longest":
            yield from _longest(sentence, place)
        if tag is Tag.FIRST_SINCE or sentence.word(place) in _FIRST_TIMES:
            yield from _first_time(sentence, place)
        elif tag is Tag.ORDINAL and sentence.elements[place].value == 1:
            yield from _first_of_kind(sentence, place)


def _first_time(sentence: Sentence, place: int) -> Iterator[FirstClaim]:
    """A predicate before "for the first time since …"; "for the first time in three weeks"."""
    predicate = _predicate(sentence, place)
    if predicate is None:
        return
    first, up, level = predicate
    if sentence.word(first).startswith("traded"):
        return  # a print, whatever the closes before it
    when = sentence.when(first)
    unit = UNITS.get(sentence.word(first - 1), "") if level is None else ""
    unit = unit or ("day" if when.one_day or level is not None else when.unit)
    if unit not in ("day", "week", "month"):
        return
    since = since_at(sentence, place + 1)
    if since is None and level is not None and sentence.basis(first, place) is Basis.CLOSE:
        since = ever(sentence), place
    if since is None:
        return
    for subject in sentence.subjects[first]:
        yield FirstClaim(
            place=sentence.place(first, since[1]),
            subject=subject,
            up=up,
            when=when,
            since=since[0],
            level=level,
            unit=unit,
        )


def _predicate(sentence: Sentence, place: int) -> tuple[int, bool, Amount | None] | None:
    """What is the first of its kind: its place, its direction, the level that it goes beyond."""
    level: Amount | None = None
    for at in range(place - 1, max(-1, place - _REACH), -1):
        tag = sentence.tag(at)
        amount = sentence.amount(at)
        if amount is not None and amount.unit in (AmountUnit.PLAIN, AmountUnit.POINTS, AmountUnit.DOLLARS):
            link = sentence.skip(at - 1, Tag.FILL, step=-1)
            level = amount if sentence.tag(link) in _SIDES else level
        if tag in _SIDES:
            return (at, _SIDES[tag], level) if level is not None else None
        if tag in _MOVES:
            return at, tag is Tag.UP, None
        if tag in (Tag.COMMA, Tag.TURN, Tag.AND) and level is None and amount is None:
            return None
    return None


def _first_of_kind(sentence: Sentence, place: int) -> Iterator[FirstClaim]:
    """ "its first gain since Tuesday", "the first weekly decline in five weeks"."""
    at = sentence.skip(place + 1, Tag.FILL)
    unit = UNITS.get(sentence.word(at), "")
    move = at + bool(unit)
    since = since_at(sentence, move + 1)
    if sentence.tag(move) not in _MOVES or since is None or unit in ("quarter", "year"):
        return
    for subject in sentence.subjects[place]:
        yield FirstClaim(
            place=sentence.place(place, since[1]),
            subject=subject,
            up=sentence.tag(move) is Tag.UP,
            when=sentence.when(place),
            since=since[0],
            unit=unit or "day",
        )


def _longest(sentence: Sentence, place: int) -> Iterator[LongestRunClaim]:
    since = next((s for at in range(place + 1, place + _REACH) if (s := since_at(sentence, at))), None)
    streak = _streak(sentence, place)
    if since is None or streak is None:
        return
    up, unit = streak
    before = sentence.skip(place - 1, Tag.FILL, Tag.OWN, step=-1)
    for subject in sentence.subjects[place] or only_markets(sentence):
        yield LongestRunClaim(
            place=sentence.place(place, since[1]),
            subject=subject,
            up=up,
            when=When(sentence.anchor),
            since=since[0],
            unit=unit,
            ended=is_ending(sentence, before),
        )


def _streak(sentence: Sentence, place: int) -> tuple[bool, str] | None:
    """Which way the run goes and in what it is counted: named behind "longest", else before it."""
    ahead = range(place + 1, min(place + 5, len(sentence.elements)))
    for at in (*ahead, *range(place - 1, -1, -1)):
        tag = sentence.tag(at)
        way = _STREAKS.get(tag) if tag else None
        if way is None and sentence.tag(at + 1) in (Tag.STREAK_NOUN, Tag.OF) and tag in (Tag.UP, Tag.DOWN):
            way = tag is Tag.UP
        if way is None and tag is Tag.STRAIGHT:
            near = (sentence.tag(n) for n in (at + 1, at + 2, at - 3, at - 4, at - 5))
            way = next((t is Tag.UP for t in near if t in (Tag.UP, Tag.DOWN)), None)
        if way is not None:
            units = (UNITS.get(sentence.word(n)) for n in range(max(0, at - 2), at + 2))
            return way, next((unit for unit in units if unit), "day")
    return None


def find_none_since(sentence: Sentence) -> Iterator[ExtremeClaim]:
    """Superlatives told by the last that was further: "You have to go back to April for a worse day"."""
    yield from _not_since(sentence)
    yield from _back_to(sentence)


def _back_to(sentence: Sentence) -> Iterator[ExtremeClaim]:
    """ "You have to go back to April 10 to find a worse day for the S&P 500", "leaf back to April 10 for a
    darker one": none since was as bad."""
    words = sentence.words
    back = next(
        (at for at, said in enumerate(words[:-3]) if at and words[at : at + 2] == ["back", "to"]), None
    )
    link = next(
        (at for at, said in enumerate(words[:-1]) if back and at > back + 2 and said in _TO_FIND), None
    )
    if back is None or link is None:
        return
    find, degree = link, sentence.skip(link + 1, Tag.FILL)
    high = _DEGREES.get(sentence.word(degree))
    either = high is None and is_comparative(sentence.word(degree)) and sentence.word(degree) not in _GREATER
    end = find if sentence.word(find) == "for" else find - 1  # "to find"
    span = sentence.tokens[sentence.elements[back].start : sentence.elements[end].start]
    start = base_since(span, 1, sentence.anchor)  # behind "back", as behind "since"
    must = any(said in _MUST for said in words[:back])  # "you would have to go back to"
    behind = range(degree + 1, min(degree + 5, len(words)))
    moves = [sentence.tag(at) for at in behind if sentence.tag(at) in (Tag.UP, Tag.DOWN)]
    if high is None and moves:
        high, either = moves[0] is Tag.UP, False
    if (
        start is None
        or (high is None and not either)
        or (any(sentence.doubtful[at] for at in (back, degree)) and not must)
    ):
        return
    unit = next((u for at in behind if (u := UNITS.get(sentence.word(at)))), "day" if moves else "")
    level = not unit and any(sentence.tag(at) is Tag.CLOSE or words[at] in LEVEL_WORDS for at in behind)
    if not unit and not level:
        return
    last = next(
        (at for at in reversed(behind) if sentence.tag(at) in _OF_WHAT or words[at] in LEVEL_WORDS), degree
    )
    for subject in subjects_at(sentence, degree, last) or sentence.subjects[degree]:
        yield ExtremeClaim(
            place=sentence.place(back, last),
            subject=subject,
            when=When(sentence.anchor),
            since=replace(start[0], since=True),
            high=bool(high),
            either=either,
            change=not level,
            unit=unit or "day",
        )


def _not_since(sentence: Sentence) -> Iterator[ExtremeClaim]:
    """ "Not since May 12 had the S&P 500 risen so much", "the S&P 500 hasn't closed this low since August"."""
    tags = [element.tag for element in sentence.elements]
    if Tag.NOT not in tags:
        return
    negation = tags.index(Tag.NOT)
    closed = Tag.CLOSE in tags[negation:]  # "no close has been lower since August"
    degrees = (*_SO, "so far", *(("lower", "higher") if closed else ()))
    degree = next((at for at in range(negation, len(tags)) if sentence.word(at) in degrees), None)
    start = next((s for at in range(negation + 1, len(tags)) if (s := since_at(sentence, at))), None)
    if degree is None or start is None:
        return
    turn = sentence.tag(degree + 1)
    move = next((at for at in range(degree, negation, -1) if tags[at] in (Tag.UP, Tag.DOWN)), None)
    compared = {"lower": Tag.TROUGH, "higher": Tag.PEAK}.get(sentence.word(degree))
    by_level = (turn := compared or turn) in (Tag.PEAK, Tag.TROUGH)
    far = sentence.word(degree) == "so far" or sentence.word(degree + 1) in _MUCH
    if not by_level and (move is None or not far):
        return
    first, last = min(negation, start[1]), max(degree + 1, start[1])
    for subject in sentence.subjects[degree] or subjects_at(sentence, degree, last):
        yield ExtremeClaim(
            place=sentence.place(first, last),
            subject=subject,
            when=one_day(sentence, When(sentence.anchor)),
            since=start[0],
            high=turn is Tag.PEAK if by_level or move is None else tags[move] is Tag.UP,
            change=not by_level,
        )
