"""A channel's own sections: what is near, and how many of a list are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands.digests.channel_sections import is_near, watched
from market.period import ONE_DAY
from tests.commands.desk import Desk


@pytest.mark.parametrize(
    ("away", "near"), [(101 / 100 - 1, True), (1.0101 - 1, False), (99 / 100 - 1, True), (0.9899 - 1, False)]
)
def test_a_level_within_one_per_cent_is_near(away: float, near: bool) -> None:
    assert is_near(away) is near


def test_the_three_of_a_list_that_moved_most_are_named(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    market = desk.app.market
    found = watched(market, ("IWM", "SPY", "QQQ", "XLE"), ONE_DAY, market.state().last_completed)
    assert found.sentence.count("%") == 3
    desk.close()
