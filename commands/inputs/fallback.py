"""The alternative that is tried after a failure, and which of two failures is reported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from market.errors import MarketError, NoData, ProviderError


@contextmanager
def in_place_of(problem: MarketError) -> Iterator[None]:
    """Within it something stands in for what ended in `problem`. If that fails, too, a provider's refusal is told,
    the first before the second, since that can be mended; where nothing is there, both are."""
    try:
        yield
    except MarketError as second:
        if isinstance(problem, ProviderError):
            raise problem from None
        if isinstance(second, ProviderError):
            raise
        raise NoData(f"{problem} {second}") from None
