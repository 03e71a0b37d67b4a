"""Posting unasked: digests and alerts, once each as far as Slack allows."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.client import API, code_of, meaning, status_of, web_client
from bot.adapters.slack.files import NotShown, Pause, upload
from bot.adapters.slack.message import Audience, Payload, to_message, to_plain_message
from bot.posting import Ambiguous, Permanent, PostError, Safe
from charts.spec import Mode
from commands.reply import Reply

if TYPE_CHECKING:
    from charts.render import Picture

EVENT = "bellwether_delivery"
_LOOK_BACK = 2 * 24 * 3600  # seconds of history that `find` reads
_PAGES, _PAGE = 5, 100
# Slack's words for "something broke on our side": the message may be there.
_UNSURE = frozenset({"", "fatal_error", "internal_error", "request_timeout", "service_unavailable"})


class SlackPoster:
    """One workspace's Poster. The client that posts never repeats a call by itself."""

    def __init__(
        self,
        token: str,
        *,
        base_url: str = API,
        session: aiohttp.ClientSession | None = None,
        mode: Mode = Mode.DARK,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._posts = web_client(token, base_url=base_url, session=session, patient=False)
        self._reads = web_client(token, base_url=base_url, session=session)
        self._mode, self._pause = mode, pause

    async def post(self, channel: str, reply: Reply, picture: Picture | None, key: str) -> str:
        """The message's `ts`. A picture that Slack does not take is named in the text."""
        audience = Audience.DIRECT if channel[:1] in ("D", "U", "W") else Audience.CHANNEL
        image, missing = None, ""
        if picture is not None:
            try:
                image = await upload(self._reads, picture, pause=self._pause)
            except NotShown as problem:
                missing = str(problem)
        payload = to_message(reply, image, no_picture=missing, mode=self._mode, audience=audience)
        try:
            return await self._post(channel, payload, key)
        except Permanent as refused:
            if "block" not in refused.code:
                raise
        return await self._post(
            channel, to_plain_message(reply, "Slack did not take the formatted text."), key
        )

    async def _post(self, channel: str, payload: Payload, key: str) -> str:
        metadata = {"event_type": EVENT, "event_payload": {"key": key}}
        answer = await _classified(
            self._posts, "chat.postMessage", json={"channel": channel, "metadata": metadata, **payload}
        )
        return str(answer["ts"])

    async def find(self, channel: str, key: str) -> str | None:
        cursor = ""
        for _page in range(_PAGES):
            wanted: dict[str, Any] = {
                "channel": channel,
                "limit": _PAGE,
                "oldest": f"{time.time() - _LOOK_BACK:.6f}",
                "include_all_metadata": True,
                **({"cursor": cursor} if cursor else {}),
            }
            answer = await _classified(self._reads, "conversations.history", params=wanted)
            for message in answer.get("messages") or ():
                marked = message.get("metadata") or {}
                if marked.get("event_type") == EVENT and marked.get("event_payload", {}).get("key") == key:
                    return str(message["ts"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None
        return None

    async def may_post(self, channel: str) -> str | None:
        if channel[:1] in ("D", "U", "W"):
            return None  # a conversation with the bot needs no invitation
        try:
            answer = await _classified(self._reads, "conversations.info", params={"channel": channel})
        except PostError as problem:
            return str(problem)
        info = answer.get("channel") or {}
        if info.get("is_archived"):
            return "That channel is archived. Choose another one."
        if not info.get("is_member"):
            return "I am not a member of that channel. Invite me there first: /invite @bellwether"
        return None


async def _classified(client: AsyncWebClient, method: str, **arguments: Any) -> Any:
    """The answer, or the PostError that says whether repeating the call is harmless."""
    try:
        return await client.api_call(method, **arguments)
    except SlackApiError as error:
        raise _kind(error) from error
    except aiohttp.ClientConnectorError as error:  # no connection, so nothing was sent
        raise Safe("Slack could not be reached.", retry_after=5.0) from error
    except (aiohttp.ClientError, SlackClientError, TimeoutError) as error:
        raise Ambiguous(f"Slack did not confirm ({type(error).__name__}).") from error


def _kind(error: SlackApiError) -> PostError:
    code, status = code_of(error), status_of(error)
    if status == 429 or code in ("ratelimited", "rate_limited"):
        headers: Any = getattr(error.response, "headers", None) or {}
        after = str(headers.get("Retry-After", "30"))
        return Safe("Slack asks us to slow down.", retry_after=float(after) if after.isdigit() else 30.0)
    if status >= 500 or code in _UNSURE:
        return Ambiguous(f"Slack did not confirm ({code or f'HTTP {status}'}).")
    return Permanent(meaning(error), code)
