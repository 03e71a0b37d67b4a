"""`bellwether run` and the single faces as real processes: they start, refuse clearly, and drain."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.adapters.discord.platform import DISCORD
from bot.adapters.slack.platform import SLACK
from bot.adapters.web.platform import WEB
from bot.settings import Settings
from bot.wiring.run import can_post, configured
from tests.bot.program import ROOT, run

PATIENCE = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def program(*words: str, folder: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("BELLWETHER_")}
    env |= {
        "PYTHONPATH": str(ROOT),
        "BELLWETHER_DATA_DIR": str(folder),
        "PYTHONUNBUFFERED": "1",
        **environment,
    }
    started = subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield started
    finally:
        started.kill()
        started.communicate()


async def ready(port: int) -> None:
    """Until the console answers that it is ready."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    async with aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    assert await answer.text() == "ready\n"
                    return
            except aiohttp.ClientConnectionError:
                assert asyncio.get_running_loop().time() < deadline, "the program never became ready"
                await asyncio.sleep(0.05)  # between knocks at a port that is not open yet


@pytest.mark.parametrize("word", ["web", "run"])
async def test_it_serves_the_console_without_any_key_and_leaves_on_sigterm(tmp_path: Path, word: str) -> None:
    port = free_port()
    with program(word, folder=tmp_path, BELLWETHER_WEB_PORT=str(port)) as started:
        await ready(port)
        started.send_signal(signal.SIGTERM)
        _out, err = started.communicate(timeout=PATIENCE)
    assert started.returncode == 0, err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("words", "environment", "says"),
    [
        (("slack",), {}, "BELLWETHER_SLACK_BOT_TOKEN"),
        (("slack",), {"BELLWETHER_SLACK_BOT_TOKEN": "planted"}, "xoxb-"),
        (("discord",), {}, "There is no bot token"),
        (("discord", "invite"), {}, "docs/discord.md"),
        (("web", "--host", "0.0.0.0"), {}, "BELLWETHER_WEB_TOKEN"),  # refused, that is the point
    ],
)
def test_what_cannot_start_says_why_in_one_line(tmp_path: Path, words, environment, says: str) -> None:
    done = run(*words, cwd=tmp_path, **environment)
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, done.stderr
    assert says in lines[0]
    assert "planted" not in done.stderr


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run("web", "--port", port, cwd=tmp_path)
    assert done.returncode == 1
    assert f"Port {port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_faces_that_run_are_those_that_are_configured() -> None:
    assert configured(Settings()) == (WEB,)
    assert not can_post(Settings())
    everything = Settings(slack_bot_token="xoxb-1", slack_app_token="xapp-1", discord_token="t")  # type: ignore[arg-type]
    assert configured(everything) == (SLACK, DISCORD, WEB)
    assert can_post(everything)


def test_the_manifest_and_the_invite_are_printed(tmp_path: Path) -> None:
    assert '"/smallcaps"' in run("slack", "manifest", "--json", cwd=tmp_path).stdout
    invite = run("discord", "invite", cwd=tmp_path, BELLWETHER_DISCORD_APPLICATION_ID="123456789")
    assert "client_id=123456789" in invite.stdout
