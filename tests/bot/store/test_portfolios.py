"""Positions in the database."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from bot.store.store import Store
from commands.framework.ports import Holder
from market.analytics.portfolio import Position
from market.clock import FixedClock

DAY = date(2026, 1, 22)
ONE = (Position("IWM", 10, 150.0, DAY, 259.65), Position("AAPL", 2.5, None, DAY, 250.0))


@pytest.fixture
def store(database: sa.Engine, clock: FixedClock) -> Store:
    return Store.over(database, clock)


def test_positions_come_back_as_they_were_written_oldest_first(store: Store) -> None:
    ana = Holder("slack", "T1", "U1")
    store.portfolios.add(ana, ONE)
    store.portfolios.add(ana, ONE[:1])
    assert store.portfolios.positions(ana) == (*ONE, ONE[0])
    assert store.portfolios.remove(ana, ["IWM", "SPY"]) == 2
    assert store.portfolios.positions(ana) == ONE[1:]


def test_they_are_the_persons_in_their_whole_scope_and_nobody_elses(store: Store) -> None:
    store.portfolios.add(Holder("discord", "G1", "U1", scope=""), ONE)
    assert store.portfolios.positions(Holder("discord", "G2", "U1", scope="")) == ONE
    for other in (
        Holder("discord", "G1", "U2", scope=""),
        Holder("slack", "G1", "U1"),
        Holder("discord", "G1", ""),
    ):
        assert store.portfolios.positions(other) == ()
        assert store.portfolios.remove(other, ["IWM"]) == 0
