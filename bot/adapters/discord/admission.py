"""How many interactions may be answered at once, and the wait for the last when the door closes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class AdmissionLimiter:
    def __init__(self, most: int) -> None:
        self._most, self._taken, self._open = most, 0, True
        self._empty = asyncio.Event()
        self._empty.set()

    @property
    def refusal(self) -> str:
        """Why there is no seat now, as a sentence for the asker; empty when there is one."""
        if not self._open:
            return "I am restarting. Ask again in a minute."
        if self._taken >= self._most:
            return "I have more questions than I can answer right now. Try again in a few seconds."
        return ""

    @contextmanager
    def seat(self) -> Iterator[None]:
        self._taken += 1
        self._empty.clear()
        try:
            yield
        finally:
            self._taken -= 1
            if not self._taken:
                self._empty.set()

    async def close(self, seconds: float) -> bool:
        """Take nobody in any more; True when everybody was served within `seconds`."""
        self._open = False
        try:
            await asyncio.wait_for(self._empty.wait(), seconds)
        except TimeoutError:
            return False
        return True
