"""Closes, highs, lows and marks, true and false."""

from __future__ import annotations

from tests.market.claims.corpus.case import T, one
from tests.market.claims.world import D, F, H

LEVELS = [
    one(
        T,
        "Level",
        D,
        "The Russell 2000 ended the trading day at 2,731.77.",
        lambda w: w.level("RUT", 2731.77, 2, T),
    ),
    one(T, "Level", H, "The Russell 2000 closed at 2,718.77.", lambda w: w.level("RUT", 2718.77, 2, T)),
    one(
        T,
        "Level",
        H,
        "The S&P 500 finished the session at 6,913.35.",
        lambda w: w.level("GSPC", 6913.35, 2, T),
    ),
    one(
        T,
        "Level",
        H,
        "The Dow Jones Industrial Average settled at 49,384.",
        lambda w: w.level("DJI", 49384, 0, T),
    ),
    one(T, "Level", H, "The Nasdaq-100 closed Thursday at 25,518.", lambda w: w.level("NDX", 25518, 0, T)),
    one(T, "Level", F, "The Nasdaq Composite ended at 23,636.02.", lambda w: w.level("IXIC", 23636.02, 2, T)),
    one(T, "Level", D, "The Dow closed at 49,600.", lambda w: w.level("DJI", 49600, 0, T)),
    one(
        "2026-01-21",
        "Level",
        H,
        "At the close on Wednesday, the Russell 2000 finished at 2,698.17.",
        lambda w: w.level("RUT", 2698.17, 2, "2026-01-21"),
    ),
    one(
        "2026-01-30",
        "Level",
        H,
        "The Nasdaq Composite closed out the day at 23,461.82.",
        lambda w: w.level("IXIC", 23461.82, 2, "2026-01-30"),
    ),
    one(
        "2026-01-30",
        "Level",
        F,
        "On Jan. 23, the S&P 500 closed at 6,951.61.",
        lambda w: w.level("GSPC", 6951.61, 2, "2026-01-23"),
    ),
    one(
        "2026-01-30",
        "Level",
        H,
        "The S&P 500 closed at 6,978.60 on January 27, 2026.",
        lambda w: w.level("GSPC", 6978.60, 2, "2026-01-27"),
    ),
    one(T, "Level", H, "The VIX fell to 15.64.", lambda w: w.level("VIX", 15.64, 2, T)),
    one(
        "2026-01-20",
        "Level",
        H,
        "The Cboe Volatility Index climbed to 20.09 on Tuesday.",
        lambda w: w.level("VIX", 20.09, 2, "2026-01-20"),
    ),
    one(
        "2026-01-20",
        "Level",
        F,
        "The fear gauge jumped to 23.09.",
        lambda w: w.level("VIX", 23.09, 2, "2026-01-20"),
    ),
    one(T, "Level", H, "The Russell 2000 hit 2,735 during the session.", lambda w: w.touched("RUT", 2735, T)),
    one(T, "Level", H, "Small caps traded as high as 2,735.10.", lambda w: w.peak("RUT", 2735.10, 2, T)),
    one(
        T,
        "Level",
        F,
        "The Russell 2000 peaked at 2,741.10 in intraday trading.",
        lambda w: w.peak("RUT", 2741.10, 2, T),
    ),
    one(
        "2026-01-30",
        "Level",
        H,
        "The Russell 2000 fell as low as 2,599.57.",
        lambda w: w.peak("RUT", 2599.57, 2, "2026-01-30", "low"),
    ),
    one(
        "2026-01-28",
        "Level",
        H,
        "The S&P 500 touched 7,000 on Wednesday.",
        lambda w: w.touched("GSPC", 7000, "2026-01-28"),
    ),
    one(
        "2026-01-28",
        "Level",
        D,
        "The S&P 500 closed above 7,000.",
        lambda w: (
            D if w.price("GSPC", "2026-01-28", "high") > 7000 > w.price("GSPC", "2026-01-28", "close") else F
        ),
    ),
    one(
        "2026-01-21",
        "Level",
        H,
        "The Russell 2000 advanced to 2,698.17.",
        lambda w: w.level("RUT", 2698.17, 2, "2026-01-21"),
    ),
    one(
        "2026-01-20",
        "Level",
        F,
        "The S&P 500 closed above 6,900 on Tuesday.",
        lambda w: H if w.price("GSPC", "2026-01-20", "close") > 6900 else F,
    ),
    one(
        "2026-01-20",
        "Level",
        H,
        "The Nasdaq Composite ended below 23,000.",
        lambda w: H if w.price("IXIC", "2026-01-20", "close") < 23000 else F,
    ),
    one(
        "2025-04-08",
        "Level",
        H,
        "The S&P 500 finished below 5,000 on April 8, 2025.",
        lambda w: H if w.price("GSPC", "2025-04-08", "close") < 5000 else F,
    ),
    one(
        "2026-01-12",
        "Level",
        H,
        "The Dow closed at 49,590.20.",
        lambda w: w.level("DJI", 49590.20, 2, "2026-01-12"),
    ),
    one(
        T,
        "Level",
        H,
        "The Russell 2000's close of 2,718.77 was its best.",
        lambda w: w.level("RUT", 2718.77, 2, T),
    ),
    one(
        "2026-01-20",
        "Level",
        H,
        "The VIX spiked above 20 on Tuesday.",
        lambda w: H if w.price("VIX", "2026-01-20", "close") > 20 else F,
    ),
]
