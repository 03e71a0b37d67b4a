"""Socket Mode over a loopback websocket: slack_sdk's real client and Bolt; the server is a stand-in."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from bot.adapters.slack.socket_mode import WatchdogTiming, serve_socket
from bot.adapters.slack.wiring import SlackSettingsError
from bot.engine.engine import Engine
from bot.settings import Settings
from tests.bot.adapters.slack.conftest import mention, no_pause, press
from tests.bot.adapters.slack.standin import BOT, Slack

QUICK = WatchdogTiming(ping=0.05, watch=0.05, connect=0.5, pause=0.01, longest_pause=0.05)


@contextlib.asynccontextmanager
async def serving(
    engine: Engine, settings: Settings, slack: Slack, timing: WatchdogTiming = QUICK
) -> AsyncIterator[asyncio.Task[None]]:
    """The face running over Socket Mode; stopped and awaited at the end."""
    stop, ready = asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(
        serve_socket(engine, settings, stop=stop, ready=ready, timing=timing, pause=no_pause)
    )
    try:
        async with asyncio.timeout(60):
            await ready.wait()
        yield task
    finally:
        stop.set()
        async with asyncio.timeout(60):
            await task


def command(name: str, text: str, slack: Slack) -> dict[str, Any]:
    return {
        "command": name, "text": text, "team_id": "T1", "channel_id": "C1", "user_id": "U1",
        "response_url": slack.reply_url(), "trigger_id": f"trigger {text}",
    }  # fmt: skip


async def test_two_tokens_and_no_address_are_enough_for_an_answer(
    engine: Engine, settings: Settings, slack: Slack
) -> None:
    without_secret = settings.model_copy(update={"slack_signing_secret": None})
    async with serving(engine, without_secret, slack):
        acknowledged = await slack.push("slash_commands", command("/market", "compare rut ndx", slack))
        assert await asyncio.wait_for(acknowledged, 60) == {}
        await slack.until(lambda: bool(slack.responses))
    assert "+8.55 points" in slack.responses[0]["text"]


async def test_mentions_and_buttons_come_the_same_way(
    engine: Engine, settings: Settings, slack: Slack
) -> None:
    async with serving(engine, settings, slack):
        await asyncio.wait_for(await slack.push("events_api", mention("<@UBOT> help")), 60)
        await asyncio.wait_for(
            await slack.push("interactive", press("ask:channel:dark:0", "/help", slack=slack)), 2
        )
        await slack.until(lambda: bool(slack.messages and slack.responses))
    assert slack.messages[0]["text"] == slack.responses[0]["text"] == "Ask me something."


async def test_a_home_that_is_opened_is_filled_and_its_examples_answer_directly(
    engine: Engine, settings: Settings, slack: Slack
) -> None:
    async with serving(engine, settings, slack):
        await slack.push("events_api", mention("", type="app_home_opened", tab="home"))
        await slack.until(lambda: bool(slack.views))
        await slack.push("interactive", press("ask:direct:dark:3", "/help", slack=slack, home=True))
        await slack.until(lambda: bool(slack.messages))
    assert slack.views[0]["user_id"] == "U1"
    assert slack.messages[0]["channel"] == "U1"


async def test_a_lost_connection_is_replaced_and_the_button_still_works(
    engine: Engine, settings: Settings, slack: Slack
) -> None:
    async with serving(engine, settings, slack):
        slack.connected.clear()
        await slack.sockets[-1].close()
        await asyncio.wait_for(slack.connected.wait(), 60)
        await slack.push("interactive", press("ask:channel:light:0", "/help", slack=slack))
        await slack.until(lambda: bool(slack.responses))
    assert slack.responses[0]["replace_original"] is True


async def test_slacks_request_to_reconnect_is_followed(
    engine: Engine, settings: Settings, slack: Slack
) -> None:
    async with serving(engine, settings, slack):
        slack.connected.clear()
        await slack.sockets[-1].send_json({"type": "disconnect", "reason": "refresh_requested"})
        await asyncio.wait_for(slack.connected.wait(), 60)
        await slack.push("events_api", mention("<@UBOT> help"))
        await slack.until(lambda: bool(slack.messages))


async def test_the_watch_opens_a_new_connection_when_the_library_does_not(
    engine: Engine, settings: Settings, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library's own reconnecting is made to do nothing, as when it waits on a dead address."""

    async def nothing(*_arguments: object, **_options: object) -> None:
        """Never comes back by itself."""

    async with serving(engine, settings, slack):
        monkeypatch.setattr("slack_sdk.socket_mode.aiohttp.SocketModeClient.connect_to_new_endpoint", nothing)
        slack.connected.clear()
        await slack.sockets[-1].close()
        await asyncio.wait_for(slack.connected.wait(), 60)
        await slack.push("events_api", mention("<@UBOT> help"))
        await slack.until(lambda: bool(slack.messages))


