"""The real program over standard input and output, with the SDK's own client."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from commands import COMMANDS
from tests.bot.adapters.web.browser import PATIENCE, ROOT

WORDS = ["-m", "bot", "mcp"]


def environment(folder: Path) -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("BELLWETHER_")}
    return env | {"PYTHONPATH": str(ROOT), "BELLWETHER_DATA_DIR": str(folder)}


async def test_the_program_answers_an_assistant_that_started_it(tmp_path: Path) -> None:
    started = StdioServerParameters(
        command=sys.executable, args=WORDS, env=environment(tmp_path), cwd=tmp_path
    )
    with (tmp_path / "said.txt").open("w+") as said:
        async with Client(stdio_client(started, errlog=said)) as client:
            assert len((await client.list_tools()).tools) == sum(command.only_asks for command in COMMANDS)
            result = await client.call_tool("compare", {"symbols": ["rut", "ndx"], "period": "3y"})
            assert [part.type for part in result.content] == ["text", "image"]
            document = result.structured_content
            assert (document["command"], document["sample"], document["stale"]) == (
                "/compare rut ndx 3y",
                True,
                False,
            )
            assert document["evidence"]
            refused = await client.call_tool("quote", {"symbol": "xyzzy"})
            assert refused.is_error
        said.seek(0)
        assert "Traceback" not in said.read()


def test_it_ends_when_asked_though_the_assistant_still_listens(tmp_path: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, *WORDS],
        env=environment(tmp_path),
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert running.stdin
    assert running.stdout
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "t", "version": "1"},
        },
    }
    running.stdin.write(b"no json\n" + json.dumps(hello).encode() + b"\n")
    running.stdin.flush()
    answers = [json.loads(running.stdout.readline())]
    if answers[-1].get("id") != 1:  # what is no JSON may be answered, too
        answers.append(json.loads(running.stdout.readline()))
    assert answers[-1]["result"]["serverInfo"]["name"] == "bellwether"
    running.send_signal(signal.SIGTERM)
    assert running.wait(PATIENCE) == 0
    assert running.stdout.read() == b""
    running.stdin.close()
    running.stdout.close()
