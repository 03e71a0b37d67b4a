"""Trails through the plane, each dated by the last session that the fund shares with the benchmark."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd

from commands.inputs.basket import Basket
from commands.inputs.plane_trails import plane_trails
from market.bars import Bars
from market.provenance import Provenance
from market.symbols import Symbol

DAYS = pd.bdate_range("2025-06-02", periods=120).as_unit("us")


def bars(ticker: str, days: pd.DatetimeIndex = DAYS, missing: tuple[date, ...] = ()) -> Bars:
    closes = pd.Series(100 + np.arange(len(DAYS)) * (1.0 + len(ticker)), DAYS).loc[days]
    frame = pd.DataFrame(dict.fromkeys(("open", "high", "low", "close", "adj_close"), closes))
    origin = Provenance("Files", datetime(2026, 1, 1, tzinfo=UTC))
    return Bars(Symbol.parse(ticker), frame.assign(volume=1.0), origin, missing=missing)


def test_a_fund_that_is_late_has_its_own_date_and_the_others_theirs() -> None:
    funds = Basket({"SPY": bars("SPY"), "IWM": bars("IWM", DAYS[:-1]), "XLK": bars("XLK")})
    ends = {trail.word: trail.end for trail in plane_trails(funds, ("IWM", "XLK"), "SPY")}
    assert ends == {"iwm": DAYS[-2].date(), "xlk": DAYS[-1].date()}


def test_a_session_without_a_bar_leaves_open_what_needs_it_and_nothing_else() -> None:
    for back, strength_open, is_open in (
        (63, True, True),
        (64, False, True),
        (73, False, True),
        (74, False, False),
    ):
        lost = DAYS[-back]
        funds = Basket({"SPY": bars("SPY"), "IWM": bars("IWM", DAYS[lost != DAYS], (lost.date(),))})
        (trail,) = plane_trails(funds, ("IWM",), "SPY")
        assert trail.why == (f"there is no bar for {lost.date()}" if is_open else "")
        assert [math.isnan(figure) for figure in trail.now] == [strength_open, is_open]
        assert bool(trail.points) is not is_open


def test_a_trail_begins_after_the_last_session_that_is_not_known() -> None:
    lost = DAYS[-80]
    funds = Basket({"SPY": bars("SPY"), "IWM": bars("IWM", DAYS[lost != DAYS], (lost.date(),))})
    (trail,) = plane_trails(funds, ("IWM",), "SPY")
    assert len(trail.points) == 80 - 63 - 10  # after the mean's window, and the step of the momentum
    assert trail.drawn.ticker == "IWM"
    assert trail.drawn.strength[-1] == trail.now[0]


def test_a_young_fund_has_no_trail_and_without_the_benchmark_nobody_has() -> None:
    assert plane_trails(Basket({"SPY": bars("SPY"), "IWM": bars("IWM", DAYS[-73:])}), ("IWM",), "SPY") == ()
    assert plane_trails(Basket({"IWM": bars("IWM")}), ("IWM",), "SPY") == ()
