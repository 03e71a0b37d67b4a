"""Slackbot's calls over a real port, signed with Slack's own signer: who asks, and who is refused."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from slack_sdk.signature import SignatureVerifier

from bot.engine.engine import Engine
from commands.framework.asker import Asker
from commands.framework.command import command
from commands.framework.reply import Reply
from tests.bot.adapters.mcp.test_http import ACCEPT, TOKEN, served

SECRET = "planted-signing-secret"
ANN, BOB = {"user_id": "U1", "team_id": "T1"}, {"user_id": "U2", "team_id": "T1", "enterprise_id": "E1"}


@command("/whose")
def whose(*, asker: Asker) -> Reply:
    """Who asks."""
    return Reply(f"{asker.platform} {asker.workspace} {asker.person} {asker.scope} {asker.direct}")


@pytest.fixture
async def engine() -> AsyncIterator[Engine]:
    made = Engine((whose,), lambda request, _deadline: {Asker: request.asker}, asks_per_minute=3)
    yield made
    await made.close()


def call(slack: Any = None) -> str:
    meta = {"_meta": {"slack": slack}} if slack is not None else {}
    params = {"name": "whose", "arguments": {}, **meta}
    return json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params})


def signed(body: str, secret: str = SECRET, age: int = 0) -> dict[str, str]:
    stamp = str(int(time.time()) - age)
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    return ACCEPT | {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature or "",
    }


def headline(answer: httpx2.Response) -> str:
    assert answer.status_code == 200, answer.text
    return str(answer.json()["result"]["structuredContent"]["headline"])


async def test_the_person_whom_slack_names_asks_with_their_own_budget(engine: Engine) -> None:
    async with served(engine, TOKEN, SECRET) as address, httpx2.AsyncClient() as http:

        async def ask(slack: Any) -> str:
            return headline(await http.post(address, content=call(slack), headers=signed(call(slack))))

        assert await ask(ANN) == "slack T1 U1 None True"
        assert await ask(BOB) == "slack T1 U2 E1 True"
        assert [await ask(ANN) for _ in range(3)][-1].startswith("You have asked a lot")
        assert await ask(BOB) == "slack T1 U2 E1 True"
        for nobody in ({}, {"user_id": "U1"}, "U1", {"user_id": "u 1", "team_id": "T1"}):
            assert await ask(nobody) == "Slack does not say who asks. Ask me in Slack itself."


async def test_a_wrong_old_or_missing_signature_is_refused_whatever_the_call_says(engine: Engine) -> None:
    async with served(engine, TOKEN, SECRET) as address, httpx2.AsyncClient() as http:
        body, token = call(ANN), {"Authorization": f"Bearer {TOKEN}"}
        old = {**signed(body), "X-Slack-Request-Timestamp": "soon"}
        refused = [signed(body, "another"), signed(body, age=301), signed(call(BOB)), old, ACCEPT]
        for headers in (*refused, signed(body, "another") | token):
            answer = await http.post(address, content=body, headers=headers)
            assert answer.status_code == 401
        # With the token it is the assistant that asks; what the call says of a person is not believed.
        answer = await http.post(
            address, content=body, headers=ACCEPT | token | {"Content-Type": "application/json"}
        )
        assert headline(answer) == "mcp  assistant None True"
        large = "x" * 300_000
        assert (await http.post(address, content=large, headers=signed(large))).status_code == 413


async def test_without_the_signing_secret_a_signature_opens_nothing(engine: Engine) -> None:
    async with served(engine, TOKEN) as address, httpx2.AsyncClient() as http:
        answer = await http.post(address, content=call(ANN), headers=signed(call(ANN)))
        assert answer.status_code == 401
