"""Values that are asked for again when they are due: fresh, failing, kept, and stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from market.clock import Deadline, FixedClock
from market.errors import MarketError, NotInTime, ProviderDown
from market.fetching.blob_store import Blob, BlobStore, open_store
from market.fetching.refreshed_values import RETRY, RefreshedValues, StoredForm
from market.sources.sample.prices import SAMPLE_NOW

FRESH = timedelta(hours=1)
DOWN = ProviderDown("The Agency", "HTTP status 502")


@dataclass(frozen=True)
class Reading:
    as_of: datetime
    value: int


def packed(reading: Reading) -> tuple[bytes, dict[str, Any]]:
    return json.dumps(reading.value).encode(), {}


def unpacked(blob: Blob) -> Reading:
    return Reading(blob.at, int(json.loads(blob.data)))


FORM = StoredForm("reading", "agency/a", packed, unpacked)


class Agency:
    """Counts its answers. `step` runs in the middle of each: it may raise, or wait."""

    def __init__(self, clock: FixedClock) -> None:
        self.clock, self.count = clock, 0
        self.step: Callable[[], object] = lambda: None

    def ask(self, _deadline: Deadline) -> Reading:
        self.count += 1
        self.step()
        return Reading(self.clock.now(), self.count)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(SAMPLE_NOW)


@pytest.fixture
def agency(clock: FixedClock) -> Agency:
    return Agency(clock)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BlobStore]:
    store = open_store(tmp_path / "market.db")
    yield store
    store.close()


def fail() -> None:
    raise DOWN


def test_a_value_is_asked_for_again_when_it_is_no_longer_fresh(agency: Agency, clock: FixedClock) -> None:
    values = RefreshedValues[Reading]("The Agency", clock, 5)
    for age, count in ((timedelta(0), 1), (FRESH - timedelta(seconds=1), 1), (timedelta(seconds=1), 2)):
        clock.at += age
        assert values.get("a", FRESH, agency.ask, Deadline.after(5)).value.value == count


def test_a_clock_set_back_makes_a_value_of_the_future_which_is_asked_for_again(
    agency: Agency, clock: FixedClock
) -> None:
    values = RefreshedValues[Reading]("The Agency", clock, 5)
    values.get("a", FRESH, agency.ask, Deadline.after(5))
    clock.at -= timedelta(hours=2)
    assert values.get("a", FRESH, agency.ask, Deadline.after(5)).value.value == 2


def test_after_a_failure_the_kept_value_answers_with_the_reason_until_the_retry(
    agency: Agency, clock: FixedClock
) -> None:
    seconds = [0.0]
    values = RefreshedValues[Reading]("The Agency", clock, 5, monotonic=lambda: seconds[0])
    values.get("a", FRESH, agency.ask, Deadline.after(5))
    clock.at += FRESH
    agency.step = fail
    for moment, count in ((0.0, 2), (RETRY - 1, 2), (RETRY, 3)):
        seconds[0] = moment
        refreshed = values.get("a", FRESH, agency.ask, Deadline.after(5))
        assert (refreshed.value.value, refreshed.failure, agency.count) == (1, DOWN, count)
    agency.step = lambda: None
    seconds[0] = 2 * RETRY
    assert values.get("a", FRESH, agency.ask, Deadline.after(5)).failure is None


def test_setting_the_wall_clock_does_not_lengthen_a_refusal(agency: Agency, clock: FixedClock) -> None:
    seconds = [0.0]
    values = RefreshedValues[Reading]("The Agency", clock, 5, monotonic=lambda: seconds[0])
    agency.step = fail
    with pytest.raises(ProviderDown):
        values.get("a", FRESH, agency.ask, Deadline.after(5))
    clock.at -= timedelta(days=1)
    agency.step, seconds[0] = lambda: None, RETRY
    assert values.get("a", FRESH, agency.ask, Deadline.after(5)).value.value == 2


def test_another_process_finds_the_value_in_the_store(
    agency: Agency, clock: FixedClock, store: BlobStore
) -> None:
    first, second = (RefreshedValues[Reading]("The Agency", clock, 5, store) for _process in range(2))
    ours = first.get("a", FRESH, agency.ask, Deadline.after(5), FORM)
    assert second.get("a", FRESH, agency.ask, Deadline.after(5), FORM) == ours
    assert agency.count == 1
    clock.at += FRESH
    renewed = second.get("a", FRESH, agency.ask, Deadline.after(5), FORM)
    assert first.get("a", FRESH, agency.ask, Deadline.after(5), FORM) == renewed
    assert agency.count == 2


def test_a_stored_value_that_cannot_be_read_is_asked_for(
    agency: Agency, clock: FixedClock, store: BlobStore
) -> None:
    store.put("reading", "agency/a", b"[1", {}, clock.now())
    values = RefreshedValues[Reading]("The Agency", clock, 5, store)
    assert values.get("a", FRESH, agency.ask, Deadline.after(5), FORM).value.value == 1


def test_a_store_that_fails_costs_nothing_but_the_keeping(
    agency: Agency, clock: FixedClock, store: BlobStore
) -> None:
    store.close()
    values = RefreshedValues[Reading]("The Agency", clock, 5, store)
    for _ask in range(2):
        assert values.get("a", FRESH, agency.ask, Deadline.after(5), FORM).value.value == 1


def test_however_many_ask_at_once_the_provider_is_asked_once(agency: Agency, clock: FixedClock) -> None:
    values, gate = RefreshedValues[Reading]("The Agency", clock, 10), Event()
    agency.step = lambda: gate.wait(10)
    with ThreadPoolExecutor(8) as pool:
        asks = [pool.submit(values.get, "a", FRESH, agency.ask, Deadline.after(10), FORM) for _n in range(8)]
        gate.set()
        assert {ask.result().value.value for ask in asks} == {1}


@pytest.mark.parametrize(("local", "error"), [(False, ProviderDown), (True, NotInTime)])
def test_a_provider_that_is_late_is_blamed_unless_it_is_this_machine(
    agency: Agency, clock: FixedClock, local: bool, error: type[MarketError]
) -> None:
    gate = Event()
    agency.step = lambda: gate.wait(10)
    values = RefreshedValues[Reading]("The Agency", clock, 5, local=local)
    with pytest.raises(error) as raised:
        values.get("a", FRESH, agency.ask, Deadline.after(0.05))
    gate.set()
    assert isinstance(raised.value, NotInTime) is local
