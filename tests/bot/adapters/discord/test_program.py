"""The real program in a process of its own against Discord's stand-in on loopback sockets.

Real here: the program `bellwether discord`, the engine, the sample market, the render processes, discord.py with its
HTTP and websocket clients. A stand-in: Discord (standin.py says what it keeps of the rules).
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.discord.schema import CHECK
from bot.settings import Settings
from bot.store.store import Store
from commands.framework.ports import Alert, Holder, Place
from market.alerts.rules import AlertRule
from market.clock import SystemClock
from tests.bot.adapters.discord.rules import buttons, texts, title
from tests.bot.adapters.discord.standin import ANN, BOB, CHANNEL, GUILD, TOKEN, Discord

ROOT = Path(__file__).resolve().parents[4]
PROGRAM = [sys.executable, "-m", "bot", "discord"]
PNG = b"\x89PNG\r\n\x1a\n"


class Program:
    """One run of the program."""

    def __init__(self, discord: Discord, home: Path, token: str = TOKEN) -> None:
        self._environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "BELLWETHER_DATA_DIR": str(home),
            "BELLWETHER_DISCORD_TOKEN": token,
            "BELLWETHER_DISCORD_API_BASE": discord.api,
            "BELLWETHER_DISCORD_GATEWAY": discord.gateway,
            "BELLWETHER_ASKS_PER_MINUTE": "1000",
        }

    def command_line(self) -> str:
        """As other people on the machine see it in the list of processes."""
        return Path(f"/proc/{self.process.pid}/cmdline").read_text()

    async def __aenter__(self) -> Program:
        pipe = asyncio.subprocess.PIPE
        self.process = await asyncio.create_subprocess_exec(
            *PROGRAM, env=self._environment, cwd=ROOT, stdout=pipe, stderr=asyncio.subprocess.STDOUT
        )
        assert self.process.stdout
        self._reading = asyncio.create_task(self.process.stdout.read())
        return self

    async def __aexit__(self, *exception: object) -> None:
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self.process.wait(), 60)
        except TimeoutError:
            self.process.kill()
            raise
        finally:
            self.output = (await self._reading).decode()
            print(self.output)  # noqa: T201 — pytest shows it beside a failure


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    discord = Discord()
    await discord.start()
    yield discord
    await discord.stop()


async def warm(discord: Discord) -> None:
    """Ask until a picture comes: on a busy machine the render processes take a while to start."""
    for _ in range(8):
        if (await discord.answer(await discord.slash("quote", symbol="rut"))).files:
            return
    pytest.fail("no picture came")


async def test_a_conversation_with_restart_and_dropped_socket(discord: Discord, tmp_path: Path) -> None:
    async with Program(discord, tmp_path) as first:
        await discord.until(lambda: discord.identifies)
        assert discord.intents == 1  # guilds: nothing privileged
        await warm(discord)
        assert TOKEN not in first.command_line()
        message = await ask_and_press(discord)
        await check_a_message(discord)
        await complete(discord)
        await acknowledge_beside_pictures(discord)
        last = await discord.slash("compare", symbols="spx dji", period="6m")
        await discord.until(lambda: last["id"] in discord.acknowledged)
    assert first.process.returncode == 0
    assert len(discord.edits(last)) == 1  # SIGTERM came while it was being answered

    async with Program(discord, tmp_path) as second:
        await discord.until(lambda: discord.identifies == 2)
        assert sum(1 for c in discord.calls if c.path.endswith("/commands")) == 1  # unchanged: told once
        await warm(discord)
        pressed = await discord.click(message, buttons(message)["Dark picture"])
        assert (await discord.answer(pressed)).files["chart.png"].startswith(PNG)
        await resume(discord)
    assert second.process.returncode == 0
    for output in (first.output, second.output):
        assert TOKEN not in output
        assert "interaction-" not in output  # their tokens answer in the bot's name for 15 minutes


async def ask_and_press(discord: Discord) -> dict[str, Any]:
    """Slash, deferral, edit with words and picture, then a button; the message after it."""
    asked = await discord.slash("compare", symbols="rut ndx", period="1y")
    answer = await discord.answer(asked)
    assert discord.ack_seconds(asked) < 3
    (callback,) = (c for c in discord.calls if c.path.endswith(f"/{asked['token']}/callback"))
    assert callback.json["type"] == 5
    assert "Russell 2000" in title(answer.json)
    assert "2026-01-22" in texts(answer.json)[-1]
    assert answer.files["chart.png"].startswith(PNG)
    assert "Russell 2000" in answer.json["attachments"][0]["description"]
    message = discord.messages[asked["token"]]
    pressed = await discord.click(message, buttons(message)["Light picture"])
    light = await discord.answer(pressed)
    assert light.files["chart.png"].startswith(PNG)
    assert light.files["chart.png"] != answer.files["chart.png"]
    return discord.messages[pressed["token"]]


async def check_a_message(discord: Discord) -> None:
    """From the menu of a message to the verdict on its claims."""
    answer = await discord.answer(await discord.check(CHECK, "Small caps closed at a record on 2026-01-22."))
    assert "claim" in title(answer.json)


async def complete(discord: Discord) -> None:
    typed = await discord.typing("compare", "symbols", "rut nas")
    await discord.until(lambda: typed["id"] in discord.acknowledged)
    choices = next(c for c in discord.calls if typed["token"] in c.path).json["data"]["choices"]
    assert choices[0]["value"].startswith("rut ")


async def acknowledge_beside_pictures(discord: Discord) -> None:
    """Ten distinct pictures are drawn; neither deferrals nor completions wait for them."""
    periods = ("1m", "3m", "6m", "ytd", "1y", "3y", "5y", "10y", "max", "5d")
    asked = [await discord.slash("compare", symbols="rut ndx spx", period=period) for period in periods]
    typed = [await discord.typing("compare", "symbols", f"rut {letter}") for letter in "abcdefghij"]
    for interaction in asked:
        assert title((await discord.answer(interaction)).json)
    seconds = sorted(discord.ack_seconds(interaction) for interaction in asked + typed)
    print("seconds to acknowledge:", [round(s, 3) for s in seconds])  # noqa: T201 — shown beside a failure
    assert seconds[len(seconds) // 2] < 0.5
    assert seconds[-1] < 2


async def resume(discord: Discord) -> None:
    """The socket dies; what was asked meanwhile is answered once, also when it is delivered twice."""
    await discord.drop()
    missed = await discord.slash("compare", symbols="rut spx")
    await discord.until(lambda: discord.resumes)
    await discord.answer(missed)
    await discord.replay(missed)  # Discord promises delivery at least once
    await discord.answer(await discord.slash("about"))
    assert len(discord.edits(missed)) == 1
    assert discord.identifies == 2


async def test_a_bad_token_stops_with_one_clear_line(discord: Discord, tmp_path: Path) -> None:
    async with Program(discord, tmp_path, token="wrong-token") as program:
        await asyncio.wait_for(program.process.wait(), 60)
    assert program.process.returncode not in (0, None)
    last = program.output.strip().splitlines()[-1]
    assert last.startswith("Discord refused the bot token. Copy it again")
    assert "Traceback" not in program.output
    assert "wrong-token" not in program.output


OTHER_GUILD = "3999"


async def headline(
    discord: Discord, user: dict[str, Any], guild: str | None, name: str, **options: str
) -> str:
    """What the bot answers to a command, in one text."""
    answer = await discord.answer(await discord.slash_from(user, guild, name, **options))
    return json.dumps(answer.json["components"], ensure_ascii=False) + "".join(
        content.decode("utf-8", "replace") for name, content in answer.files.items() if name.endswith(".json")
    )


def plant_what_an_earlier_release_wrote(home: Path) -> None:
    """A list and an alert of Ann's in a server, and an alert of Bob's in his direct messages."""
    store = Store.open(Settings(data_dir=home), SystemClock())
    store.watchlists.add(Holder("discord", GUILD, ANN["id"]), ["IWM"])
    rule = AlertRule.parse("rut record")
    store.alerts.add(Alert(Place("discord", GUILD, CHANNEL), ANN["id"], rule))
    store.alerts.add(Alert(Place("discord", "", f"9{BOB['id']}"), BOB["id"], rule))
    store.close()


async def test_a_person_is_one_in_two_servers_and_direct_messages_and_nobody_elses(
    discord: Discord, tmp_path: Path
) -> None:
    await asyncio.to_thread(plant_what_an_earlier_release_wrote, tmp_path)
    async with Program(discord, tmp_path) as running:
        await discord.until(lambda: discord.identifies)
        await headline(discord, BOB, None, "watchlist", verb="add", symbols="gld")
        await headline(discord, BOB, None, "watchlist", verb="add", whose="here", symbols="tlt")
        await headline(discord, ANN, None, "watchlist", verb="add", symbols="qqq")
        for guild in (GUILD, OTHER_GUILD, None):
            assert "3 things stored about you" in await headline(discord, ANN, guild, "privacy")
            assert "You have 1 of 20 alerts" in await headline(discord, ANN, guild, "alert list")
            assert "2 of 50" in await headline(discord, ANN, guild, "watchlist", verb="add", symbols="iwm")
            assert "3 things stored about you" in await headline(discord, BOB, guild, "privacy")
        for verb, sure in (("show", {}), ("export", {}), ("erase", {"confirm": "yes"})):
            refused = await headline(discord, ANN, None, "privacy", verb=verb, whose="workspace", **sure)
            assert "There is no workspace here" in refused
            assert "GLD" not in refused
        exported = await headline(discord, ANN, None, "privacy export")
        assert "IWM" in exported
        assert not any(ticker in exported for ticker in ("GLD", "TLT", BOB["id"]))
        erased = await headline(discord, ANN, OTHER_GUILD, "privacy erase", confirm="yes")
        assert "Erased: 3 things" in erased
        for guild in (GUILD, OTHER_GUILD, None):
            assert "0 things stored about you" in await headline(discord, ANN, guild, "privacy")
            assert "3 things stored about you" in await headline(discord, BOB, guild, "privacy")
    assert "Traceback" not in running.output
