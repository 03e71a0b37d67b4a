"""The welcome: one message where the bot is new, sent once for each place."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.adapters.poster import Ambiguous, PostError, Retryable
from bot.unavailable import StorageUnavailable, report
from commands.framework.reply import Action, Reply

if TYPE_CHECKING:
    from bot.store.welcomes import StoredWelcomes
    from commands.framework.ports import Place

log = logging.getLogger("bellwether.welcome")

_ATTEMPTS, _LONGEST_WAIT = 3, 60.0  # seconds between two

SendWelcome = Callable[[], Awaitable[object]]
"""Posts the welcome. Raises PostError."""
Pause = Callable[[float], Awaitable[None]]

EXAMPLES = (
    Action("Are small caps leading?", "/smallcaps"),
    Action("What would a digest say?", "/digest now"),
    Action("What can I ask?", "/help"),
)
WHAT = (
    "I am Bellwether. Ask me about US markets, and I answer with a sentence, a picture and the figures "
    "behind them, each with its source and date"
)
QUIET = (
    "I speak here only when asked, until somebody sets up a digest or an alert. To be quiet again: "
    "/digest pause, /digest remove, /alert snooze, /alert remove."
)


def welcome(how_to_ask: str, how_to_part: str = "") -> Reply:
    """What the bot is, three examples to press, and how it keeps quiet. It names neither people nor places.

    `how_to_ask`: a sentence with the platform's words. `how_to_part`: one about sending the bot away.
    """
    return Reply(
        f"{WHAT}.",
        notes=(how_to_ask, f"{QUIET} {how_to_part}".rstrip()),
        actions=EXAMPLES,
        shareable=False,
        kept=False,
    )


class Greeter:
    """Posts the welcome of each place once, whatever is delivered twice, over all workers and restarts.

    A place is claimed before the post: a process that dies between the two leaves it without a welcome, which is
    better than two.
    """

    def __init__(self, welcomes: Callable[[], StoredWelcomes], pause: Pause = asyncio.sleep) -> None:
        """`welcomes`: opens the database at first use. Blocks."""
        self._welcomes, self._pause = welcomes, pause

    async def greet(self, place: Place, post: SendWelcome, owner: str = "") -> bool:
        """True when this call has posted it. `owner`: whose direct conversation with the bot it is.

        Without a database nothing is posted, since nothing would keep it from being posted again.
        """
        try:
            welcomes = await asyncio.to_thread(self._welcomes)
            if not await asyncio.to_thread(welcomes.claim, place, owner):
                return False
            if await self._posted(post):
                return True
            await asyncio.to_thread(welcomes.release, place)
        except StorageUnavailable as problem:
            report(problem)
        return False

    async def _posted(self, post: SendWelcome) -> bool:
        """False when nothing was posted for sure."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                await post()
            except Ambiguous as problem:
                log.warning("a welcome may be missing: %s", problem)
                return True
            except Retryable as problem:
                if attempt == _ATTEMPTS or problem.retry_after > _LONGEST_WAIT:
                    log.warning("no welcome: %s", problem)
                    return False
                await self._pause(problem.retry_after)
            except PostError as problem:
                log.info("no welcome: %s", problem)
                return False
            else:
                return True
        return False
