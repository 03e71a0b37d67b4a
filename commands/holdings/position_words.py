"""How positions are typed: `10 AAPL at 150, IWM 5`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from commands.framework.command import UsageError
from market.symbols import Symbol, printable

EXAMPLE = "/portfolio add 10 AAPL at 150, 5 IWM"
_NUMBER = r"\d{1,12}(?:\.\d{1,8})?"
_COST = rf"(?:\s*(?:at|@)\s*\$?(?P<cost>{_NUMBER}))?"
_QUANTITY_FIRST = re.compile(rf"(?P<quantity>{_NUMBER})\s+(?:shares? of\s+)?(?P<name>.+?){_COST}", re.I)
_NAME_FIRST = re.compile(rf"(?P<name>.+?)\s+(?P<quantity>{_NUMBER}){_COST}", re.I)
_MOST = 1e12


@dataclass(frozen=True, slots=True)
class TypedPosition:
    """One position as it was typed. `cost`: paid a share; None where it is not said."""

    symbol: Symbol
    quantity: float
    cost: float | None


def positions_typed(text: str) -> tuple[TypedPosition, ...]:
    """Apart by commas, semicolons or lines. Raises UsageError, and UnknownSymbol for a name that is none.

    >>> [(p.symbol.ticker, p.quantity, p.cost) for p in positions_typed("10 aapl at 150, IWM 2.5")]
    [('AAPL', 10.0, 150.0), ('IWM', 2.5, None)]
    """
    parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    if not parts:
        raise UsageError(f"Say how many of what: {EXAMPLE}")
    return tuple(_position(part) for part in parts)


def _position(part: str) -> TypedPosition:
    shown = printable(part)[:40]
    match = _QUANTITY_FIRST.fullmatch(part) or _NAME_FIRST.fullmatch(part)
    if match is None:
        raise UsageError(f"“{shown}” is no position. Write shares and a name, with what one cost: {EXAMPLE}")
    symbol, quantity = Symbol.parse(match["name"].strip()), float(match["quantity"])
    if not 0 < quantity < _MOST:
        raise UsageError(f"“{shown}”: the number of shares must be above zero. Write it as {EXAMPLE}")
    if symbol.is_index or symbol.is_level:
        raise UsageError(
            f"{symbol.label} is an index that nobody can hold. Write down a fund or a share: {EXAMPLE}"
        )
    return TypedPosition(symbol, quantity, float(match["cost"]) if match["cost"] else None)
