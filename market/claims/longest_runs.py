"""Longest runs: "its longest winning streak since December", "the longest losing run in a year"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from market.claims.expressions.when import When
from market.claims.figure_context import only_markets
from market.claims.reach import UNITS, since_at
from market.claims.sentence import Claim, Sentence
from market.claims.streak_claims import is_ending
from market.claims.subjects import Subject
from market.claims.vocabulary.tag import Tag

_STREAKS = {Tag.STREAK_UP: True, Tag.STREAK_DOWN: False}
_REACH = 8  # elements around "longest" in which the streak and its start are named


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


def find(sentence: Sentence) -> Iterator[LongestRunClaim]:
    """The longest runs that `sentence` claims, in its order."""
    for place, _tag in sentence.asserted():
        if sentence.word(place) == "longest":
            yield from _run(sentence, place)


def _run(sentence: Sentence, place: int) -> Iterator[LongestRunClaim]:
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
