"""The days like the newest."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from market.analytics.analogues import APART, NEAR, NEAREST, analogues
from market.errors import NoData

DAYS = pd.bdate_range("2020-01-01", periods=700)


def measured(seed: int = 1) -> pd.DataFrame:
    draw = np.random.default_rng(seed).normal(0, 1, (len(DAYS), 4))
    return pd.DataFrame(draw, index=DAYS, columns=["lead", "breadth", "volatility", "credit"])


def test_they_are_the_nearest_far_enough_from_each_other_and_from_the_newest() -> None:
    table = measured()
    table.iloc[-1] = 0.0
    found = analogues(table)
    scaled = table / table.std()
    distance = np.sqrt(((scaled - scaled.iloc[-1]) ** 2).mean(axis=1))
    assert found.distances.tolist() == pytest.approx(distance[found.distances.index].tolist())
    places = table.index.get_indexer(found.distances.index)
    assert min(np.diff(places)) >= APART
    assert places[-1] < len(table) - APART
    assert found.nearest.iloc[0] == pytest.approx(distance.iloc[:-APART].min())
    assert found.distances.max() <= NEAR
    assert 10 <= len(found.distances) <= NEAREST
    assert found.usual == pytest.approx(float(distance.iloc[:-APART].median()))


def test_the_scale_of_a_measure_makes_no_difference() -> None:
    table = measured()
    table.iloc[-1] = 0.0
    scaled = analogues(table * [1, 100, 0.001, 1])
    assert scaled.distances.index.equals(analogues(table).distances.index)


def test_a_day_on_which_a_measure_is_not_known_is_no_analogue() -> None:
    table = measured()
    table.iloc[-1] = 0.0
    nearest = analogues(table).nearest.index[0]
    table.loc[nearest, "credit"] = float("nan")
    assert nearest not in analogues(table).distances.index


def test_without_a_measure_of_the_newest_session_nothing_is_said() -> None:
    table = measured()
    table.loc[DAYS[-1], "breadth"] = float("nan")
    with pytest.raises(NoData, match=f"The breadth of {DAYS[-1].date()} is not known"):
        analogues(table)


def test_a_day_like_no_other_has_no_base_rate() -> None:
    table = measured()
    with pytest.raises(NoData, match="0 of 700 are nearer"):
        analogues(table.assign(lead=[0.0] * 699 + [9.0], breadth=0.0, volatility=0.0, credit=0.0))


def test_where_few_are_like_it_the_nearest_ten_are_taken_and_counted() -> None:
    table = measured()
    table.iloc[-1] = 2.2
    found = analogues(table)
    assert len(found.distances) == 10
    assert found.near == (found.distances <= NEAR).sum() < 10
    assert found.distances.max() < found.usual


def test_where_many_are_like_it_twenty_are_taken() -> None:
    table = measured()[["lead"]]
    table.iloc[-1] = 0.0
    assert len(analogues(table).distances) == NEAREST == 20


def test_a_short_time_has_no_room_for_ten() -> None:
    days = pd.bdate_range("2025-01-01", periods=210)
    with pytest.raises(NoData, match="known on 210 days only, too few for 10 that are 21 sessions apart"):
        analogues(pd.DataFrame({"lead": np.arange(210.0)}, index=days))
