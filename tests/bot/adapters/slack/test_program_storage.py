"""The real program over Slack's stand-in, while its database is damaged, put back, or holds tokens."""

from __future__ import annotations

import asyncio
import json
import os
import stat
from pathlib import Path

from bot.unavailable import APOLOGY
from tests.bot.adapters.slack.conftest import mention, slash
from tests.bot.adapters.slack.standin import Slack
from tests.bot.adapters.slack.test_program import MANY, OVER_HTTP, PATIENCE, Program, program

# Nothing is configured that would be Slack's: the same database, with another key.
OTHER_KEY = {"BELLWETHER_SECRET_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}


async def answered(running: Program, slack: Slack, name: str, text: str) -> str:
    before = len(slack.responses)
    assert (await running.post(slash(name, text, slack=slack)))[0] == 200
    await slack.until(lambda: len(slack.responses) > before, PATIENCE)
    return str(slack.responses[-1]["text"])


def overwrite(path: Path, content: bytes) -> None:
    """In place and at once: the running program never meets an empty file, which `write_bytes` makes first."""
    with path.open("r+b") as file:
        file.write(content)


async def test_people_are_told_the_operator_is_told_and_it_goes_on_by_itself(
    slack: Slack, tmp_path: Path
) -> None:
    path = tmp_path / "bellwether.sqlite3"
    async with program("web", slack, tmp_path, **OVER_HTTP) as running:
        await running.until_ready()
        assert "Added IWM" in await answered(running, slack, "/watchlist", "add iwm")
    whole = path.read_bytes()
    async with program("web", slack, tmp_path, **OVER_HTTP) as running:
        await running.until_ready()
        overwrite(path, whole[:4096] + os.urandom(len(whole) - 4096))
        for _again in range(3):
            assert APOLOGY in await answered(running, slack, "/watchlist", "show")
        assert "Russell 2000" in await answered(running, slack, "/quote", "rut")
        overwrite(path, whole)
        assert "IWM" in await answered(running, slack, "/watchlist", "show")
    assert running.code == 0
    lines = [line for line in running.output.splitlines() if f"The database {path} is damaged." in line]
    assert len(lines) == 1, running.output
    assert "Traceback" not in running.output
    assert "Something went wrong" not in json.dumps(slack.responses)


async def test_a_program_that_needs_its_database_at_the_start_ends_with_one_line(
    slack: Slack, tmp_path: Path
) -> None:
    path = tmp_path / "bellwether.sqlite3"
    path.write_bytes(b"no database, however long it may be" * 1000)
    async with program("web", slack, tmp_path, **OVER_HTTP) as refused:
        await asyncio.wait_for(refused.process.wait(), PATIENCE)
    assert refused.code == 1
    assert refused.output.splitlines()[1:] == [
        f"The database {path} is no database. Stop the program, move the file away and put a copy back in "
        "its place (docs/operations.md)."
    ]


async def install(running: Program) -> None:
    status, _text, headers = await running.get("/slack/install")
    assert status == 302
    state = headers["Location"].split("state=")[1].split("&")[0]
    cookie = headers["Set-Cookie"].split(";")[0]
    back = f"/slack/oauth_redirect?code=good&state={state}"
    assert (await running.get(back, Cookie=cookie))[0] == 200


async def test_no_file_of_the_program_holds_a_token_or_opens_to_others(slack: Slack, tmp_path: Path) -> None:
    slack.tokens.clear()
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o755)  # as an older release made it
    before = os.umask(0)
    try:
        async with program("web", slack, home, **MANY) as running:
            await running.until_ready()
            await install(running)
            files = [path for path in home.rglob("*") if path.is_file()]
            assert {"bellwether.sqlite3", "bellwether.sqlite3-wal", "secret.key"} <= {
                path.name for path in files
            }
            assert not any(b"planted" in path.read_bytes() for path in files)
            wide = [path for path in (home, *home.rglob("*")) if stat.S_IMODE(path.stat().st_mode) & 0o077]
            assert wide == []
    finally:
        os.umask(before)
    assert running.code == 0
    async with program("web", slack, home, **MANY) as again:
        await again.until_ready()
        assert (await again.post(json.dumps(mention("<@UBOT> about")), "json"))[0] == 200
        await slack.until(lambda: bool(slack.messages), PATIENCE)
    assert "Bellwether" in slack.messages[0]["text"]
    async with program("web", slack, home, **MANY, **OTHER_KEY) as refused:
        await asyncio.wait_for(refused.process.wait(), PATIENCE)
    assert refused.code == 1
    assert "encrypted with another key" in refused.output
    assert "Traceback" not in refused.output


async def test_several_machines_without_a_key_are_told_how_to_make_one(slack: Slack, tmp_path: Path) -> None:
    server = {"DATABASE_URL": f"sqlite:///{tmp_path / 'shared.sqlite3'}"}
    async with program("web", slack, tmp_path, **MANY, **server) as refused:
        await asyncio.wait_for(refused.process.wait(), PATIENCE)
    assert refused.code == 1
    assert "Set BELLWETHER_SECRET_KEY" in refused.output
    assert "Traceback" not in refused.output
    async with program("web", slack, tmp_path, **OVER_HTTP, **server) as running:  # nothing to encrypt
        await running.until_ready()
