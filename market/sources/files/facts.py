"""An operator's own files hold no facts: every question about them is answered with what to do."""

from __future__ import annotations

from market.errors import NoData
from market.sources.prices_only import PricesOnly


class FileFacts(PricesOnly):
    """`FactsSource` and `Snapshots` of a folder of prices: empty."""

    title = "Own files"

    def _missing(self, kind: str) -> NoData:
        return NoData(
            f"This bot answers from its operator’s own files, which hold no {kind}. Its source “yahoo” has them."
        )
