"""The sample market's members: invented companies behind its Russell 2000 and its S&P 500.

They move with the same factors as the indices, so that breadth fits what the index did. As in
life some list inside the window, some leave it, some have gaps or were never priced, and one
makes +1,400% in a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from market.clock import Deadline
from market.datasets.members import Member, Members, Universe
from market.provenance import Provenance
from market.sources.sample.factors import BETA, Floats, factor, factors, generator
from market.sources.sample.sessions import LAST, session_index

SESSIONS = 1257  # five years
_BLOCK = 250  # members made at a time: little memory, and it stays in the processor's cache
SAMPLE_TITLE = "Sample market (invented data)"

# Sector as the index providers name it; its factor; its share among small and large companies;
# what its companies call themselves.
_SECTORS: tuple[tuple[str, str, float, float, tuple[str, ...]], ...] = (
    ("Financials", "financials", 0.17, 0.15, ("Bancorp", "Financial", "Insurance", "Trust", "Capital")),
    ("Health Care", "health", 0.17, 0.12, ("Therapeutics", "Medical", "Biosciences", "Health", "Pharma")),
    ("Industrials", "industrials", 0.16, 0.15, ("Industries", "Works", "Logistics", "Aero", "Engineering")),
    ("Information Technology", "technology", 0.14, 0.14, ("Systems", "Software", "Devices", "Networks")),
    ("Consumer Discretionary", "discretionary", 0.11, 0.10, ("Outfitters", "Motors", "Leisure", "Homes")),
    ("Real Estate", "property", 0.06, 0.06, ("Properties", "Realty", "Land", "Storage")),
    ("Energy", "energy", 0.05, 0.05, ("Energy", "Petroleum", "Drilling", "Midstream")),
    ("Materials", "materials", 0.05, 0.05, ("Minerals", "Chemical", "Metals", "Paper")),
    ("Consumer Staples", "staples", 0.03, 0.07, ("Foods", "Brands", "Grocers", "Farms")),
    ("Utilities", "utilities", 0.03, 0.06, ("Power", "Water", "Gas", "Electric")),
    ("Communication Services", "communication", 0.03, 0.05, ("Media", "Wireless", "Games", "Broadcasting")),
)
_FIRST = """Alder Amber Ashen Aspen Basalt Beacon Birch Boulder Bramble Briar Cedar Cinder Clover Cobalt
Copper Coral Crimson Dapple Dune Ember Fallow Fern Flint Frost Garnet Gilded Granite Hazel Heron Indigo
Ivory Juniper Kestrel Larch Linden Maple Marble Mossy Opal Osprey Pewter Quartz Russet Sable Sorrel Tawny
Umber Willow"""
_SECOND = """Arch Bay Bluff Bridge Brook Canyon Cape Cliff Cove Creek Crest Dale Delta Falls Field Ford Forge
Gate Glen Grove Harbor Haven Heath Hill Hollow Island Junction Knoll Lake Landing Ledge Marsh Meadow Mesa
Mill Orchard Pass Peak Point Pond Prairie Ridge River Shore Spring Stone Summit Vale"""


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a universe is invented: `noise` daily, `price` typical; weights fall with the rank as
    1 / (rank + `plateau`) ** `steepness`."""

    prefix: str
    digits: int
    count: int
    market: float
    size: float
    growth: float
    noise: float
    price: float
    plateau: float
    steepness: float
    share_column: int


_PLANS = {
    "russell2000": _Plan("S", 4, 2000, BETA, 1.0, 0.0, 0.024, 22.0, 60.0, 0.9, 2),
    "sp500": _Plan("L", 3, 500, 1.0, 0.0, 0.0, 0.014, 120.0, 3.0, 1.0, 3),
}


@dataclass(frozen=True, slots=True, eq=False)
class SampleUniverse:
    """A universe.

    rows: ticker, name, sector, weight (fraction; 0 for those that have left), one per member, heaviest first.
    closes: sessions × members, float32, NaN where there is none.
    """

    rows: tuple[tuple[str, str, str, float], ...]
    closes: pd.DataFrame


@cache
def invented(universe: str) -> SampleUniverse:
    """The members of `russell2000` or `sp500` over five years. Raises KeyError for another."""
    plan = _PLANS[universe]
    random = generator(f"members {universe}")
    sector = _sectors(plan, random)
    listed, left = _lives(plan, random)
    closes = pd.DataFrame(
        _closes(plan, sector, random),
        index=session_index()[-SESSIONS:],
        columns=[f"{plan.prefix}{number:0{plan.digits}d}" for number in range(1, plan.count + 1)],
    )
    weights = (np.arange(plan.count) + plan.plateau) ** -plan.steepness
    weights[left < SESSIONS] = 0.0
    weights /= weights.sum()
    names = _names(plan, sector, random)
    rows = zip(closes.columns, names, (_SECTORS[s][0] for s in sector), weights.tolist(), strict=True)
    return SampleUniverse(tuple(rows), closes.mask(_absent(plan, listed, left, random)))


