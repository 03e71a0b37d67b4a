"""Closes that are those of another market."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from market.inspection.another_market import FOREIGN, STRANGE, distance, nearer
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
