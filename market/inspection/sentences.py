"""What is in doubt about a series, as one note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from market.doubts import Doubt, DoubtKind
from market.symbols import Symbol

_SAID = 3  # doubts in full; the rest are counted
_MANY = 5  # sessions that are named


def doubtful(symbol: Symbol, provider: str, doubts: Sequence[Doubt]) -> tuple[str, ...]:
    """One note on all that is in doubt, the newest first; none without a doubt."""
    if not doubts:
        return ()
    newest = sorted(doubts, key=lambda doubt: doubt.last, reverse=True)
    clauses = [_clause(doubt) for doubt in newest[:_SAID]]
    if len(newest) > _SAID:
        clauses.append(f"{len(newest) - _SAID} more")
    return (
        f"Doubtful figures of {symbol.label} at {provider} are left out until they are confirmed: "
        f"{'; '.join(clauses)}.",
    )


def all_doubtful(symbol: Symbol, provider: str, doubts: Sequence[Doubt]) -> str:
    """Nothing is left to answer from."""
    (note,) = doubtful(symbol, provider, doubts)
    return f"{note} No figures of {symbol.label} remain. Ask again later, or for another market."


def _clause(doubt: Doubt) -> str:
    """When and what. A handful of sessions on another scale is named; the whole past is told by its end."""
    other_scale = doubt.kind in (DoubtKind.SPLIT, DoubtKind.SCALE)
    if doubt.kind in (DoubtKind.ANOTHER, DoubtKind.CENTS):
        return f"all bars ({doubt.words})"
    past = other_scale and len(doubt.days) > _MANY
    return f"{f'all bars up to {doubt.last}' if past else _when(doubt.days)} ({doubt.words})"


def _when(days: Sequence[date]) -> str:
    if len(days) == 1:
        return f"on {days[0]}"
    return f"on {len(days)} sessions from {days[0]} to {days[-1]}"
