"""The poster of one Slack workspace: digests and alerts, marked in the message's metadata."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import aiohttp

from bot.adapters.formatting.message_cache import MessageCache
from bot.adapters.poster import CLOCKS_DIFFER, TOO_MUCH, Ambiguous, Held, Post
from bot.adapters.slack import channels
from bot.adapters.slack.call import classified
from bot.adapters.slack.client import API, web_client
from bot.adapters.slack.files import FileUploads, Pause, UploadFailed
from bot.adapters.slack.message import (
    Audience,
    Payload,
    mentioning,
    to_message,
    to_plain_message,
    with_file,
)
from charts.theme import Mode
from commands.framework.ports import MentionedGroup, Place

EVENT = "bellwether_delivery"
_PAGES, _PAGE = 5, 100  # of messages that `find` looks through
_MESSAGES = 32  # remembered by all workspaces together; a morning has a few dozen


def messages() -> MessageCache[Payload]:
    return MessageCache(_MESSAGES)


class SlackPoster:
    """`Poster` of one workspace. The client that posts and looks never retries a call by itself.

    made: the message cache that it shares with the posters of other workspaces.
    """

    def __init__(
        self,
        token: str,
        *,
        base_url: str = API,
        session: aiohttp.ClientSession | None = None,
        mode: Mode = Mode.DARK,
        pause: Pause = asyncio.sleep,
        made: MessageCache[Payload] | None = None,
    ) -> None:
        self._posts = web_client(token, base_url=base_url, session=session, patient=False)
        self._reads = web_client(token, base_url=base_url, session=session)
        self._mode = mode
        self._uploads, self._made = FileUploads(pause), made or messages()

    def speaks_with(self, token: str) -> bool:
        return self._posts.token == token

    async def post(self, post: Post) -> str:
        """The message's `ts`. When Slack refuses the picture, the text says so."""
        channel = await channels.opened(self._reads, post.channel)
        audience = Audience.DIRECT if channel[:1] in ("D", "U", "W") else Audience.CHANNEL
        image, missing = None, ""
        if post.picture is not None:
            try:
                image = await self._uploads.image(self._reads, post.picture)
            except UploadFailed as problem:
                missing = str(problem)
        payload = self._made.of(
            post.reply,
            post.picture if image else None,
            missing,
            audience,
            self._mode,
            make=lambda: to_message(
                post.reply, image, no_picture=missing, mode=self._mode, audience=audience
            ),
        )
        if image:
            payload = with_file(payload, image.file_id)
        try:
            return await self._post(channel, payload, post)
        except Held as refused:
            if "block" not in refused.code:
                raise
            if post.picture is not None:
                self._uploads.forget(post.picture)  # it may have been deleted in Slack
        plain = to_plain_message(post.reply, "Slack did not take the formatted text.")
        return await self._post(channel, plain, post)

    async def _post(self, channel: str, payload: Payload, post: Post) -> str:
        metadata = {"event_type": EVENT, "event_payload": {"key": post.key}}
        where = {"channel": channel, **({"thread_ts": post.under} if post.under else {})}
        message = {**where, "metadata": metadata, **mentioning(payload, post.mention)}
        answer = await classified(self._posts, "chat.postMessage", json=message)
        return str(answer["ts"])

    async def find(self, channel: str, key: str, since: datetime, under: str = "") -> str | None:
        """As `Poster.find`. A 429 is raised instead of waited for, since the caller knows how long it may wait.
        Each call starts at the newest message, so where Slack returns 15 messages a minute, only the newest
        15 are ever read."""
        channel = await channels.opened(self._posts, channel)
        wanted: dict[str, Any] = {
            "channel": channel,
            "limit": _PAGE,
            "oldest": f"{(since - CLOCKS_DIFFER).timestamp():.6f}",
            "include_all_metadata": True,
            **({"ts": under} if under else {}),
        }
        method = "conversations.replies" if under else "conversations.history"
        for _page in range(_PAGES):
            answer = await classified(self._posts, method, params=wanted)
            for message in answer.get("messages") or ():
                marked = message.get("metadata") or {}
                if marked.get("event_type") == EVENT and marked.get("event_payload", {}).get("key") == key:
                    return str(message["ts"])
            wanted["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor")
            if not wanted["cursor"]:
                break
        if wanted["cursor"] or answer.get("has_more"):
            raise Ambiguous(TOO_MUCH)
        return None

    async def may_post(self, channel: str, threads: bool = False) -> str | None:
        """Threads need no more than posts."""
        return await channels.may_post(self._reads, channel)

    async def may_manage(self, place: Place, person: str, admins_only: bool) -> str | None:
        return await channels.may_manage(self._reads, place, person, admins_only)

    async def group(self, place: Place, person: str, word: str) -> MentionedGroup | str:
        return await channels.group(self._reads, place, person, word)

    async def named(self, workspace: str, name: str) -> str | None:
        return await channels.named(self._reads, name, workspace)
