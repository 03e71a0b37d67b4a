"""Ways of saying a change: decimals in words, prints told as prints, verbs that end in "up"."""

from __future__ import annotations

from tests.market.claims.corpus.case import Proof, one
from tests.market.claims.world import F, H, World


def at_most(name: str, before: str, day: str, side: str, points: int) -> Proof:
    """The session's high (low) is as many whole points from the close before."""

    def proof(w: World) -> str:
        return H if round(w.price(name, day, side) - w.price(name, before, "close")) == points else F

    return proof


WORDINGS = [
    one(
        "2026-01-21",
        "Change",
        H,
        "The S&P 500 put on one point two percent.",
        lambda w: w.change("GSPC", 1.2, 1, "2026-01-21"),
    ),
    one(
        "2026-01-21",
        "Change",
        F,
        "The Dow rose one point eight one percent.",
        lambda w: w.change("DJI", 1.81, 2, "2026-01-21"),
    ),
    one(
        "2024-12-18",
        "Change",
        H,
        "The Dow coughed up 1,123 points.",
        lambda w: w.points("DJI", -1123, 0, "2024-12-18"),
    ),
    one(
        "2024-12-18",
        "Change",
        F,
        "The Dow coughed up 1,523 points.",
        lambda w: w.points("DJI", -1523, 0, "2024-12-18"),
    ),
    one(
        "2025-12-10",
        "Change",
        H,
        "The Dow went with 48.057,75 points out of trading.",
        lambda w: w.level("DJI", 48_057.75, 2, "2025-12-10"),
    ),
    one(
        "2025-10-10",
        "Change",
        F,
        "The VIX leapt 8.93 points.",
        lambda w: w.points("VIX", 8.93, 2, "2025-10-10"),
    ),
    one(
        "2026-01-30",
        "Change",
        H,
        "The S&P 500 rose 16.4% in the year 2025.",
        lambda w: w.period("GSPC", 16.4, 1, "2025-01-01", "2025-12-31"),
    ),
    one(
        "2020-11-09",
        "Change",
        H,
        "At its session peak the Dow was up 1,610 points.",
        at_most("DJI", "2020-11-06", "2020-11-09", "high", 1610),
    ),
    one(
        "2020-11-09",
        "Change",
        H,
        "The Dow had been up 1,610 points before it faded.",
        at_most("DJI", "2020-11-06", "2020-11-09", "high", 1610),
    ),
    one(
        "2020-11-09",
        "Change",
        F,
        "At the top of the morning the Dow was up 1,910 points.",
        at_most("DJI", "2020-11-06", "2020-11-09", "high", 1910),
    ),
    one(
        "2025-11-20",
        "Change",
        H,
        "The Dow surrendered an advance of 718 points.",
        at_most("DJI", "2025-11-19", "2025-11-20", "high", 718),
    ),
    one(
        "2025-11-20",
        "Change",
        F,
        "The Dow squandered a gain of 918 points.",
        at_most("DJI", "2025-11-19", "2025-11-20", "high", 918),
    ),
]
