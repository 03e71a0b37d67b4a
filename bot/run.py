"""The long-running programs: each face alone, or all that are configured, started and drained together."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass

from aiohttp import web

from bot.adapters.web.console import Console, Preview, application
from bot.adapters.web.serve import serve_web
from bot.app import App, build_app
from bot.logs import configure
from bot.places import PlatformPlaces
from bot.platforms import Platforms, slack_face, slack_parts
from bot.refusal import Refusal
from bot.settings import Settings
from charts.pool import RenderPool

log = logging.getLogger("bellwether.run")


@dataclass(frozen=True, slots=True)
class Here:
    """What every face of this process shares."""

    app: App
    platforms: Platforms


Face = Callable[[Here, asyncio.Event], Awaitable[None]]
"""Serves until the event is set, then finishes what it began. Raises Refusal."""


async def run(settings: Settings, *faces: Face) -> None:
    """Serve `faces` in this process until SIGTERM or Ctrl-C; the first that refuses stops them all.

    Raises that Refusal.
    """
    configure(settings)
    loop = asyncio.get_running_loop()
    app = build_app(
        settings,
        pool=lambda: RenderPool(settings.render_processes),
        places=lambda: PlatformPlaces(platforms.poster, loop),
    )
    platforms = Platforms(app)
    here, stop = Here(app, platforms), _stop_on_signal()
    try:
        tasks = [asyncio.create_task(_until_stopped(face, here, stop)) for face in faces]
        done = await asyncio.gather(*tasks, return_exceptions=True)
    finally:
        await platforms.close()
        await app.close()
    for problem in done:
        if isinstance(problem, BaseException):
            raise problem


async def _until_stopped(face: Face, here: Here, stop: asyncio.Event) -> None:
    try:
        await face(here, stop)
    finally:
        stop.set()


def _stop_on_signal() -> asyncio.Event:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, stop.set)
    return stop


def configured(settings: Settings) -> tuple[Face, ...]:
    """Every face that the settings allow; the web console always is."""
    faces: list[Face] = [serve_console]
    if settings.slack_app_token:
        faces.append(serve_slack_socket)
    if settings.discord_token:
        faces.append(serve_discord)
    if settings.discord_token or settings.slack_bot_token or settings.slack_client_id:
        faces.append(serve_jobs)  # somewhere to post: digests and alerts, too
    return tuple(faces)


async def serve_console(here: Here, stop: asyncio.Event) -> None:
    """The console, and Slack's requests over HTTP where its signing secret is set."""
    app, settings = here.app, here.app.settings
    token = settings.web_token.get_secret_value() if settings.web_token else None
    async with AsyncExitStack() as stack:
        outside: dict[str, list[web.RouteDef]] = {}
        if settings.slack_signing_secret and not settings.slack_app_token:
            outside["/slack"] = await _slack_routes(app, stack)
        site = application(Console(app.engine, previews()), token=token, outside=outside)
        await serve_web(site, settings.web_host, settings.web_port, token, stop)


async def _slack_routes(app: App, stack: AsyncExitStack) -> list[web.RouteDef]:
    face = await slack_face(app)
    stack.push_async_callback(face.close)
    await face.introduce()
    return face.routes()


async def serve_slack_socket(here: Here, stop: asyncio.Event) -> None:
    from bot.adapters.slack.socket_mode import serve_socket

    app = here.app
    if not app.settings.slack_bot_token:
        raise Refusal("Set BELLWETHER_SLACK_BOT_TOKEN to the token that begins with xoxb- (docs/slack.md).")
    await serve_socket(app.engine, app.settings, stop=stop, **await slack_parts(app))


async def serve_jobs(here: Here, stop: asyncio.Event) -> None:
    """Digests, alerts and nightly work, on the durable engine."""
    from bot.jobs.serve import serve_worker
    from bot.nightly import nightly

    app = here.app
    store = await asyncio.to_thread(lambda: app.keeping.store)
    await serve_worker(
        app.engine,
        here.platforms.poster,
        store=store,
        market=app.market,
        members=app.members,
        stop=stop,
        nightly=nightly(app.data),
    )


async def serve_discord(here: Here, stop: asyncio.Event) -> None:
    from bot.adapters.discord.serve import serve

    app = here.app

    serving = asyncio.ensure_future(serve(app.engine, app.settings))
    stopping = asyncio.ensure_future(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not serving.done():
        serving.cancel()  # it drains before it goes
    try:
        await serving
    except asyncio.CancelledError:
        log.info("left Discord")


def previews() -> Mapping[str, Preview]:
    """Replies as the other faces would show them, from their adapters' real payloads."""
    from bot.adapters.discord.preview import discord_preview
    from bot.adapters.slack import slack_preview

    return {"slack": slack_preview, "discord": discord_preview}
