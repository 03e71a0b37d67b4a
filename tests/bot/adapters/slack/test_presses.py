"""Every button of every answer in Slack, pressed: nothing is repeated that changes something.

Real: the program's commands on the sample market, the database, Bolt, slack_sdk over loopback HTTP.
Stand-ins: Slack, and a render pool that gives one grey pixel.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.adapters.slack.home import home
from bot.adapters.slack.wiring import SlackAdapter
from bot.engine.request import Request
from bot.engine.shown_answers import AnswerKeeper
from bot.settings import Settings
from bot.store.schema import AlertRow, AnswerRow, SubscriptionRow, WatchRow
from bot.store.store import Store
from bot.wiring.app import App, build_app
from tests.bot.adapters.slack.conftest import Tell as Dispatch
from tests.bot.adapters.slack.conftest import no_pause, press, slash
from tests.bot.adapters.slack.standin import Slack
from tests.bot.channels import OpenChannels
from tests.bot.pictures import PIXEL, Pool

# Follow-ups that say on their face what they change, and do it: the person's own act, not a repetition.
FORMS = {"New alert", "Add markets"}
ACTS = FORMS | {"Pause", "Resume", "Remove", "Add the Russell 2000", "The next record", "Erase it all"}
OWN = {"Light picture", "Dark picture", "Show the evidence", "Share to channel"}


@pytest.fixture
def app(tmp_path: Path, pool: Pool) -> Iterator[App]:
    made = build_app(
        Settings(source="sample", data_dir=tmp_path, asks_per_minute=10_000),
        pool=lambda: pool,  # type: ignore[arg-type,return-value]  # the edge of these tests
        places=OpenChannels,
    )
    yield made
    made.keeping.close()


@pytest.fixture
def store(app: App) -> Store:
    return app.keeping.store


@pytest.fixture
async def keeper(store: Store) -> AnswerKeeper:
    return AnswerKeeper(lambda: store.answers)


@pytest.fixture
async def face(
    app: App, keeper: AnswerKeeper, settings: Settings, slack: Slack
) -> AsyncIterator[SlackAdapter]:
    """The face as the program wires it, over the program's commands."""
    made = SlackAdapter(app.engine, settings, pause=no_pause, keeper=keeper)
    await made.introduce()
    yield made
    await made.close()


@dataclass
class Conversation:
    """A person who types and presses. `ask` and `press` give the message that came."""

    tell: Dispatch
    slack: Slack

    async def ask(self, text: str, channel: str = "C1") -> dict[str, Any]:
        name, _, words = text.partition(" ")
        return await self._sent(slash(name, words, slack=self.slack, channel=channel))

    async def press(self, button: dict[str, Any], person: str = "U1") -> dict[str, Any]:
        payload = press(button["action_id"], button["value"], slack=self.slack)
        payload["user"]["id"] = person
        return await self._sent(payload)

    async def _sent(self, body: str | dict[str, Any]) -> dict[str, Any]:
        before = len(self.slack.responses)
        await self.tell(body)
        (message,) = self.slack.responses[before : before + 1]
        return message


@pytest.fixture
def ann(tell: Dispatch, slack: Slack) -> Conversation:
    return Conversation(tell, slack)


def buttons(message: dict[str, Any]) -> dict[str, dict[str, Any]]:
    rows = [block for block in message["blocks"] if block["type"] == "actions"]
    return {
        button["text"]["text"]: button
        for row in rows
        for button in row["elements"]
        if button["type"] == "button"
    }


def state(store: Store) -> list[tuple[Any, ...]]:
    """Every digest, alert and watched market."""
    with store.engine.connect() as c:
        return [tuple(row) for t in (SubscriptionRow, AlertRow, WatchRow) for row in c.execute(sa.select(t))]


def examples(app: App) -> list[str]:
    return [example for command in app.engine.commands for example in (command.usage, *command.examples)]


async def test_no_button_of_any_answer_repeats_a_change(ann: Conversation, app: App, store: Store) -> None:
    pressed = shared = 0
    for example in examples(app):
        alone = f"{example} private"
        takes = app.engine.router.asks(alone) and app.engine.router.read(Request(text=alone)).private
        message = await ann.ask(alone if takes else example)
        before = state(store)
        for label, button in buttons(message).items():
            if label in ACTS:
                continue
            answer = await ann.press(button)
            pressed += 1
            shared += label == "Share to channel" and answer["response_type"] == "in_channel"
            assert state(store) == before, (example, label)
    assert pressed > 200
    assert shared > 40
    with store.engine.connect() as c:  # a share makes no second digest: one for each that was asked for
        asked = [e for e in examples(app) if e.startswith("/digest subscribe")]
        assert c.scalar(sa.select(sa.func.count()).select_from(SubscriptionRow)) == len(asked)


