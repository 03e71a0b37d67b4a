"""What an index's ten largest members made of its move, for answers about concentration."""

from __future__ import annotations

from dataclasses import dataclass, replace

from charts.pictures.bars import Bar
from commands.framework.reply import Column, Evidence, Fact, Table
from commands.presentation.figure_keys import closed_at
from market.analytics.concentration import Concentration, contributions
from market.datasets.members import MemberPanel, Universe
from market.errors import MarketError
from market.formatting import Unit, change, share
from market.period import Period
from market.services.members import MemberService


@dataclass(frozen=True, slots=True, eq=False)
class LargestMembers:
    """What the members say.

    result, panel: both None where they cannot say it, and `notes` say why.
    """

    result: Concentration | None
    panel: MemberPanel | None
    notes: tuple[str, ...]

    @property
    def words(self) -> str:
        """What the ten did for the move; empty where that is not known. A share below zero or above one is no
        share of it."""
        part = self.result.top_share if self.result else None
        if part is None:
            return ""
        if part < 0:
            return "the ten largest went against its move"
        if part > 1:
            return "the ten largest made more than all of its move"
        return f"the ten largest made {share(part)} of its move"

    @property
    def facts(self) -> list[Fact]:
        result = self.result
        if result is None:
            return []
        key, moved = "top_ten.sp500", f"of {change(result.move)} of all members"
        of = f"of {len(result.parts):,} members"
        facts = [
            Fact("Top ten’s weight", result.top_weight, Unit.SHARE, key=f"{key}.weight"),
            Fact(
                "Top ten’s contribution", result.top_contribution, Unit.LEAD, moved, key=f"{key}.contribution"
            ),
            Fact("Top ten’s share of the move", result.top_share, Unit.SHARE, key=f"{key}.share"),
            Fact("Effective number", result.effective_number, Unit.COUNT, of, key=f"{key}.effective_number"),
        ]
        return [replace(fact, as_of=closed_at(result.end)) for fact in facts]

    @property
    def table(self) -> Table | None:
        if self.result is None or self.panel is None:
            return None
        columns = (
            Column("Member"),
            Column("Weight", Unit.SHARE),
            Column("Change", Unit.CHANGE),
            Column("Contribution", Unit.LEAD),
        )
        names = self.panel.names
        rows = [(str(names[p.ticker]), p.weight, p.change, p.contribution) for p in self.result.top]
        rest = self.result.parts[len(rows) :]
        if rest:
            label = f"the other {len(rest):,}"
            rows.append((label, sum(p.weight for p in rest), float("nan"), sum(p.contribution for p in rest)))
        return Table(columns, tuple(rows), title=f"{self.result.base} to {self.result.end}")

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What each of the ten contributed, and the others together."""
        if self.result is None or self.panel is None:
            return ()
        names, result = self.panel.names, self.result
        rest = sum(part.contribution for part in result.parts[len(result.top) :])
        top = (Bar(str(names[p.ticker]), p.contribution, short=p.ticker) for p in result.top)
        return (*top, Bar(f"the other {len(result.parts) - len(result.top):,}", rest))

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        result, panel = self.result, self.panel
        if result is None or panel is None or result.top_share is None:
            return ()
        weights = f"weights of {panel.members.day} ({panel.members.source})"
        return (
            Evidence(
                f"Top ten’s share of the move {share(result.top_share)}",
                "Σ base weight × change of the ten largest / Σ of all",
                (weights, f"{len(result.parts):,} members, {result.base} to {result.end}"),
                panel.source,
            ),
        )


def largest_members(members: MemberService, universe: Universe, period: Period) -> LargestMembers:
    """The ten largest over `period`, where prices and weights of the members are known."""
    try:
        panel = members.panel(universe)
        if not (panel.weights > 0).any():
            said = (
                f"The list of members ({panel.members.source}) states no weights: the top ten are not known."
            )
            return LargestMembers(None, None, (said,))
        result = contributions(panel.closes, panel.weights, period)
    except MarketError as problem:
        return LargestMembers(None, None, (f"Without members, by funds only: {problem}",))
    covered = f"Members of {panel.members.day} with {share(result.covered)} of the weight are priced."
    return LargestMembers(result, panel, (covered, *panel.notes))
