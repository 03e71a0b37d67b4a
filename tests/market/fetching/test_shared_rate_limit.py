from __future__ import annotations

import json
import logging
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.clock import Deadline, FixedClock
from market.errors import StoreFailed
from market.fetching.blob_store import BlobStore, open_store
from market.fetching.rate_limit import RateLimit, RateLimitExceeded
from market.fetching.shared_rate_limit import ALONE, FURTHEST, SharedRateLimitState

ROOT = Path(__file__).resolve().parents[3]
AT = datetime(2026, 1, 22, 21, 0, tzinfo=UTC)

# A process that reserves turns as fast as it can, once it is told to.
ASKER = """
import json, sys
from datetime import datetime
from market.clock import FixedClock
from market.fetching.blob_store import BlobStore
from market.fetching.shared_rate_limit import SharedRateLimitState
store, clock, count = BlobStore(sys.argv[1]), FixedClock(datetime.fromisoformat(sys.argv[2])), int(sys.argv[3])
tally = SharedRateLimitState(store, "yahoo", clock, lambda: 0.0)
print("ready", flush=True)
sys.stdin.readline()
print(json.dumps([tally.reserve(0.25, 8, 60.0) for _ in range(count)]), flush=True)
"""


class Time:
    """The machine's two clocks, which waiting moves."""

    def __init__(self) -> None:
        self.clock, self.seconds = FixedClock(AT), 0.0

    def monotonic(self) -> float:
        return self.seconds

    def wait(self, seconds: float) -> None:
        self.seconds += seconds
        self.clock.at += timedelta(seconds=seconds)


