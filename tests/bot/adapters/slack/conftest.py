"""The real engine over a few commands, the real Bolt app and slack_sdk clients; stand-ins are
Slack itself (`standin.py`) and a render pool that gives one grey pixel."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from pydantic import SecretStr
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot.adapters.slack.wiring import SlackAdapter
from bot.engine.engine import Engine
from bot.settings import Settings
from bot.store.installations import InstallationTokens
from bot.store.migrate import migrate
from commands.framework.asker import Asker
from commands.framework.command import command
from commands.framework.parameters import Count, Symbols
from commands.framework.parsers import RemainingText
from commands.framework.reply import Action, Attachment, Column, Evidence, Fact, Reply, Table, Visibility
from market.clock import SystemClock
from market.formatting import Unit
from market.period import ONE_YEAR, Period
from market.provenance import Provenance
from tests.bot.adapters.slack.standin import APP, BOT, Slack
from tests.bot.pictures import CLOSE, Pool, line

SECRET = "planted-signing-secret"
_TRIGGERS = itertools.count(1)


@command("/compare rut ndx")
def compare(symbols: Annotated[Symbols, Count(2, 8)], period: Period = ONE_YEAR) -> Reply:
    """How markets did against each other."""
    words = " ".join(symbol.word for symbol in symbols)
    return Reply(
        headline=f"S&P watchers: {words} led by +8.55 points {period.words}.",
        facts=(Fact("Close", 2718.77, Unit.LEVEL, "the 8th record of 2026"),),
        table=Table((Column("Market"), Column("Change", Unit.CHANGE)), (("Russell 2000", 0.0954),)),
        chart=line(f"{words} {period}"),
        notes=("All by price return.",),
        actions=(Action("3Y", f"/compare {words} 3y"), Action("Mine", "/exposure AAPL 40")),
        evidence=(Evidence("It led.", "a - b", ("a", "b"), "Sample"),),
        provenance=Provenance("Sample", CLOSE, sample=True),
    )


@command("/exposure AAPL 40, NVDA 25", visibility=Visibility.PRIVATE)
def exposure(holdings: str) -> Reply:
    """What a list of holdings is exposed to. Shown to you alone."""
    return Reply(
        headline=f"Holdings {holdings}.",
        visibility=Visibility.PRIVATE,
        actions=(Action("Again", "/exposure NVDA 25"),),
    )


@command("/evidence compare rut ndx")
def evidence(question: str) -> Reply:
    """What stands behind an answer."""
    return Reply(headline=f"Behind {question}", attachments=(Attachment("series.csv", b"session,rut\n"),))


Prose = Annotated[str, RemainingText("an article or a message", prose=True)]


@command("/check Small caps closed at a record.")
def check(claim: Prose) -> Reply:
    """Whether a claim is true."""
    return Reply(headline=f"Checked: {claim}")


@command("/whoami")
def whoami(*, asker: Asker) -> Reply:
    """What the bot knows about the asker."""
    return Reply(headline=f"{asker.workspace} {asker.person} {asker.zone} manages={asker.manages}")


@command("/help")
def help_() -> Reply:
    """What can be asked."""
    rows = tuple((f"/command{i}", i) for i in range(12))
    return Reply(
        headline="Ask me something.", table=Table((Column("Command"), Column("Uses", Unit.COUNT)), rows)
    )


COMMANDS = (compare, exposure, evidence, check, whoami, help_)


@pytest.fixture
def pool() -> Pool:
    return Pool()


@pytest.fixture
async def engine(pool: Pool) -> AsyncIterator[Engine]:
    made = Engine(
        COMMANDS,
        lambda request, _deadline: {Asker: request.asker},
        pool=pool,  # type: ignore[arg-type]  # the edge of these tests
        asks_per_minute=1000,
    )
    yield made
    await made.close()


@pytest.fixture
def settings(slack: Slack) -> Settings:
    return Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic's own switch
        slack_bot_token=SecretStr(BOT),
        slack_app_token=SecretStr(APP),
        slack_signing_secret=SecretStr(SECRET),
        slack_api_base=slack.base_url,
    )


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with Slack() as running:
        yield running


def tokens_in(database: sa.Engine, folder: Path) -> InstallationTokens:
    """Encryption of the installations in a database, which is migrated, with a key file in the folder."""
    migrate(database, datetime.now(UTC))
    return InstallationTokens.open(database, SystemClock(), Settings(_env_file=None, data_dir=folder))  # type: ignore[call-arg]  # as above


async def no_pause(_seconds: float) -> None:
    """Polling without waiting."""


@pytest.fixture
async def face(engine: Engine, settings: Settings, slack: Slack) -> AsyncIterator[SlackAdapter]:
    made = SlackAdapter(engine, settings, pause=no_pause)
    await made.introduce()
    yield made
    await made.close()


def signed(body: str, *, at: float | None = None, secret: str = SECRET, kind: str = "json") -> dict[str, Any]:
    """The headers that Slack would send with `body`."""
    stamp = str(int(at if at is not None else time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    return {
        "Content-Type": "application/json" if kind == "json" else "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature or "",
    }


def slash(
    name: str, text: str = "", *, slack: Slack, channel: str = "C1", trigger: str = "", **payload: str
) -> str:
    """The body of a slash command. `payload`: fields that differ."""
    return urlencode(
        {
            "command": name, "text": text, "team_id": "T1", "channel_id": channel, "channel_name": "general",
            "user_id": "U1", "response_url": slack.reply_url(), "trigger_id": trigger or f"t{next(_TRIGGERS)}",
        }
        | payload
    )  # fmt: skip


def mention(text: str, *, event_id: str = "", **event: Any) -> dict[str, Any]:
    """The body of an app_mention, or of another event."""
    told = {"type": "app_mention", "user": "U1", "text": text, "channel": "C1", "ts": "1769.1"} | event
    return {
        "type": "event_callback", "team_id": "T1", "api_app_id": "A1",
        "event_id": event_id or f"Ev{next(_TRIGGERS)}", "event": told,
    }  # fmt: skip


def direct(text: str, **event: Any) -> dict[str, Any]:
    return mention(text, type="message", channel="D1", channel_type="im", **event)


def press(
    action_id: str, value: str, *, slack: Slack, ephemeral: bool = False, home: bool = False
) -> dict[str, Any]:
    """The payload of a pressed button."""
    container = {"type": "view"} if home else {"type": "message", "is_ephemeral": ephemeral}
    place = (
        {}
        if home
        else {"channel": {"id": "C1"}, "response_url": slack.reply_url(), "message": {"ts": "1769.2"}}
    )
    return {
        "type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T1"},
        "trigger_id": f"t{next(_TRIGGERS)}", "container": container, **place,
        "actions": [{"type": "button", "action_id": action_id, "value": value, "block_id": "b", "action_ts": "1"}],
    }  # fmt: skip


def shortcut(text: str, *, slack: Slack) -> dict[str, Any]:
    return {
        "type": "message_action", "callback_id": "check_claims", "team": {"id": "T1"}, "user": {"id": "U1"},
        "channel": {"id": "C1"}, "message": {"text": text, "ts": "1769.3"},
        "response_url": slack.reply_url(), "trigger_id": f"t{next(_TRIGGERS)}", "message_ts": "1769.3",
    }  # fmt: skip


async def settled(face: SlackAdapter) -> None:
    """Until everything that was begun is done."""
    for _turn in range(20):  # Bolt acknowledges an event before its listener has begun
        await asyncio.sleep(0)
    await face.admission.idle()


Tell = Callable[[str | dict[str, Any]], Any]


@pytest.fixture
def tell(face: SlackAdapter) -> Tell:
    """Dispatch a signed body to the real app, and wait until its answer is out."""

    async def told(body: str | dict[str, Any]) -> BoltResponse:
        if isinstance(body, dict) and body["type"] == "event_callback":
            text, kind = json.dumps(body), "json"
        else:
            text = body if isinstance(body, str) else urlencode({"payload": json.dumps(body)})
            kind = "form"
        answer = await face.app.async_dispatch(AsyncBoltRequest(body=text, headers=signed(text, kind=kind)))
        await settled(face)
        return answer

    return told
