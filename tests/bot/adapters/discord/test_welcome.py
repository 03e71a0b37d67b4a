"""The welcome through the real discord.py against the stand-in on sockets: once a server, over all workers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import discord
import pytest
import sqlalchemy as sa
import yarl
from discord.gateway import DiscordWebSocket

from bot.adapters.discord.client import DiscordClient
from bot.adapters.welcome import Greeter
from bot.store.store import Store
from market.clock import FixedClock
from tests.bot.adapters.discord.rules import buttons
from tests.bot.adapters.discord.standin import EVERYTHING, HOSTILE_NAME, SYSTEM, TOKEN, Call, Discord

WITHOUT_POSTING = str(int(EVERYTHING) & ~discord.Permissions(send_messages=True, administrator=True).value)


@pytest.fixture
def store(database: sa.Engine, clock: FixedClock) -> Store:
    return Store.over(database, clock)


@pytest.fixture
async def standin(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    standin = Discord()
    await standin.start()
    monkeypatch.setattr(discord.http.Route, "BASE", standin.api)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(standin.gateway))
    yield standin
    await standin.stop()


Worker = Callable[[], Any]


@pytest.fixture
def worker(make_face: Callable[..., DiscordClient], store: Store, standin: Discord) -> Worker:
    """A process that is connected for a while."""

    @asynccontextmanager
    async def running() -> AsyncIterator[DiscordClient]:
        face = make_face(greeter=Greeter(lambda: store.welcomes))
        async with face:
            work = asyncio.create_task(face.start(TOKEN))
            await asyncio.wait_for(face.connected.wait(), 30)
            await asyncio.wait_for(face.wait_until_ready(), 30)
            yield face
            await face.close()
            await work

    return running


def posts(standin: Discord) -> list[Call]:
    return [call for call in standin.calls if call.method == "POST" and call.path.endswith("/messages")]


async def quiet(standin: Discord, face: DiscordClient, guild: int) -> None:
    """Until the server is known and whatever it led to is done."""
    await asyncio.wait_for(face.wait_until_ready(), 30)
    assert face.get_guild(guild) is not None
    await asyncio.sleep(0.5)


async def test_a_server_is_greeted_once_in_its_system_channel(standin: Discord, worker: Worker) -> None:
    async with worker() as face:
        await standin.add_bot("3100")
        (call,) = await standin.until(lambda: posts(standin))
        assert call.path == f"/channels/{SYSTEM}/messages"
        said = str(call.json)
        assert "I am Bellwether" in said
        assert "/digest pause" in said
        assert HOSTILE_NAME not in said
        assert call.json["allowed_mentions"] == {"parse": []}
        assert [*buttons(call.json)] == [
            "Are small caps leading?",
            "What would a digest say?",
            "What can I ask?",
        ]
        await standin.add_bot("3100")
        await quiet(standin, face, 3100)
    async with worker() as again:
        await standin.add_bot("3100")
        await quiet(standin, again, 3100)
    assert len(posts(standin)) == 1


async def test_servers_that_it_is_in_already_hear_nothing(standin: Discord, worker: Worker) -> None:
    async with worker() as face:
        await quiet(standin, face, 3000)
        await standin.drop()
        await standin.until(lambda: standin.resumes or standin.identifies > 1)
        await quiet(standin, face, 3000)
    assert posts(standin) == []


@pytest.mark.parametrize("arguments", [{"system": False}, {"grants": WITHOUT_POSTING}])
async def test_where_it_may_not_post_nothing_is_posted(
    standin: Discord, worker: Worker, store: Store, arguments: dict[str, Any]
) -> None:
    async with worker() as face:
        await standin.add_bot("3100", **arguments)
        await quiet(standin, face, 3100)
    assert posts(standin) == []


async def test_what_discord_may_have_taken_is_not_posted_again(standin: Discord, worker: Worker) -> None:
    async with worker() as face:
        standin.fault = "drop"
        await standin.add_bot("3100")
        await standin.until(lambda: posts(standin))
        await quiet(standin, face, 3100)
        await standin.add_bot("3100")
        await quiet(standin, face, 3100)
    assert len(standin.posts) == 1
