"""Group commit: the writes that arrive during one commit share the next transaction."""

from __future__ import annotations

import asyncio
import math
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from market.fetching.rate_limit import LocalRateLimitState

# Commits a second in the long run, and at once after a rest. Posts leave one by one, so that without this nearly
# each of their steps would have a transaction to itself, which costs as much as the post. A quarter of a second is
# short beside the time that a post waits for its turn when there are many.
_PER_SECOND, _AT_ONCE = 4.0, 8
Result = TypeVar("Result")
Step = Callable[[sa.Connection], Result]


@dataclass(frozen=True, slots=True)
class Update:
    """A step that changes one row or none; its result is True for one. Steps with the same statement
    are sent to the database together."""

    statement: sa.Update
    values: Mapping[str, Any]

    def __call__(self, connection: sa.Connection) -> bool:
        return connection.execute(self.statement, self.values).rowcount == 1


class _RowMissing(Exception):
    """One of many updates sent together changed no row; the database does not say which."""


class GroupCommit:
    """Batches steps into transactions, since a commit costs more than a hundred statements. When a
    transaction fails, all of its steps fail."""

    def __init__(self, engine: sa.Engine, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._engine, self._sleep = engine, sleep
        self._rate = LocalRateLimitState()
        self._waiting: list[tuple[Step[Any], asyncio.Future[Any]]] = []
        self._committing: asyncio.Task[None] | None = None

    async def run(self, step: Step[Result]) -> Result:
        """The result of `step`, once it is committed. It runs in a thread, in a transaction shared with
        other steps."""
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((step, done))
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commit_all())
        return await done

    async def _commit_all(self) -> None:
        while self._waiting:
            if wait := self._rate.reserve(1 / _PER_SECOND, _AT_ONCE, math.inf):
                await self._sleep(wait)
            taken, self._waiting = self._waiting, []
            try:
                results = await asyncio.to_thread(self._commit, [step for step, _ in taken])
            except Exception as problem:  # passed on to every caller that waits
                for _, done in taken:
                    if not done.done():
                        done.set_exception(problem)
            else:
                for (_, done), result in zip(taken, results, strict=True):
                    if not done.done():
                        done.set_result(result)
                    # One caller a turn of the loop: each goes on to post, and a hundred at once would stall it.
                    await asyncio.sleep(0)

    def _commit(self, steps: list[Step[Any]]) -> list[Any]:
        try:
            with self._engine.begin() as c:
                return _all_at_once(c, steps)
        except _RowMissing:
            with self._engine.begin() as c:
                return [step(c) for step in steps]


def _all_at_once(connection: sa.Connection, steps: list[Step[Any]]) -> list[Any]:
    updates: defaultdict[sa.Update, list[Mapping[str, Any]]] = defaultdict(list)
    results = []
    for step in steps:
        if isinstance(step, Update):
            updates[step.statement].append(step.values)
            results.append(True)
        else:
            results.append(step(connection))
    for statement, rows in updates.items():
        if connection.execute(statement, rows).rowcount != len(rows):
            raise _RowMissing
    return results
