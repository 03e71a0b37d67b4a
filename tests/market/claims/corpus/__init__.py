"""Claim sentences in the manner of market news, written for these tests, true and false, each with its
proof on raw data; and sentences that claim nothing that a price could prove."""

from __future__ import annotations

from tests.market.claims.corpus.breadth import BREADTH
from tests.market.claims.corpus.changes import CHANGES
from tests.market.claims.corpus.comparisons import COMPARISONS
from tests.market.claims.corpus.distances import DISTANCES
from tests.market.claims.corpus.levels import LEVELS
from tests.market.claims.corpus.nothing import NO_CLAIMS
from tests.market.claims.corpus.periods import PERIODS
from tests.market.claims.corpus.prints import PRINTS
from tests.market.claims.corpus.records import RECORDS
from tests.market.claims.corpus.streaks import STREAKS
from tests.market.claims.corpus.volatility import VOLATILITY
from tests.market.claims.corpus.wordings import WORDINGS

CLAIMS = (
    *LEVELS,
    *DISTANCES,
    *CHANGES,
    *PERIODS,
    *RECORDS,
    *COMPARISONS,
    *STREAKS,
    *BREADTH,
    *VOLATILITY,
    *PRINTS,
    *WORDINGS,
)

__all__ = ["CLAIMS", "NO_CLAIMS"]
