"""Answers being worked on: after the acknowledgement, beside the event loop's other duties."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger("bellwether.slack")

Job = Callable[[], Awaitable[None]]


class Work:
    """Runs `at_once` jobs, keeps `waiting` more in line, and says no to the rest."""

    def __init__(self, at_once: int = 16, waiting: int = 64) -> None:
        self._turn = asyncio.Semaphore(at_once)
        self._most = at_once + waiting
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False

    def start(self, job: Job, *, spare: int = 0) -> bool:
        """Run `job` soon; False when there is no room for it. `spare`: places beyond the line, for
        jobs that only say that the line is full. Returns at once."""
        if self._closing or len(self._tasks) >= self._most + spare:
            return False
        task = asyncio.get_running_loop().create_task(self._run(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def _run(self, job: Job) -> None:
        async with self._turn:
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
