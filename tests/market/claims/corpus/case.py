"""What a sentence of the corpus is."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.market.claims.world import World

Proof = Callable[[World], str]
T = "2026-01-22"  # the founding session


class Case(NamedTuple):
    """`day`: the day the text is about. `claims`: kind, verdict and proof of each, in order."""

    day: str
    sentence: str
    claims: tuple[tuple[str, str, Proof], ...]


def one(day: str, kind: str, verdict: str, sentence: str, proof: Proof) -> Case:
    return Case(day, sentence, ((kind, verdict, proof),))
