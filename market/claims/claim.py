"""What a text claims. Each kind of claim extends `Claim` in the module that finds it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from market.claims.sentence import Place


class Basis(StrEnum):
    """Which price of the session is meant."""

    CLOSE = "close"
    SESSION = "session"  # at some time during the session
    HIGH = "high"
    LOW = "low"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """`place`: the words that make the claim, where they stand."""

    place: Place
