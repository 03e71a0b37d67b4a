"""Which market a name means that can mean several ("the Nasdaq"), by the levels that the text gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from market.claims.grammar import AnyClaim
from market.claims.levels import LevelClaim, LevelRelation
from market.claims.subjects import Subject
from market.errors import MarketError
from market.symbols import Symbol
from market.verdicts.data import JudgementData, bar_on

_NEAR, _FAR = 0.02, 0.05  # of the close: a wrong level is still nearer to the market that is meant

Meanings = Mapping[tuple[Symbol, ...], Symbol]
"""By what a name can mean, the market that it means throughout a text."""


def told_by_levels(claims: Sequence[AnyClaim], data: JudgementData) -> Meanings:
    """A name means the market whose close each level written of it is near, where the others' are far from it."""
    nearest: dict[tuple[Symbol, ...], set[Symbol | None]] = {}
    for claim in claims:
        if isinstance(claim, LevelClaim) and _is_name(claim.subject) and _is_close(claim):
            nearest.setdefault(claim.subject.readings, set()).add(_nearest(claim, data))
    single = {names: next(iter(markets)) for names, markets in nearest.items() if len(markets) == 1}
    return {names: market for names, market in single.items() if market is not None}


def as_meant(claim: AnyClaim, meanings: Meanings) -> AnyClaim:
    """The claim with the market that each of its names means, where the text tells."""
    changed: dict[str, Any] = {
        field: subject.read_as(meanings[subject.readings])
        for field, subject in claim.subjects.items()
        if subject.readings in meanings
    }
    return replace(claim, **changed)


def _is_name(subject: Subject) -> bool:
    """Does it name markets ("the Nasdaq"), other than "the index"?"""
    word = subject.words.casefold()
    return len(subject.readings) > 1 and all(word in symbol.label.casefold() for symbol in subject.readings)


def _is_close(claim: LevelClaim) -> bool:
    return claim.relation is LevelRelation.AT and not claim.before


def _nearest(claim: LevelClaim, data: JudgementData) -> Symbol | None:
    """None where a close of that session is missing: an older one may be far from its own market."""
    distances = {}
    for symbol in claim.subject.readings:
        try:
            close = float(bar_on(data.of(symbol), data.session(claim.when))["close"])
        except MarketError:
            return None
        distances[symbol] = abs(claim.amount.value / close - 1)
    nearest = min(distances, key=lambda symbol: distances[symbol])
    far = all(distance > _FAR for symbol, distance in distances.items() if symbol is not nearest)
    return nearest if distances[nearest] < _NEAR and far else None
