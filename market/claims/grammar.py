"""Reading a text: sentence by sentence, every kind of claim, in the order in which they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from market.claims import (
    breadth_rotation,
    changes,
    comparisons,
    levels,
    macro_prints,
    records,
    streaks,
    uncheckable,
    volatility,
)
from market.claims.dates import When, dateline
from market.claims.sentence import Sentence, sentence_of
from market.claims.subjects import Subject, subject_at
from market.claims.tokens import Token, sentences

AnyClaim: TypeAlias = (
    levels.LevelClaim
    | changes.ChangeClaim
    | records.RecordClaim
    | records.ExtremeClaim
    | comparisons.ComparisonClaim
    | streaks.StreakClaim
    | breadth_rotation.SectorsClaim
    | breadth_rotation.AdvancersClaim
    | volatility.VolatilityClaim
    | macro_prints.MacroPrintClaim
    | uncheckable.UncheckableStatement
)
_KINDS: tuple[Callable[[Sentence], Iterator[AnyClaim]], ...] = (
    levels.find,
    changes.find,
    records.find,
    comparisons.find,
    streaks.find,
    breadth_rotation.find,
    volatility.find,
    macro_prints.find,
)
_HEAD = 60  # tokens in which a text's own date is looked for


@dataclass(frozen=True, slots=True)
class ParsedText:
    """What a text claims.

    `claims`: in the order of the text.
    `anchor`: the day the text is about.
    `dated`: whether the text itself says so.
    """

    claims: tuple[AnyClaim, ...]
    anchor: date
    dated: bool


def read(text: str, today: date, day: date | None = None) -> ParsedText:
    """What `text` claims. `today`: the last day that can be known; `day`: the day it is about, where
    the asker says so. Without it the text's own dateline counts, else `today`.

    Takes time linear in the length of the text: it is cut into tokens once, every rule looks at one
    sentence, and a sentence has a longest length.
    """
    parts = list(sentences(text))
    own = None if day else dateline([t for part in parts[:3] for t in part][:_HEAD], today)
    anchor = day or own or today
    unambiguous = _unambiguous_tickers(parts)
    claims: list[AnyClaim] = []
    carried: tuple[Subject, ...] = ()
    for part in parts:
        sentence = sentence_of(text, part, anchor, carried, unambiguous)
        claims.extend(_claims(sentence))
        carried = _only_subject(sentence) or carried
        anchor = _weekday(sentence) or anchor
    return ParsedText(tuple(claims), day or own or today, dated=bool(own))


def _claims(sentence: Sentence) -> list[AnyClaim]:
    if sentence.is_question:
        return []
    claims = [claim for kind in _KINDS for claim in kind(sentence)]
    claims.extend(uncheckable.find(sentence, checked=bool(claims)))
    return sorted(claims, key=lambda claim: (claim.place.start, claim.place.end))


def _unambiguous_tickers(parts: Sequence[Sequence[Token]]) -> frozenset[str]:
    """Tickers of markets that the text names by words with one meaning."""
    tickers = set()
    for part in parts:
        for place in range(len(part)):
            subject = subject_at(part, place)
            if subject and len(subject[0].readings) == 1:
                tickers.add(subject[0].symbol.ticker)
    return frozenset(tickers)


def _only_subject(sentence: Sentence) -> tuple[Subject, ...]:
    """Whom "it" in the next sentence would mean: the sentence's subject, if it had only one."""
    groups = [group.subjects for group in sentence.groups.values() if not group.is_object]
    return groups[0] if len(groups) == 1 and len(groups[0]) == 1 else ()


def _weekday(sentence: Sentence) -> date | None:
    """The day that the next sentence is about, too, when this one named it as news does."""
    days = [e.value for e in sentence.elements if isinstance(e.value, When) and e.value.exact]
    named = [day for day in days if day.words.casefold().removeprefix("on ").isalpha()]
    return named[-1].last if named else None
