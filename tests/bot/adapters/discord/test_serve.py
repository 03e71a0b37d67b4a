"""Staying connected: what heals is tried again, what does not stops with a sentence."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from discord.gateway import DiscordWebSocket

from bot.adapters.discord.client import DiscordClient
from bot.adapters.discord.serve import PATIENCE, DiscordRefused, point_at, serve, supervise
from bot.settings import Settings
from tests.bot.adapters.discord.standin import TOKEN


def closed(code: int) -> discord.ConnectionClosed:
    socket: Any = SimpleNamespace(close_code=code)
    return discord.ConnectionClosed(socket, shard_id=0, code=code)


def refused(status: int) -> discord.HTTPException:
    response: Any = SimpleNamespace(status=status, reason="")
    return discord.HTTPException(response, {"code": 0, "message": "secret words of the answer"})


def settings(**values: str | None) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[call-arg,arg-type]  # pydantic reads them


class Lives:
    """Faces whose connections end as listed; the one after the last stays connected."""

    def __init__(self, make_face: Callable[..., DiscordClient]) -> None:
        self._make_face = make_face
        self.ends: list[BaseException | None] = []
        self.faces: list[DiscordClient] = []
        self.connected = asyncio.Event()

    def make(self) -> DiscordClient:
        face = self._make_face()
        number = len(self.faces)
        self.faces.append(face)

        async def start(token: str, *, reconnect: bool = True) -> None:
            if number >= len(self.ends):
                self.connected.set()
                await asyncio.Event().wait()
            elif (end := self.ends[number]) is not None:
                raise end

        face.start = start  # type: ignore[method-assign]  # the only edge: Discord itself
        return face

    def supervise(self, *ends: BaseException | None) -> asyncio.Task[None]:
        self.ends = list(ends)
        return asyncio.create_task(supervise(self.make, TOKEN, first_wait=0, check_every=0.01))


@pytest.fixture
def lives(make_face: Callable[..., DiscordClient]) -> Lives:
    return Lives(make_face)


async def stop(work: asyncio.Task[None]) -> None:
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work


@pytest.mark.parametrize(
    ("end", "sentence"),
    [
        (discord.LoginFailure("Improper token"), "Discord refused the bot token."),
        (closed(4004), "Discord refused the bot token."),
        (discord.PrivilegedIntentsRequired(0), "Discord refused the intents."),
        (closed(4014), "Discord refused the intents."),
        (closed(4013), "Discord does not know the intents asked for."),
    ],
)
async def test_what_cannot_heal_stops_with_one_sentence(
    lives: Lives, end: BaseException, sentence: str
) -> None:
    with pytest.raises(DiscordRefused, match=sentence) as stopped:
        await lives.supervise(end)
    assert "\n" not in str(stopped.value)
    assert TOKEN not in str(stopped.value)


async def test_what_heals_is_tried_again_with_a_fresh_client(
    lives: Lives, caplog: pytest.LogCaptureFixture
) -> None:
    ends = [
        AttributeError("'NoneType' object has no attribute 'poll_event'"),
        discord.GatewayNotFound(),  # type: ignore[no-untyped-call]  # discord.py left it untyped
        refused(429),
        refused(503),
        aiohttp.ClientConnectionError("…/interactions/1/token/callback"),
        OSError("no route"),
        TimeoutError(),
        closed(1006),
        None,
    ]
    work = lives.supervise(*ends)
    await asyncio.wait_for(lives.connected.wait(), 60)
    assert len(lives.faces) == len(ends) + 1
    assert all(face.is_closed() for face in lives.faces[:-1])
    assert "secret words" not in caplog.text
    assert "/callback" not in caplog.text
    await stop(work)
    assert lives.faces[-1].is_closed()


async def test_a_mistake_of_ours_is_not_tried_for_ever(lives: Lives) -> None:
    with pytest.raises(ZeroDivisionError):
        await lives.supervise(ZeroDivisionError())


async def test_stopping_waits_for_answers_under_way(lives: Lives) -> None:
    work = lives.supervise()
    await lives.connected.wait()
    (face,) = lives.faces
    with face.admission.admitted():
        work.cancel()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert face.admission.refusal.startswith("I am restarting")
        assert not face.is_closed()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert face.is_closed()


async def test_a_shard_that_does_not_find_back_starts_everything_anew(lives: Lives) -> None:
    work = lives.supervise()
    await lives.connected.wait()
    lives.connected.clear()
    lives.faces[0].down_since[0] = asyncio.get_running_loop().time() - PATIENCE - 1
    await asyncio.wait_for(lives.connected.wait(), 60)
    assert len(lives.faces) == 2
    await stop(work)


async def test_shards_are_counted_as_down_until_they_are_back(
    make_face: Callable[..., DiscordClient],
) -> None:
    face = make_face()
    await face.on_shard_disconnect(3)
    assert set(face.down_since) == {3}
    await face.on_shard_resumed(3)
    assert face.down_since == {}
    await face.on_shard_disconnect(3)
    await face.on_shard_connect(3)
    assert face.down_since == {}


async def test_without_a_token_it_says_which_setting_is_missing(engine: Any) -> None:
    with pytest.raises(DiscordRefused, match="Set BELLWETHER_DISCORD_TOKEN"):
        await serve(engine, settings(discord_token=None))


def test_the_settings_can_point_it_at_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    point_at(settings(discord_api_base="http://proxy/api/v10/", discord_gateway="ws://proxy/g"))
    assert discord.http.Route.BASE == "http://proxy/api/v10"
    assert yarl.URL("ws://proxy/g") == DiscordWebSocket.DEFAULT_GATEWAY
