"""The risk of a market, alone and beside a benchmark."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from market.analytics.risk import (
    WINDOWS,
    BenchmarkRelation,
    Decline,
    declines,
    recent_volatility,
    relation,
    rolling,
)
from market.bars import Bars
from market.errors import NoData


@dataclass(frozen=True, slots=True, eq=False)
class RiskResult:
    """The risk of a market, alone and beside a benchmark.

    other, relation: None when the benchmark could not be had or shares too little history.
    volatility: by window, in sessions.
    frame: the rolling figures.
    problem: why there is no relation.
    """

    own: Bars
    other: Bars | None
    volatility: dict[int, float]
    declines: Decline
    relation: BenchmarkRelation | None
    frame: pd.DataFrame
    problem: tuple[str, ...]


def measured(own: Bars, other: Bars | None, month_over: bool = False) -> RiskResult:
    """Raises NoData with too few closes for any volatility."""
    closes = own.total
    if len(closes) <= WINDOWS[0]:
        raise NoData(f"{own.symbol.label} has {len(closes)} closes; volatility needs {WINDOWS[0] + 1}.")
    beside: BenchmarkRelation | None = None
    problem: tuple[str, ...] = ()
    if other is not None and other.symbol.ticker == own.symbol.ticker:
        other, problem = (
            None,
            (f"Without a beta: {own.symbol.label} stands in for its index and is both of the two.",),
        )
    if other is not None:
        try:
            beside = relation(closes, other.total, month_over=month_over)
        except NoData as reason:
            problem = (str(reason),)
    return RiskResult(
        own=own,
        other=other if beside else None,
        volatility={window: recent_volatility(closes, window, own.year) for window in WINDOWS},
        declines=declines(closes),
        relation=beside,
        frame=rolling(closes, other.total if other is not None and beside else None, own.year),
        problem=problem,
    )
