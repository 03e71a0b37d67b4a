"""The welcome over the real Bolt app and store: once a place, whoever delivers what how often."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa

from bot.adapters.slack.message import Audience
from bot.adapters.slack.welcome import welcome_message
from bot.adapters.slack.wiring import SlackAdapter
from bot.adapters.welcome import Greeter
from bot.engine.engine import Engine
from bot.settings import Settings
from bot.store.store import Store
from charts.theme import Mode
from market.clock import FixedClock
from tests.bot.adapters.slack.conftest import Tell, mention, no_pause, press
from tests.bot.adapters.slack.rules import broken, texts
from tests.bot.adapters.slack.standin import Slack


@pytest.fixture
def store(database: sa.Engine, clock: FixedClock) -> Store:
    return Store.over(database, clock)


@pytest.fixture
async def face(engine: Engine, settings: Settings, slack: Slack, store: Store) -> AsyncIterator[SlackAdapter]:
    greeter = Greeter(lambda: store.welcomes, no_pause)
    made = SlackAdapter(engine, settings, pause=no_pause, greeter=greeter)
    await made.introduce()
    yield made
    await made.close()


def joined(user: str = "UBOT", channel: str = "C1", **event: Any) -> dict[str, Any]:
    return mention("", type="member_joined_channel", user=user, channel=channel, channel_type="C", **event)


def opened(tab: str = "messages") -> dict[str, Any]:
    return mention("", type="app_home_opened", tab=tab, channel="D1")


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [b for block in message["blocks"] if block["type"] == "actions" for b in block["elements"]]


async def test_a_channel_is_told_what_it_is_what_to_press_and_how_to_be_quiet(
    tell: Tell, slack: Slack
) -> None:
    await tell(joined())
    (message,) = slack.messages
    said = " ".join(texts(message["blocks"]))
    assert message["channel"] == "C1"
    assert "I am Bellwether" in said
    assert "/digest pause" in said
    assert "/remove @bellwether" in said
    assert [b["value"] for b in buttons(message)] == ["/smallcaps", "/digest now", "/help"]
    assert len(said.split()) < 120


async def test_it_comes_once_however_often_the_event_does(tell: Tell, slack: Slack) -> None:
    event = joined()
    for _ in range(3):
        await tell(event)
    await tell(joined())
    await asyncio.gather(*(tell(joined(channel="C2")) for _ in range(5)))
    assert sorted(message["channel"] for message in slack.messages) == ["C1", "C2"]


async def test_other_people_who_join_are_not_greeted(tell: Tell, slack: Slack) -> None:
    await tell(joined(user="U2"))
    assert slack.messages == []


async def test_a_conversation_opened_first_is_greeted_once(tell: Tell, slack: Slack, store: Store) -> None:
    await tell(opened())
    await tell(opened())
    assert [message["channel"] for message in slack.messages] == ["D1"]
    await tell(opened("home"))
    assert len(slack.messages) == 1


async def test_a_conversation_that_is_under_way_is_left_alone(tell: Tell, slack: Slack) -> None:
    slack.chat("D1", 2)
    await tell(opened())
    slack.messages.clear()
    await tell(opened())
    assert slack.messages == []


@pytest.mark.parametrize("status", [429, 200])
async def test_a_post_that_was_refused_for_sure_is_tried_again(tell: Tell, slack: Slack, status: int) -> None:
    if status == 429:
        slack.fail("chat.postMessage", 429, {"ok": False, "error": "ratelimited"}, **{"Retry-After": "30"})
        await tell(joined())
    else:
        slack.fail("chat.postMessage", 200, {"ok": False, "error": "restricted_action"})
        await tell(joined())
        assert slack.messages == []
        await tell(joined())
    assert len(slack.messages) == 1


async def test_a_post_that_may_be_out_is_never_repeated(tell: Tell, slack: Slack) -> None:
    slack.fail("chat.postMessage", 503, "upstream")
    await tell(joined())
    await tell(joined())
    assert len(slack.called("chat.postMessage")) == 1


async def test_without_a_store_nothing_is_posted(tell: Tell, slack: Slack, store: Store) -> None:
    with store.engine.begin() as c:
        c.execute(sa.text("DROP TABLE welcomes"))
    await tell(joined())
    assert slack.messages == []


async def test_a_press_answers_the_presser_and_leaves_the_welcome(tell: Tell, slack: Slack) -> None:
    await tell(joined())
    button = buttons(slack.messages[0])[2]
    await tell(press(button["action_id"], button["value"], slack=slack))
    (answer,) = slack.responses
    assert answer["text"] == "Ask me something."
    assert answer["response_type"] == "ephemeral"
    assert answer["replace_original"] is False


@pytest.mark.parametrize("audience", [Audience.CHANNEL, Audience.DIRECT])
def test_it_is_within_the_limits(audience: Audience) -> None:
    assert broken(welcome_message(audience, Mode.DARK)["blocks"]) == []