class Moody(BlobStore):
    """Fails while it is told to; `meanwhile` happens while it is asked."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"sqlite:///{path}")
        self.fails, self.asked = False, 0
        self.meanwhile: Callable[[], None] = lambda: None

    def advance(self, *args: object, **named: object) -> datetime | None:
        self.asked += 1
        self.meanwhile()
        if self.fails:
            raise StoreFailed
        return super().advance(*args, **named)  # type: ignore[arg-type]  # handed on as they are


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def moody(tmp_path: Path) -> Iterator[Moody]:
    store = Moody(tmp_path / "market.db")
    yield store
    store.close()


def process(store: BlobStore, time: Time, key: str = "yahoo") -> SharedRateLimitState:
    """What one process has."""
    return SharedRateLimitState(store, key, time.clock, time.monotonic)


def delays(tally: SharedRateLimitState, count: int, longest: float = 30.0) -> list[float]:
    return [tally.reserve(1.0, 8, longest) for _ in range(count)]


def spread(count: int) -> list[float]:
    """A burst of eight, and then four a second."""
    return [0.0] * 8 + [0.25 * n for n in range(1, count - 7)]


def test_processes_share_one_burst_and_then_one_rate(any_store: BlobStore, time: Time) -> None:
    paces = [
        RateLimit(monotonic=time.monotonic, wait=time.wait, tally=process(any_store, time)) for _ in range(2)
    ]
    moments = []
    for n in range(12):
        with paces[n % 2].turn(Deadline.after(3600)):
            moments.append(time.seconds)
    assert moments == [0.0] * 8 + [1.0, 2.0, 3.0, 4.0]


def test_a_rest_earns_one_more_burst_for_all_together(any_store: BlobStore, time: Time) -> None:
    one, other = process(any_store, time), process(any_store, time)
    delays(one, 8)
    time.wait(1000)
    assert delays(one, 4) + delays(other, 6) == [0.0] * 8 + [1.0, 2.0]


def test_each_provider_has_a_rate_of_its_own(any_store: BlobStore, time: Time) -> None:
    assert delays(process(any_store, time), 9)[-1] == 1
    assert delays(process(any_store, time, "other"), 8) == [0.0] * 8


def test_threads_at_once_each_get_a_turn_of_their_own(any_store: BlobStore, time: Time) -> None:
    begin = Barrier(4, timeout=30)

    def ask(tally: SharedRateLimitState) -> list[float]:
        begin.wait()
        return [tally.reserve(0.25, 8, 60.0) for _ in range(25)]

    with ThreadPoolExecutor(4) as threads:
        shares = list(threads.map(ask, [process(any_store, time) for _ in range(4)]))
    assert sorted(delay for share in shares for delay in share) == spread(100)


def test_threads_of_one_process_each_get_a_turn_of_their_own(any_store: BlobStore, time: Time) -> None:
    tally = process(any_store, time)
    with ThreadPoolExecutor(4) as threads:
        given_out = list(threads.map(lambda _: tally.reserve(0.25, 8, 60.0), range(100)))
    assert sorted(given_out) == spread(100)


def test_processes_at_once_each_get_a_turn_of_their_own(any_store: BlobStore) -> None:
    url = any_store._engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", ASKER, url, AT.isoformat(), "50"]
    askers = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for asker in askers:
        assert asker.stdout is not None
        assert asker.stdout.readline() == "ready\n"
    for asker in askers:
        assert asker.stdin is not None
        asker.stdin.write("\n")
        asker.stdin.flush()
    shares = [json.loads(asker.communicate(timeout=60)[0]) for asker in askers]
    assert sorted(delay for share in shares for delay in share) == spread(100)


def test_a_turn_that_would_come_too_late_is_refused_and_not_charged(any_store: BlobStore, time: Time) -> None:
    one, other = process(any_store, time), process(any_store, time)
    delays(one, 10)  # the last of them in two seconds
    for tally in (one, other, one, other):
        with pytest.raises(RateLimitExceeded):
            tally.reserve(1.0, 8, 2.5)
    assert delays(other, 1) == [3.0]


def test_a_turn_more_than_a_minute_away_is_refused_however_patient_somebody_is(
    any_store: BlobStore, time: Time
) -> None:
    tally = process(any_store, time)
    tally.reserve(FURTHEST + 1, 1, float("inf"))
    with pytest.raises(RateLimitExceeded):
        process(any_store, time).reserve(FURTHEST + 1, 1, float("inf"))
    time.wait(1)
    assert process(any_store, time).reserve(FURTHEST + 1, 1, float("inf")) == FURTHEST


def test_a_clock_set_back_by_an_hour_lets_nobody_wait_for_it(any_store: BlobStore, time: Time) -> None:
    old = process(any_store, time)
    delays(old, 10)
    time.clock.at -= timedelta(hours=1)
    assert delays(process(any_store, time), 3) == [0.0, 1.0, 2.0]  # it knows of no queue, and is careful
    assert delays(old, 1) == [3.0]


def test_who_knows_of_the_queue_keeps_to_it_when_the_clock_is_set_back(
    any_store: BlobStore, time: Time
) -> None:
    old = process(any_store, time)
    delays(old, 10)
    time.clock.at -= timedelta(hours=1)
    assert delays(old, 2) + delays(process(any_store, time), 1) == [3.0, 4.0, 5.0]


def test_a_clock_set_forward_earns_no_second_burst(any_store: BlobStore, time: Time) -> None:
    tally = process(any_store, time)
    delays(tally, 8)
    time.clock.at += timedelta(hours=1)
    assert delays(tally, 2) + delays(process(any_store, time), 1) == [1.0, 2.0, 3.0]


def test_a_clock_set_back_while_the_store_is_asked_lets_nobody_wait_for_it(moody: Moody, time: Time) -> None:
    tally = process(moody, time)

    def set_back() -> None:
        time.clock.at -= timedelta(hours=1)

    moody.meanwhile = set_back
    assert delays(tally, 1, longest=5.0) == [5.0]


def test_without_the_store_a_process_goes_on_from_what_it_knew(moody: Moody, time: Time) -> None:
    one, other = process(moody, time), process(moody, time)
    delays(other, 8)
    assert delays(one, 1) == [1.0]
    moody.fails = True
    assert delays(one, 2) == [2.0, 3.0]
    time.wait(1000)
    assert delays(one, 9) == [0.0] * 8 + [1.0]
    with pytest.raises(RateLimitExceeded):
        one.reserve(1.0, 8, 1.5)
    assert delays(one, 1) == [2.0]


def test_a_store_that_fails_is_told_once_an_outage_and_left_alone_for_a_while(
    moody: Moody, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    tally, moody.fails = process(moody, time), True
    delays(tally, 5)
    assert moody.asked == 1
    time.wait(ALONE)
    delays(tally, 5)
    assert moody.asked == 2
    told = (logging.WARNING, "market.fetching.shared_rate_limit")
    assert [(record.levelno, record.name) for record in caplog.records] == [told]
    for moody.fails in (False, True):
        time.wait(ALONE)
        delays(tally, 1)
    assert [(record.levelno, record.name) for record in caplog.records] == [told, told]


def test_what_was_asked_without_the_store_is_charged_when_it_is_back(moody: Moody, time: Time) -> None:
    tally, moody.fails = process(moody, time), True
    assert delays(tally, 20)[-1] == 12
    moody.fails = False
    time.wait(ALONE)
    assert delays(tally, 1) + delays(process(moody, time), 1) == [3.0, 4.0]


def test_a_store_that_never_worked_leaves_the_rate_of_the_process(tmp_path: Path, time: Time) -> None:
    (tmp_path / "file").touch()
    store = open_store(tmp_path / "file" / "market.db")
    assert delays(process(store, time), 10) == [0.0] * 8 + [1.0, 2.0]
    store.close()


def test_a_write_of_another_process_that_does_not_end_holds_nobody_up(
    path: Path, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("market.fetching.blob_store.BUSY_SECONDS", 0.01)
    store = open_store(path)
    delays(process(store, time), 1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert delays(process(store, time), 9) == [0.0] * 8 + [1.0]
    other.execute("ROLLBACK")
    other.close()
    store.close()


@pytest.mark.parametrize("fails", [False, True])
def test_the_time_the_store_takes_is_the_callers_time(moody: Moody, time: Time, fails: bool) -> None:
    tally = process(moody, time)
    delays(tally, 10)
    moody.fails, moody.meanwhile = fails, lambda: time.wait(1.25)
    assert delays(tally, 1, longest=3.0) == [1.75]


def test_a_store_that_fails_when_the_time_is_up_leaves_no_turn(moody: Moody, time: Time) -> None:
    moody.fails, moody.meanwhile = True, lambda: time.wait(2)
    with pytest.raises(RateLimitExceeded):
        process(moody, time).reserve(1.0, 8, 1.5)


@given(
    asks=st.lists(
        st.tuples(st.floats(0, 10), st.integers(0, 2), st.floats(0, 30), st.integers(1, 8)),
        min_size=1,
        max_size=25,
    ),
    burst=st.integers(1, 8),
    per_second=st.floats(0.5, 5),
)
def test_no_span_of_time_ever_sees_more_of_all_processes_than_a_burst_beyond_the_rate(
    asks: list[tuple[float, int, float, int]], burst: int, per_second: float
) -> None:
    time, store, moments = Time(), BlobStore("sqlite://"), []
    tallies = [process(store, time) for _ in range(3)]
    for rest, who, longest, count in asks:
        time.wait(rest)
        for _ in range(count):
            try:
                moments.append(time.seconds + tallies[who].reserve(1 / per_second, burst, longest))
            except RateLimitExceeded:
                break
    store.close()
    assert moments == sorted(moments)  # first come, first served
    for first in range(len(moments)):
        for last in range(first, len(moments)):
            allowed = burst + (moments[last] - moments[first]) * per_second
            assert last - first + 1 <= allowed + 1e-3  # moments are kept in whole microseconds


def test_without_a_store_peers_share_the_rate_and_soon_try_it_again(moody: Moody, time: Time) -> None:
    tally = SharedRateLimitState(moody, "discord", time.clock, time.monotonic, alone=1.0, peers=4)
    moody.fails = True
    assert [tally.reserve(0.25, 1, 30.0) for _turn in range(4)] == [0.0, 1.0, 2.0, 3.0]
    assert moody.asked == 1
    moody.fails = False
    time.wait(1.0)
    assert tally.reserve(0.25, 1, 30.0) == 3.0  # what it took alone still holds
    assert tally.reserve(0.25, 1, 30.0) == 3.25
    assert moody.asked == 3
