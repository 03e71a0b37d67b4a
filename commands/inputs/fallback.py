"""The alternative that is tried after a failure, and which of two failures is reported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from market.errors import MarketError, ProviderError


@contextmanager
def in_place_of(problem: MarketError) -> Iterator[None]:
    """Within it something stands in for what ended in `problem`. If that fails, too, the first failure is told:
    that is what can be mended. Only a provider that refused just now is told before what was never there."""
    try:
        yield
    except MarketError as second:
        if isinstance(second, ProviderError) and not isinstance(problem, ProviderError):
            raise
        raise problem from None