async def test_an_outage_at_the_start_is_waited_for(engine: Engine, settings: Settings, slack: Slack) -> None:
    slack.fail("auth.test", 502)
    slack.fail("apps.connections.open", 200, {"ok": False, "error": "internal_error"})
    slack.fail("apps.connections.open", 200, {"ok": True, "url": "ws://127.0.0.1:1/dead"})
    async with serving(engine, settings, slack):
        await slack.push("events_api", mention("<@UBOT> help"))
        await slack.until(lambda: bool(slack.messages))
    assert len(slack.called("apps.connections.open")) == 3


async def test_what_was_begun_is_finished_when_it_stops(
    engine: Engine, settings: Settings, slack: Slack
) -> None:
    async with serving(engine, settings, slack):
        acknowledged = await slack.push("slash_commands", command("/compare", "rut ndx", slack))
        await asyncio.wait_for(acknowledged, 60)
    assert len(slack.responses) == 1


@pytest.mark.parametrize(
    ("method", "error", "line"),
    [
        ("auth.test", "invalid_auth", "BELLWETHER_SLACK_BOT_TOKEN: Slack does not accept this token"),
        (
            "auth.test",
            "account_inactive",
            "BELLWETHER_SLACK_BOT_TOKEN: The token belongs to an app that was removed",
        ),
        (
            "apps.connections.open",
            "invalid_auth",
            "BELLWETHER_SLACK_APP_TOKEN: Slack does not accept this token",
        ),
        ("apps.connections.open", "missing_scope", "BELLWETHER_SLACK_APP_TOKEN: The app lacks a permission"),
    ],
)
async def test_a_bad_token_stops_with_one_clear_line(
    engine: Engine, settings: Settings, slack: Slack, method, error, line
) -> None:
    slack.fail(method, 200, {"ok": False, "error": error})
    with pytest.raises(SlackSettingsError) as stopped:
        async with asyncio.timeout(60):
            await serve_socket(engine, settings, stop=asyncio.Event(), timing=QUICK)
    assert str(stopped.value).startswith(line)
    assert error in str(stopped.value)
    assert "planted" not in str(stopped.value)
    assert "\n" not in str(stopped.value)


async def test_a_token_that_is_revoked_while_running_stops_it(
    engine: Engine, settings: Settings, slack: Slack
) -> None:
    often = WatchdogTiming(ping=0.05, watch=0.01, connect=0.5, pause=0.01, tokens=2)
    stop, ready = asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(serve_socket(engine, settings, stop=stop, ready=ready, timing=often))
    await asyncio.wait_for(ready.wait(), 60)
    slack.fail("auth.test", 200, {"ok": False, "error": "token_revoked"})
    with pytest.raises(SlackSettingsError, match="token_revoked"):
        await asyncio.wait_for(task, 60)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"slack_app_token": None}, "BELLWETHER_SLACK_APP_TOKEN"),
        ({"slack_bot_token": None}, "BELLWETHER_SLACK_BOT_TOKEN"),
        ({"slack_app_token": SecretStr(BOT)}, "BELLWETHER_SLACK_APP_TOKEN"),
    ],
    ids=["no app token", "no bot token", "swapped"],
)
async def test_missing_and_swapped_tokens_are_named_before_any_call(
    engine: Engine, settings: Settings, slack: Slack, changes, name
) -> None:
    with pytest.raises(SlackSettingsError, match=name):
        await serve_socket(engine, settings.model_copy(update=changes), stop=asyncio.Event())
    assert slack.calls == []
