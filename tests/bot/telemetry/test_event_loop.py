from __future__ import annotations

import asyncio
import gc
import resource
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from bot.telemetry.event_loop import (
    LoopStall,
    collect_regularly,
    freeze_gc,
    measure,
    prestart_threads,
    raise_file_limit,
    report_briefly,
    shorten_switch_interval,
)


@pytest.fixture
def collector() -> Iterator[None]:
    """The collector as it was."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


async def test_no_thread_is_started_after_all_were_hired() -> None:
    await prestart_threads()
    before = threading.active_count()
    started = [asyncio.to_thread(threading.get_ident) for _ in range(50)]
    assert len(set(await asyncio.gather(*started))) <= 8
    assert threading.active_count() == before


def test_the_loop_has_the_interpreter_back_within_a_fifth_of_a_millisecond() -> None:
    before = sys.getswitchinterval()
    try:
        shorten_switch_interval()
        assert sys.getswitchinterval() == pytest.approx(0.0002)
    finally:
        sys.setswitchinterval(before)


def test_what_was_loaded_is_not_looked_through_again(collector: None) -> None:
    loaded = [[n] for n in range(1000)]
    freeze_gc()
    assert gc.get_freeze_count() > len(loaded)
    assert len(gc.get_objects()) < len(loaded)
    assert gc.get_threshold()[2] == 1000


async def test_it_is_tidied_once_an_hour_in_the_first_quiet_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    minutes: list[float] = []
    tidied: list[int] = []

    async def sleep(seconds: float) -> None:
        assert seconds == 60
        minutes.append(seconds)
        if len(minutes) == 200:
            raise asyncio.CancelledError

    trimmed: list[int] = []
    monkeypatch.setattr("bot.telemetry.event_loop.gc.collect", lambda: tidied.append(len(minutes)))
    monkeypatch.setattr("bot.telemetry.event_loop.trim_heap", lambda: trimmed.append(len(minutes)))
    with pytest.raises(asyncio.CancelledError):
        await collect_regularly(lambda: len(minutes) not in (60, 61, 122), sleep)
    assert tidied == [62, 123, 183]
    assert trimmed == list(range(1, 200))


def test_what_nobody_holds_any_more_still_goes(collector: None) -> None:
    class Held:
        pass

    freeze_gc()
    held = Held()
    held.itself = held  # type: ignore[attr-defined]  # a ring, which only the collector opens
    before = sum(isinstance(each, Held) for each in gc.get_objects())
    del held
    gc.collect()
    assert (before, sum(isinstance(each, Held) for each in gc.get_objects())) == (1, 0)


async def test_a_turn_that_works_too_long_is_told_as_a_stall_of_our_own() -> None:
    told: asyncio.Queue[LoopStall] = asyncio.Queue()
    measuring = asyncio.create_task(measure(told.put_nowait))
    await told.get()
    used = time.thread_time()
    while time.thread_time() - used < 0.05:  # works; a core that is taken away meanwhile does not count
        pass
    found = await told.get()
    measuring.cancel()
    assert found.seconds >= found.own >= 0.03
    assert abs(time.monotonic() - found.at) < 5


def test_as_many_files_may_be_opened_as_the_system_allows() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, before[1]), before[1]))
        raise_file_limit()
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == min(before[1], 65_536)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


async def test_what_fails_again_and_again_is_logged_once_and_without_a_trace(
    caplog: pytest.LogCaptureFixture,
) -> None:
    loop = asyncio.get_running_loop()
    report_briefly(loop)
    error = OSError(24, "Too many open files")
    for _time in range(1000):
        loop.call_exception_handler({"message": "socket.accept() out of system resource", "exception": error})
    assert [record.exc_info for record in caplog.records] == [None]
    loop.call_exception_handler({"message": "another", "exception": RuntimeError("ours")})
    assert caplog.records[-1].exc_info is not None  # a mistake of ours comes with its trace
    loop.set_exception_handler(None)
