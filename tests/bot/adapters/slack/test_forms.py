"""Forms in Slack: the real commands and database, Bolt, slack_sdk over loopback HTTP."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.slack.wiring import SlackAdapter
from bot.settings import Settings
from bot.wiring.app import App, build_app
from commands.framework.ports import MentionedGroup, Person, Place, Subscription
from tests.bot.adapters.slack.conftest import Tell, no_pause, press, slash
from tests.bot.adapters.slack.standin import Slack
from tests.bot.channels import OpenChannels
from tests.bot.pictures import Pool

HERE = Place("slack", "T1", "C1")


@pytest.fixture
def app(tmp_path: Path, pool: Pool) -> Iterator[App]:
    made = build_app(
        Settings(source="sample", data_dir=tmp_path, asks_per_minute=10_000, deadline=60),
        pool=lambda: pool,  # type: ignore[arg-type,return-value]  # the edge of these tests
        places=OpenChannels,
    )
    yield made
    made.keeping.close()


@pytest.fixture
async def face(app: App, settings: Settings, slack: Slack) -> AsyncIterator[SlackAdapter]:
    made = SlackAdapter(app.engine, settings, pause=no_pause)
    await made.introduce()
    yield made
    await made.close()


def filled_in(view: dict[str, Any], person: str = "U1", **put_in: str) -> dict[str, Any]:
    """What Slack sends when somebody presses the modal's button: what stood in it, or was put in."""
    values = {
        block["block_id"]: {block["block_id"]: _state(block["element"], put_in.get(block["block_id"]))}
        for block in view["blocks"]
    }
    return {
        "type": "view_submission", "team": {"id": "T1"}, "user": {"id": person, "team_id": "T1"},
        "view": {**view, "state": {"values": values}},
    }  # fmt: skip


def _state(element: dict[str, Any], put_in: str | None) -> dict[str, Any]:
    match element["type"]:
        case "static_select":
            option = element.get("initial_option") if put_in is None else {"value": put_in}
            return {"type": element["type"], "selected_option": option}
        case "multi_static_select":
            options = [{"value": word} for word in (put_in or "").split()]
            return {"type": element["type"], "selected_options": options}
        case "timepicker":
            return {"type": element["type"], "selected_time": put_in or element["initial_time"]}
        case "conversations_select":
            return {"type": element["type"], "selected_conversation": put_in}
        case kind:
            return {"type": kind, "value": element.get("initial_value") if put_in is None else put_in}


def kept(app: App, channel: str = "C1") -> list[Subscription]:
    return list(app.keeping.store.subscriptions.of_channel(Place("slack", "T1", channel)))


async def test_a_digest_is_set_up_in_a_form_in_which_the_persons_own_time_zone_stands(
    app: App, slack: Slack, tell: Tell
) -> None:
    await tell(slash("/digest", "subscribe", slack=slack))
    (view,) = slack.views
    at_first = {block["block_id"]: block["element"] for block in view["blocks"]}
    assert at_first["zone"]["initial_value"] == "Europe/Berlin"
    assert slack.responses == []  # the form is the answer
    answer = await tell(
        filled_in(view, time="07:45", days="mon-fri", sections="macro breadth", mention="@traders")
    )
    assert not answer.body  # it closes
    (message,) = slack.responses
    assert message["response_type"] == "ephemeral"
    assert "Digest 1 is on: morning edition, 07:45 Europe/Berlin, mon-fri." in json.dumps(message)
    (subscription,) = kept(app)
    assert [str(section) for section in subscription.sections] == ["macro", "breadth"]
    assert subscription.mentions == MentionedGroup("@traders", "traders")  # as every channel here says
    await tell(filled_in(view))  # delivered again
    assert len(kept(app)) == 1


async def test_what_is_pressed_and_filled_in_belongs_to_the_workspace_it_stands_in(
    app: App, tell: Tell, slack: Slack
) -> None:
    """An organisation installed the app, so that Slack names no workspace; the person comes from another one."""
    pressed = press("ask:channel:dark:1", "/alert new", slack=slack) | {
        "team": None,
        "enterprise": {"id": "E1"},
    }
    pressed["user"]["team_id"], pressed["message"]["team"] = "T2", "T1"
    await tell(pressed)
    sent = filled_in(slack.views[-1], market="rut", figure="2750") | {"team": None}
    sent["user"]["team_id"] = "T2"
    await tell(sent)
    (alert,) = app.keeping.store.alerts.of_person(Person("slack", "T1", "U1", scope="E1"))
    assert alert.place == HERE


async def test_what_is_wrong_is_said_under_its_input_and_nothing_is_kept(
    app: App, slack: Slack, tell: Tell
) -> None:
    await tell(slash("/digest", "subscribe", slack=slack))
    answer = json.loads((await tell(filled_in(slack.views[0], zone="Berln"))).body)
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == ["zone"]
    assert "Europe/Berlin" in answer["errors"]["zone"]
    assert (kept(app), slack.responses) == ([], [])


async def test_from_home_a_form_asks_for_the_channel_and_answers_in_messages(
    app: App, slack: Slack, tell: Tell
) -> None:
    await tell(press("ask:direct:dark:1", "/digest subscribe", slack=slack, home=True))
    await tell(filled_in(slack.views[0], channel="C2"))
    (subscription,) = kept(app, "C2")
    assert subscription.owner == "U1"
    assert slack.messages[-1]["channel"] == "U1"
    assert "It comes into the channel you named" in json.dumps(slack.messages[-1])


@pytest.mark.parametrize("code", ["expired_trigger_id", "invalid_arguments"])
async def test_a_form_that_slack_does_not_open_is_offered_again(slack: Slack, tell: Tell, code: str) -> None:
    slack.fail("views.open", body={"ok": False, "error": code})
    await tell(slash("/alert", "new", slack=slack))
    (message,) = slack.responses
    (row,) = (block for block in message["blocks"] if block["type"] == "actions")
    await tell(press(row["elements"][0]["action_id"], row["elements"][0]["value"], slack=slack))
    assert slack.views[0]["title"]["text"] == "New alert"


@pytest.mark.parametrize(
    ("words", "put_in", "said"),
    [
        ("/alert new", {"market": "rut", "again": "again"}, "Alert 1 is set: rut record again"),
        ("/watchlist add", {"symbols": "iwm, rut"}, "Added IWM and Russell 2000; the list has 2 of 50"),
        ("/check", {"text": "The Russell 2000 closed at 2,718.77 on 2026-01-22."}, "2,718.77"),
    ],
)
async def test_every_form_makes_its_command(
    slack: Slack, tell: Tell, words: str, put_in: dict[str, str], said: str
) -> None:
    name, _, rest = words.partition(" ")
    await tell(slash(name, rest, slack=slack))
    await tell(filled_in(slack.views[0], **put_in))
    assert said in json.dumps(slack.responses[-1], ensure_ascii=False)


async def test_words_go_on_working_and_open_no_form(app: App, slack: Slack, tell: Tell) -> None:
    await tell(slash("/digest", "subscribe 08:30 America/New_York market days", slack=slack))
    assert (slack.views, len(kept(app))) == ([], 1)
