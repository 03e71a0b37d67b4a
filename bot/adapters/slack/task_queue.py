"""Answers being worked on: after the acknowledgement, beside the event loop's other duties."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

log = logging.getLogger("bellwether.slack")

Job = Callable[[], Awaitable[None]]


class TaskQueue:
    """Runs `at_once` jobs, keeps `waiting` more in line, and says no to the rest. `spare` short jobs
    (saying that the line is full, leaving a workspace) run beside them."""

    def __init__(self, at_once: int = 16, waiting: int = 64, spare: int = 64) -> None:
        self._turn = asyncio.Semaphore(at_once)
        self._most, self._spare = at_once + waiting, spare
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False

    def start(self, job: Job, *, short: bool = False) -> bool:
        """Run `job` soon; False when there is no room for it. Returns at once."""
        if self._closing or len(self._tasks) >= self._most + (self._spare if short else 0):
            return False
        turn = contextlib.nullcontext() if short else self._turn
        task = asyncio.get_running_loop().create_task(self._run(job, turn))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def _run(self, job: Job, turn: AbstractAsyncContextManager[None]) -> None:
        async with turn:
            try:
                await job()
            except Exception:  # the last resort: one failed answer must not end the face
                log.exception("an answer for Slack failed")

    async def idle(self) -> None:
        """Wait until nothing is running or waiting."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def close(self, grace: float = 15.0) -> None:
        """Take nothing more, let what was begun finish, and end what has not after `grace` seconds."""
        self._closing = True
        try:
            async with asyncio.timeout(grace):
                await self.idle()
        except TimeoutError:
            log.warning("%d answers for Slack were not finished", len(self._tasks))
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
