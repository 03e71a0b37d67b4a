"""The real program in a process of its own against Slack's stand-in on loopback sockets.

Real here: `bellwether web` and `bellwether slack`, the engine, the sample market, the render
processes, the database, Bolt, slack_sdk's HTTP and websocket clients, signatures. A stand-in: Slack
(standin.py says what it keeps of the rules).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web

from tests.bot.adapters.slack.conftest import SECRET, mention, press, shortcut, signed, slash
from tests.bot.adapters.slack.standin import APP, BOT, Slack
from tests.bot.adapters.slack.test_socket_mode import command

ROOT = Path(__file__).resolve().parents[4]
PATIENCE = 60.0
PNG = b"\x89PNG\r\n\x1a\n"
CLIENT_SECRET = "planted-client-secret"
OVER_HTTP = {"BELLWETHER_SLACK_BOT_TOKEN": BOT, "BELLWETHER_SLACK_SIGNING_SECRET": SECRET}
SOCKET_MODE = {
    "BELLWETHER_SLACK_BOT_TOKEN": BOT,
    "BELLWETHER_SLACK_APP_TOKEN": APP,
    "BELLWETHER_SLACK_CLIENT_ID": "111.222",  # copied with the rest of the page, and of no use here
    "BELLWETHER_SLACK_CLIENT_SECRET": CLIENT_SECRET,
}
MANY = {
    "BELLWETHER_SLACK_CLIENT_ID": "111.222",
    "BELLWETHER_SLACK_CLIENT_SECRET": CLIENT_SECRET,
    "BELLWETHER_SLACK_SIGNING_SECRET": SECRET,
}


class Program:
    """One run of the program. After it: `output`, and `code`."""

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self.process, self.origin = process, f"http://127.0.0.1:{port}"
        self.output = ""
        self.code: int | None = None

    def command_line(self) -> str:
        """As other people on the machine see it in the list of processes."""
        return Path(f"/proc/{self.process.pid}/cmdline").read_text()

    async def post(self, body: str, kind: str = "form") -> tuple[int, str, float]:
        """Send what Slack would; status, body, and seconds until it was acknowledged."""
        async with aiohttp.ClientSession() as session:
            began = time.monotonic()
            sent = session.post(f"{self.origin}/slack/events", data=body, headers=signed(body, kind=kind))
            async with sent as answer:
                return answer.status, await answer.text(), time.monotonic() - began

    async def get(self, path: str, **headers: str) -> tuple[int, str, Any]:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{self.origin}{path}", headers=headers, allow_redirects=False) as answer,
        ):
            return answer.status, await answer.text(), answer.headers

    async def until_ready(self) -> None:
        await self.until_answering("/readyz")

    async def until_answering(self, path: str = "/healthz") -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                with contextlib.suppress(aiohttp.ClientConnectionError):
                    if (await self.get(path))[0] == 200:
                        return
                await asyncio.sleep(0.05)  # between knocks at a port that is not open yet


@contextlib.asynccontextmanager
async def program(
    word: str, slack: Slack, home: Path, module: str = "bot", **environment: str
) -> AsyncIterator[Program]:
    """Started, and asked to stop by SIGTERM at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    clean = {k: v for k, v in os.environ.items() if not k.startswith("BELLWETHER_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, word, cwd=home,
        env=clean | {
            "PYTHONPATH": str(ROOT), "BELLWETHER_DATA_DIR": str(home), "BELLWETHER_WEB_PORT": str(port),
            "BELLWETHER_SLACK_API_BASE": slack.base_url, "BELLWETHER_ASKS_PER_MINUTE": "1000",
            "BELLWETHER_RENDER_PROCESSES": "1", **environment,
        },
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    running = Program(process, port)
    assert process.stdout
    reading = asyncio.create_task(process.stdout.read())
    try:
        yield running
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        running.code = await asyncio.wait_for(process.wait(), 60)
    finally:
        if process.returncode is None:
            process.kill()
        running.output = (await reading).decode()
        print(running.output)  # noqa: T201 — pytest shows it beside a failure


async def warm(slack: Slack, ask: Any) -> dict[str, Any]:
    """Ask until a picture comes: on a busy machine the render processes take a while to start."""
    for _ in range(8):
        before = len(slack.responses)
        await ask()
        await slack.until(lambda: len(slack.responses) > before, PATIENCE)  # noqa: B023 — awaited here
        if any(block["type"] == "image" for block in slack.responses[-1]["blocks"]):
            return slack.responses[-1]
    pytest.fail("no picture came")


def clean(running: Program) -> None:
    """It ended well, and printed no secret."""
    assert running.code == 0
    assert "Traceback" not in running.output
    assert "planted" not in running.output


async def test_over_http_a_command_is_acknowledged_answered_with_a_picture_and_drained(
    slack: Slack, tmp_path: Path
) -> None:
    async with program("web", slack, tmp_path, **OVER_HTTP) as running:
        await running.until_ready()

        async def ask() -> None:
            status, text, seconds = await running.post(slash("/compare", "rut ndx", slack=slack))
            assert (status, text) == (200, "")
            assert seconds < 3

        answer = await warm(slack, ask)
        assert "Russell 2000" in answer["text"]
        assert answer["response_type"] == "in_channel"
        assert any(file["content"].startswith(PNG) for file in slack.files.values())
        assert all("Russell 2000" in file["alt_txt"] for file in slack.files.values())

        unsigned = signed("x") | {"X-Slack-Signature": "v0=0"}
        async with aiohttp.ClientSession() as session:
            sent = session.post(f"{running.origin}/slack/events", data="x", headers=unsigned)
            async with sent as refused:
                assert refused.status == 401

        text = urlencode({"payload": json.dumps(shortcut("Small caps closed at a record.", slack=slack))})
        before = len(slack.responses)
        assert (await running.post(text))[0] == 200
        await slack.until(lambda: len(slack.responses) > before)
        assert slack.responses[-1]["response_type"] == "ephemeral"
        assert "claim" in slack.responses[-1]["text"]

        _status, metrics, _headers = await running.get("/metrics")
        assert 'bellwether_asks_total{command="compare",face="slack",outcome="answered"}' in metrics
        assert 'bellwether_pictures_total{outcome="drawn"}' in metrics
        assert "planted" not in running.command_line() + metrics
        assert not any(b"planted" in file["content"] for file in slack.files.values())

        before = len(slack.responses)
        assert (await running.post(slash("/compare", "spx dji 6m", slack=slack)))[0] == 200
    clean(running)
    assert len(slack.responses) == before + 1  # SIGTERM came while it was being answered


async def test_no_button_of_the_program_makes_a_second_digest(slack: Slack, tmp_path: Path) -> None:
    """As in the previous release's messages and as in this one's, counted in the database."""

    def digests() -> int:
        with contextlib.closing(sqlite3.connect(tmp_path / "bellwether.sqlite3")) as database:
            return int(database.execute("SELECT count(*) FROM subscriptions").fetchone()[0])

    async with program("web", slack, tmp_path, **OVER_HTTP) as running:
        await running.until_ready()

        async def sent(body: str) -> dict[str, Any]:
            before = len(slack.responses)
            assert (await running.post(body))[0] == 200
            await slack.until(lambda: len(slack.responses) > before, PATIENCE)
            return slack.responses[before]

        async def pressed(button: dict[str, Any]) -> dict[str, Any]:
            payload = press(button["action_id"], button["value"], slack=slack, ephemeral=True)
            return await sent(urlencode({"payload": json.dumps(payload)}))

        def named(message: dict[str, Any], label: str) -> list[dict[str, Any]]:
            rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
            buttons = [part for row in rows for part in row if part["type"] == "button"]

            return [button for button in buttons if button["text"]["text"] == label]

        words = "subscribe 08:30 Europe/Berlin market days"
        message = await sent(slash("/digest", words, slack=slack))
        assert digests() == 1, message["text"]
        assert named(message, "Share to channel") == []
        old = {"action_id": "share:asker:dark:3", "value": f"/digest {words}"}
        refused = await pressed(old)
        assert (refused["response_type"], digests()) == ("ephemeral", 1)
        assert named(refused, "/digest list")

        private = await sent(slash("/compare", "rut ndx private", slack=slack))
        (share,) = named(private, "Share to channel")
        shared = await pressed(share)
        assert (shared["response_type"], shared["text"]) == ("in_channel", private["text"])
    clean(running)
    async with program("web", slack, tmp_path, **OVER_HTTP) as again:
        await again.until_ready()
        before = len(slack.responses)
        payload = press(share["action_id"], share["value"], slack=slack, ephemeral=True)
        assert (await again.post(urlencode({"payload": json.dumps(payload)})))[0] == 200
        await slack.until(lambda: len(slack.responses) > before, PATIENCE)
        later = slack.responses[before]
        assert (later["response_type"], later["text"]) == ("in_channel", private["text"])
        assert digests() == 1
    clean(again)


async def test_in_socket_mode_a_command_is_acknowledged_answered_with_a_picture_and_drained(
    slack: Slack, tmp_path: Path
) -> None:
    async with program("slack", slack, tmp_path, **SOCKET_MODE) as running:
        await asyncio.wait_for(slack.connected.wait(), PATIENCE)

        async def ask() -> None:
            asked = command("/market", "compare rut ndx", slack) | {"trigger_id": str(time.monotonic())}
            assert await asyncio.wait_for(await slack.push("slash_commands", asked), 3) == {}

        assert "Russell 2000" in (await warm(slack, ask))["text"]
        assert any(file["content"].startswith(PNG) for file in slack.files.values())
        assert "planted" not in running.command_line()
        last = command("/compare", "spx dji 6m", slack)
        before = len(slack.responses)
        await asyncio.wait_for(await slack.push("slash_commands", last), 3)
    clean(running)
    assert len(slack.responses) == before + 1  # SIGTERM came while it was being answered


async def test_a_workspace_installs_into_the_real_program_and_is_answered_after_a_restart(
    slack: Slack, tmp_path: Path
) -> None:
    slack.tokens.clear()
    async with program("web", slack, tmp_path, **MANY) as running:
        await running.until_ready()
        status, _text, headers = await running.get("/slack/install")
        assert status == 302
        assert headers["Location"].startswith("https://slack.com/oauth/v2/authorize?")
        state = headers["Location"].split("state=")[1].split("&")[0]
        cookie = headers["Set-Cookie"].split(";")[0]
        back = f"/slack/oauth_redirect?code=good&state={state}"
        assert (await running.get(back, Cookie=cookie))[0] == 200
    clean(running)
    async with program("web", slack, tmp_path, **MANY) as again:
        await again.until_ready()
        assert (await again.post(json.dumps(mention("<@UBOT> about")), "json"))[0] == 200
        await slack.until(lambda: bool(slack.messages), PATIENCE)
    clean(again)
    assert "Bellwether" in slack.messages[0]["text"]


async def test_a_slack_that_is_away_does_not_keep_the_console_from_starting(
    slack: Slack, tmp_path: Path
) -> None:
    away = OVER_HTTP | {"BELLWETHER_SLACK_API_BASE": "http://127.0.0.1:1/api/"}
    async with program("web", slack, tmp_path, **away) as running:
        await running.until_ready()
    clean(running)


async def test_a_program_without_its_connection_to_slack_says_that_it_is_not_ready(
    slack: Slack, tmp_path: Path
) -> None:
    let_in = asyncio.Event()

    async def hold(request: web.Request) -> None:
        if request.path.endswith("apps.connections.open"):
            await let_in.wait()

    slack.intercept = hold
    async with program("run", slack, tmp_path, **SOCKET_MODE) as running:
        await running.until_answering()
        assert (await running.get("/readyz"))[:2] == (503, "no connection to Slack\n")
        let_in.set()
        await running.until_ready()
        assert slack.connected.is_set()
    clean(running)


async def test_in_an_enterprise_a_person_is_one_in_all_workspaces_and_elsewhere_in_one(
    slack: Slack, tmp_path: Path
) -> None:
    async with program("web", slack, tmp_path, **OVER_HTTP) as running:
        await running.until_ready()

        async def said(text: str, team: str, person: str = "U1", enterprise: str = "") -> str:
            name, _, rest = text.partition(" ")
            place = {"team_id": team, "user_id": person} | (
                {"enterprise_id": enterprise} if enterprise else {}
            )
            before = len(slack.responses)
            assert (await running.post(slash(name, rest, slack=slack, **place)))[0] == 200
            await slack.until(lambda: len(slack.responses) > before, PATIENCE)
            return json.dumps(slack.responses[-1])

        await said("/watchlist add iwm", "T1", enterprise="E1")
        await said("/watchlist add qqq", "T2", enterprise="E1")
        await said("/watchlist add gld", "T2", person="U2", enterprise="E1")
        await said("/watchlist add tlt", "T9")  # a workspace of its own, where another person is U1
        for team in ("T1", "T2"):
            assert "2 things stored about you" in await said("/privacy", team, enterprise="E1")
            assert "1 thing stored about you" in await said("/privacy", team, "U2", enterprise="E1")
        assert "1 thing stored about you" in await said("/privacy", "T9")
        assert "Erased: 2 things" in await said("/privacy erase yes", "T2", enterprise="E1")
        assert "0 things stored about you" in await said("/privacy", "T1", enterprise="E1")
        assert "1 thing stored about you" in await said("/privacy", "T1", "U2", enterprise="E1")
        assert "1 thing stored about you" in await said("/privacy", "T9")
    clean(running)
