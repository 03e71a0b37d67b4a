"""Who swings more."""

from __future__ import annotations

from tests.market.claims.corpus.case import T, one
from tests.market.claims.world import F, H

VOLATILITY = [
    one(
        T,
        "Volatility",
        H,
        "Small caps have been more volatile than large caps over the past year.",
        lambda w: w.swings("RUT", "GSPC", "2025-01-23", T),
    ),
    one(
        T,
        "Volatility",
        F,
        "The Dow was more volatile than the Nasdaq Composite in 2025.",
        lambda w: w.swings("DJI", "IXIC", "2025"),
    ),
    one(
        "2026-01-30",
        "Volatility",
        H,
        "The Dow was less volatile than the Russell 2000 last year.",
        lambda w: w.swings("RUT", "DJI", "2025"),
    ),
    one(
        "2026-01-30",
        "Volatility",
        F,
        "The Russell 2000 was less volatile than the S&P 500 in 2024.",
        lambda w: w.swings("GSPC", "RUT", "2024"),
    ),
]
