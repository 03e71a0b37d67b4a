"""Permissions in a channel as the platforms state them, for commands that run in worker threads."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import TimeoutError as WaitedTooLong
from typing import TypeVar

from bot.adapters.poster import Poster, PostError
from bot.wiring.channel_words import ChannelWords
from bot.wiring.lazy_store import ELSEWHERE
from commands.framework.command import UsageError
from commands.framework.ports import MentionedGroup, Place

SECONDS = 5.0
_SILENT = "The platform did not say what may be done in that channel. Try again in a minute."
Answer = TypeVar("Answer")


class PlatformChannelPermissions(ChannelWords):
    """Satisfies `commands.framework.channels.ChannelPermissions`. Call it from other threads than the loop's.

    loop: the event loop of the posters.
    """

    def __init__(
        self, posters: Callable[[Place], Awaitable[Poster | None]], loop: asyncio.AbstractEventLoop
    ) -> None:
        self._posters, self._loop = posters, loop

    def may_post(self, place: Place, threads: bool = False) -> str | None:
        return self._objection(place, lambda poster: poster.may_post(place.channel, threads))

    def may_manage(self, place: Place, person: str, admins_only: bool = False) -> str | None:
        return self._objection(place, lambda poster: poster.may_manage(place, person, admins_only))

    def group(self, place: Place, person: str, word: str) -> MentionedGroup:
        group = self._ask_poster(place, lambda poster: poster.group(place, person, word))
        if isinstance(group, str):
            raise UsageError(group)
        return group

    def named(self, place: Place, name: str) -> str | None:
        """The id of the channel of that name. Raises UsageError when the platform does not answer."""
        return self._ask_poster(place, lambda poster: poster.named(place.workspace, name))

    def _objection(self, place: Place, question: Callable[[Poster], Awaitable[str | None]]) -> str | None:
        """The platform's objection, or the reason why it could not be asked."""
        try:
            return self._ask_poster(place, question)
        except UsageError as problem:
            return str(problem)

    def _ask_poster(self, place: Place, question: Callable[[Poster], Awaitable[Answer]]) -> Answer:
        async def ask() -> Answer:
            poster = await self._posters(place)
            if poster is None:
                raise UsageError(ELSEWHERE)
            return await question(poster)

        future = asyncio.run_coroutine_threadsafe(ask(), self._loop)
        try:
            return future.result(SECONDS)
        except WaitedTooLong:
            future.cancel()
            raise UsageError(_SILENT) from None
        except PostError as problem:
            raise UsageError(str(problem)) from None
