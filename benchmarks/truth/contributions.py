"""Contributions of members to their index's move, recomputed from values held: no weights, no changes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.truth.prices import base_session
from benchmarks.truth.reading import NotStated, Reading, ticker

UNIVERSE_OF = {"rut": "russell2000", "iwm": "russell2000", "spx": "sp500", "spy": "sp500"}
ACCEPTED = 0.0012  # of one session's change
APART = 4.0
TENTHS = {"largest": (0, 1), "middle": (1, 5), "smallest": (5, 10)}


def contribution(read: Reading, word: str, rest: list[str]) -> float:
    """`contribution.rut.residual.1d`, `.explained`, `.covered`, `.sector.energy.1d`, `.sector.energy.weight.1d`,
    `.size.largest.1d`, `.member.be.1d`."""
    what, period = rest[0], rest[-1]
    universe = UNIVERSE_OF[word]
    listed = read.damage.given.members(universe)
    held, covered, days = _held(read, universe, period, listed)
    column = "close" if ticker(word).startswith("^") else "total"
    own = read.upto(ticker(word), column)  # the answer is laid on the sessions of its market
    read.note(ticker(word), column, days[0], read.day)
    if what == "covered":
        return covered
    gained = gains(held)
    if what == "explained":
        return float(gained.sum())
    residual = float(own.loc[read.day] / own.loc[days[0]] - 1 - gained.sum())
    if what == "residual":
        if residual != residual:
            raise NotStated(what)
        return residual
    if not abs(residual) <= ACCEPTED * np.sqrt(len(days) - 1):
        raise NotStated(f"members leave {residual} unexplained")
    return part(held, listed, rest)


def gains(held: pd.DataFrame) -> pd.Series[float]:
    """By member, what it gave of the whole."""
    return (held["after"] - held["before"]) / held["before"].sum()


def part(held: pd.DataFrame, listed: pd.DataFrame, rest: list[str]) -> float:
    """What some members gave, or weigh: `member.be`, `size.largest`, `sector.energy`, `sector.energy.weight`."""
    gained = gains(held)
    if rest[0] == "member":
        return float(gained[rest[1].upper()])
    if rest[0] == "size":
        first, last = TENTHS[rest[1]]
        order = np.argsort(-held["before"].to_numpy(), kind="stable")
        count = len(order)
        return float(gained.to_numpy()[order[round(count * first / 10) : round(count * last / 10)]].sum())
    own = listed["sector"].reindex(held.index).map(sector_word) == rest[1]
    return float(
        held["before"][own].sum() / held["before"].sum() if rest[2] == "weight" else gained[own].sum()
    )


def _held(
    read: Reading, universe: str, period: str, listed: pd.DataFrame
) -> tuple[pd.DataFrame, float, pd.DatetimeIndex]:
    """By member priced at both ends, the value held `before` and `after`; the share of the listed value; the
    sessions from the base on."""
    closes = read.damage.panel(universe).reindex(columns=listed.index).loc[: read.day]
    base = base_session(closes.index, period)
    days = pd.DatetimeIndex(closes.loc[base:].index)
    read.note(universe, "panel", base, read.day)
    value = listed["quantity"] * listed["price"]
    if not (value > 0).any():
        raise NotStated("no weights")
    value = value.where(value > 0)
    day = read.damage.given.listed_on(universe)
    if day <= read.day:
        anchor = closes.loc[:day].iloc[-5:]
        read.note(universe, "panel", *anchor.index)
        units = value / anchor.ffill().iloc[-1]
    else:
        newest = closes.iloc[-5:].ffill().iloc[-1]
        ratio = listed["price"] / newest
        units = listed["quantity"].where((ratio <= APART) & (ratio >= 1 / APART))
    held = pd.DataFrame({"before": units * closes.loc[base], "after": units * closes.loc[read.day]}).dropna()
    held = held[held["before"] > 0]
    return held, float(value[held.index].sum() / value.sum()), days


def sector_word(name: str) -> str:
    return {"Communication": "communication_services"}.get(name, name.lower().replace(" ", "_"))
