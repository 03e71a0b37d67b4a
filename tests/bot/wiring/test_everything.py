"""`bellwether run` with all faces in one process: Slack by Socket Mode, Discord, the console, and the jobs.

Real here: the program, the engine, the sample market, the database, the durable engine, both chat SDKs. Stand-ins on
loopback sockets: Slack and Discord.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.adapters.discord.rules import title
from tests.bot.adapters.discord.standin import TOKEN, Discord
from tests.bot.adapters.slack.conftest import mention
from tests.bot.adapters.slack.standin import Slack
from tests.bot.adapters.slack.test_program import PATIENCE, SOCKET_MODE, clean, program
from tests.bot.adapters.slack.test_socket_mode import command


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with Slack() as running:
        yield running


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    running = Discord()
    await running.start()
    yield running
    await running.stop()


async def test_every_face_answers_from_one_process_and_sigterm_drains_them_all(
    slack: Slack, discord: Discord, tmp_path: Path
) -> None:
    both = SOCKET_MODE | {
        "BELLWETHER_DISCORD_TOKEN": TOKEN,
        "BELLWETHER_DISCORD_API_BASE": discord.api,
        "BELLWETHER_DISCORD_GATEWAY": discord.gateway,
        # A proxy that is not there: everything must know that it leads nowhere near.
        "HTTP_PROXY": "http://127.0.0.1:9",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "NO_PROXY": "127.0.0.1",
    }
    async with program("run", slack, tmp_path, **both) as running:
        await asyncio.wait_for(slack.connected.wait(), PATIENCE)
        await discord.until(lambda: discord.identifies, PATIENCE)
        await running.until_ready()

        await asyncio.wait_for(await slack.push("slash_commands", command("/quote", "rut", slack)), 3)
        asked = await discord.slash("quote", symbol="rut")
        told = await discord.answer(asked)
        await slack.until(lambda: bool(slack.responses), PATIENCE)
        assert "2,718.77" in slack.responses[0]["text"]
        assert "2,718.77" in title(told.json)

        await slack.push("events_api", mention("", type="app_home_opened", tab="home"))
        await slack.until(lambda: bool(slack.views), PATIENCE)

        before = len(slack.responses)
        await asyncio.wait_for(await slack.push("slash_commands", command("/compare", "rut spx", slack)), 3)
        last = await discord.slash("compare", symbols="spx dji", period="6m")
        await discord.until(lambda: last["id"] in discord.acknowledged, PATIENCE)
    clean(running)
    assert TOKEN not in running.output
    assert len(slack.responses) == before + 1  # both were being answered when SIGTERM came
    assert len(discord.edits(last)) == 1
