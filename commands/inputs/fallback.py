"""The alternative that is tried after a failure, and which of two failures is reported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from market.errors import MarketError, ProviderError


@contextmanager
def in_place_of(problem: MarketError) -> Iterator[None]:
    """Within it something stands in for what ended in `problem`. If that fails, too, the first failure
    is told where a provider has refused or a file cannot be read: that is what can be mended."""
    try:
        yield
    except MarketError:
        if isinstance(problem, ProviderError):
            raise problem from None
        raise
