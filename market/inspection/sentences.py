"""What is in doubt about a series, as one note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from market.doubts import Doubt, DoubtKind
from market.formatting import level
from market.symbols import Symbol

_SAID = 3  # doubts in full; the rest are counted


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
    seen, usual = level(doubt.seen), level(doubt.usual)
    match doubt.kind:
        case DoubtKind.SPIKE:
            return f"{_when(doubt.days)} at {seen} ({usual} before it, and back after it)"
        case DoubtKind.UNHEARD:
            return f"{_when(doubt.days)} at {seen} ({usual} before it)"
        case DoubtKind.CONTRADICTED:
            return f"{_when(doubt.days)} at {seen} ({usual} before it, and its fund did not follow)"
        case DoubtKind.SPLIT if doubt.usual == doubt.usual:
            return (
                f"{_side(doubt)} ({seen} against {usual}, as a split makes it that is not applied throughout)"
            )
        case DoubtKind.SCALE:
            return f"{_side(doubt)} ({seen} against {usual} the session after, another scale)"
        case DoubtKind.FROZEN:
            return f"{_when(doubt.days)} (the close of {seen} repeated, without a trade)"
        case DoubtKind.REPEATED:
            return f"{_when(doubt.days)} (the close of {seen} is that of the session before)"
        case DoubtKind.ADJUSTED:
            return f"an adjusted close of {seen} {_when(doubt.days)}, beside a close of {usual}"
        case DoubtKind.RANGE:
            return f"an open, high or low of {seen} {_when(doubt.days)}, beside a close of {usual}"
        case _:
            return f"{_when(doubt.days)} (a price of {seen})"


def _side(doubt: Doubt) -> str:
    """A handful of sessions is named; the whole past is told by its end."""
    return _when(doubt.days) if len(doubt.days) <= _MANY else f"all bars up to {doubt.last}"


_MANY = 5


def _when(days: Sequence[date]) -> str:
    if len(days) == 1:
        return f"on {days[0]}"
    return f"on {len(days)} sessions from {days[0]} to {days[-1]}"
