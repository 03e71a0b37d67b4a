"""Delivery of an answer: who sees it and which message it replaces (pure), then the call that sends it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.adapters.proxies import proxy_for
from bot.adapters.slack.client import SECONDS, code_of, quiet_logger, status_of
from bot.adapters.slack.files import Pause
from bot.adapters.slack.message import Audience, Payload
from bot.adapters.slack.refusals import CHANNEL_REFUSALS, UNSURE
from bot.adapters.slack.request import SlackRequest
from commands.framework.reply import Reply, Visibility

log = logging.getLogger("bellwether.slack")

_NO_CONNECTION = (aiohttp.ClientError, TimeoutError, OSError)
_UNREACHABLE = CHANNEL_REFUSALS | {"user_not_in_channel"}
_SECONDS_BETWEEN = 1.0  # two attempts


class MessageRefused(Exception):
    """Slack refused the message.

    code: its error code.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)

    @property
    def for_its_form(self) -> bool:
        """True when the same text in a simpler format may be accepted."""
        return any(word in self.code for word in ("block", "attachment", "too_long", "invalid_payload"))

    @property
    def passing(self) -> bool:
        """True for a failure of Slack's own, which may be over in a moment."""
        return self.code in UNSURE or self.code.startswith("HTTP 5")


@dataclass(frozen=True, slots=True)
class SlackDelivery:
    """Where one answer goes.

    thread: the timestamp of its first message; empty outside threads.
    reply_url: the response URL; empty where the Web API is used.
    replaces: the answer replaces the message whose button was pressed.
    """

    audience: Audience
    channel: str
    person: str
    thread: str = ""
    reply_url: str = ""
    replaces: bool = False

    def to_asker(self) -> SlackDelivery:
        """The same place, visible to the asker only, replacing nothing."""
        audience = Audience.DIRECT if self.audience is Audience.DIRECT else Audience.ASKER
        return replace(self, audience=audience, replaces=False)


def delivery(ask: SlackRequest, reply: Reply) -> SlackDelivery:
    """Who sees `reply`, and whether it replaces the message whose button was pressed.

    A public message is replaced only by what everybody may see and asked to see; a private answer,
    an apology or the evidence come beside it, to the asker. What only the asker sees is replaced.
    """
    private = reply.visibility is Visibility.PRIVATE
    press = ask.press
    if press is None:
        mine = ask.request.asker.direct and not ask.reply_url
        audience = Audience.DIRECT if mine else Audience.ASKER if private else Audience.CHANNEL
        return _to(ask, audience, replaces=False)
    if press.answer and reply.error:  # what was shown stays
        return _to(ask, press.audience, replaces=False).to_asker()
    if press.kind == "share":
        return _to(ask, Audience.ASKER if reply.error else Audience.CHANNEL, replaces=False)
    if press.audience is Audience.CHANNEL:
        beside = private or press.kind in ("evidence", "whole", "beside")
        return _to(ask, Audience.ASKER if beside else Audience.CHANNEL, replaces=not beside)
    return _to(ask, press.audience, replaces=bool(ask.reply_url) and press.kind != "beside")


def _to(ask: SlackRequest, audience: Audience, *, replaces: bool) -> SlackDelivery:
    return SlackDelivery(audience, ask.channel, ask.person, ask.thread, ask.reply_url, replaces)


async def send(
    client: AsyncWebClient, to: SlackDelivery, payload: Payload, pause: Pause = asyncio.sleep
) -> None:
    """Send `payload`: through the response URL where there is one, else, or where it is not taken, by the Web
    API; and to the asker alone where the bot may not write in the channel.

    Raises MessageRefused, and connection errors unchanged.
    """
    if to.reply_url:
        try:
            return await _respond(client, to, payload)
        except MessageRefused as refused:
            if refused.for_its_form:
                raise
            reason = refused.code
        except _NO_CONNECTION as error:
            reason = type(error).__name__
        log.warning("response URL failed", extra={"platform": "slack", "code": reason})
    try:
        await _call(client, to, payload, pause)
    except MessageRefused as refused:
        if not to.reply_url or refused.code not in _UNREACHABLE:
            raise
        privately = replace(to, audience=Audience.DIRECT, channel=to.person, thread="")
        await _call(client, privately, payload, pause)


async def _call(client: AsyncWebClient, to: SlackDelivery, payload: Payload, pause: Pause) -> None:
    """Post by the Web API, once more where Slack failed: twice is better than never."""
    try:
        await _post(client, to, payload)
    except MessageRefused as refused:
        if not refused.passing:
            raise
    except _NO_CONNECTION:
        log.warning("answer not confirmed", extra={"platform": "slack"})
    else:
        return
    await pause(_SECONDS_BETWEEN)
    await _post(client, to, payload)


async def _post(client: AsyncWebClient, to: SlackDelivery, payload: Payload) -> None:
    thread = to.thread or None
    try:
        if to.audience is Audience.ASKER:
            await client.chat_postEphemeral(channel=to.channel, user=to.person, thread_ts=thread, **payload)
        else:
            await client.chat_postMessage(channel=to.channel, thread_ts=thread, **payload)
    except SlackApiError as error:
        raise MessageRefused(code_of(error) or f"HTTP {status_of(error)}") from error


async def _respond(client: AsyncWebClient, to: SlackDelivery, payload: Payload) -> None:
    """Answer through the response URL, which works in channels that the bot is not a member of."""
    hook = AsyncWebhookClient(
        to.reply_url,
        timeout=SECONDS,
        session=client.session,
        logger=quiet_logger(),
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=2)],
    )
    hook.proxy = proxy_for(to.reply_url)
    kind = "ephemeral" if to.audience is Audience.ASKER else "in_channel"
    thread = {"thread_ts": to.thread} if to.thread else {}  # else it would come into the channel
    answer = await hook.send_dict(
        {**payload, **thread, "response_type": kind, "replace_original": to.replaces}
    )
    body = answer.body.strip()
    if answer.status_code != 200 or body not in ("ok", '{"ok":true}', ""):
        said = (
            body and answer.status_code < 500 and not body.startswith("<")
        )  # otherwise a proxy answered with a page of its own
        raise MessageRefused(body[:80] if said else f"HTTP {answer.status_code}")
