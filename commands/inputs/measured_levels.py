"""Measured levels, such as the VIX and yields, where a command needs something that can be held."""

from __future__ import annotations

from collections.abc import Iterable

from commands.framework.command import UsageError
from commands.presentation.wording import opened, the
from market.symbols import Symbol


def refuse_levels(symbols: Iterable[Symbol], without: str) -> None:
    """Raises UsageError for the first that is a measured level. `without`: what it therefore does not have, as
    "volatility, drawdown or beta"."""
    for symbol in symbols:
        if symbol.is_level:
            suggestions = (f"/quote {symbol.word}", f"/chart {symbol.word} 1y")
            raise UsageError(
                f"{opened(the(symbol.label))} is a measured level that nobody can hold: it has no return, and so no "
                f"{without}. Try {' or '.join(suggestions)}.",
                suggestions,
            )
