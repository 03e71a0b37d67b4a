"""Opens the console's port and keeps it until the program is asked to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

from aiohttp import web

from bot.adapters.listening import port_taken
from bot.adapters.token import check_protection
from bot.adapters.web.clients import ClientAddresses
from bot.adapters.web.connections import ConnectionGuard

DRAIN_SECONDS = 10.0
_BACKLOG = 64  # connections taken at a time before any of them is counted


async def serve_web(
    app: web.Application,
    host: str,
    port: int,
    token: str | None,
    stop: asyncio.Event,
    guard: ConnectionGuard | None = None,
) -> None:
    """Serve until `stop`, within the limits of `guard`; running answers get a few seconds to finish.

    Raises UnprotectedConsole or PortTaken before anything is served.
    """
    check_protection(host, token)
    guard = guard or ConnectionGuard(ClientAddresses())
    app.middlewares.insert(0, guard.middleware)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=DRAIN_SECONDS)
    await runner.setup()
    loop, watch, listening = asyncio.get_running_loop(), None, None
    try:
        try:
            protocol = guard.protocol(cast(Callable[[], asyncio.Protocol], runner.server))
            listening = await loop.create_server(protocol, host, port, backlog=_BACKLOG)
        except OSError as problem:
            raise port_taken(host, port, problem, "BELLWETHER_WEB_PORT") from None
        watch = asyncio.create_task(guard.watch())
        await stop.wait()
    finally:
        if listening is not None:
            listening.close()
        await runner.cleanup()
        if watch is not None:
            watch.cancel()
