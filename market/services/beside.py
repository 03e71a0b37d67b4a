"""What is in doubt about an index beside its fund, or about a fund beside its index."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from market.bars import Bars
from market.doubts import Doubt, DoubtKind
from market.inspection.another_market import FOREIGN, STRANGE, distance, nearer
from market.inspection.contradicted import contradicted
from market.symbols import CATALOG, Symbol, find

Others = Callable[[Symbol, bool], Bars | None]
"""Another market of the same source, judged by itself; with False only where nobody need be asked for it."""


def nobody(symbol: Symbol, fetch: bool) -> None:
    """`Others` of a market that is judged by itself."""


def doubts_beside(symbol: Symbol, frame: pd.DataFrame, other: Bars, others: Others) -> tuple[Doubt, ...]:
    """Doubts of the bars `frame` of an index or of its fund; `other` is the one of the two that it is not."""
    closes, theirs, name = _priced(frame), _priced(other.frame), other.symbol.label
    apart = distance(closes, theirs)
    if apart > STRANGE:
        known = _funds(others, without=symbol.proxy or symbol.ticker)
        own, wrong = nearer(closes, apart, known), nearer(theirs, apart, known)
        if own or (symbol.is_index and apart > FOREIGN and not wrong):
            days, said = (
                tuple(stamp.date() for stamp in closes.index),
                f"{name} but as {own}" if own else name,
            )
            return (Doubt(DoubtKind.ANOTHER, days, float(closes.iloc[-1]), beside=said),)
        if wrong or apart > FOREIGN:
            return ()  # the other one is no witness; where nothing else tells, the fund is believed
    doubts = contradicted(closes, theirs, name)
    if symbol.is_index or frame["close"].isna().all():
        return doubts
    left_out = pd.DatetimeIndex([day for doubt in doubts for day in doubt.days])
    adjusted = contradicted(frame["adj_close"][~frame.index.isin(left_out)], theirs, name)
    return (*doubts, *(_misadjusted(frame, doubt) for doubt in adjusted if doubt.kind is DoubtKind.SCALE))


def _funds(others: Others, without: str) -> Mapping[str, pd.Series[float]]:
    """Closes of the funds of other indices that are at hand, by label."""
    funds = (find(index.proxy) for index in CATALOG if index.proxy not in ("", without))
    bars = (others(fund, False) for fund in funds if fund)
    return {each.symbol.label: _priced(each.frame) for each in bars if each}


def _misadjusted(frame: pd.DataFrame, doubt: Doubt) -> Doubt:
    """Of adjusted closes that the index does not follow, beside closes that it does."""
    last = pd.Timestamp(doubt.last)
    return Doubt(DoubtKind.ADJUSTED, doubt.days, doubt.seen, float(frame["close"].loc[last]))


def _priced(frame: pd.DataFrame) -> pd.Series[float]:
    """Closes, or adjusted ones where these are all there are."""
    return frame["adj_close"] if frame["close"].isna().all() else frame["close"]
