"""What moves the sample market: factor returns, seeded by name, the same in every process.

The market, size and growth factors are built backwards from three indices: the S&P 500 is the
market itself, the Russell 2000 is 1.1 × market + size, the Nasdaq-100 is 1.1 × market + growth.
So the founding weeks can be written down as closes, and every fund, stock and member moves with
them. Sums are element by element: a matrix product may round differently on another machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from market.sources.sample.sessions import sessions

Floats = NDArray[np.float64]

BETA = 1.1  # of the Russell 2000 and the Nasdaq-100 to the market
DAILY = 0.0072  # the market's typical daily volatility in calm times
SEED = 44  # chosen so that no close before 2026 stands above the Russell 2000's first record of 2026

# The last sessions, closes of the Russell 2000, the S&P 500 and the Nasdaq-100. From 2026-01-20
# on they are the true ones; those before are invented, such that what is known of the founding
# session holds: 8th record close of 2026, 14 sessions ahead of the S&P 500, +9.54% against +0.99%.
SCRIPT: tuple[tuple[str, float, float, float], ...] = (
    ("2025-12-30", 2500.00, 6889.00, 25450.0),
    ("2025-12-31", 2481.99, 6845.58, 25250.0),
    ("2026-01-02", 2506.80, 6859.30, 25210.0),
    ("2026-01-05", 2531.90, 6893.60, 25390.0),
    ("2026-01-06", 2549.60, 6928.00, 25610.0),
    ("2026-01-07", 2547.05, 6907.20, 25640.0),
    ("2026-01-08", 2601.05, 6919.70, 25500.0),
    ("2026-01-09", 2619.30, 6954.20, 25740.0),
    ("2026-01-12", 2630.10, 6966.80, 25770.0),
    ("2026-01-13", 2628.50, 6952.80, 25730.0),
    ("2026-01-14", 2645.50, 6925.00, 25470.0),
    ("2026-01-15", 2669.30, 6941.60, 25560.0),
    ("2026-01-16", 2674.90, 6938.10, 25540.0),
    ("2026-01-20", 2645.36, 6796.86, 24987.57),
    ("2026-01-21", 2698.17, 6875.62, 25326.58),
    ("2026-01-22", 2718.77, 6913.35, 25518.35),
)
START = (170.0, 316.0, 190.0)  # the same three on the first session

# Factors beside the three: typical daily volatility, and drift a year where a price would
# otherwise go nowhere or, with the market's own drift, too far.
EXTRA: dict[str, tuple[float, float]] = {
    "technology": (0.0055, 0.0),
    "financials": (0.0060, 0.0),
    "health": (0.0055, 0.0),
    "discretionary": (0.0045, 0.0),
    "staples": (0.0055, 0.0),
    "energy": (0.0110, 0.0),
    "industrials": (0.0040, 0.0),
    "materials": (0.0060, 0.0),
    "utilities": (0.0075, 0.0),
    "property": (0.0070, 0.0),
    "communication": (0.0055, 0.0),
    "biotech": (0.0090, 0.0),
    "abroad": (0.0055, -0.04),
    "bonds": (0.0045, 0.0),
    "credit": (0.0022, -0.03),
    "gold": (0.0085, 0.08),
    "oil": (0.0190, 0.0),
    "dollar": (0.0045, 0.0),
}


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """Daily log returns on every session (the first is zero), and `stress`: the volatility
    state, 1 in calm times, 3 and more in a crisis."""

    market: Floats
    size: Floats
    growth: Floats
    stress: Floats


def generator(name: str) -> np.random.Generator:
    """A stream of random numbers that belongs to `name` and to nothing else."""
    digest = sha256(f"bellwether sample {SEED}: {name}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:8], "big")))


@cache
def factors() -> Factors:
    """The three main factors and the volatility state over all sessions."""
    count = len(sessions())
    shocks = generator("market").standard_normal(count)
    stress = _stress(shocks, generator("stress").standard_normal(count))
    market = np.clip(DAILY * stress * shocks, -0.11, 0.10)
    size = 0.0048 * np.sqrt(stress) * generator("size").standard_normal(count)
    growth = 0.0080 * np.sqrt(stress) * generator("growth").standard_normal(count)
    russell, spx, nasdaq = (np.log(closes) for closes in _script())
    spx_start, russell_start, nasdaq_start = np.log(START[1]), np.log(START[0]), np.log(START[2])
    market = _through(market, spx_start, spx)
    size = _through(size, russell_start - BETA * spx_start, russell - BETA * spx)
    growth = _through(growth, nasdaq_start - BETA * spx_start, nasdaq - BETA * spx)
    return Factors(market, size, growth, stress)


@cache
def factor(name: str) -> Floats:
    """Daily log returns of the factor `name` of `EXTRA`, livelier under stress."""
    stress = factors().stress
    volatility, drift = EXTRA[name]
    noise = volatility * np.sqrt(stress) * generator(f"factor {name}").standard_normal(len(stress))
    noise[0] = 0.0
    # Ends where it starts, but for `drift`: the long way up is the main factors' business.
    noise[1:] += drift / 252 - noise[1:].mean()
    return np.asarray(noise)


def _script() -> tuple[Floats, Floats, Floats]:
    columns = tuple(zip(*SCRIPT, strict=True))
    return np.array(columns[1]), np.array(columns[2]), np.array(columns[3])


def _stress(shocks: Floats, news: Floats) -> Floats:
    """exp of a slow autoregression that falls in the market feed: calm and storms in clusters."""
    state, out = 0.0, np.empty(len(shocks))
    for row, (shock, other) in enumerate(zip(shocks.tolist(), news.tolist(), strict=True)):
        out[row] = state
        state = 0.984 * state - 0.045 * shock + 0.085 * other + 0.03 * max(0.0, abs(shock) - 1.6)
    return np.exp(out)


def _through(returns: Floats, start: float, script: Floats) -> Floats:
    """`returns` shifted evenly so that the level runs from `start` into the scripted end."""
    out, tail = returns.copy(), len(script)
    out[0] = 0.0
    out[1 - tail :] = np.diff(script)
    free = out[1 : 1 - tail]
    free += (script[0] - start - free.sum()) / len(free)
    return out
