"""A worker of the drill: the real one, with the real posters pointed at the stand-ins.

`python -m benchmarks.drill.worker DATABASE_URL STANDIN_URL FOLDER [POLL]` works until it is stopped. It keeps in FOLDER
what is not in the database, and a byte for each content it composes, picture it draws and round of alerts it judges;
when it ends by SIGTERM it writes its measurements to standard output.
"""

from __future__ import annotations

import asyncio
import json
import logging
import resource
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import aiohttp
import sqlalchemy as sa
from prometheus_client import Counter
from pydantic import SecretStr

from benchmarks.drill.stalls import Stalls
from bot.adapters.discord.poster import DiscordPoster
from bot.adapters.poster import Poster
from bot.adapters.slack.poster import SlackPoster, messages
from bot.engine.content import Content
from bot.jobs.delivery import Posters
from bot.jobs.delivery_limits import DeliveryLimits
from bot.jobs.delivery_task import PendingContent
from bot.jobs.worker import JobWorker
from bot.settings import Settings
from bot.store.ledger import LedgerLine
from bot.store.store import open_database
from bot.telemetry.event_loop import measure, prestart_threads, shorten_switch_interval
from bot.telemetry.metrics import COMPOSED, DRAWN, JOBS, LOOP_LAG, TURNS
from commands.framework.ports import Place
from commands.framework.reply import Reply
from market.calendars.calendar import Calendar
from market.clock import SystemClock

_SAMPLED = 1.0  # seconds between two readings of the processor time


async def main() -> None:
    url, standin, folder, poll = *sys.argv[1:4], float((*sys.argv[4:], "1.0")[0])
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    logging.getLogger("discord").setLevel(logging.ERROR)  # it tells of every 429
    settings = _settings(sa.make_url(url), standin, Path(folder))
    judged = JOBS.labels("alerts", "done")
    for counter, name in ((COMPOSED, "composed"), (DRAWN, "drawn"), (judged, "judged")):
        _noted(counter, Path(folder) / name)
    await prestart_threads()
    session = aiohttp.ClientSession()
    slack: dict[str, SlackPoster] = {}
    made = messages()
    discord = DiscordPoster.of(settings)

    async def posters(place: Place) -> Poster:
        if place.platform == "discord":
            return discord
        if place.workspace not in slack:
            slack[place.workspace] = SlackPoster(
                "xoxb-drill", base_url=f"{standin}/api/", session=session, made=made
            )
        return slack[place.workspace]

    stop, stalls = asyncio.Event(), Stalls()
    # From when the worker measures, too: after it has loaded everything.
    measuring = asyncio.create_task(measure(lambda lag: stalls.note(lag) if LOOP_LAG._value.get() else None))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    print("ready", flush=True)
    used: list[tuple[float, float]] = []
    sampling = asyncio.create_task(_sample(used))
    before = _cpu()
    await (serve_small(url, posters, stop, poll) if poll < 1.0 else serve(settings, posters, stop))
    measuring.cancel()
    sampling.cancel()
    measured = {
        "used": used,
        "missed": TURNS.labels("missed")._value.get(),
        "stalls": stalls.found,
        "cpu": _cpu() - before,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(measured), flush=True)
    await discord.close()
    await session.close()


def _noted(counter: Counter, notes: Path) -> None:
    """Write each increase down at once: a worker that is killed takes its counters with it."""
    increase = counter.inc

    def inc(amount: float = 1.0, exemplar: dict[str, str] | None = None) -> None:
        with notes.open("a") as file:
            file.write("x")
        increase(amount, exemplar)

    counter.inc = inc  # type: ignore[method-assign]  # prometheus_client tells nobody of an increase


def _settings(url: sa.URL, standin: str, folder: Path) -> Settings:
    server = url.get_backend_name() != "sqlite"
    return Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings' own parameter, unknown to mypy
        discord_token=SecretStr("drill.drill.drill"),
        discord_api_base=f"{standin}/discord",
        source="sample",
        data_dir=folder if server else Path(url.database or "").parent,
        database_url=SecretStr(url.render_as_string(hide_password=False)) if server else None,
    )


async def serve(settings: Settings, posters: Posters, stop: asyncio.Event) -> None:
    """What `bellwether worker` runs, on the sample market."""
    from bot.wiring.app import build_app
    from bot.wiring.worker import serve_worker
    from charts.drawing.pool import RenderPool

    shorten_switch_interval()
    app = build_app(settings, pool=lambda: RenderPool(1))
    list(app.engine.commands)
    try:
        await serve_worker(app, posters, stop=stop)
    finally:
        await app.close()


async def serve_small(url: str, posters: Posters, stop: asyncio.Event, poll: float) -> None:
    """A word without a picture, looked for sooner: a small drill is about deliveries."""

    async def compose(lines: Sequence[LedgerLine]) -> list[PendingContent]:
        making = [asyncio.get_running_loop().create_future() for _ in lines]
        for line, one in zip(lines, making, strict=True):
            words = f"Nothing notable happened. {len(line.content['sections'])} sections."
            one.set_result(Content(Reply(words)))
        return making

    pace = DeliveryLimits(looks=(0.2, 0.5))
    engine = open_database(url)
    await JobWorker(engine, posters, compose, SystemClock(), Calendar(), pace=pace, poll=poll).serve(stop)


async def _sample(used: list[tuple[float, float]]) -> None:
    """Note the moment and the processor time so far, again and again."""
    while True:
        used.append((time.monotonic(), _cpu()))
        await asyncio.sleep(_SAMPLED)


def _cpu() -> float:
    """Seconds this process has used, its render process not counted."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    asyncio.run(main())
