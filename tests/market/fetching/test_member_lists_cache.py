from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from market.clock import Deadline
from market.datasets.members import RUSSELL_2000, SP_500, Member, Members, Universe
from market.errors import MarketError, ProviderDown
from market.fetching.blob_store import BlobStore
from market.fetching.member_lists_cache import BRIEFLY, CachedMemberLists
from market.provenance import Provenance
from market.sources.sample.prices import SAMPLE_NOW


class Fund:
    """A list that can fail; `count` says how often it was asked."""

    def __init__(self) -> None:
        self.count = 0
        self.patience = 0.0
        self.fault: MarketError | None = None

    def members(self, universe: Universe, now: datetime, deadline: Deadline) -> Members:
        self.count += 1
        self.patience = deadline.remaining()
        if self.fault:
            raise self.fault
        rows = (Member("BF-B", "Brown “B” & Sons", "Consumer Staples", 0.25), Member("Z", "Zz", "Energy"))
        return Members(universe, rows, Provenance.of_day("By hand", date(2026, 1, 5)))


def ask(fund: Fund, store: BlobStore, now: datetime = SAMPLE_NOW, universe: Universe = SP_500) -> Members:
    return CachedMemberLists(fund, store).members(universe, now, Deadline.after(5))


def test_a_list_is_asked_for_once_a_week_and_comes_back_as_it_was(store: BlobStore) -> None:
    fund = Fund()
    first = ask(fund, store)
    again = ask(fund, store, SAMPLE_NOW + timedelta(days=6))
    assert fund.count == 1
    assert repr(again) == repr(first)  # a missing weight is not equal to itself
    ask(fund, store, SAMPLE_NOW + timedelta(days=7))
    assert fund.count == 2


def test_each_universe_is_kept_for_itself(store: BlobStore) -> None:
    fund = Fund()
    ask(fund, store)
    assert ask(fund, store, universe=RUSSELL_2000).universe == RUSSELL_2000
    assert fund.count == 2


def test_when_the_source_fails_the_kept_list_answers_with_its_date(store: BlobStore) -> None:
    fund = Fund()
    ask(fund, store)
    fund.fault = ProviderDown("iShares", "no answer in time")
    found = ask(fund, store, SAMPLE_NOW + timedelta(days=30))
    assert found.tickers == ["BF-B", "Z"]
    assert found.notes[0].startswith("iShares is not answering")
    assert "2026-01-05" in found.notes[0]


def test_a_source_is_waited_for_only_briefly_while_an_old_list_can_answer(store: BlobStore) -> None:
    fund = Fund()
    ask(fund, store)
    assert fund.patience > BRIEFLY
    ask(fund, store, SAMPLE_NOW + timedelta(days=30))
    assert fund.patience <= BRIEFLY


def test_when_nothing_is_kept_the_failure_is_told(store: BlobStore) -> None:
    fund = Fund()
    fund.fault = ProviderDown("iShares", "no answer in time")
    with pytest.raises(ProviderDown):
        ask(fund, store)
