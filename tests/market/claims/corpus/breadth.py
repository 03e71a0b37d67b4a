"""How many sectors took part."""

from __future__ import annotations

from tests.market.claims.corpus.case import T, one
from tests.market.claims.world import F, H

BREADTH = [
    one(T, "Sectors", F, "All 11 sectors of the S&P 500 rose.", lambda w: w.sectors("rose", 11, T)),
    one(T, "Sectors", H, "Seven of the 11 sectors gained.", lambda w: w.sectors("rose", 7, T)),
    one(
        "2026-01-21",
        "Sectors",
        H,
        "Eleven of 11 S&P 500 sectors ended higher.",
        lambda w: w.sectors("rose", 11, "2026-01-21"),
    ),
    one("2026-01-21", "Sectors", H, "The rally was broad.", lambda w: w.broad("2026-01-21")),
    one("2026-01-21", "Sectors", H, "Gains spread across sectors.", lambda w: w.broad("2026-01-21")),
    one(
        "2026-01-20",
        "Sectors",
        H,
        "Most sectors fell on Tuesday.",
        lambda w: (
            H if w.sectors("fell", 10, "2026-01-20") == H or w.sectors("fell", 9, "2026-01-20") == H else F
        ),
    ),
    one("2026-01-20", "Sectors", F, "Every sector declined.", lambda w: w.sectors("fell", 11, "2026-01-20")),
    one("2026-01-20", "Sectors", F, "It was a broad rally.", lambda w: w.broad("2026-01-20")),
    one(T, "Comparison", H, "Small caps outran the S&P 500.", lambda w: w.ahead("RUT", "GSPC", T)),
]
