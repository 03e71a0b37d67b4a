"""Records and extremes."""

from __future__ import annotations

from tests.market.claims.corpus.case import T, one
from tests.market.claims.world import D, F, H

RECORDS = [
    one(T, "Record", H, "The Russell 2000 closed at a record high.", lambda w: w.record("RUT", T)),
    one(
        T, "Record", H, "It was an all-time closing high for the Russell 2000.", lambda w: w.record("RUT", T)
    ),
    one(T, "Record", F, "The S&P 500 ended at an all-time high on Thursday.", lambda w: w.record("GSPC", T)),
    one(T, "Record", D, "The Dow notched a fresh record close.", lambda w: w.record("DJI", T)),
    one(
        "2026-01-13",
        "Record",
        F,
        "The Nasdaq Composite set a record on Tuesday.",
        lambda w: w.record("IXIC", "2026-01-13"),
    ),
    one(
        "2026-01-12",
        "Record",
        H,
        "The Dow posted another record closing high.",
        lambda w: w.record("DJI", "2026-01-12"),
    ),
    one(
        "2026-01-13",
        "Record",
        D,
        "The Russell 2000 finished at a record on Tuesday.",
        lambda w: w.record("RUT", "2026-01-13"),
    ),
    one(
        "2026-01-28", "Record", D, "The S&P 500 closed at a record.", lambda w: w.record("GSPC", "2026-01-28")
    ),
    one(
        T,
        "Record",
        H,
        "The Russell 2000 notched its eighth record close of the year.",
        lambda w: w.nth_record("RUT", 8, T),
    ),
    one(
        T,
        "Record",
        F,
        "It was the 10th record close of 2026 for the Russell 2000.",
        lambda w: w.nth_record("RUT", 10, T),
    ),
    one(
        "2026-01-27",
        "Record",
        H,
        "The S&P 500 booked its fourth record of the year.",
        lambda w: w.nth_record("GSPC", 4, "2026-01-27"),
    ),
    one(
        "2026-01-27",
        "Extreme",
        F,
        "The Nasdaq Composite reached its highest close since October 2025.",
        lambda w: w.highest_since("IXIC", "2025-10-31", "2026-01-27"),
    ),
    one(
        "2026-01-20",
        "Extreme",
        F,
        "The S&P 500 fell to its lowest close since December 17.",
        lambda w: w.highest_since("GSPC", "2025-12-17", "2026-01-20", -1),
    ),
    one(
        "2026-01-20",
        "Extreme",
        F,
        "The Russell 2000 fell to its lowest level since November 2025.",
        lambda w: w.highest_since("RUT", "2025-11-30", "2026-01-20", -1),
    ),
    one(
        "2026-01-20",
        "Extreme",
        H,
        "It was the worst day for the S&P 500 since October 10, 2025.",
        lambda w: w.extreme_move("GSPC", "2025-10-10", "2026-01-20", -1),
    ),
    one(
        "2026-01-21",
        "Extreme",
        H,
        "The Russell 2000 had its biggest one-day gain since November 2025.",
        lambda w: w.extreme_move("RUT", "2025-11-30", "2026-01-21"),
    ),
    one(
        "2026-01-21",
        "Extreme",
        F,
        "It was the best day for the Dow since April 2025.",
        lambda w: w.extreme_move("DJI", "2025-04-30", "2026-01-21"),
    ),
    one(
        "2012-11-07",
        "Extreme",
        H,
        "It was the worst day for the Dow in a year.",  # the one before it: 363 days ago
        lambda w: w.extreme_move("DJI", "2011-11-09", "2012-11-07", -1),
    ),
    one(
        "2026-01-20",
        "Extreme",
        F,
        "It was the worst day for the S&P 500 in a year.",
        lambda w: w.extreme_move("GSPC", "2025-01-20", "2026-01-20", -1),
    ),
    one(
        "2025-04-09",
        "Extreme",
        H,
        "The S&P 500 had its best day since 2008.",
        lambda w: w.extreme_move("GSPC", "2008-12-31", "2025-04-09"),
    ),
    one(
        "2026-01-20",
        "Extreme",
        H,
        "The S&P 500 had its biggest drop since October 10.",
        lambda w: w.extreme_move("GSPC", "2025-10-10", "2026-01-20", -1),
    ),
    one(
        T,
        "Record",
        H,
        "Stocks rallied, sending the Russell 2000 to another record.",
        lambda w: w.record("RUT", T),
    ),
]
