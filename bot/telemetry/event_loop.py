"""What keeps an event loop from standing still while threads work beside it, and what tells whether it did."""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from threading import Barrier, get_native_id
from typing import Any, BinaryIO

from market.memory import trim_heap

log = logging.getLogger("bellwether.loop")

_THREADS = 8
_FILES = 65_536  # open files at most, where the system has no limit of its own
_QUIET = 60.0  # seconds between equal log lines
_HOUR = 60  # minutes
_LOOK = 0.01  # seconds between two looks at the loop; a stall is told up to this much too short
_RARELY = 1000  # smaller rounds of the collector before a full one is forced


def shorten_switch_interval() -> None:
    """Let the event loop have the interpreter sooner (0.2 ms instead of 5 ms) while worker threads
    compute with pandas. With the engine's four threads its longest stall stays near 12 ms under 32
    questions at once; eight threads cost 65 ms. For the process that serves: it holds for all threads."""
    sys.setswitchinterval(0.0002)


async def prestart_threads() -> None:
    """Start all threads of the loop's executor now, as `start_threads` does."""
    executor = ThreadPoolExecutor(_THREADS, thread_name_prefix="work")
    asyncio.get_running_loop().set_default_executor(executor)
    start_threads(executor, _THREADS)


def start_threads(executor: ThreadPoolExecutor, count: int) -> None:
    """Start all `count` threads of an idle `executor`: one that is started later makes the loop wait for its first
    breath, which comes when the other threads let it."""
    everybody = Barrier(count)
    for started in [executor.submit(everybody.wait) for _ in range(count)]:
        started.result()


def raise_file_limit() -> None:
    """Allow this process as many open files and connections as the system lets it ask for."""
    try:
        import resource
    except ImportError:  # Windows
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):  # what the system forbids stays as it is
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def report_briefly(loop: asyncio.AbstractEventLoop) -> None:
    """Log what goes wrong outside of any task at most once a minute a kind: asyncio repeats a failed accept, with
    a trace, as fast as it can."""
    logged: dict[str, float] = {}

    def report(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        kind = f"{context.get('message')} {type(error).__name__}"
        if loop.time() - logged.get(kind, float("-inf")) >= _QUIET:
            logged[kind] = loop.time()
            if isinstance(error, OSError):
                log.error(str(context.get("message")), extra={"error": str(error)})
            else:
                loop.default_exception_handler(context)

    loop.set_exception_handler(report)


def freeze_gc() -> None:
    """Keep the garbage collector from stopping everything for a tenth of a second: what has been
    loaded stays and is not looked through again, and full rounds wait for `CollectionSchedule`."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*gc.get_threshold()[:2], _RARELY)


class CollectionSchedule:
    """Gives memory back: each minute what was freed, and once an hour, in the first quiet minute after it, what only
    a full round of the collector (some ten milliseconds) frees."""

    def __init__(self) -> None:
        self._minutes = 0

    async def minute(self, quiet: bool) -> None:
        """Count a minute, and collect once an hour of them is over and the process is `quiet`."""
        self._minutes += 1
        if self._minutes >= _HOUR and quiet:
            self._minutes = 0
            gc.collect()
        await asyncio.to_thread(trim_heap)


async def collect_regularly(
    quiet: Callable[[], bool], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Tidying for ever, for a program that has no minutes of its own."""
    tidying = CollectionSchedule()
    while True:
        await sleep(60.0)
        await tidying.minute(quiet())


@dataclass(frozen=True, slots=True)
class LoopStall:
    """What a look at the loop found, in seconds: how long it had stood still at the moment `at` (of the
    machine's monotonic clock), and for how long when the time in which its thread was ready to run and
    had no core is left out (where Linux tells it)."""

    at: float
    seconds: float
    own: float


async def measure(tell: Callable[[LoopStall], object]) -> None:
    """For ever: look at this loop every ten milliseconds, and tell what was found."""
    loop = asyncio.get_running_loop()
    with _schedule() as schedule:
        before, starved = loop.time(), _run_delay(schedule)
        while True:
            await asyncio.sleep(_LOOK)
            now, since = loop.time(), _run_delay(schedule)
            stall = now - before - _LOOK
            tell(LoopStall(now, stall, stall - (since - starved)))
            before, starved = now, since


def _schedule() -> AbstractContextManager[BinaryIO | None]:
    """What the kernel notes about this thread: nanoseconds on a core, and waiting for one."""
    try:
        return open(f"/proc/self/task/{get_native_id()}/schedstat", "rb", buffering=0)
    except OSError:
        return nullcontext()


def _run_delay(schedule: BinaryIO | None) -> float:
    if schedule is None:
        return 0.0
    schedule.seek(0)
    return int(schedule.read().split()[1]) / 1e9
