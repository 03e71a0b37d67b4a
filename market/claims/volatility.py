"""Volatility: "small caps have been more volatile than large caps"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from market.claims.claim import Claim
from market.claims.dates import When
from market.claims.role import Role
from market.claims.sentence import Sentence
from market.claims.subjects import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Volatility(Claim):
    """`subject` swings more (or less) than `other`."""

    subject: Subject
    other: Subject
    more: bool
    when: When


def find(sentence: Sentence) -> Iterator[Volatility]:
    """The comparisons of volatility in `sentence`."""
    for place, element in enumerate(sentence.elements):
        if element.role not in (Role.MORE_VOLATILE, Role.LESS_VOLATILE) or sentence.doubtful[place]:
            continue
        than = sentence.skip(place + 1, Role.WHEN)
        if sentence.word(than) != "than":
            continue
        others, end = sentence.markets(than + 1)
        for subject in sentence.subjects[place]:
            for other in others:
                yield Volatility(
                    place=sentence.place(place, end - 1),
                    subject=subject,
                    other=other,
                    more=element.role is Role.MORE_VOLATILE,
                    when=sentence.when(place),
                )
