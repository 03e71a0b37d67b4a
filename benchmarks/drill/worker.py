"""A worker of the drill: the real one, with the real posters pointed at the stand-ins.

`python -m benchmarks.drill.worker DATABASE_URL STANDIN_URL [POLL]` works until it is stopped, and
writes its measurements to standard output when it ends by SIGTERM.
"""

from __future__ import annotations

import asyncio
import json
import logging
import resource
import signal
import sys
from collections.abc import Awaitable, Callable, Hashable

import aiohttp
from pydantic import SecretStr

from bot.adapters.discord.poster import DiscordPoster
from bot.adapters.slack.poster import SlackPoster
from bot.jobs.composing import Composer, Recipe
from bot.jobs.delivery import PACE, Compose, Content, Pace
from bot.jobs.worker import JobWorker
from bot.metrics import COMPOSED, DRAWN, LOOP_LAG
from bot.posting import Poster
from bot.settings import Settings
from bot.store.database import open_database
from bot.store.ledger import Line
from commands.ports import Place
from commands.reply import Reply
from market.calendar import Calendar
from market.clock import SystemClock

_QUESTIONS = ("/smallcaps", "/compare rut ndx", "/compare rut spx 3m")


async def main() -> None:
    url, standin, poll = sys.argv[1], sys.argv[2], float((*sys.argv[3:], "1.0")[0])
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    logging.getLogger("discord").setLevel(logging.ERROR)  # it tells of every 429
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings' own parameter, unknown to mypy
        discord_token=SecretStr("drill.drill.drill"),
        discord_api_base=f"{standin}/discord",
    )
    small = poll < 1.0
    compose, close = plainly() if small else as_always(settings)
    session = aiohttp.ClientSession()
    slack: dict[str, SlackPoster] = {}
    discord = DiscordPoster.of(settings)

    async def posters(place: Place) -> Poster:
        if place.platform == "discord":
            return discord
        if place.workspace not in slack:
            slack[place.workspace] = SlackPoster("xoxb-drill", base_url=f"{standin}/api/", session=session)
        return slack[place.workspace]

    worker = JobWorker(
        open_database(url),
        posters,
        compose,
        SystemClock(),
        Calendar(),
        pace=Pace(looks=(0.2, 0.5)) if small else PACE,  # a small drill looks sooner
        poll=poll,
    )
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    print("ready", flush=True)
    before = _cpu()
    await worker.serve(stop)
    measured = {
        "composed": COMPOSED._value.get(),
        "drawn": DRAWN._value.get(),
        "lag": LOOP_LAG._value.get(),
        "cpu": _cpu() - before,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(measured), flush=True)
    await discord.close()
    await session.close()
    await close()


def as_always(settings: Settings) -> tuple[Compose, Callable[[], Awaitable[None]]]:
    """Digests from the sample market, with their pictures."""
    from bot.app import build_app
    from bot.request import Request
    from charts.pool import RenderPool

    app = build_app(settings, pool=lambda: RenderPool(1))

    def cook(line: Line) -> tuple[Hashable, Recipe]:
        question = _QUESTIONS[len(line.content["sections"]) % len(_QUESTIONS)]
        return question, lambda: app.engine.answer(Request(text=question))

    return Composer(cook, app.engine.picture), app.close


def plainly() -> tuple[Compose, Callable[[], Awaitable[None]]]:
    """A word without a picture: a small drill is about deliveries."""

    async def compose(line: Line) -> Content:
        return Content(Reply(f"Nothing notable happened. {len(line.content['sections'])} sections."))

    async def nothing() -> None:
        return None

    return compose, nothing


def _cpu() -> float:
    """Seconds this process has used, its render process not counted."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    asyncio.run(main())
