"""Verdicts on which sector made a market's move, by the figures that `/why` states."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from market.analytics.attribution import GroupPart
from market.analytics.rotation import SECTORS
from market.claims.members import AttributionClaim
from market.datasets.member_attribution import attribution_of, changed_since, unexplained
from market.datasets.members import MemberPanel, universe_of
from market.errors import NoData
from market.formatting import change, ordinal, points_of
from market.period import Period
from market.sector_names import listed_sector
from market.symbols import Symbol, find
from market.verdicts.data import JudgementData, window
from market.verdicts.verdict import ClaimOutcome, Tried, Verdict, holds

NEAR_FIRST = 2  # places behind those named, up to which words like "led by" are not refused


def judge_attribution(claim: AttributionClaim, symbol: Symbol, data: JudgementData) -> ClaimOutcome:
    """Did that sector contribute most to the move, or move most itself? Either reading makes it hold; it depends on
    the reading where it comes at best one or two places later. Raises NoData where the members do not explain the
    move, and where that is not known."""
    panel, bars = _panel(symbol, data), data.of(symbol)
    moved = window(data, bars.total, claim.when, symbol.label)
    if not pd.DatetimeIndex([moved.base_day, moved.day]).isin(panel.closes.index).all():
        raise NoData(f"The members are not priced both on {moved.base_day} and on {moved.day}.")
    period = Period.parse(f"{moved.base_day}..{moved.day}")
    result = attribution_of(panel, bars, period)
    if not result.reconciles:
        why = unexplained(panel, result, symbol.label)
        raise NoData(f"{why[:1].upper()}{why[1:]}.")
    if changed := changed_since(panel, result):
        raise NoData(changed[0])
    sectors = [part for part in result.sectors if part.name in _eleven()]
    own = next((part for part in sectors if part.name == listed_sector(claim.sector.symbol.label)), None)
    if own is None:
        raise NoData(f"The list of members has none in {claim.sector.symbol.label}.")
    up = own.contribution > 0 if claim.up is None else claim.up
    way = 1 if up else -1
    tried = (
        _reading("by contribution", own, sectors, lambda part: way * part.contribution, claim, _points),
        _reading("by its own change", own, sectors, lambda part: way * _change(part), claim, _percent),
    )
    verdicts = [reading.verdict for reading in tried]
    if (not claim.alone and way * result.change <= 0) or way * own.contribution <= 0:
        verdict = Verdict.FAILS
    else:
        verdict = next((v for v in (Verdict.HOLDS, Verdict.DEPENDS) if v in verdicts), Verdict.FAILS)
    first = max(way * part.contribution for part in sectors)
    if verdict is Verdict.FAILS and 0 < first - way * own.contribution <= abs(result.residual):
        raise NoData(
            f"The members leave {points_of(result.residual)} unexplained, as much as {own.name} is behind the first."
        )
    readings = "; ".join(f"{reading.words} {reading.actual}" for reading in tried)
    return ClaimOutcome(
        verdict,
        f"{symbol.label} {change(result.change)}, to {result.end}; {own.name} {readings}",
        "weight at the base × change, summed by sector; a sector's own change is its contribution over its weight",
        (
            f"list of members of {panel.members.day}",
            *(f"{p.name} {_points(p)}, itself {_percent(p)}" for p in sectors),
        ),
        panel.source,
        own.contribution,
        result.base,
        result.end,
        tried,
    )


def _panel(symbol: Symbol, data: JudgementData) -> MemberPanel:
    universe = universe_of(symbol)
    panel = data.panels.get(universe.key)
    if panel is None:
        raise NoData(data.problems.get(universe.key) or f"There are no prices of {universe.name} members.")
    return panel


def _reading(
    words: str,
    own: GroupPart,
    sectors: Sequence[GroupPart],
    key: Callable[[GroupPart], float],
    claim: AttributionClaim,
    written: Callable[[GroupPart], str],
) -> Tried:
    """The place of `own` by that key, the greatest first; equal ones share the better place."""
    place = 1 + sum(key(part) > key(own) for part in sectors)
    named, first = max(claim.among, 1), max(sectors, key=key)
    verdict = Verdict.DEPENDS if named < place <= named + NEAR_FIRST else holds(place <= named)
    beside = "" if place == 1 else f" ({first.name} first with {written(first)})"
    return Tried(words, f"{ordinal(place)} of {len(sectors)}, {written(own)}{beside}", verdict)


def _eleven() -> set[str]:
    return {listed_sector(symbol.label) for ticker in SECTORS if (symbol := find(ticker))}


def _change(part: GroupPart) -> float:
    return part.contribution / part.weight


def _percent(part: GroupPart) -> str:
    return change(_change(part))


def _points(part: GroupPart) -> str:
    return f"{'−' if part.contribution < 0 else ''}{points_of(part.contribution)}"
