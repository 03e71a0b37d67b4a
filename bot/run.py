"""The long-running programs: which faces are configured, started together, drained together."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Mapping

from aiohttp import web

from bot.adapters.web.console import Console, Preview, application
from bot.adapters.web.serve import serve_web
from bot.app import App, build_app
from bot.settings import Settings
from charts.pool import RenderPool


def stop_on_signal() -> asyncio.Event:
    """Set when the program is asked to stop (SIGTERM, Ctrl-C)."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, stop.set)
    return stop


def wired(settings: Settings) -> App:
    """The engine with its render processes."""
    return build_app(settings, pool=lambda: RenderPool(settings.render_processes))


async def web_only(settings: Settings) -> None:
    """`bellwether web`: the console, and Slack over HTTP where it is configured."""
    app = wired(settings)
    stop = stop_on_signal()
    try:
        await serve_web(site(app), settings.web_host, settings.web_port, _token(settings), stop)
    finally:
        await app.close()


def site(app: App) -> web.Application:
    """The console's application over `app`."""
    return application(Console(app.engine, previews()), token=_token(app.settings))


def previews() -> Mapping[str, Preview]:
    """Replies as the other faces would show them, from their adapters' real payloads."""
    from bot.adapters.discord.preview import discord_preview
    from bot.adapters.slack import slack_preview

    return {"slack": slack_preview, "discord": discord_preview}


def _token(settings: Settings) -> str | None:
    return settings.web_token.get_secret_value() if settings.web_token else None
