"""Made once over all workers: by whoever comes first; the others wait and find it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Generic, Protocol, TypeVar

from bot.store.locks import Turns

log = logging.getLogger("bellwether.delivery")
Thing = TypeVar("Thing")


class Kept(Protocol[Thing]):
    """Where things are found that somebody has made. Synchronous; called in threads."""

    def find(self, key: str) -> Thing | None: ...

    def keep(self, key: str, thing: Thing) -> None: ...


class Once(Generic[Thing]):
    """`at_once`: how many are made or waited for at a time; each holds a connection meanwhile."""

    def __init__(self, turns: Turns, kept: Kept[Thing], at_once: int = 1) -> None:
        self._turns, self._kept = turns, kept
        self._gate = asyncio.Semaphore(at_once)

    async def of(
        self,
        key: str,
        make: Callable[[], Awaitable[Thing]],
        whole: Callable[[Thing], bool] = lambda thing: True,
    ) -> Thing:
        """What is kept under `key`, a hexadecimal digest; else what `make` gives, kept where it is
        `whole`. Raises what `make` raises; then the next one tries. Whoever has waited in vain makes it,
        too: twice is better than late."""
        async with self._gate:
            turn = await asyncio.to_thread(self._turns.turn, key)
            try:
                found = await asyncio.to_thread(self._kept.find, key)
                if found is None:
                    found = await make()
                    if whole(found):
                        await self._keep(key, found)
                return found
            finally:
                await asyncio.to_thread(turn.close)

    async def _keep(self, key: str, found: Thing) -> None:
        try:
            await asyncio.to_thread(self._kept.keep, key, found)
        except Exception:  # it is made and goes out; only the others must make it again
            log.exception("what was made could not be kept", extra={"key": key})
