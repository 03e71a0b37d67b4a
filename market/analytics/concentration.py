"""Concentration: how much of an index's move its largest members made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from market.analytics.performance import BASE_LACKS, joined, rebase
from market.errors import NoBar, NoData
from market.period import Period

TOP = 10
LEAST_MOVE = 0.005  # a share of a smaller move says nothing


@dataclass(frozen=True, slots=True, eq=False)
class EqualWeightGap:
    """The cap-weighted fund against the equal-weighted one; fractions.

    cap, equal: NaN for the one that has no close at the base; never both.
    gap: per session, the cap- weighted change since the base less the equal-weighted (0 at the base); above
        zero the largest members carry the index.
    """

    cap: float
    equal: float
    gap: pd.Series[float]

    @property
    def base(self) -> date:
        day: date = self.gap.index[0].date()
        return day

    @property
    def end(self) -> date:
        day: date = self.gap.index[-1].date()
        return day

    @property
    def difference(self) -> float:
        return self.cap - self.equal


def equal_weight_gap(cap: pd.Series[float], equal: pd.Series[float], period: Period) -> EqualWeightGap:
    """Cap- less equal-weighted over `period`, on adjusted closes and sessions that both have.

    Raises NoData (BadPeriod) as `Period.cut` does, and where neither has a close at the base.

    >>> import pandas as pd
    >>> days = pd.DatetimeIndex(["2025-12-31", "2026-01-02", "2026-01-05"])
    >>> cap, equal = pd.Series([100.0, 102, 105], days), pd.Series([50.0, 50, 51], days)
    >>> found = equal_weight_gap(cap, equal, Period.parse("ytd"))
    >>> round(found.difference, 4), found.gap.round(4).tolist()
    (0.03, [0.0, 0.02, 0.03])
    """
    part = period.cut(joined({"cap": cap, "equal": equal}))
    if part.iloc[0].isna().all():
        raise NoBar((cap.name, equal.name), (part.index[0].date(),), BASE_LACKS)
    rebased = rebase(part)
    last = rebased.iloc[-1]
    return EqualWeightGap(float(last["cap"]), float(last["equal"]), rebased["cap"] - rebased["equal"])


@dataclass(frozen=True, slots=True)
class MemberContribution:
    """One member: its `weight` at the period's end, its own `change` over the period, and its
    `contribution` to the move (both fractions; 0.001 is a tenth of a point)."""

    ticker: str
    weight: float
    change: float
    contribution: float


@dataclass(frozen=True, slots=True)
class Concentration:
    """A basket's move and who made it.

    parts: every priced member, largest weight first.
    covered: the weight of the priced members in the whole list (a fraction); the rest is left out.
    move: the priced basket's change, the sum of all contributions.
    """

    parts: tuple[MemberContribution, ...]
    move: float
    covered: float
    base: date
    end: date

    @property
    def top(self) -> tuple[MemberContribution, ...]:
        return self.parts[:TOP]

    @property
    def top_weight(self) -> float:
        return sum(part.weight for part in self.top)

    @property
    def top_contribution(self) -> float:
        return sum(part.contribution for part in self.top)

    @property
    def top_share(self) -> float | None:
        """The ten largest members' share of the move. None when the basket moved by less than half a per cent,
        where such a share says nothing. Below zero when they went against it; above one when the
        rest did."""
        return self.top_contribution / self.move if abs(self.move) >= LEAST_MOVE else None

    @property
    def effective_number(self) -> float:
        """1 / Σ weight²: as many equal members would be as concentrated (Herfindahl-Hirschman)."""
        return 1.0 / sum(part.weight**2 for part in self.parts)


def contributions(closes: pd.DataFrame, weights: pd.Series[float], period: Period) -> Concentration:
    """Who made a basket's move over `period`.

    `closes`: sessions × members, adjusted, NaN where there is none. `weights`: by ticker, today's
    (at the last session of `closes`), any positive scale. Members keep their number of shares, so
    their weights at both ends of the period follow from today's: w₀ ∝ w × base close / last close,
    w₁ ∝ w × end close / last close. A member's contribution is w₀ × its change, and the basket's
    move is their sum. A member without a close at the base, at the end or in the last session is
    left out and lowers `covered`.

    Source: arithmetic attribution of a buy-and-hold portfolio, C. Bacon, "Practical Portfolio
    Performance Measurement and Attribution". An index changes its members and share counts, so
    this approximates its move; the same caveat as for any list of today's members (survivorship).

    Raises NoData when no weighted member is priced at both ends.

    >>> import pandas as pd
    >>> days = pd.DatetimeIndex(["2025-12-31", "2026-01-02"])
    >>> closes = pd.DataFrame({"BIG": [100.0, 120.0], "TINY": [10.0, 10.0]}, index=days)
    >>> found = contributions(closes, pd.Series({"BIG": 60.0, "TINY": 40.0}), Period.parse("ytd"))
    >>> [(p.ticker, round(p.contribution, 4)) for p in found.parts], round(found.move, 4)
    ([('BIG', 0.1111), ('TINY', 0.0)], 0.1111)
    """
    part = period.cut(closes)
    positive = weights[weights > 0]
    prices = pd.DataFrame({"base": part.iloc[0], "end": part.iloc[-1], "last": closes.iloc[-1]})
    prices = prices.reindex(positive.index).astype("float64")
    prices = prices[((prices > 0) & (prices < np.inf)).all(axis=1)]
    if prices.empty:
        raise NoData("None of the weighted members is priced over this period. Try a shorter one.")
    priced = positive[prices.index]
    held = prices.mul(priced / prices["last"], axis=0)
    change = prices["end"] / prices["base"] - 1.0
    end_weight = held["end"] / held["end"].sum()
    contribution = (held["end"] - held["base"]) / held["base"].sum()
    order = end_weight.sort_values(ascending=False, kind="stable").index
    return Concentration(
        parts=tuple(
            MemberContribution(str(t), float(end_weight[t]), float(change[t]), float(contribution[t]))
            for t in order
        ),
        move=float(contribution.sum()),
        covered=float(priced.sum() / positive.sum()),
        base=part.index[0].date(),
        end=part.index[-1].date(),
    )