async def test_a_press_answers_with_the_answer_not_with_the_command(
    ann: Conversation, app: App, store: Store
) -> None:
    """The engine is not asked at all: every figure is the one that was shown."""
    for example in ("/compare rut ndx private", "/digest now", "/breadth private", "/macro 10y private"):
        message = await ann.ask(example)
        ask, app.engine.ask = app.engine.ask, None  # type: ignore[method-assign,assignment]  # asked, it fails
        try:
            for label in OWN & buttons(message).keys():
                answer = await ann.press(buttons(message)[label])
                if label != "Show the evidence":
                    assert answer["text"] == message["text"]
                    assert answer["blocks"][:-1][0] == message["blocks"][:-1][0]
        finally:
            app.engine.ask = ask  # type: ignore[method-assign]


async def test_confirmations_and_private_lists_have_no_share(ann: Conversation) -> None:
    for text in (
        "/digest subscribe 08:30 Europe/Berlin market days",
        "/digest list",
        "/digest pause 1",
        "/digest resume 1",
        "/digest edit 1 09:00",
        "/digest remove 1",
        "/alert rut record",
        "/alert list",
        "/alert snooze 1",
        "/alert remove 1",
        "/watchlist add iwm spy",
        "/watchlist show",
        "/watchlist remove spy",
        "/privacy",
        "/privacy export",
        "/privacy erase",
    ):
        message = await ann.ask(text)
        assert "Share to channel" not in buttons(message), text
        assert "/help" not in str(message["text"]), text


async def test_a_share_button_of_the_previous_release_changes_nothing_and_says_where_to_look(
    ann: Conversation, store: Store
) -> None:
    for text, overview in (
        ("/digest subscribe 08:30 Europe/Berlin market days", "/digest list"),
        ("/alert rut record", "/alert list"),
        ("/watchlist add iwm", "/watchlist show"),
        ("/privacy erase yes", "/privacy"),
    ):
        await ann.ask("/alert rut above 9000")
        before = state(store)
        old = {"action_id": "share:asker:dark:3", "value": text}
        answer = await ann.press(old)
        assert state(store) == before
        assert (answer["response_type"], answer["replace_original"]) == ("ephemeral", False)
        assert "nothing in it to share" in answer["text"]
        assert buttons(answer)[overview]["value"] == overview


async def test_an_old_evidence_button_under_a_change_changes_nothing(ann: Conversation, store: Store) -> None:
    for command in ("/evidence alert rut record", "/evidence digest subscribe 08:30"):
        answer = await ann.press({"action_id": "evidence:asker:dark:2", "value": command})
        assert answer["response_type"] == "ephemeral"
    assert state(store) == []


@pytest.mark.parametrize("text", ["/privacy", "/privacy export", "/alert list", "/digest list"])
async def test_an_old_share_button_under_a_private_list_shows_it_to_nobody(
    ann: Conversation, text: str
) -> None:
    answer = await ann.press({"action_id": "share:asker:dark:3", "value": text})
    assert answer["response_type"] == "ephemeral"
    assert "meant for you alone" in answer["text"]


async def test_buttons_of_the_previous_release_go_on_working_for_what_only_asks(ann: Conversation) -> None:
    shared = await ann.press({"action_id": "share:asker:dark:3", "value": "/compare rut ndx private"})
    assert shared["response_type"] == "in_channel"
    lighter = await ann.press({"action_id": "ask:channel:light:4", "value": "/compare rut ndx"})
    assert (lighter["replace_original"], "Dark picture" in buttons(lighter)) == (True, True)
    evidence = await ann.press({"action_id": "evidence:channel:dark:5", "value": "/evidence compare rut ndx"})
    assert evidence["text"].startswith("What stands behind")


async def test_only_the_asker_shares_a_private_answer(ann: Conversation, store: Store) -> None:
    message = await ann.ask("/compare rut ndx private")
    for label in OWN & buttons(message).keys():
        refused = await ann.press(buttons(message)[label], person="U2")
        assert (refused["response_type"], refused["replace_original"]) == ("ephemeral", False)
        assert refused["text"].startswith("This answer is private.")
    shared = await ann.press(buttons(message)["Share to channel"])
    assert shared["response_type"] == "in_channel"
    lighter = await ann.press(buttons(shared)["Light picture"], person="U2")
    assert (lighter["text"], lighter["replace_original"]) == (message["text"], True)


