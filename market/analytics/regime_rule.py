"""The published rule that names a session's market regime: its names, thresholds and conditions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from market.formatting import points


class RegimeLabel(StrEnum):
    """In the order in which they are tried."""

    BROAD_DECLINE = "broad decline"
    DEFENSIVE = "defensive"
    SMALL_CAP_LED = "small-cap-led"
    MEGA_CAP_NARROW = "mega-cap-narrow"
    BROAD_ADVANCE = "broad advance"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class RegimeRule:
    """The thresholds by which a session’s market regime is named.

    window: sessions the returns are measured over.
    lead: what small caps must lead large ones by, and cap weights equal weights (fractions).
    defence: what defensive sectors must lead cyclical ones by.
    few, many: shares of rising sectors.
    ends_after: sessions in a row on which a verdict's own condition must have failed for it to end.
    """

    window: int = 21
    lead: float = 0.01
    defence: float = 0.02
    few: float = 1 / 3
    many: float = 2 / 3
    ends_after: int = 5

    def holds(
        self, name: RegimeLabel, market: float, small: float, narrow: float, defence: float, rising: float
    ) -> bool:
        """Whether a verdict's own condition holds on one session's readings (see `readings`), whatever the
        other conditions say."""
        match name:
            case RegimeLabel.BROAD_DECLINE:
                return market < 0 and market + small < 0 and rising <= self.few
            case RegimeLabel.DEFENSIVE:
                return defence >= self.defence
            case RegimeLabel.SMALL_CAP_LED:
                return small >= self.lead and market + small > 0
            case RegimeLabel.MEGA_CAP_NARROW:
                return market > 0 and narrow >= self.lead
            case RegimeLabel.BROAD_ADVANCE:
                return market > 0 and rising >= self.many
            case RegimeLabel.MIXED:
                return self.read(market, small, narrow, defence, rising) is RegimeLabel.MIXED

    def read(self, market: float, small: float, narrow: float, defence: float, rising: float) -> RegimeLabel:
        """What one session reads as: the first name whose condition holds."""
        now = (market, small, narrow, defence, rising)
        conditions = (name for name in RegimeLabel if name is not RegimeLabel.MIXED)
        return next((name for name in conditions if self.holds(name, *now)), RegimeLabel.MIXED)

    @property
    def words(self) -> tuple[str, ...]:
        """The rule in the order in which it is tried, a sentence each."""
        return (
            f"Broad decline: large and small caps fell and at most {self.few:.0%} of the sectors rose.",
            f"Defensive: defensive sectors beat cyclical ones by at least {points(self.defence)}.",
            f"Small-cap-led: small caps rose and beat large ones by at least {points(self.lead)}.",
            f"Mega-cap-narrow: large caps rose and cap weights beat equal weights by at least {points(self.lead)}.",
            f"Broad advance: large caps rose and at least {self.many:.0%} of the sectors with them.",
            "Mixed: none of these.",
        )


RULE = RegimeRule()


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """How the rule has behaved on the real funds from `first` to `last`.

    own: share of the sessions on which the standing verdict's own condition held.
    agreement: share on which the session itself read as the standing verdict.
    turns: changes of the verdict a year.
    most: the most changes in one calendar year.
    """

    first: date
    last: date
    own: float
    agreement: float
    turns: float
    most: int


MEASURED = RuleRecord(date(2016, 1, 4), date(2026, 1, 30), own=0.72, agreement=0.53, turns=12.5, most=15)