def member_closes(ticker: str) -> pd.Series[float] | None:
    """One member's closes, missing ones left out; None for a ticker that is no member."""
    universe = universe_of(ticker)
    closes = invented(universe).closes if universe else pd.DataFrame()
    return closes[ticker].dropna().astype("float64") if ticker in closes else None


def universe_of(ticker: str) -> str | None:
    """Whose member bears such a ticker; None for tickers of another form."""
    for universe, plan in _PLANS.items():
        if ticker.startswith(plan.prefix) and len(ticker) == 1 + plan.digits and ticker[1:].isdigit():
            return universe
    return None


def _sectors(plan: _Plan, random: np.random.Generator) -> NDArray[np.int64]:
    shares = np.array([row[plan.share_column] for row in _SECTORS])
    return np.searchsorted(np.cumsum(shares)[:-1], random.random(plan.count), side="right")


def _closes(plan: _Plan, sector: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.float32]:
    """Closes, sessions × members. Loadings average to the index's own."""
    spread = 0.35 * random.standard_normal((3, plan.count))
    loads = np.array([[plan.market], [plan.size], [plan.growth]]) + spread - spread.mean(axis=1)[:, None]
    noise = plan.noise * np.exp(0.35 * random.standard_normal(plan.count))
    last = plan.price * np.exp(0.8 * random.standard_normal(plan.count))
    jumper, jump = plan.count * 9 // 10, int(random.integers(SESSIONS // 4, SESSIONS - 60))
    closes = np.empty((SESSIONS, plan.count), dtype=np.float32)
    for start in range(0, plan.count, _BLOCK):
        block = slice(start, start + _BLOCK)
        returns = _returns(loads[:, block], noise[block], sector[block], random)
        if start <= jumper < start + _BLOCK:
            returns[jump, jumper - start] = np.log(15.0)  # +1,400% in a day
        path = np.cumsum(returns, axis=0, out=returns)
        path -= path[-1]
        closes[:, block] = np.round(last[block] * np.exp(path, out=path), 2).clip(0.01)
    return closes


def _returns(loads: Floats, noise: Floats, sector: NDArray[np.int64], random: np.random.Generator) -> Floats:
    """Daily log returns of a block of members, sessions × members."""
    common = factors()
    market, size, growth, stress = (
        series[-SESSIONS:, None] for series in (common.market, common.size, common.growth, common.stress)
    )
    total = random.standard_normal((SESSIONS, len(noise)))
    news = random.integers(0, total.size, size=total.size // 80)
    total.ravel()[news] *= 3.5  # earnings and other surprises: fat tails
    total *= noise
    total *= stress**0.3
    # Half the variance is taken off, so that the average member earns what the index does.
    total -= 0.5 * total.var(axis=0)
    for series, load in zip((market, size, growth), loads, strict=True):
        total += series * load
    for number, (_name, key, *_rest) in enumerate(_SECTORS):
        total[:, sector == number] += 0.8 * factor(key)[-SESSIONS:, None]
    return np.asarray(total)


def _lives(plan: _Plan, random: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each member the row it is first priced on, and the one from which on it is not."""
    first, last = np.zeros(plan.count, dtype=np.int64), np.full(plan.count, SESSIONS, dtype=np.int64)
    order = plan.count // 5 + random.permutation(plan.count * 7 // 10)  # not among the heaviest
    young, gone, never = np.split(order[: plan.count // 10], [plan.count // 12, plan.count // 11])
    first[young] = random.integers(20, SESSIONS - 5, size=len(young))
    last[gone] = random.integers(SESSIONS // 2, SESSIONS - 1, size=len(gone))
    last[never] = 0
    return first, last


def _absent(
    plan: _Plan, first: NDArray[np.int64], last: NDArray[np.int64], random: np.random.Generator
) -> NDArray[np.bool_]:
    session = np.arange(SESSIONS)[:, None]
    absent = np.asarray((session < first) | (session >= last))
    for member in random.integers(0, plan.count, size=plan.count // 100):
        start = int(random.integers(10, SESSIONS - 30))
        absent[start : start + int(random.integers(1, 9)), member] = True
    return absent


def _names(plan: _Plan, sector: NDArray[np.int64], random: np.random.Generator) -> list[str]:
    """A name for each member; no two are alike."""
    pairs = [f"{first} {second}" for first in _FIRST.split() for second in _SECOND.split()]
    chosen = random.permutation(len(pairs))[: plan.count]
    endings = random.random(plan.count)
    return [
        f"{pairs[pair]} {_SECTORS[kind][4][int(ending * len(_SECTORS[kind][4]))]}"
        for pair, kind, ending in zip(chosen.tolist(), sector.tolist(), endings.tolist(), strict=True)
    ]


class SampleMembers:
    """`Lists` and `Panels` of the sample market."""

    title = SAMPLE_TITLE
    sample = True

    def members(self, universe: Universe, now: datetime, deadline: Deadline) -> Members:
        """All members, as of the newest session; they never change."""
        rows = tuple(Member(*row) for row in invented(universe.key).rows)
        return Members(universe, rows, Provenance.of_day(SAMPLE_TITLE, LAST, sample=True))

    def closes(self, universe: Universe) -> pd.DataFrame:
        """Five years of closes up to the founding session."""
        return invented(universe.key).closes
