"""What Slack shows in a thread while its answer is made: "Bellwether is reading prices …"."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.adapters.slack.client import code_of
from bot.adapters.slack.refusals import UNSURE

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.adapters.slack.refusals import RefusedFeature

log = logging.getLogger("bellwether.slack")

_OF_THE_THREAD = frozenset({"channel_not_found", "invalid_thread_ts", "message_not_found", "ratelimited"})
_SECONDS = 1.0  # that an answer waits for a status that is on its way, and a clearing may take


class ThreadStatus:
    """The status of one thread. Slack removes it when the answer comes there as a message, or after two minutes; what
    fails here never costs the answer.

    refused: workspaces that take no status.
    """

    def __init__(
        self, client: AsyncWebClient, workspace: str, channel: str, thread: str, refused: RefusedFeature
    ) -> None:
        self._client, self._workspace, self._refused = client, workspace, refused
        self._channel, self._thread = channel, thread
        self._loop = asyncio.get_running_loop()
        self._showing: asyncio.Task[bool] | None = None

    def begun(self, what: str) -> None:
        """An answer that reads `what` is being made. Thread-safe; returns at once."""
        self._loop.call_soon_threadsafe(self._show, f"is reading {what} …")

    def _show(self, words: str) -> None:
        if self._showing is None and self._refused.is_taken_by(self._workspace):
            self._showing = asyncio.create_task(self._set(words))

    async def has_ended(self) -> bool:
        """Wait until no status can appear any more, or a second. False where one may yet."""
        if self._showing is None:
            return True
        try:
            await asyncio.wait_for(self._showing, _SECONDS)
        except TimeoutError:
            return False
        return True

    async def clear(self) -> None:
        """Remove what is shown, after an answer that did not come as a message in the thread."""
        if self._showing is not None:
            try:
                await asyncio.wait_for(self._set(""), _SECONDS)
            except TimeoutError:  # Slack removes it by itself
                return

    async def _set(self, words: str) -> bool:
        try:
            await self._client.assistant_threads_setStatus(
                channel_id=self._channel, thread_ts=self._thread, status=words
            )
        except SlackApiError as error:
            if (code := code_of(error)) and code not in _OF_THE_THREAD | UNSURE:
                self._refused.note_refusal(self._workspace)
                log.info("Slack shows no status: %s", code)
            return False
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError):
            return False
        return True
