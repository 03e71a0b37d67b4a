"""What is read for an answer, in words, for faces that show that one is being made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.router import Call
from market.datasets.members import Universe
from market.services.macro import MacroService
from market.services.members import MemberService
from market.services.news import NewsService
from market.services.prices import Market
from market.services.valuation import ValuationService

# The narrower kinds of data first: a command that reads them reads prices, too.
_READ: Mapping[Any, str] = {
    MacroService: "economic series",
    NewsService: "news and dates",
    ValuationService: "valuations",
    Market: "prices",
}


def read_for(call: Call, services: Mapping[Any, Any]) -> str:
    """ "the 1,930 members of the Russell 2000", "prices"; empty for a command that reads no data, or changes
    something. The number is the list's own, and left out until that has been read."""
    wanted = set(call.command.services.values())
    if call.changes:
        return ""
    universe = next((value for value in call.arguments.values() if isinstance(value, Universe)), None)
    if universe is not None and MemberService in wanted:
        count = services[MemberService].listed(universe)
        return f"the {f'{count:,} ' if count else ''}members of the {universe.name}"
    return next((words for kind, words in _READ.items() if kind in wanted), "")
