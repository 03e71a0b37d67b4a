"""Reads a market, or a list of holdings: `rut`, `AAPL 40, NVDA 25`."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

from commands.framework.parsers import OneSymbol, PeriodWord
from market import symbols as catalogue
from market.analytics.exposure import BadHoldings, Holdings, parse
from market.errors import BadPeriod
from market.symbols import Symbol, printable

PREMISES = ("up", "down")
_AS_LIST = "Write one market, or holdings with their weights: AAPL 40, NVDA 25."
_JOINING = frozenset({"and", "&"})


@dataclass(frozen=True, slots=True)
class MarketOrHoldings(OneSymbol):
    """Takes words up to one that is a period or a premise. One market is a Symbol, more are Holdings: with
    a weight each, or in equal parts. (Commas have been taken off the words already.)"""

    description: str = "a market (rut, iwm, spx), or your holdings: AAPL 40, NVDA 25"

    def parse(self, words: Sequence[str]) -> tuple[Symbol | Holdings, int] | None:  # type: ignore[override]  # what it reads is one or the other
        taken = list(words[: _end(words)]) or list(words[:1])
        for length in range(len(taken), 1, -1):
            match = catalogue.find(" ".join(taken[:length]))
            if match is not None and length == len(taken):
                return match, length
        if len(taken) == 1:
            return Symbol.parse(taken[0]), 1
        parts = [word for word in taken if word.casefold() not in _JOINING]
        weighted = any(_is_number(word) for word in parts)
        if not weighted and (strange := next((word for word in parts if _is_strange(word)), "")):
            raise BadHoldings(f"“{printable(strange)}” is no market that I know. {_AS_LIST}")
        return parse(" ".join(parts) if weighted else ", ".join(parts)), len(taken)


def _end(words: Sequence[str]) -> int:
    """Where the market or the list ends."""
    for place in range(1, len(words)):
        if words[place].casefold() in (*PREMISES, "private"):
            return place
        if _is_number(words[place]):
            continue
        with contextlib.suppress(BadPeriod):
            if PeriodWord().parse([words[place], *words[place + 1 :]]) is not None:
                return place
    return len(words)


def _is_strange(word: str) -> bool:
    """A word of a sentence ("why is the russell down") rather than a ticker, which a list without weights has in
    capitals."""
    return catalogue.find(word) is None and word != word.upper()


def _is_number(word: str) -> bool:
    try:
        float(word.rstrip("%"))
    except ValueError:
        return False
    return True


def is_holdings(value: object) -> bool:
    """Whether a list was given, which is the asker's own affair."""
    return isinstance(value, Holdings)
