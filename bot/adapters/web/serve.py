"""Opens the console's port and keeps it until the program is asked to stop."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable
from typing import cast

from aiohttp import web

from bot.adapters.web.clients import ClientAddresses
from bot.adapters.web.connections import ConnectionGuard
from bot.adapters.web.token import check_protection
from bot.settings import OperatorError

DRAIN_SECONDS = 10.0
_BACKLOG = 64  # connections taken at a time before any of them is counted


class PortTaken(OperatorError):
    """The port cannot be opened. The sentence says what to do."""


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
            raise PortTaken(
                f"Port {port} on {host} cannot be opened ({_reason(problem)}). "
                "Choose another with --port or BELLWETHER_WEB_PORT."
            ) from None
        watch = asyncio.create_task(guard.watch())
        await stop.wait()
    finally:
        if listening is not None:
            listening.close()
        await runner.cleanup()
        if watch is not None:
            watch.cancel()


def _reason(problem: OSError) -> str:
    """In the system's own words; asyncio wraps them in the address."""
    if isinstance(problem, socket.gaierror) or problem.errno is None:
        return str(problem.strerror)
    return os.strerror(problem.errno)
