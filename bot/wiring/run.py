"""The long-running programs: each face alone, or all that are configured, started and drained together."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from aiohttp import web

from bot.adapters.web.console import Console, Preview, application
from bot.adapters.web.serve import serve_web
from bot.settings import Settings
from bot.telemetry.event_loop import collect_regularly, freeze_gc, prestart_threads, shorten_switch_interval
from bot.telemetry.logs import configure
from bot.wiring.app import App, build_app
from bot.wiring.channel_permissions import PlatformChannelPermissions
from bot.wiring.posters import PlatformPosters, slack_parts
from bot.wiring.sources import build_data
from charts.drawing.pool import RenderPool

log = logging.getLogger("bellwether.run")


@dataclass(frozen=True, slots=True)
class ProcessContext:
    """What every face of this process shares."""

    app: App
    platforms: PlatformPosters
    away: dict[str, Callable[[], bool]] = field(default_factory=dict)
    """The platforms that are served here, and whether each is without its connection just now."""

    async def unready(self) -> str | None:
        """Why no answer can be expected; None when it can. Touches no database and no network."""
        if self.app.engine.admission.refusal:
            return "more questions than can be answered"
        if not self.app.engine.draws:
            return "no process to draw pictures"
        lost = [name for name, away in self.away.items() if away()]
        return f"no connection to {' and '.join(lost)}" if lost else None


Face = Callable[[ProcessContext, asyncio.Event], Awaitable[None]]
"""Serves until the event is set, then finishes what it began. Raises Refusal."""


async def run(settings: Settings, *faces: Face) -> None:
    """Serve `faces` in this process until SIGTERM or Ctrl-C; the first that refuses stops them all.

    Raises that Refusal.
    """
    from bot.telemetry.metrics import IN_FLIGHT, PrometheusMetrics

    configure(settings)
    shorten_switch_interval()
    await prestart_threads()
    loop = asyncio.get_running_loop()
    app = build_app(
        settings,
        pool=lambda: RenderPool(settings.render_processes),
        places=lambda: PlatformChannelPermissions(platforms.poster, loop),
        watch=PrometheusMetrics(),
    )
    IN_FLIGHT.set_function(lambda: app.engine.admission.in_flight)
    platforms = PlatformPosters(app)
    await asyncio.to_thread(list, app.engine.commands)  # loaded now, not in the first person's time
    freeze_gc()
    here, stop = ProcessContext(app, platforms), _stop_on_signal()
    # Where jobs are done, their worker knows when it is quiet.
    tidying = (
        None
        if serve_jobs in faces
        else asyncio.create_task(collect_regularly(lambda: not app.engine.admission.in_flight))
    )
    try:
        tasks = [asyncio.create_task(_until_stopped(face, here, stop)) for face in faces]
        done = await asyncio.gather(*tasks, return_exceptions=True)
    finally:
        if tidying is not None:
            tidying.cancel()
        await platforms.close()
        await app.close()
    for problem in done:
        if isinstance(problem, BaseException):
            raise problem


async def _until_stopped(face: Face, here: ProcessContext, stop: asyncio.Event) -> None:
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


async def serve_console(here: ProcessContext, stop: asyncio.Event) -> None:
    """The console, and Slack's requests over HTTP where its signing secret is set."""
    app, settings = here.app, here.app.settings
    token = settings.web_token.get_secret_value() if settings.web_token else None
    outside: dict[str, list[web.RouteDef]] = {}
    if settings.slack_signing_secret and not settings.slack_app_token:
        outside["/slack"] = (await here.platforms.slack()).routes()
    console = Console(app.engine, previews())
    site = application(console, token=token, outside=outside, ready=here.unready)
    await serve_web(site, settings.web_host, settings.web_port, token, stop)


async def serve_slack_socket(here: ProcessContext, stop: asyncio.Event) -> None:
    from bot.adapters.slack.socket_mode import check_tokens, serve_socket

    app, connected = here.app, asyncio.Event()
    check_tokens(app.settings)  # before a database is opened for nothing
    here.away["Slack"] = lambda: not connected.is_set()
    await serve_socket(app.engine, app.settings, stop=stop, ready=connected, **await slack_parts(app))


async def serve_jobs(here: ProcessContext, stop: asyncio.Event) -> None:
    """Digests, alerts and nightly work, on the durable engine."""
    from bot.jobs.delivery import DeliveryLimits
    from bot.jobs.nightly import NightlyProcess
    from bot.wiring.worker import serve_worker

    app, night = here.app, NightlyProcess(here.app.settings, build_data)
    try:
        await serve_worker(
            app,
            here.platforms.poster,
            stop=stop,
            nightly=night.jobs(app.data),
            pace=DeliveryLimits(grace=timedelta(hours=app.settings.digest_grace_hours)),
        )
    finally:
        await asyncio.to_thread(night.close)


async def serve_discord(here: ProcessContext, stop: asyncio.Event) -> None:
    from bot.adapters.discord.serve import serve

    app, connected = here.app, asyncio.Event()
    here.away["Discord"] = lambda: not connected.is_set()
    serving = asyncio.ensure_future(serve(app.engine, app.settings, connected))
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
