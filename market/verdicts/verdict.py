"""What becomes of a claim: the verdict, and everything it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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
class Tried:
    """One natural reading of the words that was tried.

    words: which one: "on the day", "over the week".
    actual: what the data says on it, as written.
    """

    words: str
    actual: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ClaimOutcome:
    """The verdict on one claim, and what it rests on.

    statement: what the data says, a clause.
    formula: how it was computed.
    inputs: with dates.
    source: whose data.
    actual: the computed figure, raw; None where there is no single one.
    first, last: the sessions it is measured between.
    tried: every reading of the words that was tried, the stated one first.
    """

    verdict: Verdict
    statement: str
    formula: str = ""
    inputs: tuple[str, ...] = ()
    source: str = ""
    actual: float | None = None
    first: date | None = None
    last: date | None = None
    tried: tuple[Tried, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim with its outcome.

    checked: what was checked, a phrase: "close of the Russell 2000 on 2026-01-22".
    readings: each market that a doubtful name can mean, with its own verdict.
    command: answers the claim.
    """

    claim: AnyClaim
    checked: str
    outcome: ClaimOutcome
    readings: tuple[tuple[Symbol, Verdict], ...] = ()
    command: str = ""

    @property
    def verdict(self) -> Verdict:
        return self.outcome.verdict
