"""Alert inputs that no symbol's bars hold: breadth, and the market regime."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from commands.inputs.attributed import attributed
from commands.inputs.basket import fund_basket
from commands.inputs.members_so_far import members_so_far
from market.alerts.evaluate import MISSED, AlertInputs
from market.alerts.rules import RuleKind
from market.analytics.breadth import LONG
from market.analytics.rotation import FUNDS, market_regime
from market.datasets.members import RUSSELL_2000
from market.errors import MarketError
from market.period import ONE_DAY
from market.sector_names import fund_sector
from market.services.members import MemberService
from market.services.prices import Market
from market.symbols import Symbol


def read_alert_inputs(
    market: Market, members: MemberService, wanted: Collection[RuleKind]
) -> Sequence[AlertInputs]:
    """Alert inputs of the last completed sessions, oldest first, as `/breadth` and `/rotation` compute
    them; None where a session has no value. Below them the session in progress, where breadth so far is wanted."""
    last = market.state().last_completed
    days = market.calendar.sessions(date.min, last)[-MISSED - 1 :]
    inputs = {day: AlertInputs(day) for day in days}
    if RuleKind.BREADTH in wanted:
        for day, (share, coverage) in _breadth(members).items():
            if day in inputs:
                inputs[day] = replace(inputs[day], breadth=share, coverage=coverage)
    if RuleKind.ROTATION in wanted:
        verdicts = _verdicts(market)
        for before, day in zip(verdicts, list(verdicts)[1:], strict=False):
            if day in inputs:
                inputs[day] = replace(inputs[day], regime=verdicts[day], regime_before=verdicts[before])
    if RuleKind.CONTRIBUTION in wanted and last in inputs:
        inputs[last] = _attributed(inputs[last], market, members)
    so_far = _breadth_so_far(members) if RuleKind.BREADTH_SO_FAR in wanted else ()
    return (*inputs.values(), *so_far)


def _attributed(inputs: AlertInputs, market: Market, members: MemberService) -> AlertInputs:
    """With contributions as `/why` says them; without, where members do not explain the session or end earlier."""
    try:
        move = attributed(market, members, Symbol.parse("rut"), ONE_DAY)
    except MarketError:
        return inputs  # no list or no prices of members: contribution alerts wait
    if move.why_not or move.attribution.end != inputs.session:
        return inputs
    parts = {fund_sector(part.name): part.contribution for part in move.attribution.sectors}
    fund = None if move.bars.symbol.is_index else move.bars.symbol
    return replace(inputs, contributions=parts, change=move.attribution.change, of=fund)


def _breadth(members: MemberService) -> dict[date, tuple[float, str]]:
    """By session the share, and how many it is of."""
    try:
        panel = members.panel(RUSSELL_2000)
    except MarketError:
        return {}  # members not stored yet: breadth alerts wait
    newest = panel.breadth.above(LONG).iloc[-MISSED - 2 :].dropna()
    measured = panel.breadth.counts[f"averaged_{LONG}"].loc[newest.index]
    of = f"of {len(panel.members.rows):,}"
    return {
        day: (float(share), f"{int(count):,} {of} known")
        for day, share, count in zip(pd.DatetimeIndex(newest.index).date, newest, measured, strict=True)
    }


def _breadth_so_far(members: MemberService) -> tuple[AlertInputs, ...]:
    """The session in progress, by the quotes that `/breadth` shows: they are asked for every few minutes, whatever
    the number of alerts. Nothing outside of sessions, and where too few members are quoted."""
    live = members_so_far(members, RUSSELL_2000).live
    if live is None:
        return ()
    share = float(live.breadth.above(LONG).iloc[-1])
    measured = int(live.breadth.counts[f"averaged_{LONG}"].iloc[-1])
    coverage = f"{measured:,} of {len(live.panel.members.rows):,} measured"
    breadth = share if share == share else None
    return (AlertInputs(live.session, breadth=breadth, coverage=coverage, at=live.at),)


def _verdicts(market: Market) -> dict[date, str]:
    """Up to the newest session that all funds have, of closes that will not change any more; sessions on which
    it is open which verdict stands are left out."""
    try:
        funds = fund_basket(market, FUNDS)
        settled = replace(funds, bars={ticker: bars.settled for ticker, bars in funds.bars.items()})
        verdicts = market_regime(settled.totals, begins_open=settled.begins_in_doubt).verdicts
    except MarketError:
        return {}  # a fund is missing: rotation alerts wait
    newest = verdicts.iloc[-MISSED - 2 :].dropna()
    return dict(zip(pd.DatetimeIndex(newest.index).date, newest.astype("str").tolist(), strict=True))
