"""Volatility: "small caps have been more volatile than large caps"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from market.claims.expressions.when import When
from market.claims.sentence import Claim, Sentence
from market.claims.subjects import Subject
from market.claims.vocabulary.tag import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class VolatilityClaim(Claim):
    """`subject` swings more (or less) than `other`."""

    subject: Subject
    other: Subject
    more: bool
    when: When


def find(sentence: Sentence) -> Iterator[VolatilityClaim]:
    """The comparisons of volatility in `sentence`."""
    for place, tag in sentence.asserted():
        if tag not in (Tag.MORE_VOLATILE, Tag.LESS_VOLATILE):
            continue
        than = sentence.skip(place + 1, Tag.WHEN)
        if sentence.word(than) != "than":
            continue
        others, end = sentence.markets(than + 1)
        for subject in sentence.subjects[place]:
            for other in others:
                yield VolatilityClaim(
                    place=sentence.place(place, end - 1),
                    subject=subject,
                    other=other,
                    more=tag is Tag.MORE_VOLATILE,
                    when=sentence.when(place),
                )
