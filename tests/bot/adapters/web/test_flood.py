"""The real program under 1,024 half-sent requests of one caller: the console, Slack beside it, and the log."""

from __future__ import annotations

import asyncio
import contextlib
import json
import resource
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.adapters.slack.conftest import slash
from tests.bot.adapters.slack.standin import Slack
from tests.bot.adapters.slack.test_program import OVER_HTTP, PATIENCE, SOCKET_MODE, clean, program
from tests.bot.adapters.slack.test_socket_mode import command

FLOOD = 1024
FILES = 1000  # that the program may open: fewer than there are half-sent requests
SYMBOLS = ("rut", "spx", "ndx", "dji")
HALVES = (
    b"",
    b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Ty",
    b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
    b"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\nx",
)


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with Slack() as running:
        yield running


@pytest.mark.parametrize(("word", "settings"), [("web", OVER_HTTP), ("run", SOCKET_MODE)])
async def test_half_sent_requests_stop_neither_the_console_nor_slack(
    slack: Slack, tmp_path: Path, word: str, settings: dict[str, str]
) -> None:
    async with program(word, slack, tmp_path, **settings) as running:
        await running.until_ready()
        resource.prlimit(running.process.pid, resource.RLIMIT_NOFILE, (FILES, FILES))
        sockets = await asyncio.to_thread(flood, running.origin)
        try:
            for symbol in SYMBOLS:
                status, text, _headers = await running.get("/metrics")
                assert status == 200
                assert 0 < figure(text, "bellwether_web_connections") <= 64
                began = time.monotonic()
                if word == "web":
                    assert (await running.post(slash("/quote", symbol, slack=slack)))[0] == 200
                else:
                    await asyncio.wait_for(
                        await slack.push("slash_commands", command("/quote", symbol, slack)), 3
                    )
                assert time.monotonic() - began < 3
            await slack.until(lambda: len(slack.responses) == len(SYMBOLS), PATIENCE)
        finally:
            for line in sockets:
                line.close()
    clean(running)
    warnings = [
        json.loads(line) for line in running.output.splitlines() if '"web connections closed"' in line
    ]
    assert 1 <= len(warnings) <= 2  # one a minute
    assert len(running.output) < 20_000


def flood(origin: str) -> list[socket.socket]:
    """Open all connections, each with a beginning of a request, and leave them open."""
    sockets = []
    for number in range(FLOOD):
        line = socket.create_connection(("127.0.0.1", int(origin.rpartition(":")[2])), timeout=30)
        with contextlib.suppress(ConnectionError):
            line.sendall(HALVES[number % len(HALVES)])
        sockets.append(line)
    return sockets


def figure(metrics: str, name: str) -> float:
    return next(float(line.split()[1]) for line in metrics.splitlines() if line.startswith(f"{name} "))
