"""Admission control: how many requests are taken at a time, and the wait for the last on closing."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager

log = logging.getLogger("bellwether.admission")

BUSY = "I have more questions than I can answer right now. Try again in a few seconds."
RESTARTING = "I am restarting. Ask again in a minute."

Job = Callable[[], Awaitable[object]]


class AdmissionLimiter:
    """Counts the requests in flight and refuses those beyond its capacity. For one event loop.

    capacity: requests in flight at most, running or waiting
    at_once: started jobs that run at a time; the others wait. None: all of them run
    spare: short jobs that may be in flight beyond the capacity (a refusal, leaving a workspace)
    """

    def __init__(self, capacity: int, *, at_once: int | None = None, spare: int = 0) -> None:
        self._capacity, self._spare = capacity, spare
        self._running = contextlib.nullcontext() if at_once is None else asyncio.Semaphore(at_once)
        self.in_flight = 0
        self._open, self._empty = True, asyncio.Event()
        self._empty.set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def refusal(self) -> str:
        """Why no request is taken now, as a sentence for the asker; empty when one is."""
        if not self._open:
            return RESTARTING
        return BUSY if self.in_flight >= self._capacity else ""

    def enter(self) -> None:
        """Count a request that is being taken; `leave` must follow once it is done."""
        self.in_flight += 1
        self._empty.clear()

    def leave(self) -> None:
        self.in_flight -= 1
        if not self.in_flight:
            self._empty.set()

    @contextlib.contextmanager
    def admitted(self) -> Iterator[None]:
        """A request in flight for as long as the context lasts."""
        self.enter()
        try:
            yield
        finally:
            self.leave()

    def start(self, job: Job, *, short: bool = False) -> bool:
        """Run `job` as a task and return at once; False when there is no room for it. A `short` job
        may use the spare room and does not wait for the others."""
        if not self._open or self.in_flight >= self._capacity + (self._spare if short else 0):
            return False
        self.enter()
        task = asyncio.create_task(self._run(job, contextlib.nullcontext() if short else self._running))
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return True

    async def _run(self, job: Job, running: AbstractAsyncContextManager[None]) -> None:
        async with running:
            try:
                await job()
            except Exception:  # one failed answer must not end the program
                log.exception("admitted job failed")

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self.leave()

    async def idle(self) -> None:
        """Wait until nothing is in flight."""
        while self.in_flight:
            await self._empty.wait()

    async def close(self, grace: float) -> int:
        """Take nothing more and wait `grace` seconds for what is in flight. Cancels the started jobs
        that are left; the number of requests that were not finished."""
        self._open = False
        try:
            async with asyncio.timeout(grace):
                await self.idle()
            return 0
        except TimeoutError:
            unfinished = self.in_flight
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            return unfinished
