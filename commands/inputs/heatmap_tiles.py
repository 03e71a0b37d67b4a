"""Inputs of a heatmap: members, or sector funds, with their weights and changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from commands.inputs.basket import fund_basket
from commands.inputs.members_so_far import NO_SESSION, MembersSoFar, members_so_far
from commands.inputs.universe import sources_line
from commands.presentation.figure_keys import closed_at
from market.analytics.movers import by_group, changes
from market.analytics.rotation import SECTORS
from market.analytics.sectors import survey
from market.datasets.members import SP_500, Universe
from market.errors import MarketError
from market.period import ONE_DAY, Period
from market.provenance import Provenance, Sourced, combined
from market.sector_names import fund_sector
from market.services.members import MemberService
from market.services.prices import Market
from market.symbols import Symbol


@dataclass(frozen=True, slots=True, eq=False)
class HeatmapTiles(Sourced):
    """What is drawn, by ticker: `change` (NaN where unknown), `weights`, `groups`, `labels`; and `by_sector`,
    groups × weight, change, rising, priced, members.

    names: the companies', where they are members.
    universe: None for sector funds.
    lacking: tickers of those without which figures of all sectors are open.
    now: the session in progress, where it is the one that is drawn.
    """

    change: pd.Series[float]
    weights: pd.Series[float]
    groups: pd.Series[str]
    labels: tuple[str, ...]
    by_sector: pd.DataFrame
    universe: Universe | None
    what: str
    base: date
    end: date
    origin: str
    provenance: Provenance
    lacking: tuple[str, ...] = ()
    now: MembersSoFar = NO_SESSION
    names: tuple[str, ...] = ()

    @property
    def at(self) -> str:
        """The as-of time of its figures."""
        return self.now.at or closed_at(self.end)


def member_tiles(members: MemberService, universe: Universe, period: Period) -> HeatmapTiles:
    panel = members.panel(universe)
    now = members_so_far(members, universe) if period == ONE_DAY else NO_SESSION
    panel = now.live.panel if now.live else panel
    moved = changes(panel.closes, period)
    weighted = (panel.weights > 0).any()
    weights = panel.weights.where(panel.weights > 0) if weighted else pd.Series(1.0, panel.weights.index)
    equal = (
        ()
        if weighted
        else (f"The list of members ({panel.members.source}) states no weights, so all areas are equal.",)
    )
    return HeatmapTiles(
        change=moved.change,
        weights=weights,
        groups=panel.sectors,
        labels=tuple(panel.members.tickers),
        by_sector=by_group(moved.change, weights, panel.sectors),
        universe=universe,
        what=f"members of the {universe.name}",
        base=moved.base,
        end=moved.end,
        origin=sources_line(panel),
        provenance=panel.provenance.noted(*equal, *now.notes),
        now=now,
        names=tuple(map(str, panel.names)),
    )


def fund_tiles(
    market: Market, members: MemberService, period: Period, why: tuple[str, ...] = ()
) -> HeatmapTiles:
    held = fund_basket(market, SECTORS)
    with held.excused():
        result = survey(held.totals, period)
    tickers = [row.ticker for row in result.rows]
    moved = pd.Series({row.ticker: row.change for row in result.rows})
    names = pd.Series({ticker: Symbol.parse(ticker).label for ticker in tickers})
    weights, note = _sector_weights(members, names)
    origin = combined(*held.all)
    return HeatmapTiles(
        change=moved,
        weights=weights,
        groups=pd.Series("", names.index),
        labels=tuple(names),
        by_sector=by_group(moved, weights, names),
        universe=None,
        what="sectors of the S&P 500",
        base=result.base,
        end=result.end,
        origin=origin.source,
        lacking=result.lacking,
        provenance=replace(origin, notes=(*why, note, *held.notes(result.end))),
    )


def _sector_weights(members: MemberService, names: pd.Series[str]) -> tuple[pd.Series[float], str]:
    """Each sector fund's weight in the S&P 500 as its members' list states it, else equal ones."""
    equal = pd.Series(1.0, names.index)
    try:
        rows = members.members(SP_500)
    except MarketError:
        return equal, "The sectors’ weights are not known, so all areas are equal."
    listed = pd.DataFrame([(m.sector, m.weight) for m in rows.rows], columns=["sector", "weight"])
    totals = listed[listed["weight"] > 0].groupby("sector")["weight"].sum()
    weights = names.map(totals.rename(fund_sector))
    if weights.isna().any():
        return equal, "The sectors’ weights are not all known, so all areas are equal."
    return weights, f"Areas by the weights of the members of {rows.day} ({rows.source})."
