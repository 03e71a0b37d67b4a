"""The face against npm's `emulate@0.12.2`, an independent imitation of Slack's Web API.

Runs where it is installed: set EMULATE to its program (Node 22 or newer; npm's `node` package
brings one), as `.ci/run` does. In CI its absence is a failure. It delivers no commands and is not
strict; it shows that uploads, posts, Home and metadata mean to somebody else what they mean to us.
Between both stands a small translator: emulate reads arguments from the body, slack_sdk sends reads
and files.* in the query.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import pytest
import yarl
from aiohttp import web
from pydantic import SecretStr

from bot.adapters.poster import Post
from bot.adapters.slack.client import web_client
from bot.adapters.slack.home import home
from bot.adapters.slack.oauth import OAuthStores
from bot.adapters.slack.poster import SlackPoster
from bot.adapters.slack.wiring import SlackAdapter
from bot.engine.engine import Engine
from bot.settings import Settings
from bot.store.store import open_database
from charts.spec import Picture
from commands.framework.reply import Reply
from market.fetching.database import AdvisoryLock, open_async_engine
from tests.bot.adapters.slack.conftest import mention, no_pause, settled, signed, tokens_in
from tests.bot.adapters.slack.test_http import served
from tests.bot.pictures import PIXEL

PROGRAM = os.environ.get("EMULATE", "")
TOKEN = "xoxb-emulated"
CLIENT, TEAM = "111.222", "T000000001"
SEED = f"""
tokens:
  {TOKEN}:
    login: bellwether
slack:
  channels:
    - name: general
  oauth_apps:
    - client_id: "{CLIENT}"
      client_secret: example-client-secret
      name: Bellwether
"""
pytestmark = pytest.mark.skipif(
    not PROGRAM and "CI" not in os.environ, reason="set EMULATE to the program of npm's emulate@0.12.2"
)


@pytest.fixture
async def emulated(tmp_path: Path) -> AsyncIterator[str]:
    """The base URL of a running emulator, through the translator."""
    assert PROGRAM, "CI must set EMULATE: see .ci/run"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    seed = tmp_path / "seed.yaml"
    seed.write_text(SEED)
    path = f"{Path(PROGRAM).parent}{os.pathsep}{os.environ['PATH']}"
    process = await asyncio.create_subprocess_exec(
        PROGRAM, "start", "--service", "slack", "--port", str(port), "--seed", str(seed),
        env={**os.environ, "PATH": path}, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    runner = web.AppRunner(translator(f"http://127.0.0.1:{port}"))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        await answering(port)
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    finally:
        process.terminate()
        await process.wait()
        await runner.cleanup()


async def answering(port: int) -> None:
    async with asyncio.timeout(60), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.post(f"http://127.0.0.1:{port}/api/auth.test"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)


def translator(target: str) -> web.Application:
    """Moves the query of an API call into its body; leaves pages as they are."""

    async def pass_on(request: web.Request) -> web.Response:
        headers = {k: v for k, v in request.headers.items() if k in ("Authorization", "Content-Type")}
        method, url, body = request.method, f"{target}{request.path_qs}", await request.read()
        if request.path.startswith("/api/"):
            method = "POST"
        if request.path.startswith("/api/") and request.query:
            url, body = f"{target}{request.path}", urlencode(dict(request.query)).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        async with aiohttp.ClientSession() as session:
            sent = session.request(method, url, data=body, headers=headers, allow_redirects=False)
            async with sent as answer:
                shown = {k: v for k, v in answer.headers.items() if k in ("Content-Type", "Location")}
                return web.Response(status=answer.status, body=await answer.read(), headers=shown)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", pass_on)
    return app


async def channel(base_url: str, token: str = TOKEN) -> str:
    listed = await web_client(token, base_url=base_url).conversations_list()
    return str(next(c["id"] for c in listed["channels"] if c["name"] == "general"))


async def test_a_digest_with_its_picture_is_posted_and_found(emulated: str) -> None:
    poster = SlackPoster(TOKEN, base_url=emulated, pause=no_pause)
    general, since = await channel(emulated), datetime.now(UTC)
    ts = await poster.post(
        Post(general, Reply("Nothing notable happened."), "digest-1", Picture(PIXEL, "A chart.", 1, 1))
    )
    assert await poster.find(general, "digest-1", since) == ts
    assert await poster.find(general, "digest-2", since) is None


async def test_home_is_published(emulated: str) -> None:
    client = web_client(TOKEN, base_url=emulated)
    person = (await client.users_list())["members"][0]["id"]
    answer = await client.views_publish(user_id=person, view=home())
    assert answer["view"]["type"] == "home"


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk on aiohttp 3.14
async def test_a_workspace_installs_by_oauth_and_is_answered(
    emulated: str, engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    kept = open_database(f"sqlite:///{tmp_path / 'slack.sqlite3'}")
    database, tokens = open_async_engine(kept.url), tokens_in(kept, tmp_path)
    many = settings.model_copy(
        update={
            "slack_bot_token": None,
            "slack_client_id": CLIENT,
            "slack_client_secret": SecretStr("example-client-secret"),
            "slack_api_base": emulated,
        }
    )
    face = SlackAdapter(
        engine,
        many,
        stores=await OAuthStores.open(CLIENT, database, lambda key: AdvisoryLock(acquired=True), tokens),
        pause=no_pause,
    )
    client = await served(face)
    started = await client.get("/slack/install", allow_redirects=False)
    asked = yarl.URL(started.headers["Location"]).query
    back = await consent(emulated, dict(asked), str(client.make_url("/slack/oauth_redirect")))
    cookie = {"Cookie": started.headers["Set-Cookie"].split(";")[0]}
    assert (await client.get(back.path_qs, headers=cookie)).status == 200

    bots = await face.workspaces.token(TEAM)
    assert bots is not None
    general = await channel(emulated, bots)
    body = json.dumps(mention("<@UBOT> help", channel=general) | {"team_id": TEAM})
    assert (await client.post("/slack/events", data=body, headers=signed(body))).status == 200
    await settled(face)
    told = await web_client(bots, base_url=emulated).conversations_history(channel=general)
    assert told["messages"][0]["text"] == "Ask me something."
    await client.close()
    await face.close()
    await database.dispose()
    kept.dispose()


async def consent(base_url: str, asked: dict[str, str], redirect: str) -> yarl.URL:
    """What a person does on Slack's page: choose themselves and press the button."""
    origin = yarl.URL(base_url).origin()
    async with aiohttp.ClientSession() as session:
        async with session.get(origin / "oauth/v2/authorize", params=asked) as page:
            person = re.search(r'name="user_id" value="([^"]+)"', await page.text())
        assert person is not None
        form = asked | {"redirect_uri": redirect, "user_id": person[1]}
        async with session.post(
            origin / "oauth/v2/authorize/callback", data=form, allow_redirects=False
        ) as sent:
            return yarl.URL(sent.headers["Location"])
