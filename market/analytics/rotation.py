"""The market regime by a published rule: who leads, and how broadly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import pandas as pd

from market.errors import NoData
from market.formatting import points

LARGE, SMALL, EQUAL = "SPY", "IWM", "RSP"
DEFENSIVE = ("XLP", "XLV", "XLU")  # staples, health care, utilities
CYCLICAL = ("XLY", "XLI", "XLF", "XLB")  # discretionary, industrials, financials, materials
SECTORS = ("XLK", "XLF", "XLV", "XLY", "XLP", "XLE", "XLI", "XLB", "XLU", "XLRE", "XLC")
FUNDS = (LARGE, SMALL, EQUAL, *SECTORS)
_LEAST_SECTORS = 6


class RegimeLabel(StrEnum):
    BROAD_ADVANCE = "broad advance"
    SMALL_CAP_LED = "small-cap-led"
    MEGA_CAP_NARROW = "mega-cap-narrow"
    DEFENSIVE = "defensive"
    BROAD_DECLINE = "broad decline"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class RegimeRule:
    """The thresholds by which a session’s market regime is named.

    `window`: sessions the returns are measured over.
    `lead`: what small caps must lead large ones by, and cap weights equal weights (fractions).
    `defence`: what defensive sectors must lead cyclical ones by.
    `few`, `many`: shares of rising sectors.
    `confirm`: sessions in a row that a new reading must come before the verdict changes.
    """

    window: int = 21
    lead: float = 0.01
    defence: float = 0.02
    few: float = 1 / 3
    many: float = 2 / 3
    confirm: int = 5

    def read(self, market: float, small: float, narrow: float, defence: float, rising: float) -> RegimeLabel:
        """The verdict on one session's readings (see `readings`): the first that applies."""
        if market < 0 and market + small < 0 and rising <= self.few:
            return RegimeLabel.BROAD_DECLINE
        if defence >= self.defence:
            return RegimeLabel.DEFENSIVE
        if small >= self.lead and market + small > 0:
            return RegimeLabel.SMALL_CAP_LED
        if market > 0 and narrow >= self.lead:
            return RegimeLabel.MEGA_CAP_NARROW
        if market > 0 and rising >= self.many:
            return RegimeLabel.BROAD_ADVANCE
        return RegimeLabel.MIXED

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
class Flip:
    """Were `reading` to move from `value` to `threshold`, the others unchanged, the session would
    read as `becomes`. Fractions."""

    reading: str
    value: float
    threshold: float
    becomes: RegimeLabel

    @property
    def distance(self) -> float:
        return self.threshold - self.value


@dataclass(frozen=True, slots=True, eq=False)
class Regime:
    """The market regime by the rule, session by session.

    `readings`: sessions × the rule's five readings.
    `raw`: each session's own verdict.
    `verdicts`: the standing one (changed only after `rule.confirm` equal readings in a row).
    `held`: sessions it has stood, the newest among them.
    `since`: the first of these.
    `pending`: sessions in a row up to now that read as `raw`'s last, where that differs from the standing
        verdict; else 0.
    `flips`: what would change the newest reading, the nearest first in units of its own yearly variation.
    """

    rule: RegimeRule
    readings: pd.DataFrame
    raw: pd.Series[str]
    verdicts: pd.Series[str]
    held: int
    since: date
    pending: int
    flips: tuple[Flip, ...]

    @property
    def verdict(self) -> RegimeLabel:
        return RegimeLabel(self.verdicts.iloc[-1])

    @property
    def reading(self) -> RegimeLabel:
        return RegimeLabel(self.raw.iloc[-1])

    @property
    def end(self) -> date:
        day: date = self.raw.index[-1].date()
        return day


