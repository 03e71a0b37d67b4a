"""Many small writes, one transaction: those that come while one is being committed go together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy as sa

Result = TypeVar("Result")
Step = Callable[[sa.Connection], Result]


class Together:
    """A commit costs more than a hundred statements. `run` returns once its step is committed;
    when a transaction fails, all of its steps do."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._waiting: list[tuple[Step[Any], asyncio.Future[Any]]] = []
        self._committing: asyncio.Task[None] | None = None

    async def run(self, step: Step[Result]) -> Result:
        """What `step` gives, run in a thread inside a transaction that it shares with others."""
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((step, done))
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commit_all())
        return await done

    async def _commit_all(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting, []
            try:
                results = await asyncio.to_thread(self._commit, [step for step, _ in taken])
            except Exception as problem:  # handed to everybody who waits for it
                for _, done in taken:
                    if not done.done():
                        done.set_exception(problem)
            else:
                for (_, done), result in zip(taken, results, strict=True):
                    if not done.done():
                        done.set_result(result)
                    # One goes on in a turn of the loop: each makes a post, and a hundred would stall it.
                    await asyncio.sleep(0)

    def _commit(self, steps: list[Step[Any]]) -> list[Any]:
        with self._engine.begin() as c:
            return [step(c) for step in steps]
