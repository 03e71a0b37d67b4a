"""The invented members are well-formed, varied, and fit their index."""

from __future__ import annotations

import re
import time

import numpy as np
import pandas as pd
import pytest

from market.clock import Deadline
from market.sources.sample.factors import factors
from market.sources.sample.members import SESSIONS, invented
from market.sources.sample.prices import SAMPLE_NOW, SampleSource
from market.symbols import Symbol, find

UNIVERSES = ("russell2000", "sp500")


@pytest.mark.parametrize(("universe", "count"), [("russell2000", 2000), ("sp500", 500)])
def test_members_have_names_and_tickers_of_their_own(universe: str, count: int) -> None:
    rows = invented(universe).rows
    tickers, names, sectors, weights = zip(*rows, strict=True)
    assert len(set(tickers)) == len(set(names)) == count
    assert all(re.fullmatch(r"[SL]\d{3,4}", ticker) and find(ticker) is None for ticker in tickers)
    assert all(Symbol.parse(ticker).ticker == ticker for ticker in tickers)
    assert len(set(sectors)) == 11
    assert sum(weights) == pytest.approx(1.0)


@pytest.mark.parametrize("universe", UNIVERSES)
def test_they_list_leave_pause_and_jump(universe: str) -> None:
    closes = invented(universe).closes
    assert closes.shape[0] == SESSIONS
    assert closes.dtypes.eq("float32").all()
    priced = closes.notna()
    assert priced.iloc[0].mean() < 0.93  # others list later
    assert (priced.any() & ~priced.iloc[-1]).sum() > 1  # some have left
    assert (~priced.any()).sum() > 1  # some were never priced
    inside = priced.cummax() & priced[::-1].cummax()[::-1] & ~priced
    assert inside.any(axis=None)  # gaps
    assert closes.pct_change(fill_method=None).max().max() == pytest.approx(14.0, abs=0.6)
    assert closes.min().min() > 0


def test_breadth_at_the_end_fits_an_index_at_its_record() -> None:
    closes = invented("russell2000").closes.astype("float64")
    for window in (50, 200):
        average = closes.rolling(window).mean().iloc[-1].dropna()
        above = (closes.iloc[-1][average.index] > average).mean()
        assert 0.5 < above < 0.85


@pytest.mark.parametrize(("universe", "beta", "size"), [("russell2000", 1.1, 1.0), ("sp500", 1.0, 0.0)])
def test_the_weighted_members_are_the_index(universe: str, beta: float, size: float) -> None:
    made = invented(universe)
    weights = np.array([weight for *_, weight in made.rows])
    returns = made.closes.astype("float64").pct_change(fill_method=None).fillna(0.0)
    together = np.log1p((returns * weights).sum(axis=1)).iloc[1:]
    index = (beta * factors().market + size * factors().size)[-SESSIONS + 1 :]
    assert np.corrcoef(together, index)[0, 1] > 0.94


def test_a_member_has_bars_like_any_stock() -> None:
    bars = SampleSource().history(Symbol.parse("S0001"), None, SAMPLE_NOW, Deadline.after(5))
    expected = invented("russell2000").closes["S0001"].dropna().astype("float64")
    pd.testing.assert_series_equal(bars.frame["close"], expected.round(2), check_names=False)


def test_two_thousand_members_over_five_years_are_invented_within_a_second() -> None:
    factors()

    def seconds() -> float:
        invented.cache_clear()
        start = time.process_time()  # what it costs, whatever else the machine does
        invented("russell2000")
        return time.process_time() - start

    assert min(seconds() for _ in range(3)) < 1.0
