"""Closes that are those of another market."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from market.inspection.another_market import FOREIGN, STRANGE, distance, nearer, stands_apart
from tests.market.inspection.series import walk

SMALL, LARGE = (walk(seed)["close"] for seed in (1, 2))
FUND = SMALL / 10


def blended(share: float) -> pd.Series[float]:
    """Closes whose moves are so far those of the large caps."""
    small, large = (np.diff(np.log(closes), prepend=np.log(closes.iloc[0])) for closes in (SMALL, LARGE))
    return pd.Series(100 * np.exp(np.cumsum((1 - share) * small + share * large)), SMALL.index)


def test_an_index_moves_with_its_fund_and_with_no_other() -> None:
    assert distance(SMALL, FUND) < 1e-9
    assert distance(SMALL, LARGE) > FOREIGN > STRANGE > distance(blended(0.05), SMALL)


@pytest.mark.parametrize(("share", "name"), [(0.8, ""), (0.95, "SPY")])
def test_the_nearest_is_named_where_it_is_twice_as_near(share: float, name: str) -> None:
    closes = blended(share)
    assert nearer(closes, distance(closes, FUND), {"SPY": LARGE / 5, "DIA": walk(3)["close"]}) == name


@pytest.mark.parametrize(("count", "known"), [(59, False), (60, True)])
def test_a_few_sessions_say_nothing(count: int, known: bool) -> None:
    assert (distance(SMALL.iloc[-count:], FUND) == distance(SMALL.iloc[-count:], FUND)) is known
    assert nearer(SMALL.iloc[-count:], float("nan"), {"IWM": FUND}) == ""


SESSIONS = pd.bdate_range("2025-01-01", periods=260)
MOVES = np.where(np.arange(260) % 2, 0.01, -0.01)


def of_moves(moves: np.ndarray) -> pd.Series[float]:
    return pd.Series(100 * np.exp(np.cumsum(moves)), SESSIONS)


MARKET = of_moves(MOVES)


def at(share: float) -> pd.Series[float]:
    """Closes from which `MARKET` is so far, as a share of its own moves."""
    return of_moves((1 - share) * MOVES)


def from_it(share: float) -> pd.Series[float]:
    """Closes that are so far from `MARKET`, as a share of their own moves."""
    return of_moves(MOVES / (1 - share))


@pytest.mark.parametrize(("share", "name"), [(0.149, "SPY"), (0.151, "")])
def test_the_nearest_is_named_where_it_moves_as_a_fund_with_its_index(share: float, name: str) -> None:
    assert nearer(MARKET, 1.0, {"SPY": at(share)}) == name


@pytest.mark.parametrize(("share", "name"), [(0.099, "SPY"), (0.101, "")])
def test_the_nearest_is_named_where_it_is_less_than_half_as_far(share: float, name: str) -> None:
    assert nearer(MARKET, 0.2, {"SPY": at(share)}) == name


@pytest.mark.parametrize(
    ("own", "other", "apart"),
    [(0.59, 0.4, False), (0.61, 0.4, True), (1.25, 0.79, True), (1.25, 0.81, False)],
)
def test_one_stands_apart_that_is_half_as_far_again_as_another_that_moves_with_the_market(
    own: float, other: float, apart: bool
) -> None:
    assert stands_apart(from_it(own), from_it(other), {"SPY": MARKET}) is apart


def test_a_year_of_moves_is_measured_and_no_older_one() -> None:
    apart = np.zeros(260)
    apart[-249:-124] = 0.01  # 125 of the year's 249 moves: the oldest ones
    assert distance(MARKET, of_moves(MOVES + apart)) == pytest.approx(1.0)
