"""Figures of members in a session in progress, recomputed from the file of quotes and the raw panel."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from benchmarks.truth.contributions import ACCEPTED, APART, UNIVERSE_OF, gains, part
from benchmarks.truth.members import of_all, of_sector
from benchmarks.truth.reading import NotStated, Reading, ticker

_SPLITS = np.log([1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 35, 40, 50])
Recomputed = Callable[[Reading, list[str], pd.Timestamp], object]


def _prices(read: Reading, universe: str, at: pd.Timestamp) -> tuple[pd.Series, pd.Series]:
    """By member that counts: its adjusted close before the session, and that carried by its quote."""
    quotes = read.damage.given.quotes
    if quotes is None:
        raise NotStated("no quotes")
    before = read.panel(universe, 1).iloc[0].dropna()
    if read.damage.newest(universe, "panel", read.day) != read.day:
        raise NotStated("the panel ends earlier")
    days = pd.DatetimeIndex(quotes["ts_utc"]).tz_convert("America/New_York").date
    own = quotes[days == at.tz_convert("America/New_York").date()].reindex(before.index).dropna()
    ratio = own["last"] / own["previous"]
    jump = np.abs(np.log(ratio))
    odd = (jump > np.log(1.45)) & (np.abs(jump.to_numpy()[:, None] - _SPLITS).min(axis=1) < 0.04)
    far = np.abs(own["previous"] / before[own.index] - 1) > 0.15
    counted = own.index[~(odd | far)]
    if len(counted) < 0.9 * len(before):
        raise NotStated("too few quotes")
    return before[counted], before[counted] * ratio[counted]


def breadth_so_far(read: Reading, rest: list[str], at: pd.Timestamp) -> object:
    """`breadth.russell2000.so_far.rising`, `.above_50`, `.advancers`, `.highs`, `.priced` …"""
    universe, what = rest[0], rest[2]
    before, now = _prices(read, universe, at)
    up, down = int((now > before).sum()), int((now < before).sum())
    plain = {"rising": up / len(now), "advancers": up, "decliners": down, "priced": len(now)}
    if what in plain:
        return plain[what]
    window = int(what.removeprefix("above_")) if what.startswith("above_") else 252
    earlier = read.panel(universe, window - 1)[now.index]
    whole = earlier.notna().sum() == window - 1
    if len(earlier) < window - 1 or not whole.any():
        raise NotStated(what)
    if what == "highs":
        return int(((now > earlier.max()) & whole).sum())
    if what == "lows":
        return int(((now < earlier.min()) & whole).sum())
    above = now > (earlier.sum() + now) / window * (1 + 1e-12)
    return float((above & whole).sum() / whole.sum())


def movers_so_far(read: Reading, rest: list[str], at: pd.Timestamp) -> object:
    """`movers.russell2000.median.so_far`, `.rising.so_far`, `.sector.energy.change.so_far` …"""
    before, now = _prices(read, rest[0], at)
    change = now / before - 1
    if rest[1] == "sector":
        return of_sector(change, read.damage.given.members(rest[0]), rest[2], rest[3])
    return of_all(change, rest[1])


def member_so_far(read: Reading, rest: list[str], at: pd.Timestamp) -> object:
    """`member.russell2000.SATL.total.so_far`, `.adjusted_last`."""
    before, now = _prices(read, rest[0], at)
    name = rest[1].upper()
    if name not in now.index:
        raise NotStated(name)
    return float(now[name]) if rest[-1] == "adjusted_last" else float(now[name] / before[name] - 1)


def contribution_so_far(read: Reading, rest: list[str], at: pd.Timestamp) -> object:
    """`contribution.rut.residual.so_far`, `.explained`, `.covered`, `.sector.energy`, `.size.largest`, `.member.be`."""
    word, what = rest[0], rest[1]
    universe = UNIVERSE_OF[word]
    before, now = _prices(read, universe, at)
    listed = read.damage.given.members(universe)
    value = (listed["quantity"] * listed["price"]).where(lambda v: v > 0)
    day = read.damage.given.listed_on(universe)
    if day <= read.day:
        anchor = read.damage.whole.panel(universe).loc[:day].iloc[-5:].ffill().iloc[-1]
        units = value / anchor.reindex(listed.index)
    else:
        recent = read.panel(universe, 4).ffill().iloc[-1]
        newest = now.reindex(listed.index).fillna(recent.reindex(listed.index))
        ratio = listed["price"] / newest
        units = listed["quantity"].where((ratio <= APART) & (ratio >= 1 / APART))
    held = pd.DataFrame({"before": units[now.index] * before, "after": units[now.index] * now}).dropna()
    held = held[held["before"] > 0]
    gained = gains(held)
    bars = read.damage.whole.intraday(ticker(word), at)
    if bars is None:
        raise NotStated(word)
    close = read.at(ticker(word), "close")
    residual = float(bars["close"].iloc[-1] / close - 1 - gained.sum())
    if abs(residual) > ACCEPTED:
        raise NotStated("members do not explain it")
    if what in ("explained", "residual"):
        return float(gained.sum()) if what == "explained" else residual
    if what == "covered":
        return float(value[held.index].sum() / value.sum())
    return part(held, listed, rest[1:])


SO_FAR: dict[str, Recomputed] = {
    "breadth": breadth_so_far,
    "movers": movers_so_far,
    "member": member_so_far,
    "contribution": contribution_so_far,
}
