"""One market beside another."""

from __future__ import annotations

from tests.market.claims.corpus.case import Case, T, one
from tests.market.claims.world import F, H

COMPARISONS = [
    one(
        T,
        "Comparison",
        F,
        "The Russell 2000 outpaced the Nasdaq Composite.",
        lambda w: w.ahead("RUT", "IXIC", T),
    ),
    one(
        T,
        "Comparison",
        H,
        "The Russell 2000 outpaced the Dow on Thursday.",
        lambda w: w.ahead("RUT", "DJI", T),
    ),
    one(T, "Comparison", H, "Small caps beat large caps.", lambda w: w.ahead("RUT", "GSPC", T)),
    one(T, "Comparison", H, "The S&P 500 lagged the Dow.", lambda w: w.ahead("DJI", "GSPC", T)),
    one(
        T,
        "Comparison",
        F,
        "The Nasdaq Composite trailed the Russell 2000 on Thursday.",
        lambda w: w.ahead("RUT", "IXIC", T),
    ),
    one(
        "2026-01-23",
        "Comparison",
        F,
        "Small caps outperformed the S&P 500 on Friday.",
        lambda w: w.ahead("RUT", "GSPC", "2026-01-23"),
    ),
    one(
        "2026-01-23",
        "Comparison",
        H,
        "The Russell 2000 underperformed the Nasdaq-100.",
        lambda w: w.ahead("NDX", "RUT", "2026-01-23"),
    ),
    one(
        "2026-01-20",
        "Comparison",
        H,
        "The Russell 2000 fell less than the S&P 500.",
        lambda w: w.ahead("RUT", "GSPC", "2026-01-20"),
    ),
    one(
        "2026-01-20",
        "Comparison",
        F,
        "The Dow fell more than the Nasdaq Composite.",
        lambda w: w.ahead("IXIC", "DJI", "2026-01-20"),
    ),
    one(
        "2026-01-21",
        "Comparison",
        H,
        "The Russell 2000 rose more than the Dow.",
        lambda w: w.ahead("RUT", "DJI", "2026-01-21"),
    ),
    one(
        T,
        "Comparison",
        H,
        "The Russell 2000 has outperformed the S&P 500 so far this year.",
        lambda w: w.ahead_since("RUT", "GSPC", "2026-01-01", T),
    ),
    one(
        T,
        "Comparison",
        F,
        "The S&P 500 has outpaced the Dow this year.",
        lambda w: w.ahead_since("GSPC", "DJI", "2026-01-01", T),
    ),
    one(
        "2026-01-30",
        "Comparison",
        H,
        "The Russell 2000 trailed the S&P 500 in 2025.",
        lambda w: w.ahead_since("GSPC", "RUT", "2025-01-01", "2025-12-31"),
    ),
    one(
        "2026-01-30",
        "Comparison",
        F,
        "The Russell 2000 beat the Nasdaq Composite in 2023.",
        lambda w: w.ahead_since("RUT", "IXIC", "2023-01-01", "2023-12-29"),
    ),
    one(
        T,
        "Comparison",
        H,
        "The Russell 2000 outperformed the S&P 500 by 0.21 percentage points.",
        lambda w: w.lead("RUT", "GSPC", 0.21, 2, T),
    ),
    one(
        T,
        "Comparison",
        F,
        "The Russell 2000 beat the Dow by 0.5 percentage points.",
        lambda w: w.lead("RUT", "DJI", 0.5, 1, T),
    ),
    one(
        T,
        "Comparison",
        H,
        "Small caps have persistently outperformed large caps so far this year.",
        lambda w: w.ahead_since("RUT", "GSPC", "2026-01-01", T),
    ),
    one(
        "2026-01-30",
        "Comparison",
        H,
        "IWM outpaced SPY in January.",
        lambda w: w.ahead_since("IWM", "SPY", "2026-01-01", "2026-01-30"),
    ),
    Case(
        T,
        "The Russell 2000 rose 0.76 percent, beating the Dow but lagging the Nasdaq Composite.",
        (
            ("Change", H, lambda w: w.change("RUT", 0.76, 2, T)),
            ("Comparison", H, lambda w: w.ahead("RUT", "DJI", T)),
            ("Comparison", H, lambda w: w.ahead("IXIC", "RUT", T)),
        ),
    ),
    one(
        T,
        "Comparison",
        H,
        "The Russell 2000 is outpacing the S&P 500 by more than eight percentage points in 2026.",
        lambda w: H if w.since("RUT", "2026-01-01", T) - w.since("GSPC", "2026-01-01", T) > 8 else F,
    ),
    Case(
        T,
        "The S&P 500 rose on Thursday; small caps outperformed it.",
        (
            ("Change", H, lambda w: w.up("GSPC", T)),
            ("Comparison", H, lambda w: w.ahead("RUT", "GSPC", T)),
        ),
    ),
    Case(
        T,
        "The Nasdaq Composite rose on Thursday. The Russell 2000 outpaced it.",
        (
            ("Change", H, lambda w: w.up("IXIC", T)),
            ("Comparison", F, lambda w: w.ahead("RUT", "IXIC", T)),
        ),
    ),
]
