"""How a universe of members is typed, and what its sentences say about members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from commands.parameters import Choice
from market.members import UNIVERSES, MemberPanel, Universe, UnknownUniverse


@dataclass(frozen=True, slots=True)
class UniverseWord:
    """Reads `russell2000`, `sp500` and their other names."""

    description: str = "whose members: russell2000 or sp500"
    greedy: bool = False

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(universe.key for universe in UNIVERSES)

    def take(self, words: Sequence[str]) -> tuple[Universe, int] | None:
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
    return f"{panel.members.universe.name} members of {panel.members.as_of} ({panel.members.source})"
