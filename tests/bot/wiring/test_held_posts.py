"""`bellwether worker` against platforms that refuse it for no fault of the channels, and heal; and against a
history that shows messages late.

Real here: the program, the sample market, the database, the durable engine, both chat SDKs, the clock. Stand-ins
on loopback sockets: Slack and Discord. Where a post waits to be tried again, a tenth of its time passes.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.settings import Settings
from bot.store.ledger import Stage
from bot.store.store import Store
from bot.store.subscriptions import pause
from commands.framework.ports import Place, Section, State, Subscription
from market.calendars.schedule import Days, Edition, Schedule
from market.clock import SystemClock
from tests.bot.adapters.discord.standin import CHANNEL, GUILD, TOKEN, Discord
from tests.bot.adapters.slack.conftest import direct
from tests.bot.adapters.slack.standin import BOT, Slack
from tests.bot.adapters.slack.test_program import MANY, PATIENCE, ROOT, program
from tests.bot.wiring.quick_program import QUICKER

HEALING = 240.0  # on a busy machine
QUICK = "tests.bot.wiring.quick_program"  # in six seconds a post is tried again that waits a minute


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with Slack() as running:
        running.began = int(time.time())
        yield running


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    running = Discord()
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(Settings(_env_file=None, data_dir=tmp_path), SystemClock())  # type: ignore[call-arg]  # pydantic's own


def subscribed(store: Store, place: Place) -> Subscription:
    """A digest that is due now."""
    due = datetime.now(UTC).replace(second=0, microsecond=0)
    schedule = Schedule(Edition.MORNING, "UTC", due.time(), Days.parse("daily"))
    return store.subscriptions.add(Subscription(place, "U1", schedule, (Section.SMALL_CAPS,), next_due=due))


async def until(condition: Callable[[], Any], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while not await asyncio.to_thread(condition):  # noqa: ASYNC110 — another process makes it true
            await asyncio.sleep(0.5)


async def said_by(word: str, *more: str, home: Path) -> str:
    """What another process of the program prints."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", word, *more, cwd=home, stdout=asyncio.subprocess.PIPE,
        env={k: v for k, v in os.environ.items() if not k.startswith("BELLWETHER_")}
        | {"PYTHONPATH": str(ROOT), "BELLWETHER_DATA_DIR": str(home), "COLUMNS": "300"},
    )  # fmt: skip
    output, _errors = await process.communicate()
    return output.decode()


async def test_refused_credentials_hold_the_digests_of_both_platforms_until_they_are_healed(
    slack: Slack, discord: Discord, store: Store, tmp_path: Path
) -> None:
    places = (Place("slack", "T1", "C1"), Place("discord", GUILD, CHANNEL))
    for place in places:
        subscribed(store, place)
    slack.answers["chat.postMessage"] = [(200, {"ok": False, "error": "token_revoked"}, {})] * 1000
    discord.refusal = (401, '{"code": 0, "message": "401: Unauthorized"}', "application/json")
    both = {
        "BELLWETHER_SLACK_BOT_TOKEN": BOT,
        "BELLWETHER_DISCORD_TOKEN": TOKEN,
        "BELLWETHER_DISCORD_API_BASE": discord.api,
    }
    async with program("worker", slack, tmp_path, QUICK, **both) as running:
        await until(lambda: len(store.ledger.held()) == 2, HEALING)
        jobs = await said_by("jobs", home=tmp_path)
        assert "Held, until this is mended: 1 × The token was revoked." in jobs
        assert "Held, until this is mended: 1 × Discord refused the bot token." in jobs
        doctor = await said_by("doctor", home=tmp_path)
        assert "1 held: Discord refused the bot token." in doctor
        slack.answers.clear()
        discord.refusal = None
        await until(lambda: len(store.ledger.listed(Stage.SENT)) == 2, HEALING)
    assert running.code == 0
    assert "Traceback" not in running.output
    assert running.output.count("posts held") == 2
    assert (len(slack.messages), len(discord.posts)) == (1, 1)
    for place in places:
        assert [s.state for s in store.subscriptions.of_channel(place)] == [State.ACTIVE]


async def test_a_message_that_slack_shows_half_a_minute_late_is_not_doubled(
    slack: Slack, store: Store, tmp_path: Path
) -> None:
    subscribed(store, Place("slack", "T1", "C1"))
    slack.history_lag = 30.0 / QUICKER

    async def cut(request: web.Request) -> None:
        if request.path.endswith("chat.postMessage") and request.transport:
            slack.intercept = None
            request.transport.abort()

    slack.intercept = cut
    async with program("worker", slack, tmp_path, QUICK, BELLWETHER_SLACK_BOT_TOKEN=BOT):
        await until(lambda: len(store.ledger.listed(Stage.SENT)) == 1, HEALING)
    assert len(slack.messages) == 1
    assert store.ledger.listed(Stage.SENT)[0].message == slack.messages[0]["ts"]


@pytest.mark.parametrize("everywhere", [False, True])
async def test_a_workspace_of_an_organisation_is_answered_by_one_process_and_gets_its_digest_from_another(
    slack: Slack, store: Store, tmp_path: Path, everywhere: bool
) -> None:
    slack.enterprise, slack.everywhere = "E1", everywhere
    slack.tokens.clear()
    grid = {"team_id": "T1", "enterprise_id": "E1", "is_enterprise_install": everywhere}
    question = direct("quote rut", subtype="file_share", files=[{"id": "F9", "name": "screenshot.png"}])
    async with program("web", slack, tmp_path, **MANY) as running:
        await running.until_ready()
        _status, _text, headers = await running.get("/slack/install")
        state, cookie = (
            headers["Location"].split("state=")[1].split("&")[0],
            headers["Set-Cookie"].split(";")[0],
        )
        back = f"/slack/oauth_redirect?code=good&state={state}"
        assert (await running.get(back, Cookie=cookie))[0] == 200
        body = json.dumps(question | grid | {"authorizations": [grid]})
        assert (await running.post(body, "json"))[0] == 200
        await slack.until(lambda: bool(slack.messages), PATIENCE)
    assert "2,718.77" in slack.messages[0]["text"]
    subscribed(store, Place("slack", "T1", "C1"))
    async with program("worker", slack, tmp_path, **MANY):
        await until(lambda: len(store.ledger.listed(Stage.SENT)) == 1, HEALING)
    assert [m["channel"] for m in slack.messages] == ["D1", "C1"]


async def test_an_operator_turns_on_what_older_versions_paused(store: Store, tmp_path: Path) -> None:
    wrong, right = (subscribed(store, Place("slack", "T1", channel)) for channel in ("C1", "C2"))
    with store.engine.begin() as c:
        pause(c, wrong.id, "Slack does not accept this token (invalid_auth; see docs/slack.md).")
        pause(c, right.id, "That channel is archived. Choose another one (is_archived; see docs/slack.md).")
    assert "invalid_auth" in await said_by("jobs", "resume", home=tmp_path)
    assert "is on again" in await said_by("jobs", "resume", "--all", home=tmp_path)
    states = [store.subscriptions.of_channel(s.place)[0] for s in (wrong, right)]
    assert [s.state for s in states] == [State.ACTIVE, State.PAUSED]
    assert states[0].next_due is not None
    assert "No digest is paused" in await said_by("jobs", "resume", "--all", home=tmp_path)
