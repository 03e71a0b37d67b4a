"""Runs the Discord face as its own program, until a command line does."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys

from bot.adapters.discord import DiscordRefused, serve
from bot.app import build_app
from bot.settings import Settings
from charts.pool import RenderPool


async def main() -> None:
    settings = Settings()
    app = build_app(settings, pool=lambda: RenderPool(settings.render_processes))
    work = asyncio.create_task(serve(app.engine, settings))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, work.cancel)
    try:
        await work
    except asyncio.CancelledError:
        pass
    finally:
        await app.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG, format="%(asctime)s %(name)s %(message)s")
    try:
        asyncio.run(main())
    except DiscordRefused as refusal:
        sys.exit(str(refusal))
