"""What prices cannot show: forecasts, causes, opinions, advice and rules of thumb."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from market.claims.sentence import Claim, Sentence, TextSpan
from market.claims.vocabulary.tag import Tag


class UncheckableReason(StrEnum):
    FORECAST = "a forecast"
    CAUSE = "a cause"
    OPINION = "an opinion"
    ADVICE = "advice"
    RULE = "a rule of thumb"


_REASONS = {
    Tag.GENERAL: UncheckableReason.RULE,
    Tag.EXPECT: UncheckableReason.FORECAST,
    Tag.MODAL: UncheckableReason.FORECAST,
    Tag.SUPPOSE: UncheckableReason.FORECAST,
    Tag.CAUSE: UncheckableReason.CAUSE,
    Tag.ADVICE: UncheckableReason.ADVICE,
    Tag.OPINION: UncheckableReason.OPINION,
}
_ABOUT_MARKETS = frozenset((Tag.MARKET, Tag.TOPIC, Tag.SERIES, Tag.SECTORS, Tag.NOUN))
_MOVES_OF_MARKETS = ("rally", "advance", "gains", "losses", "decline", "small cap")
_BESIDE_OTHERS = (
    UncheckableReason.CAUSE,
    UncheckableReason.FORECAST,
)  # worth saying where something else was said, too


@dataclass(frozen=True, slots=True, kw_only=True)
class UncheckableStatement(Claim):
    """A statement that no price can prove, and why."""

    reason: UncheckableReason


def find(
    sentence: Sentence, checked: bool, attributed: Sequence[TextSpan] = ()
) -> Iterator[UncheckableStatement]:
    """At most one remark for each reason. `checked`: the sentence holds something checkable, too. `attributed`: the
    causes in it that are."""
    if not any(_is_about_markets(sentence, place) for place in range(len(sentence.elements))):
        return
    starts = {span.start for span in attributed}
    tags = [
        Tag.WORD if sentence.tokens[element.start].start in starts else element.tag
        for element in sentence.elements
    ]
    first_places: dict[UncheckableReason, int] = {}
    for tag, reason in _REASONS.items():
        if tag in tags and (reason in _BESIDE_OTHERS or not (checked or first_places)):
            first_places.setdefault(reason, tags.index(tag))
    for reason, at in first_places.items():
        first = 0 if len(first_places) == 1 and not checked else at
        yield UncheckableStatement(place=sentence.place(first, _clause_end(sentence, at)), reason=reason)


def _is_about_markets(sentence: Sentence, place: int) -> bool:
    return sentence.tag(place) in _ABOUT_MARKETS or sentence.word(place) in _MOVES_OF_MARKETS


def _clause_end(sentence: Sentence, place: int) -> int:
    """The last element of the clause that begins at `place`."""
    for at in range(place + 1, len(sentence.elements)):
        if sentence.tag(at) is Tag.MARK or (sentence.tag(at) is Tag.TURN and at > place + 2):
            return at - 1
    return len(sentence.elements) - 1
