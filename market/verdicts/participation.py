"""Verdicts on breadth: sectors by their funds, members by their closes."""

from __future__ import annotations

import pandas as pd

from market.analytics.breadth import measure
from market.analytics.regime_rule import RULE
from market.analytics.rotation import SECTORS
from market.claims.expressions.when import When
from market.claims.members import AdvancersClaim
from market.claims.sector_counts import SectorsClaim, Share
from market.claims.sector_ranks import SectorRankClaim
from market.datasets.members import UNIVERSES, MemberPanel, Universe
from market.errors import NoData
from market.formatting import change
from market.symbols import Symbol, find
from market.verdicts.data import JudgementData, Window, window
from market.verdicts.verdict import ClaimOutcome, Verdict, holds

RATIO_TOLERANCE = 0.2  # of the ratio


def judge_sectors(claim: SectorsClaim, data: JudgementData) -> ClaimOutcome:
    """How many of the eleven sector funds rose, with dividends."""
    moves = _sector_moves(claim.when, data)
    rose = [name for name, moved in moves.items() if moved.points > 0]
    fell = [name for name, moved in moves.items() if moved.points < 0]
    count = len(rose) if claim.up else len(fell)
    right = {
        Share.ALL: count == len(moves),
        Share.MOST: count > len(moves) / 2,
        Share.NONE: count == 0,
        Share.COUNT: count == claim.count,
        Share.AT_LEAST: count > claim.count,
        Share.BROAD: count >= RULE.many * len(moves),
    }[claim.share]
    day = next(iter(moves.values())).day
    statement = f"{len(rose)} of {len(moves)} sectors rose, {len(fell)} fell, to {day}"
    rule = f"; broad: at least {RULE.many:.0%} of them" if claim.share is Share.BROAD else ""
    inputs = (f"rose: {', '.join(rose) or 'none'}", f"fell: {', '.join(fell) or 'none'}")
    source = data.bars[SECTORS[0]].source
    return ClaimOutcome(holds(right), statement, f"sector funds, last over base − 1{rule}", inputs, source)


def _sector_moves(when: When, data: JudgementData) -> dict[str, Window]:
    """What each sector fund did, with dividends, by its label."""
    moves = {}
    for symbol in sector_symbols():
        moves[symbol.label] = window(data, data.of(symbol).total, when, symbol.label)
    return moves


def judge_sector_rank(claim: SectorRankClaim, symbol: Symbol, data: JudgementData) -> ClaimOutcome:
    """Was that sector the best (worst) of the eleven, by their funds, or the only one that went that way?"""
    moves = _sector_moves(claim.when, data)
    ordered = sorted(moves, key=lambda name: -moves[name].change)
    first = ordered[0] if claim.best else ordered[-1]
    listed = max(claim.among, 1)
    foremost = ordered[:listed] if claim.best else ordered[-listed:]
    same_way = [name for name in ordered if (moves[name].points > 0) is claim.best and moves[name].points]
    right = same_way == [symbol.label] if claim.only else symbol.label in foremost
    own = moves[symbol.label]
    side = "best" if claim.best else "worst"
    statement = (
        f"{symbol.label} {change(own.change)}, {side}: {first} {change(moves[first].change)}, to {own.day}"
    )
    if claim.only:
        way = "rose" if claim.best else "fell"
        statement = (
            f"{len(same_way)} of {len(moves)} sectors {way}: {', '.join(same_way) or 'none'}, to {own.day}"
        )
    inputs = tuple(f"{name} {change(moves[name].change)}" for name in ordered)
    source = data.bars[SECTORS[0]].source
    return ClaimOutcome(
        holds(right),
        statement,
        "sector funds, last over base − 1",
        inputs,
        source,
        own.change,
        own.base_day,
        own.day,
    )


def judge_advancers(claim: AdvancersClaim, data: JudgementData) -> ClaimOutcome:
    """More members up than down on the session? Without a market named, both lists must agree."""
    wanted = _universes(claim)
    verdicts, parts, source = set(), [], ""
    for universe in wanted:
        panel = data.panels.get(universe.key)
        if panel is None:
            raise NoData(
                data.problems.get(universe.key) or f"There are no prices of {universe.name} members."
            )
        rose, fell = _counts(panel, claim, data)
        more, fewer = (rose, fell) if claim.up else (fell, rose)
        verdicts.add(holds(more > fewer and _ratio_fits(claim, more / max(fewer, 1))))
        parts.append(f"{universe.name}: {rose:,} rose, {fell:,} fell ({panel.coverage})")
        source = panel.source
    verdict = verdicts.pop() if len(verdicts) == 1 else Verdict.DEPENDS
    statement = f"{'; '.join(parts)}, on {data.session(claim.when)}"
    return ClaimOutcome(
        verdict, statement, "members with a higher close than the session before, less the lower", (), source
    )


def _ratio_fits(claim: AdvancersClaim, ratio: float) -> bool:
    """Exchanges count issues that the lists here do not hold: a ratio may differ by a fifth."""
    claimed = claim.ratio
    return (
        claimed is None
        or (claim.at_least and ratio >= claimed)
        or abs(ratio - claimed) <= RATIO_TOLERANCE * claimed
    )


def _universes(claim: AdvancersClaim) -> tuple[Universe, ...]:
    if claim.subject is None:
        return UNIVERSES
    ticker = claim.subject.symbol.ticker
    fitting = tuple(u for u in UNIVERSES if ticker in (u.index, u.fund))
    if not fitting:
        raise NoData(f"The members of {claim.subject.symbol.label} are not known here.")
    return fitting


def _counts(panel: MemberPanel, claim: AdvancersClaim, data: JudgementData) -> tuple[int, int]:
    day = pd.Timestamp(data.session(claim.when))
    closes = panel.closes.loc[:day].iloc[-2:]
    before = pd.Timestamp(data.base_session(claim.when))
    if list(closes.index) != [before, day] or closes.isna().all(axis=1).any():
        raise NoData(f"The members are not priced on {day.date()}.")
    last = measure(closes).counts.iloc[-1]
    return int(last["advancers"]), int(last["decliners"])


def sector_symbols() -> tuple[Symbol, ...]:
    return tuple(symbol for ticker in SECTORS if (symbol := find(ticker)))
