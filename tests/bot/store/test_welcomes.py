"""Each place has its welcome once, whoever asks, until it is erased."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from bot.store.store import Store
from commands.framework.ports import Person, Place
from market.clock import FixedClock

CHANNEL, DIRECT = Place("slack", "T1", "C1"), Place("slack", "T1", "D1")


@pytest.fixture
def store(database: sa.Engine, clock: FixedClock) -> Store:
    return Store.over(database, clock)


def test_one_of_many_workers_claims_a_place(store: Store) -> None:
    with ThreadPoolExecutor(8) as workers:
        assert sum(workers.map(lambda _: store.welcomes.claim(CHANNEL), range(32))) == 1
    assert store.welcomes.claim(Place("slack", "T2", "C1"))
    assert store.welcomes.claim(Place("discord", "T1", "C1"))


def test_a_released_place_can_be_claimed_again(store: Store) -> None:
    assert store.welcomes.claim(CHANNEL)
    store.welcomes.release(CHANNEL)
    assert store.welcomes.claim(CHANNEL)


def test_a_person_and_a_workspace_are_forgotten(store: Store) -> None:
    ann = Person("slack", "T1", "U1")
    store.welcomes.claim(DIRECT, "U1")
    store.welcomes.claim(CHANNEL)
    exported = store.privacy.export(ann)["welcomes"]
    assert isinstance(exported, list)
    assert [row["channel"] for row in exported] == ["D1"]
    store.privacy.erase(ann)
    assert store.welcomes.claim(DIRECT, "U1")
    assert not store.welcomes.claim(CHANNEL)
    store.privacy.erase_workspace("slack", "T1")
    assert store.welcomes.claim(CHANNEL)
