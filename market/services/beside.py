"""What is in doubt about an index beside its fund, or about a fund beside its index."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from market.bars import Bars
from market.doubts import Doubt, DoubtKind
from market.inspection.another_market import FOREIGN, STRANGE, distance, nearer, stands_apart
from market.inspection.contradicted import contradicted, doubt_of, strayed
from market.inspection.misdated import misdated
from market.inspection.part_volume import is_whole_beside
from market.inspection.parted import distances, parted, strange
from market.inspection.unaccompanied import unaccompanied
from market.symbols import CATALOG, Symbol, beside, find

# Points of an index to one dollar of its fund, within 5 % since 1999; no split is as large as cents are.
_POINTS = {"^RUT": 10.0, "^GSPC": 10.0, "^NDX": 41.0, "^DJI": 100.0}
_NEAR = 0.05  # as a logarithm
_STRETCH = 15  # sessions of a stretch, to tell which of two moves with other markets; of 20 one of 2,400 was told wrong

Others = Callable[[Symbol, bool], Bars | None]
"""Another market of the same source, judged by itself; with False only where nobody need be asked for it."""


def nobody(symbol: Symbol, fetch: bool) -> None:
    """`Others` of a market that is judged by itself."""


def doubts_beside(symbol: Symbol, frame: pd.DataFrame, other: Bars, others: Others) -> tuple[Doubt, ...]:
    """Doubts of the bars `frame` of an index or of its fund; `other` is the one of the two that it is not."""
    closes, theirs, name = _priced(frame), _priced(other.frame), other.symbol.label
    if _is_in_cents(symbol, closes, theirs):
        days = tuple(stamp.date() for stamp in closes.index)
        return (Doubt(DoubtKind.CENTS, days, float(closes.iloc[-1]), float(theirs.iloc[-1]), name),)
    apart = distance(closes, theirs)
    if apart > STRANGE:
        witnesses = _funds(others, without=symbol.proxy or symbol.ticker)
        own, wrong = nearer(closes, apart, witnesses), nearer(theirs, apart, witnesses)
        foreign = apart > FOREIGN and not wrong
        if own or (foreign and _is_at_fault(symbol, closes, theirs, witnesses)):
            days = tuple(stamp.date() for stamp in closes.index)
            said = f"{name} but as {own}" if own else name
            return (Doubt(DoubtKind.ANOTHER, days, float(closes.iloc[-1]), beside=said),)
        if wrong or foreign:
            return ()  # the other one is no witness
    common, rows = misdated(frame, other.frame)
    stretches = tuple(doubt_of(closes, common, *each, name) for each in rows) or strayed(closes, theirs, name)
    believed = _without_fault(stretches, closes, theirs, others, symbol.proxy or symbol.ticker)
    excused = [day for doubt in believed for day in doubt.days]
    doubts = tuple(doubt for doubt in stretches if doubt not in believed)
    doubts = (*doubts, *contradicted(_without(closes, doubts), theirs, name, excused, other.missing))
    doubts = (*doubts, *_parted(symbol, frame, other, others, doubts))
    if symbol.is_index or frame["close"].isna().all():
        return doubts
    adjusted = contradicted(_without(frame["adj_close"], doubts), theirs, name, excused, other.missing)
    return (*doubts, *(_misadjusted(frame, doubt) for doubt in adjusted if doubt.kind is DoubtKind.SCALE))


def _without_fault(
    stretches: Sequence[Doubt],
    closes: pd.Series[float],
    theirs: pd.Series[float],
    others: Others,
    without: str,
) -> list[Doubt]:
    """Those of the stretches in which the other one of an index and its fund moves with no other market, as it does
    where it is dated a day late; where nothing tells which of the two it is, both are in doubt."""
    if not stretches:
        return []
    witnesses = _funds(others, without=without)

    def is_theirs(doubt: Doubt) -> bool:
        days = pd.DatetimeIndex(doubt.days)
        return stands_apart(theirs.reindex(days), closes.reindex(days), witnesses, least=_STRETCH)

    return [doubt for doubt in stretches if is_theirs(doubt)]


def printed_beside(frame: pd.DataFrame, share: float, other: Bars) -> tuple[Doubt, ...]:
    """A doubt of the newest of these bars where that of its index or fund `other` has the volume of a part of the same
    session, since both may have been written at once; `share`: of its own usual volume, which may speak against it."""
    day = frame.index[-1].date()
    found = [doubt for doubt in other.doubts if doubt.kind is DoubtKind.PRINT and doubt.last == day]
    if not found or is_whole_beside(share):
        return ()
    return (Doubt(DoubtKind.PRINT, (day,), found[0].seen, beside=other.symbol.label),)


def _is_in_cents(symbol: Symbol, closes: pd.Series[float], theirs: pd.Series[float]) -> bool:
    """Whether the newest close of an index or its fund is a hundred times what belongs to that of the other one."""
    common = closes.index.intersection(theirs.index)
    pair = beside(symbol)
    points = _POINTS.get(symbol.ticker) or (pair and 1 / _POINTS.get(pair.ticker, float("nan")))
    if not len(common) or not points:
        return False
    times = closes.loc[common[-1]] / theirs.loc[common[-1]] / points / 100
    return bool(abs(np.log(times)) < _NEAR)


def _parted(
    symbol: Symbol, frame: pd.DataFrame, other: Bars, others: Others, doubts: Sequence[Doubt]
) -> tuple[Doubt, ...]:
    """Further doubts, of the sessions on which an index and its fund have parted a little while no others of the
    source did. Nobody can tell which of the two is at fault, so each of them is in doubt."""
    index, fund = (frame, other.frame) if symbol.is_index else (other.frame, frame)
    if (fund["adj_close"] == fund["close"]).all():
        return ()  # without its dividends a fund parts from its index on every ex-dividend day
    closes = _priced(frame)
    pair = distances(_without(_priced(index), doubts), fund, other.missing)
    if not strange(pair).any():
        return ()
    witnesses = []
    for each in CATALOG:
        if each.proxy and symbol.ticker not in (each.ticker, each.proxy) and (proxy := find(each.proxy)):
            own, theirs = others(each, False), others(proxy, False)
            witnesses += (
                [distances(_priced(own.frame), theirs.frame, theirs.missing)] if own and theirs else []
            )
    return tuple(doubt_of(closes, pair.index, *rows, other.symbol.label) for rows in parted(pair, witnesses))


def market_beside(symbol: Symbol, others: Others) -> Bars | None:
    """The fund of the whole market, as far as it is at hand and another one."""
    witness = find("spy")
    return others(witness, False) if witness and symbol != witness else None


def doubts_alone(symbol: Symbol, frame: pd.DataFrame, other: Bars, others: Others) -> tuple[Doubt, ...]:
    """Doubts of the bars `frame` of a fund of US shares for which no index of its own is at hand; `other` is the fund
    of the whole market."""
    return unaccompanied(frame["adj_close"], other.total, other.symbol.label)


def _is_at_fault(
    symbol: Symbol,
    closes: pd.Series[float],
    theirs: pd.Series[float],
    witnesses: Mapping[str, pd.Series[float]],
) -> bool:
    """Of an index and a fund that do not move alike, the one that moves with no other fund, either; where nothing
    tells, the fund is believed."""
    if symbol.is_index:
        return not stands_apart(theirs, closes, witnesses)
    return stands_apart(closes, theirs, witnesses)


def _funds(others: Others, without: str) -> Mapping[str, pd.Series[float]]:
    """Closes of the funds of other indices that are at hand, by label."""
    funds = (find(index.proxy) for index in CATALOG if index.proxy not in ("", without))
    bars = (others(fund, False) for fund in funds if fund)
    return {each.symbol.label: _priced(each.frame) for each in bars if each}


def _without(closes: pd.Series[float], doubts: Sequence[Doubt]) -> pd.Series[float]:
    return closes[~closes.index.isin(_days(doubts))]


def _days(doubts: Sequence[Doubt]) -> pd.DatetimeIndex:
    return pd.DatetimeIndex([day for doubt in doubts for day in doubt.days])


def _misadjusted(frame: pd.DataFrame, doubt: Doubt) -> Doubt:
    """Of adjusted closes that the index does not follow, beside closes that it does."""
    last = pd.Timestamp(doubt.last)
    return Doubt(DoubtKind.ADJUSTED, doubt.days, doubt.seen, float(frame["close"].loc[last]))


def _priced(frame: pd.DataFrame) -> pd.Series[float]:
    """Closes, or adjusted ones where these are all there are."""
    return frame["adj_close"] if frame["close"].isna().all() else frame["close"]