def market_regime(totals: pd.DataFrame, rule: RegimeRule = RULE) -> Regime:
    """The market regime by `rule`. `totals`: sessions × tickers of `FUNDS`, adjusted closes; sector funds may
    be missing or start late. Every session is judged on itself and those before it.

    The rule, its windows and thresholds are our own; the readings are total returns of funds.
    Raises NoData without SPY, IWM and RSP, or with too few sessions.

    >>> days = pd.bdate_range("2026-01-01", periods=30)
    >>> rise = pd.Series([1.002**n for n in range(30)], index=days)
    >>> funds = pd.DataFrame({t: rise for t in FUNDS}) * 100
    >>> str(market_regime(funds).verdict), market_regime(funds).held
    ('broad advance', 9)
    >>> str(market_regime(funds.assign(IWM=rise**2)).verdict)
    'small-cap-led'
    """
    frame = readings(totals, rule)
    rows = frame.to_numpy(dtype=float).tolist()
    raw = [rule.read(*row) for row in rows]
    standing, pending = _confirmed(raw, rule.confirm)
    held = next((n for n, v in enumerate(reversed(standing)) if v is not standing[-1]), len(standing))
    spread = frame.iloc[-252:].std()
    flips = sorted(
        _flips(rule, dict(zip(frame.columns, rows[-1], strict=True))),
        key=lambda flip: abs(flip.distance) / (float(spread[flip.reading]) or 1.0),
    )
    return Regime(
        rule=rule,
        readings=frame,
        raw=pd.Series([str(v) for v in raw], frame.index),
        verdicts=pd.Series([str(v) for v in standing], frame.index),
        held=held,
        since=frame.index[-held].date(),
        pending=pending,
        flips=tuple(flips),
    )


def readings(totals: pd.DataFrame, rule: RegimeRule = RULE) -> pd.DataFrame:
    """The five readings per session, over `rule.window` sessions; fractions:

    - `market`: return of large caps (SPY).
    - `small`: return of small caps (IWM) less `market`.
    - `narrow`: `market` less the return of the same companies equally weighted (RSP).
    - `defence`: mean return of the defensive sectors less that of the cyclical ones.
    - `rising`: share of the sector funds with a return above zero.
    """
    core = [LARGE, SMALL, EQUAL]
    lacking = [ticker for ticker in core if ticker not in totals]
    if lacking:
        raise NoData(f"The market regime cannot be judged without {' and '.join(lacking)}. Try again later.")
    if lacking := [ticker for ticker in SECTORS if ticker not in totals]:
        raise NoData(
            f"The market regime cannot be judged without {' and '.join(lacking)}: its rule reads eleven sectors. "
            "Try again later."
        )
    closes = totals.dropna(subset=core, how="all")
    returns = closes / closes.shift(rule.window) - 1.0
    sectors = returns[[t for t in SECTORS if t in returns]]
    listed = closes[sectors.columns].notna().cummax().shift(rule.window, fill_value=False)  # by then
    priced = sectors.notna().sum(axis=1)
    complete = (sectors.notna() | ~listed).all(axis=1)
    market = returns[LARGE]
    frame = pd.DataFrame(
        {
            "market": market,
            "small": returns[SMALL] - market,
            "narrow": market - returns[EQUAL],
            "defence": _mean(returns, DEFENSIVE) - _mean(returns, CYCLICAL),
            "rising": ((sectors > 0).sum(axis=1) / priced).where(priced >= _LEAST_SECTORS),
        }
    )
    frame = frame[complete].dropna()
    if frame.empty:
        raise NoData(f"Too few sessions for a market regime: its funds need {rule.window + 1} in common.")
    return frame


def _mean(returns: pd.DataFrame, tickers: tuple[str, ...]) -> pd.Series[float]:
    return returns[[t for t in tickers if t in returns]].mean(axis=1)


def _confirmed(raw: list[RegimeLabel], confirm: int) -> tuple[list[RegimeLabel], int]:
    """The standing verdicts, and for how long another reading has been waiting at the end."""
    standing, current, candidate, waiting = [], raw[0], raw[0], 0
    for verdict in raw:
        waiting = 0 if verdict is current else waiting + 1 if verdict is candidate else 1
        candidate = verdict
        if waiting >= confirm:
            current, waiting = verdict, 0
        standing.append(current)
    return standing, waiting


def _flips(rule: RegimeRule, now: Mapping[str, float]) -> list[Flip]:
    """For each reading its nearest threshold beyond which the session would read otherwise."""
    own = rule.read(**now)
    cuts = {
        "market": (0.0, -now["small"]),
        "small": (rule.lead, -now["market"]),
        "narrow": (rule.lead,),
        "defence": (rule.defence,),
        "rising": (rule.few, rule.many),
    }
    flips = []
    for name, thresholds in cuts.items():
        for threshold in sorted(thresholds, key=lambda cut: abs(cut - now[name])):
            beyond = float(np.nextafter(threshold, np.inf if threshold >= now[name] else -np.inf))
            becomes = rule.read(**{**now, name: beyond})
            if becomes is not own:
                flips.append(Flip(name, now[name], threshold, becomes))
                break
    return flips
