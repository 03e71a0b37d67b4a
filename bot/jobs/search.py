"""The search for a post whose outcome is unknown."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.adapters.poster import Held, Poster, PostError, Retryable
from bot.adapters.posting_rate import underway
from bot.jobs.heartbeat import POST
from bot.jobs.holds import DeliveryHolds
from bot.store.ledger import HELD_NOTE, LedgerLine
from bot.store.threads import thread_of
from bot.telemetry.metrics import LOOKS

log = logging.getLogger("bellwether.delivery")

_UNREADABLE = "A post may be out, and the channel's history cannot be read at the moment."
_LONGEST = 90.0  # seconds that a platform may ask to wait between searches


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search came to.

    message: the id of the post; empty when it was not seen
    unreadable: why nothing can be concluded from that; empty when the whole history was read
    """

    message: str = ""
    unreadable: str = ""


class PostSearch:
    """Searches a channel's history several times, since a message may appear there late.

    pauses: seconds to wait before each search.
    """

    def __init__(
        self, pauses: Sequence[float], sleep: Callable[[float], Awaitable[None]], holds: DeliveryHolds
    ) -> None:
        self._pauses, self._sleep, self._holds = pauses, sleep, holds

    async def find(
        self, poster: Poster, line: LedgerLine, since: datetime, shows_within: float
    ) -> SearchResult:
        """The post with the line's key, made at `since` or later. The last search counts: by then the
        message had the longest time to appear. Before "not there" is believed, one more is made after
        `shows_within` seconds."""
        result = SearchResult(unreadable=_UNREADABLE)
        for pause in self._pauses:
            await self._sleep(pause)
            result = await self._once(poster, line, since)
            if result.message:
                return result
        if shows_within and not result.unreadable:
            await self._sleep(shows_within)
            result = await self._once(poster, line, since)
        return result

    async def _once(self, poster: Poster, line: LedgerLine, since: datetime) -> SearchResult:
        try:
            async with underway(poster):
                message = await asyncio.wait_for(
                    poster.find(line.place.channel, line.key, since, thread_of(line)), POST
                )
        except Retryable as problem:
            await self._sleep(min(problem.retry_after, _LONGEST))
        except Held as problem:
            self._holds.refused(line.place, problem)
            return SearchResult(unreadable=HELD_NOTE + str(problem))
        except (PostError, TimeoutError):
            pass
        except Exception:  # a bug of an adapter: the history could not be read
            log.exception("search raised an unexpected error", extra={"key": line.key})
        else:
            LOOKS.labels("yes" if message else "no").inc()
            return SearchResult(message or "")
        return SearchResult(unreadable=_UNREADABLE)
