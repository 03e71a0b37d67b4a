"""How far from a record, a low or a time."""

from __future__ import annotations

from tests.market.claims.corpus.case import Case, T, one
from tests.market.claims.world import F, H, World

NASDAQ, DOW, RUSSELL = "IXIC", "DJI", "RUT"


def below(world: World, name: str, day: str = T) -> float:
    """Per cent below the highest close up to the day."""
    closes = world.bars[name]["close"].loc[:day]
    return float(1 - closes.iloc[-1] / closes.max()) * 100


def since(world: World, name: str, first: str) -> float:
    closes = world.bars[name]["close"]
    return float(closes[T] / closes[first] - 1) * 100


DISTANCES: list[Case] = [
    one(
        T,
        "Drawdown",
        F,
        "The Nasdaq Composite is within 2% of its record high.",
        lambda w: H if below(w, NASDAQ) <= 2 else F,
    ),
    Case(
        T,
        "The S&P 500 ended within 1% of its record closing high of 6,977.27.",
        (
            ("Drawdown", H, lambda w: H if below(w, "GSPC") <= 1 else F),
            ("Level", H, lambda w: H if w.bars["GSPC"]["close"].loc[:T].max() == 6977.27 else F),
        ),
    ),
    one(
        T,
        "Change",
        H,
        "The Dow is still 0.4% below its January 12 record.",
        lambda w: H if round(-since(w, DOW, "2026-01-12"), 1) == 0.4 else F,
    ),
    one(
        T,
        "Change",
        H,
        "Since hitting a low on April 8, the Russell 2000 has rallied 54%.",
        lambda w: H if round(since(w, RUSSELL, "2025-04-08")) == 54 else F,
    ),
    one(
        T,
        "Change",
        F,
        "The Dow rose 0.6% from a week earlier.",
        lambda w: H if round(since(w, DOW, "2026-01-15"), 1) == 0.6 else F,
    ),
]
