"""What a thread shows while an answer is made, over the real Bolt app and client: it never costs the answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.adapters.slack.wiring import SlackAdapter
from bot.engine.engine import Engine
from commands.framework.command import command
from commands.framework.reply import Reply, Visibility
from market.services.prices import Market
from tests.bot.adapters.slack.conftest import Tell, direct, mention, settled
from tests.bot.adapters.slack.standin import Slack

STATUS, POST = "assistant.threads.setStatus", "chat.postMessage"


@command("/quote")
def quote(*, market: Market) -> Reply:
    """It reads prices."""
    return Reply("2,718.77.")


@command("/mine", visibility=Visibility.PRIVATE)
def mine(*, market: Market) -> Reply:
    """It reads prices, for the asker alone."""
    return Reply("Yours.")


@pytest.fixture
async def engine() -> AsyncIterator[Engine]:
    made = Engine((quote, mine), lambda _request, _deadline: {Market: None}, asks_per_minute=1000)
    yield made
    await made.close()


def order(slack: Slack) -> list[tuple[str, Any]]:
    return [(name, args.get("status")) for name, args in slack.calls if name in (STATUS, POST)]


async def test_a_direct_message_is_answered_in_its_own_thread_which_says_what_is_read(
    tell: Tell, slack: Slack
) -> None:
    await tell(direct("quote"))
    assert order(slack) == [(STATUS, "is reading prices …"), (POST, None)]
    (shown,) = slack.called(STATUS)
    assert (shown["channel_id"], shown["thread_ts"]) == ("D1", "1769.1")
    (message,) = slack.messages
    assert (message["channel"], message["thread_ts"]) == ("D1", "1769.1")


async def test_a_follow_up_stays_in_the_thread(tell: Tell, slack: Slack) -> None:
    await tell(direct("quote", ts="1769.7", thread_ts="1769.1"))
    assert [m["thread_ts"] for m in (*slack.called(STATUS), *slack.messages)] == ["1769.1", "1769.1"]


async def test_a_mention_outside_of_threads_has_no_status_and_one_in_a_thread_has(
    tell: Tell, slack: Slack
) -> None:
    await tell(mention("<@UBOT> quote"))
    assert slack.called(STATUS) == []
    assert "thread_ts" not in slack.messages[0]
    await tell(mention("<@UBOT> quote", thread_ts="1769.0"))
    assert [each["thread_ts"] for each in slack.called(STATUS)] == ["1769.0"]


async def test_an_answer_that_is_no_message_of_the_thread_clears_it(tell: Tell, slack: Slack) -> None:
    await tell(mention("<@UBOT> mine", thread_ts="1769.0"))
    assert slack.messages[0]["ephemeral"] is True
    assert [status for _, status in order(slack)] == ["is reading prices …", ""]


async def test_a_question_that_is_not_understood_shows_none(tell: Tell, slack: Slack) -> None:
    await tell(direct("xyzzy"))
    assert slack.called(STATUS) == []
    assert len(slack.messages) == 1


@pytest.mark.parametrize("code", ["missing_scope", "unknown_method"])
async def test_a_workspace_that_refuses_it_is_answered_and_not_asked_again(
    tell: Tell, slack: Slack, code: str
) -> None:
    slack.fail(STATUS, 200, {"ok": False, "error": code})
    await tell(direct("quote"))
    await tell(direct("quote", ts="1769.8"))
    assert [name for name, _ in order(slack)] == [STATUS, POST, POST]


@pytest.mark.parametrize("code", ["ratelimited", "invalid_thread_ts"])
async def test_a_passing_refusal_is_of_that_thread_alone(tell: Tell, slack: Slack, code: str) -> None:
    slack.fail(STATUS, 200, {"ok": False, "error": code})
    await tell(direct("quote"))
    await tell(direct("quote", ts="1769.8"))
    assert [name for name, _ in order(slack)] == [STATUS, POST, STATUS, POST]


async def test_a_status_that_hangs_keeps_no_answer_waiting_and_is_cleared(
    face: SlackAdapter, tell: Tell, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.adapters.slack.status._SECONDS", 0.05)
    answered = asyncio.Event()

    async def hang(request: web.Request) -> None:
        if request.match_info["method"] == STATUS:
            slack.intercept = None
            await answered.wait()

    slack.intercept = hang
    await tell(direct("quote"))
    await settled(face)
    answered.set()
    assert len(slack.messages) == 1
    assert order(slack)[-1] == (STATUS, "")
