"""What becomes of a claim: the verdict, and everything it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from market.claims.grammar import AnyClaim
from market.symbols import Symbol


class Verdict(StrEnum):
    HOLDS = "holds"
    FAILS = "does not hold"
    DURING = "held during the session, not at the close"
    DEPENDS = "depends on the reading"
    UNCHECKABLE = "cannot be checked from prices"
    NO_DATA = "no data"

    @property
    def is_checked(self) -> bool:
        return self in (Verdict.HOLDS, Verdict.FAILS, Verdict.DURING)


def holds(true: bool) -> Verdict:
    return Verdict.HOLDS if true else Verdict.FAILS


@dataclass(frozen=True, slots=True)
class ClaimOutcome:
    """The verdict on one claim, and what it rests on.

    `statement`: what the data says, a clause.
    `formula`: how it was computed.
    `inputs`: with dates.
    `source`: whose data.
    """

    verdict: Verdict
    statement: str
    formula: str = ""
    inputs: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim with its outcome.

    `checked`: what was checked, a phrase: "close of the Russell 2000 on 2026-01-22".
    `readings`: each market that a doubtful name can mean, with its own verdict.
    `command`: answers the claim.
    """

    claim: AnyClaim
    checked: str
    outcome: ClaimOutcome
    readings: tuple[tuple[Symbol, Verdict], ...] = ()
    command: str = ""

    @property
    def verdict(self) -> Verdict:
        return self.outcome.verdict
