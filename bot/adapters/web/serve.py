"""Opens the console's port and keeps it until the program is asked to stop."""

from __future__ import annotations

import asyncio
import os
import socket

from aiohttp import web

from bot.adapters.web.security import check_protection
from bot.settings import OperatorError

DRAIN_SECONDS = 10.0


class PortTaken(OperatorError):
    """The port cannot be opened. The sentence says what to do."""


async def serve_web(
    app: web.Application, host: str, port: int, token: str | None, stop: asyncio.Event
) -> None:
    """Serve until `stop`; running answers get a few seconds to finish.

    Raises UnprotectedConsole or PortTaken before anything is served.
    """
    check_protection(host, token)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=DRAIN_SECONDS)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as problem:
            raise PortTaken(
                f"Port {port} on {host} cannot be opened ({_reason(problem)}). "
                "Choose another with --port or BELLWETHER_WEB_PORT."
            ) from None
        await stop.wait()
    finally:
        await runner.cleanup()


def _reason(problem: OSError) -> str:
    """In the system's own words; asyncio wraps them in the address."""
    if isinstance(problem, socket.gaierror) or problem.errno is None:
        return str(problem.strerror)
    return os.strerror(problem.errno)
