"""Closes of members that are prints of their session, told by the index."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from market.inspection.panel_print import is_print

DAYS = pd.bdate_range("2025-06-02", periods=200)


Funds = Callable[[pd.Series], list[pd.Series]]


def world(
    move: float, share: float, noise: float = 0.0005, members: int = 60, funds: Funds = lambda index: []
) -> bool:
    """An index of 60 members, whose newest move is `move`; of theirs only that share is in the panel."""
    draw = np.random.default_rng(3)
    own = draw.normal(0, 0.01, (len(DAYS), members)) + draw.normal(0, 0.008, (len(DAYS), 1))
    weights = draw.uniform(0.5, 1.5, members)
    own[-1] += move - np.average(own[-1], weights=weights)
    moves = np.average(own, axis=1, weights=weights) + draw.normal(0, noise, len(DAYS))
    moves[-1] = move
    own[-1] *= share
    index = pd.Series(100 * np.exp(np.cumsum(moves)), DAYS)
    return is_print(pd.DataFrame(50 * np.exp(np.cumsum(own, axis=0)), DAYS), index, *funds(index))


@pytest.mark.parametrize(
    ("move", "share", "found"),
    [
        (0.012, 1.0, False),
        (0.012, 0.35, True),  # 0.8 points too little
        (-0.012, 0.35, True),
        (0.012, 0.65, False),  # 0.4 points
        (0.012, 1.7, True),
        (0.024, 0.5, True),
        (0.026, 0.5, False),  # on wild days members move apart from their index
    ],
)
def test_a_panel_that_leaves_much_of_the_index_unexplained_is_of_prints(
    move: float, share: float, found: bool
) -> None:
    assert world(move, share) is found


def test_where_the_fund_moves_with_the_members_the_index_is_at_fault() -> None:
    def moving(part: float) -> Funds:
        return lambda index: [index.where(index.index < DAYS[-1], index.iloc[-2] * (1 + 0.012 * part)) / 10]

    assert [world(0.012, 0.35, funds=moving(part)) for part in (0.35, 1)] == [False, True]
    assert world(0.012, 0.35, funds=lambda index: [index.iloc[:-1]])  # it says nothing of that session


def test_much_is_much_beside_what_is_left_usually_and_too_few_members_say_nothing() -> None:
    assert [world(0.012, 0.35, noise) for noise in (0.0005, 0.004)] == [True, False]
    assert [world(0.012, 0.35, members=members) for members in (50, 49)] == [True, False]


def test_without_an_index_of_that_session_or_a_history_nothing_is_told() -> None:
    closes = pd.DataFrame(1.0, DAYS, range(60))
    assert not is_print(closes, pd.Series(1.0, DAYS[:-1]))
    assert not is_print(closes.iloc[-1:], pd.Series(1.0, DAYS))
    assert not is_print(closes.iloc[-100:], pd.Series(np.linspace(1, 2, 200), DAYS))


@pytest.mark.realdata
@pytest.mark.parametrize(("panel", "index"), [("r2000_adjclose_5y", "RUT"), ("sp500_adjclose_10y", "GSPC")])
def test_real_panels_are_closes_and_those_of_a_part_of_their_moves_are_not(
    real_data: Path, panel: str, index: str
) -> None:
    closes = pd.read_parquet(real_data / f"panel_{panel}.parquet")
    level = pd.read_csv(real_data / f"{index}.csv.gz", index_col=0, parse_dates=True)["close"]
    moves = level.pct_change().reindex(closes.index).abs()
    for end in range(300, len(closes), 37):
        part = closes.iloc[end - 260 : end].copy()
        assert not is_print(part, level)
        part.iloc[-1] = part.iloc[-2] + 0.3 * (part.iloc[-1] - part.iloc[-2])
        if 0.016 < moves.iloc[end - 1] < 0.024:
            assert is_print(part, level)