async def test_after_30_days_the_button_offers_to_ask_again(
    ann: Conversation, store: Store, keeper: AnswerKeeper
) -> None:
    message = await ann.ask("/compare rut ndx private")
    await keeper.written()
    with store.engine.begin() as c:
        c.execute(sa.update(AnswerRow).values(at=datetime.now(UTC) - timedelta(days=30, minutes=1)))
    for label in OWN & buttons(message).keys():
        offer = await ann.press(buttons(message)[label])
        assert (offer["response_type"], offer["replace_original"]) == ("ephemeral", False)
        assert "30 days" in offer["text"]
        again = await ann.press(buttons(offer)["Ask again"])
        assert again["text"] == message["text"]


async def test_an_answer_is_kept_with_its_place_and_picture_for_other_processes(
    ann: Conversation, store: Store, keeper: AnswerKeeper
) -> None:
    message = await ann.ask("/compare rut ndx private")
    await keeper.written()
    with store.engine.connect() as c:
        row = c.execute(sa.select(AnswerRow)).one()
    assert (row.platform, row.workspace, row.channel, row.owner, row.visibility) == (
        "slack",
        "T1",
        "C1",
        "U1",
        "private",
    )
    assert (row.version, row.mode, row.png) == (1, "dark", PIXEL)
    assert buttons(message)["Share to channel"]["value"] == f"{row.id} /compare rut ndx 1y"
    other = AnswerKeeper(lambda: store.answers)  # of another process, with a memory of its own
    again = await other.find(row.id)
    assert again is not None
    assert again.reply.headline == message["text"]
    await other.close()


async def test_holdings_are_kept_nowhere_and_can_be_shared(ann: Conversation, store: Store) -> None:
    """The lesson of /exposure promises that nothing of it is stored."""
    message = await ann.ask("/exposure AAPL 40, NVDA 25, IWM 35")
    for label in OWN & buttons(message).keys():
        await ann.press(buttons(message)[label])
    with store.engine.connect() as c:
        assert c.scalar(sa.select(sa.func.count()).select_from(AnswerRow)) == 0
    shared = await ann.press(buttons(message)["Share to channel"])
    assert shared["response_type"] == "in_channel"


async def test_a_database_that_fails_costs_no_answer(
    ann: Conversation, store: Store, keeper: AnswerKeeper
) -> None:
    message = await ann.ask("/compare rut ndx private")
    await keeper.written()
    with store.engine.begin() as c:
        c.execute(sa.text("DROP TABLE answers"))
    again = await ann.ask("/compare rut ndx private")
    assert again["text"] == message["text"]
    await keeper.written()
    offer = await ann.press(buttons(again)["Share to channel"])
    assert buttons(offer)["Ask again"]["value"] == "/compare rut ndx 1y"


def test_no_example_on_the_home_changes_anything(app: App) -> None:
    values = [button["value"] for button in buttons(home()).values()]
    assert len(values) == 3
    assert [value for value in values if not app.engine.router.asks(value)] == []


async def test_what_is_offered_under_a_mistake_or_a_lesson_changes_nothing(
    ann: Conversation, app: App
) -> None:
    for text in ("/market alrt", "/help alert", "/help digest", "/help watchlist", "/help privacy", "/help"):
        for button in buttons(await ann.ask(text)).values():
            if button["action_id"].startswith("ask"):
                assert app.engine.router.asks(button["value"]), (text, button["value"])


async def test_all_figures_come_to_the_presser_alone_and_periods_are_a_menu(
    ann: Conversation, slack: Slack
) -> None:
    message = await ann.ask("/chart rut 1y")
    assert "table" not in {block["type"] for block in message["blocks"]}
    whole = await ann.press(buttons(message)["All figures"], person="U2")
    assert (whole["response_type"], whole["replace_original"]) == ("ephemeral", False)
    assert "Worst fall" in json.dumps(whole) or "Highest close" in json.dumps(whole)
    assert "All figures" not in buttons(whole)
    (menu,) = [e for block in message["blocks"] for e in block.get("elements", ()) if "options" in e]
    assert menu["initial_option"]["value"] == "/chart rut 1y"
    chosen = press(menu["action_id"], "", slack=slack)
    option = next(option for option in menu["options"] if option["value"].endswith("3y"))
    chosen["actions"][0] |= {"type": "static_select", "selected_option": option}
    answer = await ann._sent(chosen)
    assert (answer["response_type"], answer["replace_original"]) == ("in_channel", True)
    assert "over 3 years" in answer["text"]
