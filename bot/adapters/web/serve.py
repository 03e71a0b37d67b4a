"""Opens the console's port and keeps it until the program is asked to stop."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.adapters.web.door import refuse_open_door
from bot.refusal import Refusal

DRAIN_SECONDS = 10.0


class PortTaken(Refusal):
    """The port cannot be had. The sentence says what to do."""


async def serve_web(
    app: web.Application, host: str, port: int, token: str | None, stop: asyncio.Event
) -> None:
    """Serve until `stop`; running answers get a few seconds to finish.

    Raises OpenDoor or PortTaken before anything is served.
    """
    refuse_open_door(host, token)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=DRAIN_SECONDS)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as problem:
            raise PortTaken(
                f"Port {port} on {host} cannot be opened ({problem.strerror}). Set BELLWETHER_WEB_PORT to another."
            ) from None
        await stop.wait()
    finally:
        await runner.cleanup()
