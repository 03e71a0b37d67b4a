"""Whom a post mentions: what was set up, as long as its owner may still have it mentioned."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from cachetools import TTLCache

from bot.adapters.poster import Poster, PostError
from bot.adapters.posting_rate import underway
from bot.jobs.outcomes import notice
from bot.jobs.threads import has_rest
from bot.store.ledger import Ledger, LedgerLine
from bot.store.mentions import mention_of
from commands.framework.ports import Place
from commands.framework.reply import Reply
from market.clock import Clock

log = logging.getLogger("bellwether.delivery")

HOLDS = timedelta(minutes=10)  # an answer of the platform
_MOST = 4096  # answers kept
_SECONDS = 5.0  # for an answer: no post waits longer for it


class MentionRights:
    """Asks the platform before a post that mentions a role or user group. For one event loop.

    Where it does not answer in time, what was true when the mention was set up counts.
    """

    def __init__(self, engine: sa.Engine, ledger: Ledger, clock: Clock, elapsed: Callable[[], float]) -> None:
        self._engine, self._ledger, self._clock = engine, ledger, clock
        self._known: TTLCache[tuple[Place, str, str], bool] = TTLCache(_MOST, HOLDS.total_seconds(), elapsed)

    async def whom(self, line: LedgerLine, reply: Reply, poster: Poster) -> str:
        """The id that the post mentions; empty for nobody. An owner who may not have it mentioned any more is told
        once, in a direct message."""
        mention = mention_of(line.content)
        if not mention or (line.kind == "digest" and not has_rest(reply)):  # "No digest today" calls nobody
            return ""
        key = line.place, line.owner, mention
        if key not in self._known:
            objection = await self._objection(poster, *key)
            if objection is None:
                return mention
            self._known[key] = not objection
            if objection:
                log.warning("mention left out", extra={"key": line.key, "reason": objection})
                await asyncio.to_thread(self._tell, line, mention, objection)
        return mention if self._known[key] else ""

    async def _objection(self, poster: Poster, place: Place, owner: str, mention: str) -> str | None:
        """Empty where there is none; None where the platform does not tell."""
        try:
            async with asyncio.timeout(_SECONDS), underway(poster):
                found = await poster.group(place, owner, mention)
        except (PostError, TimeoutError) as problem:
            log.warning("mention not asked", extra={"place": place, "error": type(problem).__name__})
            return None
        return found if isinstance(found, str) else ""

    def _tell(self, line: LedgerLine, mention: str, objection: str) -> None:
        about = f"{line.kind}:{line.subject}:mention:{mention}"
        said = f"Your {line.kind} {line.subject} is posted without its mention. {objection}"
        told = notice(line, about, said, self._clock.now())
        with self._engine.begin() as c:
            self._ledger.write(c, [told], "")  # the next sweep gives it a job
