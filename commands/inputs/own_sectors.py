"""What the sectors of an index did by its own members, beside the funds of another index's sectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from commands.inputs.attributed import fit_line
from market.analytics.movers import by_group, changes
from market.analytics.rotation import SECTORS
from market.datasets.members import MemberPanel, Universe
from market.errors import MarketError, ProviderError
from market.formatting import change, listed
from market.period import Period
from market.sector_names import fund_sector
from market.services.members import MemberService
from market.services.prices import Market
from market.symbols import Symbol


@dataclass(frozen=True, slots=True, eq=False)
class OwnSectors:
    """The members' change by sector, weighted by the list, over the same sessions as the funds'.

    changes: by the ticker of the sector's fund; empty where they are not known, and `notes` say why.
    panel: the members; None where they are not known.
    partial: they may be there when they are asked for again.
    """

    universe: Universe
    changes: Mapping[str, float]
    panel: MemberPanel | None
    notes: tuple[str, ...]
    partial: bool = False

    def of(self, ticker: str) -> float | None:
        """The change of a sector; None where none is known, NaN where this one is not."""
        return self.changes.get(ticker, float("nan")) if self.changes else None

    @property
    def words(self) -> str:
        """Who led and who trailed: "Materials led the Russell 2000’s own (+4.04%) and Real Estate trailed (−1.23%)";
        empty where that is not known."""
        if len(self.changes) < len(SECTORS):
            return ""
        ranked = sorted(self.changes, key=lambda ticker: -self.changes[ticker])
        first, last = ((Symbol.parse(t).label, change(self.changes[t])) for t in (ranked[0], ranked[-1]))
        if self.changes[ranked[0]] < 0:
            return (
                f"of the {self.universe.name}’s own {first[0]} fell the least ({first[1]}) and {last[0]} the most "
                f"({last[1]})"
            )
        return f"{first[0]} led the {self.universe.name}’s own ({first[1]}) and {last[0]} trailed ({last[1]})"


def own_sectors(
    market: Market, members: MemberService, universe: Universe, base: date, end: date
) -> OwnSectors:
    """From the close of `base` to that of `end`; nothing of other sessions stands in for these. Members that do not
    explain their index are said not to."""
    try:
        panel = members.panel(universe)
        if panel.closes.index[-1].date() < end and (live := members.live(universe)) is not None:
            panel = live.panel
        if not (panel.weights > 0).any():
            return _none(universe, "their list states no weights")
        last = panel.closes.index[-1].date()
        if last < end:
            return _none(universe, f"the closes of its members end on {last}")
        moved = changes(panel.closes, Period.parse(f"{base}..{end}"))
    except MarketError as problem:
        return _none(universe, str(problem).rstrip("."), isinstance(problem, ProviderError))
    if (moved.base, moved.end) != (base, end):
        return _none(universe, f"the closes of its members begin on {panel.closes.index[0].date()}")
    groups = by_group(moved.change, panel.weights.where(panel.weights > 0), panel.sectors)["change"]
    groups = groups.rename(fund_sector)
    names = {ticker: Symbol.parse(ticker).label for ticker in SECTORS}
    by_fund = {ticker: groups.get(name) for ticker, name in names.items()}
    priced = {
        ticker: float(value) for ticker, value in by_fund.items() if value is not None and value == value
    }
    fit = fit_line(market, members, universe).notes
    return OwnSectors(universe, priced, panel, (*_about(priced, names, panel), *fit))


def _about(priced: Mapping[str, float], names: Mapping[str, str], panel: MemberPanel) -> tuple[str, ...]:
    without = [name for ticker, name in names.items() if ticker not in priced]
    said = f"The list of the {panel.members.universe.name}’s members has none of {listed(without)}."
    return ((said,) if without else ()) + panel.notes


def _none(universe: Universe, why: str, partial: bool = False) -> OwnSectors:
    return OwnSectors(universe, {}, None, (f"Without the {universe.name}’s own sectors: {why}.",), partial)
