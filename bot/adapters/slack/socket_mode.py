"""Socket Mode: a connection with two tokens and no public address, watched and reopened when silent."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.proxies import proxy_for
from bot.adapters.slack.client import FATAL, code_of, meaning, quiet_logger, web_client
from bot.adapters.slack.wiring import SlackAdapter, SlackSettingsError
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.engine.engine import Engine

log = logging.getLogger("bellwether.slack")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WatchdogTiming:
    """Seconds: between pings (four unanswered make a connection stale), between two looks at the connection, for
    connecting, before the first and at most before any further attempt.

    tokens: looks at the connection between two looks at the bot token.
    """

    ping: float = 5.0
    watch: float = 15.0
    connect: float = 20.0
    pause: float = 1.0
    longest_pause: float = 60.0
    tokens: int = 20


async def serve_socket(
    engine: Engine,
    settings: Settings,
    *,
    stop: asyncio.Event,
    ready: asyncio.Event | None = None,
    timing: WatchdogTiming | None = None,
    **parts: Any,
) -> None:
    """Answer over Socket Mode until `stop` is set; then finish the answers in progress and return.

    `ready` is set while connected. `parts`: as SlackAdapter takes them. Raises SlackSettingsError, with one
    line that says what to change, when the tokens cannot work.
    """
    app_token, timing, ready = check_tokens(settings), timing or WatchdogTiming(), ready or asyncio.Event()
    adapter = SlackAdapter(engine, settings, **parts)
    try:
        await _retried(adapter.introduce, stop, timing)
        while not stop.is_set():
            handler = await _retried(lambda: _connected(adapter, app_token, timing), stop, timing)
            if handler is None:
                break
            try:
                await _watch(handler, adapter, stop, timing, ready)
            finally:
                ready.clear()
                await _hang_up(handler)
    finally:
        await adapter.close()


def check_tokens(settings: Settings) -> str:
    """The app token, after a check of both tokens: swapping them is the commonest mistake.

    Raises SlackSettingsError.
    """
    token = ""
    for name, secret, start in (
        ("BELLWETHER_SLACK_BOT_TOKEN", settings.slack_bot_token, "xoxb-"),
        ("BELLWETHER_SLACK_APP_TOKEN", settings.slack_app_token, "xapp-"),
    ):
        token = secret.get_secret_value() if secret else ""
        if not token.startswith(start):
            raise SlackSettingsError(f"Set {name} to the token that begins with {start} (docs/slack.md).")
    return token


async def _connected(adapter: SlackAdapter, app_token: str, timing: WatchdogTiming) -> AsyncSocketModeHandler:
    """A connection that is open. The library would retry a dead address for ever, so every attempt has a
    time limit and asks for a new address."""
    opener = web_client(app_token, base_url=adapter.client.base_url, session=adapter.session)
    address = await _address(opener)
    handler = AsyncSocketModeHandler(
        adapter.app, app_token, logger=quiet_logger(), web_client=opener, ping_interval=timing.ping
    )
    handler.client.wss_uri, handler.client.proxy = address, proxy_for(address)
    try:
        async with asyncio.timeout(timing.connect):
            await handler.connect_async()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
    except BaseException:
        await _hang_up(handler)
        raise
    return handler


async def _address(opener: AsyncWebClient) -> str:
    try:
        return str((await opener.apps_connections_open(app_token=opener.token or ""))["url"])
    except SlackApiError as error:
        if code_of(error) in FATAL | {"missing_scope"}:
            raise SlackSettingsError(f"BELLWETHER_SLACK_APP_TOKEN: {meaning(error)}") from None
        raise


async def _watch(
    handler: AsyncSocketModeHandler,
    adapter: SlackAdapter,
    stop: asyncio.Event,
    timing: WatchdogTiming,
    ready: asyncio.Event,
) -> None:
    """Return when `stop` is set, or when the library has not reconnected by itself."""
    silent = 0
    ready.set()
    for look in itertools.count(1):
        if await _set_within(stop, timing.watch):
            return
        silent = 0 if await handler.client.is_connected() else silent + 1
        (ready.clear if silent else ready.set)()
        if silent == 2:
            log.warning("connection silent; opening a new one", extra={"platform": "slack"})
            return
        if look % timing.tokens == 0:
            await _retried(adapter.introduce, stop, timing)


async def _hang_up(handler: AsyncSocketModeHandler) -> None:
    await handler.close_async()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped


async def _retried(call: Callable[[], Awaitable[T]], stop: asyncio.Event, timing: WatchdogTiming) -> T | None:
    """The result of `call`, retried with growing pauses while the network fails; None when `stop` is set."""
    pause = timing.pause
    while not stop.is_set():
        try:
            return await call()
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            fields = {"platform": "slack", "error": type(error).__name__, "retry_seconds": pause}
            log.warning("platform not answering", extra=fields)
        await _set_within(stop, pause)
        pause = min(pause * 2, timing.longest_pause)
    return None


async def _set_within(event: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await event.wait()
    except TimeoutError:
        return False
