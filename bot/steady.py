"""What keeps an event loop from standing still while threads work beside it."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

_THREADS = 8
_MINUTE = 60.0
_RARELY = 1000  # smaller rounds of the collector before a full one is forced


async def hire() -> None:
    """Start all threads of the loop's executor now: one that is started later makes the loop wait
    for its first breath, which comes when the other threads let it."""
    executor, everybody = ThreadPoolExecutor(_THREADS, thread_name_prefix="work"), Barrier(_THREADS)
    loop = asyncio.get_running_loop()
    loop.set_default_executor(executor)
    await asyncio.gather(*(loop.run_in_executor(executor, everybody.wait) for _ in range(_THREADS)))


def settle() -> None:
    """Keep the garbage collector from stopping everything for a tenth of a second: what has been
    loaded stays and is not looked through again, and a full round waits for a quiet moment, in
    which somebody calls `tidy`."""
    tidy()
    gc.freeze()
    gc.set_threshold(*gc.get_threshold()[:2], _RARELY)


async def keep_tidy(
    quiet: Callable[[], bool], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """`tidy` once a minute, when it is `quiet`; for ever."""
    while True:
        await sleep(_MINUTE)
        if quiet():
            tidy()


def tidy() -> None:
    """A full round of the collector: some ten milliseconds."""
    gc.collect()
