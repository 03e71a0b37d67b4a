"""How a universe of members is typed, and whose closes are counted for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from commands.framework.parameters import Choice
from commands.inputs.basket import basket
from commands.inputs.fallback import in_place_of
from market.analytics.breadth import Breadth, measure
from market.analytics.rotation import SECTORS
from market.analytics.size_ladder import FUNDS as SIZES
from market.datasets.members import UNIVERSES, MemberPanel, Universe, UnknownUniverse
from market.errors import MarketError
from market.provenance import Provenance, Sourced, combined
from market.services.members import MemberService
from market.services.prices import Market


@dataclass(frozen=True, slots=True)
class UniverseWord:
    """Reads `russell2000`, `sp500` and their other names."""

    description: str = "whose members: russell2000 or sp500"
    greedy: bool = False

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(universe.key for universe in UNIVERSES)

    def parse(self, words: Sequence[str]) -> tuple[Universe, int] | None:
        for length in range(min(3, len(words)), 0, -1):
            try:
                return Universe.parse(" ".join(words[:length])), length
            except UnknownUniverse:
                continue
        return None

    def complete(self, prefix: str) -> tuple[Choice, ...]:
        known = (Choice(universe.name, universe.key) for universe in UNIVERSES)
        return tuple(choice for choice in known if choice.value.startswith(prefix.casefold()))


UniverseName = Annotated[Universe, UniverseWord()]


def sources_line(panel: MemberPanel) -> str:
    """Whose members, as of when, priced by whom: "S&P 500 members of 2026-08-01 (Wikipedia)"."""
    return f"{panel.members.universe.name} members of {panel.members.day} ({panel.members.source})"


@dataclass(frozen=True, slots=True, eq=False)
class BreadthSource(Sourced):
    """Whose breadth it is: the members', or the funds' that stand in. `who`: "of the Russell
    2000’s members"; `unit`: "members"."""

    breadth: Breadth
    who: str
    unit: str
    origin: str
    provenance: Provenance


def seen_members(market: Market, members: MemberService, universe: Universe) -> BreadthSource:
    try:
        panel = members.panel(universe)
    except MarketError as problem:
        return _proxy(market, universe, problem)
    return BreadthSource(
        breadth=panel.breadth,
        who=f"of the {universe.name}’s members",
        unit="members",
        origin=f"{panel.source}; {sources_line(panel)}",
        provenance=panel.provenance,
    )


def _proxy(market: Market, universe: Universe, problem: MarketError) -> BreadthSource:
    with in_place_of(problem):
        funds = basket(market, (*SIZES, *SECTORS), levels=False)
    note = f"A stand-in: {len(funds.bars)} size and sector funds instead of the {universe.name}’s members. {problem}"
    origin = combined(*funds.all)
    return BreadthSource(
        breadth=measure(funds.totals),
        who="of the size and sector funds that stand in for the members",
        unit="funds",
        origin=origin.source,
        provenance=replace(origin, notes=(note, *funds.notes(max(b.last_session for b in funds.all)))),
    )
