"""How soon a face acknowledges while 50 chart commands run, measured from another process.

The server is the real web face with Slack's real routes; Slack's own API is a stand-in on loopback.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import multiprocessing
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from multiprocessing.connection import Connection
from threading import Event

from aiohttp import web
from pydantic import SecretStr
from slack_sdk.signature import SignatureVerifier

from benchmarks.row import BenchmarkRow
from bot.adapters.slack.manifest import EVENTS_PATH
from bot.adapters.slack.wiring import SlackAdapter
from bot.adapters.web.console import Console, application
from bot.engine.engine import Engine
from bot.engine.request import Request
from bot.settings import Settings
from bot.telemetry.event_loop import shorten_switch_interval
from bot.wiring.app import build_app
from charts.drawing.pool import RenderPool
from charts.drawing.render import render
from tests.bot.adapters.slack.standin import BOT, Slack

QUESTIONS = [
    f"/compare {ours} {other} {period}"
    for ours in ("rut", "ndx", "dji", "iwm", "mdy")
    for other in ("spx", "qqq")
    for period in ("ytd", "1y", "2y", "3y", "5y")
]
SECRET = "a-signing-secret"
LIMIT = 100.0  # milliseconds; both platforms give 3,000

Load = Callable[[Engine], Awaitable[object]]


def rows() -> Iterator[BenchmarkRow]:
    """Each percentile against the limit, and beside the same charts drawn on the event loop."""
    pooled = asyncio.run(_measured(_pooled))
    inline = asyncio.run(_measured(_inline))
    for what in pooled:
        ours, theirs = _percentile(pooled[what]), _percentile(inline[what])
        note = f"{len(pooled[what])} acknowledgements, the slowest {max(pooled[what]):.0f} ms"
        name = f"{what}, 99th percentile, {len(QUESTIONS)} chart commands at once"
        yield BenchmarkRow(name, ours, LIMIT, 1.0, note=note)
        yield BenchmarkRow("the same, beside the charts drawn inline", ours, theirs, 0.5)


def _percentile(waits: list[float]) -> float:
    return statistics.quantiles(waits, n=100)[98]


async def _pooled(engine: Engine) -> None:
    async def one(question: str) -> None:
        reply = await engine.ask(Request(text=question))
        assert reply.chart is not None, reply.headline
        await engine.picture(reply.chart)

    await asyncio.gather(*(one(question) for question in QUESTIONS))


async def _inline(engine: Engine) -> None:
    for question in QUESTIONS:
        render(engine.answer(Request(text=question)).chart)  # type: ignore[arg-type]  # every question has a picture
        await asyncio.sleep(0)  # the loop gets its turn between two pictures


async def _measured(load: Load) -> dict[str, list[float]]:
    """Milliseconds of every acknowledgement while `load` runs, by what was asked."""
    async with Slack() as slack:
        settings = Settings(
            _env_file=None, asks_per_minute=10_000, deadline=60,
            slack_bot_token=SecretStr(BOT), slack_signing_secret=SecretStr(SECRET), slack_api_base=slack.base_url,
        )  # type: ignore[call-arg]  # pydantic's own switch; it wraps the texts  # fmt: skip
        shorten_switch_interval()
        app = build_app(settings, pool=lambda: RenderPool(2, deadline=60))
        face = SlackAdapter(app.engine, settings)
        await face.introduce()
        site = application(Console(app.engine, {}), outside={"/slack": face.routes()})
        runner = web.AppRunner(site, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            await _warm(app.engine)
            return await _watched(runner.addresses[0][1], load(app.engine))
        finally:
            await face.close()
            await runner.cleanup()
            await app.close()


async def _warm(engine: Engine) -> None:
    """Data and render processes are there, as in a program that runs."""
    first = await engine.ask(Request(text="/quote spy"))
    assert first.chart is not None
    await engine.picture(first.chart)


async def _watched(port: int, load: Awaitable[object]) -> dict[str, list[float]]:
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    receiver, sender = context.Pipe(duplex=False)
    prober = context.Process(target=_probe, args=(port, stop, sender))
    prober.start()
    try:
        await asyncio.to_thread(receiver.recv)  # it has asked once of each
        await load
    finally:
        stop.set()
    waits: dict[str, list[float]] = await asyncio.to_thread(receiver.recv)
    await asyncio.to_thread(prober.join)
    return waits


def _probe(port: int, stop: Event, sender: Connection) -> None:
    """Asks one after the other, as two people would, until told to stop."""
    waits: dict[str, list[float]] = {"an endpoint's answer": [], "Slack's signed acknowledgement": []}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    number = 0
    while not stop.is_set() or number < 2:
        number += 1
        for what, ask in zip(waits, (_endpoint, _event), strict=True):
            start = time.perf_counter()
            ask(connection, number)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            waits[what].append((time.perf_counter() - start) * 1000)
        if number == 1:
            sender.send("ready")
            waits = {what: [] for what in waits}
        time.sleep(0.005)
    sender.send(waits)


def _endpoint(connection: http.client.HTTPConnection, _number: int) -> None:
    connection.request("GET", "/healthz")


def _event(connection: http.client.HTTPConnection, number: int) -> None:
    """A message of another bot: signed, verified, dispatched, acknowledged, and not answered."""
    event = {
        "type": "message",
        "bot_id": "B1",
        "channel": "C1",
        "channel_type": "im",
        "text": "hello",
        "ts": f"1769.{number}",
    }
    body = json.dumps(
        {
            "type": "event_callback",
            "team_id": "T1",
            "api_app_id": "A1",
            "event_id": f"Ev{number}",
            "event": event,
        }
    )
    stamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body) or ""
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature,
    }
    connection.request("POST", EVENTS_PATH, body, headers)
