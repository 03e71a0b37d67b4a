"""What people do in Slack, and what they get. Real: Bolt's AsyncApp, slack_sdk's signer and clients
over loopback HTTP, the engine. Stand-ins: Slack's servers, the render pool."""

from __future__ import annotations

import asyncio
import json
import statistics
import threading
import time
from typing import Any
from urllib.parse import parse_qsl

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.adapters.slack.answers import SlackResponder
from bot.adapters.slack.client import web_client
from bot.adapters.slack.request import to_request
from bot.adapters.slack.wiring import SlackAdapter
from bot.engine.admission import AdmissionLimiter
from bot.engine.engine import Engine
from bot.settings import Settings
from charts.theme import Mode
from tests.bot.adapters.slack.conftest import (
    COMMANDS,
    Tell,
    direct,
    mention,
    no_pause,
    press,
    settled,
    shortcut,
    signed,
    slash,
)
from tests.bot.adapters.slack.rules import texts
from tests.bot.adapters.slack.standin import Slack
from tests.bot.pictures import BUSY, PIXEL, Pool


def buttons(message: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A message's buttons by their text."""
    rows = [block for block in message["blocks"] if block["type"] == "actions"]
    return {button["text"]["text"]: button for row in rows for button in row["elements"]}


@pytest.mark.parametrize(
    ("name", "text"),
    [("/compare", "rut ndx"), ("/market", "compare rut ndx"), ("/market", "/compare rut ndx")],
)
async def test_a_command_answers_in_the_channel_by_its_own_name_and_under_the_umbrella(
    tell: Tell, slack: Slack, name, text
) -> None:
    answer = await tell(slash(name, text, slack=slack))
    assert answer.status == 200
    assert answer.body == ""
    (message,) = slack.responses
    assert message["response_type"] == "in_channel"
    assert "S&P watchers: rut ndx led by +8.55 points" in texts(message["blocks"])[0]


async def test_the_umbrella_alone_gives_help(tell: Tell, slack: Slack) -> None:
    await tell(slash("/market", "", slack=slack))
    assert slack.responses[0]["text"] == "Ask me something."


async def test_an_answer_has_figures_table_picture_caveats_source_and_buttons(
    tell: Tell, slack: Slack
) -> None:
    await tell(slash("/compare", "rut ndx", slack=slack))
    (message,) = slack.responses
    kinds = [block["type"] for block in message["blocks"]]
    assert kinds == ["rich_text", "image", "section", "table", "context", "context", "actions"]
    shown = texts(message["blocks"])
    assert "*Close*\n2,718.77 (the 8th record of 2026)" in shown
    assert "+9.54%" in shown
    assert "All by price return." in shown
    assert any("SAMPLE: invented data" in text and "2026-01-22 16:00 ET" in text for text in shown)
    image = message["blocks"][1]
    assert image["alt_text"] == "Line chart: rut ndx 1y"
    assert slack.files[image["slack_file"]["id"]]["content"] == PIXEL
    assert list(buttons(message)) == ["3Y", "Mine", "Light picture", "Show the evidence"]


async def test_the_picture_is_shown_only_when_slack_has_looked_at_it(tell: Tell, slack: Slack) -> None:
    slack.looks_before_ready = 3
    await tell(slash("/compare", "rut ndx", slack=slack))
    assert len(slack.called("files.info")) == 4
    assert slack.responses[0]["blocks"][1]["type"] == "image"


def missing(scope: str) -> dict[str, Any]:
    return {"ok": False, "error": "missing_scope", "needed": scope}


@pytest.mark.parametrize(
    ("method", "status", "body", "reason"),
    [
        ("files.getUploadURLExternal", 200, missing("files:write"), "missing_scope: files:write"),
        ("files.info", 200, missing("files:read"), "missing_scope: files:read"),
        ("files.completeUploadExternal", 500, "", "could not be uploaded"),
    ],
)
async def test_where_a_picture_cannot_be_shown_the_text_arrives_with_the_reason(
    tell: Tell, slack: Slack, method, status, body, reason
) -> None:
    slack.fail(method, status, body)
    await tell(slash("/compare", "rut ndx", slack=slack))
    (message,) = slack.responses
    assert "image" not in [block["type"] for block in message["blocks"]]
    assert any(reason in text for text in texts(message["blocks"]))
    assert any("+8.55 points" in text for text in texts(message["blocks"]))


async def test_a_picture_that_cannot_be_drawn_or_is_never_ready_leaves_the_text(
    tell: Tell, slack: Slack, pool: Pool
) -> None:
    pool.failing = BUSY
    await tell(slash("/compare", "rut ndx", slack=slack))
    pool.failing, slack.looks_before_ready = "", 99
    await tell(slash("/compare", "rut ndx", slack=slack))
    first, second = (texts(message["blocks"]) for message in slack.responses)
    assert any(BUSY in text for text in first)
    assert any("still looking at it" in text for text in second)


async def test_a_refused_picture_goes_first_then_the_form_then_never_the_words(
    tell: Tell, slack: Slack
) -> None:
    slack.fail("respond", 400, "invalid_blocks")
    await tell(slash("/compare", "rut ndx", slack=slack))
    assert any("did not take the picture" in text for text in texts(slack.responses[0]["blocks"]))
    slack.fail("respond", 400, "invalid_blocks")
    slack.fail("respond", 400, "invalid_blocks")
    await tell(slash("/compare", "rut ndx", slack=slack))
    (words,) = texts(slack.responses[1]["blocks"])
    assert "+8.55 points" in words
    assert "Russell 2000" in words
    assert "Picture: Line chart" in words


async def test_a_workspace_that_refuses_the_newer_blocks_gets_the_plain_ones_at_once_and_is_not_asked_again(
    tell: Tell, slack: Slack
) -> None:
    def kinds() -> list[list[str]]:
        return [[block["type"] for block in message["blocks"]] for message in slack.responses]

    await tell(slash("/help", "", slack=slack))
    assert kinds() == [["rich_text", "data_table", "context"]]
    slack.is_older = True
    await tell(slash("/help", "", slack=slack))
    slack.is_older = False  # it would take them now, and is left alone
    await tell(slash("/help", "", slack=slack))
    assert kinds()[1:] == [["rich_text", "table", "context"]] * 2


async def test_private_by_default_where_the_command_says_so_and_public_only_when_shared(
    tell: Tell, slack: Slack
) -> None:
    await tell(slash("/exposure", "AAPL 40", slack=slack))
    (private,) = slack.responses
    assert private["response_type"] == "ephemeral"
    share = buttons(private)["Share to channel"]
    await tell(press(share["action_id"], share["value"], slack=slack, ephemeral=True))
    shared = slack.responses[1]
    assert (shared["response_type"], shared["replace_original"]) == ("in_channel", False)
    assert "Share to channel" not in buttons(shared)


async def test_the_word_private_keeps_a_public_answer_to_the_asker(tell: Tell, slack: Slack) -> None:
    await tell(slash("/compare", "rut ndx private", slack=slack))
    assert slack.responses[0]["response_type"] == "ephemeral"
    assert "Share to channel" in buttons(slack.responses[0])


async def test_a_mistake_is_told_to_the_asker_alone_with_a_command_that_works(
    tell: Tell, slack: Slack
) -> None:
    await tell(slash("/compare", "rut", slack=slack))
    (message,) = slack.responses
    assert message["response_type"] == "ephemeral"
    assert buttons(message)["/compare rut ndx"]["value"] == "/compare rut ndx"


async def test_a_button_updates_the_message_in_place_and_keeps_the_colours(
    tell: Tell, slack: Slack, pool: Pool
) -> None:
    await tell(slash("/compare", "rut ndx", slack=slack))
    light = buttons(slack.responses[0])["Light picture"]
    await tell(press(light["action_id"], light["value"], slack=slack))
    assert slack.responses[1]["replace_original"] is True
    longer = buttons(slack.responses[1])["3Y"]
    assert longer["value"] == "/compare rut ndx 3y"
    await tell(press(longer["action_id"], longer["value"], slack=slack))
    assert slack.responses[2]["replace_original"] is True
    assert "Dark picture" in buttons(slack.responses[2])
    assert pool.modes == [Mode.DARK, Mode.LIGHT, Mode.LIGHT]


async def test_private_answers_and_evidence_come_beside_a_public_message_not_over_it(
    tell: Tell, slack: Slack
) -> None:
    await tell(slash("/compare", "rut ndx", slack=slack))
    for label in ("Mine", "Show the evidence"):
        button = buttons(slack.responses[0])[label]
        await tell(press(button["action_id"], button["value"], slack=slack))
        beside = slack.responses[-1]
        assert (beside["response_type"], beside["replace_original"]) == ("ephemeral", False)
    assert any("data file cannot go into" in text for text in texts(beside["blocks"]))


async def test_in_an_answer_that_only_the_asker_sees_buttons_replace_it(tell: Tell, slack: Slack) -> None:
    await tell(slash("/exposure", "AAPL 40", slack=slack))
    again = buttons(slack.responses[0])["Again"]
    await tell(press(again["action_id"], again["value"], slack=slack, ephemeral=True))
    assert slack.responses[1]["replace_original"] is True
    assert slack.responses[1]["response_type"] == "ephemeral"


async def test_a_mention_is_answered_in_its_channel_and_thread(tell: Tell, slack: Slack) -> None:
    await tell(mention("<@UBOT> compare rut ndx", thread_ts="1769.0"))
    (message,) = slack.messages
    assert (message["channel"], message["thread_ts"]) == ("C1", "1769.0")
    assert message["unfurl_links"] is False


async def test_a_private_answer_to_a_mention_is_ephemeral(tell: Tell, slack: Slack) -> None:
    await tell(mention("<@UBOT>: exposure AAPL 40"))
    assert slack.messages[0]["ephemeral"] is True
    assert slack.messages[0]["user"] == "U1"


async def test_a_direct_message_is_a_command_with_its_files_and_without_sharing(
    tell: Tell, slack: Slack
) -> None:
    await tell(direct("exposure AAPL 40"))
    await tell(direct("evidence compare rut ndx"))
    assert [message["channel"] for message in slack.messages] == ["D1", "D1"]
    assert "ephemeral" not in slack.messages[0]
    assert "Share to channel" not in buttons(slack.messages[0])
    (file,) = slack.files.values()
    assert (file["channel"], file["content"]) == ("D1", b"session,rut\n")


async def test_a_file_that_cannot_be_attached_is_explained_to_the_asker(tell: Tell, slack: Slack) -> None:
    slack.member = False
    await tell(slash("/evidence", "compare rut ndx", slack=slack))
    answer, note = slack.responses
    assert answer["response_type"] == "in_channel"
    assert note["response_type"] == "ephemeral"
    assert "not_in_channel" in note["text"]


@pytest.mark.parametrize(
    "event",
    [
        {"bot_id": "B2"}, {"subtype": "message_changed"}, {"user": None}, {"bot_id": "B1", "user": "UBOT"},
    ],
)  # fmt: skip
async def test_bots_edits_and_joins_ask_nothing(tell: Tell, slack: Slack, event) -> None:
    answer = await tell(direct("compare rut ndx", **event))
    assert answer.status == 200
    assert slack.messages == []


async def test_slacks_encoding_is_read_as_what_was_typed(tell: Tell, slack: Slack) -> None:
    await tell(direct("`check <http://C3.AI|C3.AI> &amp; <#C1|general> <@U2> &lt;b&gt; &amp;lt; rose`"))
    assert slack.messages[0]["text"] == "Checked: C3.AI &amp; #C1 &lt;b&gt; &amp;lt; rose"


async def test_the_message_shortcut_checks_the_message_for_the_asker(tell: Tell, slack: Slack) -> None:
    await tell(shortcut("Small caps *closed* at 2,731.77", slack=slack))
    (message,) = slack.responses
    assert message["response_type"] == "ephemeral"
    assert message["text"] == "Checked: Small caps *closed* at 2,731.77"


async def test_the_shortcut_reads_what_an_apps_message_says_in_its_blocks_and_attachments(
    tell: Tell, slack: Slack
) -> None:
    asked = shortcut("Market note", slack=slack)
    run = [{"type": "text", "text": "Small caps closed at "}, {"type": "text", "text": "2,731.77."}]
    asked["message"] |= {
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": "Market note"}},
            {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": run}]},
            {"type": "section", "fields": [{"type": "mrkdwn", "text": "S&amp;P 500 rose."}]},
            {
                "type": "actions",
                "elements": [{"type": "button", "text": {"type": "plain_text", "text": "3Y"}}],
            },
        ],
        "attachments": [
            {"blocks": [{"type": "context", "elements": [{"type": "mrkdwn", "text": "Dow fell."}]}]}
        ],
    }
    await tell(asked)
    assert slack.responses[0]["text"] == (
        "Checked: Market note\nSmall caps closed at 2,731.77.\nS&amp;P 500 rose.\nDow fell."
    )


async def test_what_slack_tells_about_the_asker_reaches_the_command(tell: Tell, slack: Slack) -> None:
    await tell(direct("whoami"))
    await tell(mention("<@UBOT> whoami", user="UGUEST"))
    await tell(mention("<@UBOT> whoami"))
    assert [m["text"] for m in slack.messages] == [
        "T1 U1 Europe/Berlin manages=True",
        "T1 UGUEST Europe/Berlin manages=False",
        "T1 U1 Europe/Berlin manages=True",
    ]
    assert len(slack.called("users.info")) == 2


async def test_the_same_event_is_answered_once(tell: Tell, slack: Slack) -> None:
    for _delivery in range(3):
        await tell(mention("<@UBOT> compare rut ndx", event_id="Ev-same"))
        await tell(slash("/compare", "rut ndx", slack=slack, trigger="same"))
    assert len(slack.messages) == len(slack.responses) == 1


async def test_a_memory_that_fails_does_not_silence_the_bot(
    engine: Engine, settings: Settings, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        async def first_time(self, key: str) -> bool:
            raise ConnectionError("database is away")

    ask = to_request(direct("help"))
    assert ask is not None
    await SlackResponder(engine, Broken(), pause=no_pause).answer(
        ask, web_client("xoxb-planted-bot-token", base_url=slack.base_url)
    )
    assert slack.messages[0]["text"] == "Ask me something."


async def test_slack_asking_to_slow_down_is_obeyed(
    tell: Tell, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept = []

    async def sleep(seconds: float, _real=asyncio.sleep) -> None:
        slept.append(seconds)
        await _real(0)

    monkeypatch.setattr("slack_sdk.http_retry.builtin_async_handlers.asyncio.sleep", sleep)
    slack.fail("chat.postMessage", 429, {"ok": False, "error": "ratelimited"}, **{"Retry-After": "3"})
    await tell(direct("help"))
    assert len(slack.messages) == 1
    assert any(3 <= seconds < 4 for seconds in slept)


async def test_a_full_line_says_so_at_once_and_asks_nothing_more_of_the_engine(
    engine: Engine, settings: Settings, slack: Slack
) -> None:
    face = SlackAdapter(engine, settings, pause=no_pause, admission=AdmissionLimiter(1, at_once=1, spare=1))
    hold = asyncio.Event()
    assert face.admission.start(hold.wait)
    body = slash("/help", slack=slack)
    told = await face.app.async_dispatch(AsyncBoltRequest(body=body, headers=signed(body, kind="form")))
    assert "more questions than I can answer" in told.body
    event = json.dumps(mention("<@UBOT> help"))
    told = await face.app.async_dispatch(AsyncBoltRequest(body=event, headers=signed(event)))
    assert told.status == 200
    await slack.until(lambda: bool(slack.messages))
    hold.set()
    await face.close()
    (message,) = slack.messages
    assert message["ephemeral"] is True
    assert "Try again in a few seconds" in message["text"]


async def test_the_acknowledgement_waits_for_nothing(
    engine: Engine, settings: Settings, slack: Slack
) -> None:
    """The engine hangs; the acknowledgement is there before anything of it has returned."""
    face = SlackAdapter(engine, settings, pause=no_pause)
    hung = asyncio.Event()

    async def ask(_request) -> None:
        await hung.wait()

    engine.ask = ask  # type: ignore[method-assign,assignment]  # a provider that hangs, at the engine's edge
    body = slash("/help", slack=slack)
    async with asyncio.timeout(60):
        told = await face.app.async_dispatch(AsyncBoltRequest(body=body, headers=signed(body, kind="form")))
    assert (told.status, told.body) == (200, "")
    assert slack.responses == []
    await face.admission.close(grace=0)
    await face.close()


async def test_a_provider_that_hangs_delays_no_acknowledgement_and_is_told(
    settings: Settings, slack: Slack, pool: Pool
) -> None:
    """Every worker thread is stuck in the services of a question; more questions wait behind them."""
    let_go = threading.Event()

    def services(request, _deadline):
        let_go.wait(30)
        return {}

    engine = Engine(COMMANDS, services, pool=pool, deadline=0.4, workers=2, asks_per_minute=1000)  # type: ignore[arg-type]  # a pool of pixels
    face = SlackAdapter(engine, settings, pause=no_pause)
    seconds = []
    for _ask in range(12):
        body = slash("/compare", "rut ndx", slack=slack)
        began = time.monotonic()
        told = await face.app.async_dispatch(AsyncBoltRequest(body=body, headers=signed(body, kind="form")))
        seconds.append(time.monotonic() - began)
        assert (told.status, told.body) == (200, "")
    await settled(face)
    let_go.set()
    await face.close()
    await engine.close()
    assert statistics.median(seconds) < 0.1
    assert len(slack.responses) == 12
    assert all("longer than 0.4 seconds" in response["text"] for response in slack.responses)


# ---- no silence


@pytest.mark.parametrize("subtype", ["file_share", "me_message", "thread_broadcast"])
async def test_what_people_say_with_a_file_or_to_the_channel_too_is_answered(
    tell: Tell, slack: Slack, subtype: str
) -> None:
    files = [{"id": "F9", "name": "screenshot.png", "mimetype": "image/png"}]
    await tell(direct("compare rut ndx", subtype=subtype, files=files, thread_ts="1768.9"))
    await tell(mention("<@UBOT> compare rut ndx", subtype=subtype, files=files, thread_ts="1768.9"))
    assert ["rut ndx" in m["text"] for m in slack.messages] == [True, True]
    assert {m["thread_ts"] for m in slack.messages} == {"1768.9"}


async def test_a_message_forwarded_without_a_word_is_checked(tell: Tell, slack: Slack) -> None:
    shared = {"is_share": True, "author_name": "Ben", "text": "Small caps fell 1%."}
    await tell(direct("", attachments=[shared]))
    await tell(mention("<@UBOT>", attachments=[shared]))
    assert [m["text"] for m in slack.messages] == ["Checked: Small caps fell 1%."] * 2


PAGE = "<html>Blocked: attachment too_long</html>"
LOST_URLS = [(500, ""), (503, PAGE), (404, "expired_url"), (404, "used_url"), (403, PAGE), (200, PAGE)]


@pytest.mark.parametrize(("status", "body"), LOST_URLS)
async def test_where_a_response_url_fails_the_answer_comes_by_the_web_api(
    tell: Tell, slack: Slack, status: int, body: str
) -> None:
    slack.fail("respond", status, body)
    await tell(slash("/compare", "rut ndx", slack=slack))
    slack.fail("respond", status, body)
    await tell(slash("/exposure", "AAPL 40", slack=slack))
    public, private = slack.messages
    assert slack.responses == []
    assert (public["channel"], "ephemeral" in public) == ("C1", False)
    assert (private["channel"], private["user"], private["ephemeral"]) == ("C1", "U1", True)


async def test_where_the_bot_may_not_write_the_asker_gets_it_in_private(tell: Tell, slack: Slack) -> None:
    slack.member = False
    slack.fail("respond", 404, "expired_url")
    await tell(slash("/compare", "rut ndx", slack=slack))
    slack.fail("respond", 404, "expired_url")
    slack.fail("chat.postEphemeral", 200, {"ok": False, "error": "user_not_in_channel"})
    await tell(slash("/exposure", "AAPL 40", slack=slack))
    assert [m["channel"] for m in slack.messages] == ["U1", "U1"]


@pytest.mark.parametrize("body", ["", {"ok": False, "error": "internal_error"}])
async def test_one_failure_of_slack_does_not_silence_an_answer(tell: Tell, slack: Slack, body: Any) -> None:
    slack.fail("chat.postMessage", 500 if body == "" else 200, body)
    await tell(mention("<@UBOT> compare rut ndx"))
    slack.fail("chat.postEphemeral", 500 if body == "" else 200, body)
    await tell(mention("<@UBOT> exposure AAPL 40"))
    assert len(slack.messages) == 2


async def test_a_cut_connection_does_not_silence_an_answer(tell: Tell, slack: Slack) -> None:
    async def cut(request: Any) -> None:
        if request.path.endswith("chat.postMessage"):
            slack.intercept = None
            request.transport.abort()

    slack.intercept = cut
    await tell(mention("<@UBOT> help"))
    assert slack.messages


# ---- threads


@pytest.mark.parametrize("kind", ["ask", "evidence", "share"])
@pytest.mark.parametrize("ephemeral", [False, True])
@pytest.mark.parametrize("expired", [False, True])
async def test_answers_to_presses_in_a_thread_stay_in_the_thread(
    tell: Tell, slack: Slack, kind: str, ephemeral: bool, expired: bool
) -> None:
    audience = "asker" if ephemeral else "channel"
    pressed = press(f"{kind}:{audience}:dark:0", "/compare rut ndx", slack=slack, ephemeral=ephemeral)
    place = {"ts": "1769.2", "thread_ts": "1769.1"}
    if ephemeral:  # Slack sends no message then
        del pressed["message"]
        place = {"message_ts": "1769.2", "thread_ts": "1769.1"}
        pressed["container"] |= place
    else:
        pressed["message"] = place
    if expired:
        slack.fail("respond", 404, "expired_url")
    await tell(pressed)
    (answer,) = slack.messages if expired else slack.responses
    assert answer["thread_ts"] == "1769.1"


async def test_presses_on_a_message_that_has_answers_are_answered_in_the_channel(
    tell: Tell, slack: Slack
) -> None:
    pressed = press("share:channel:dark:0", "/compare rut ndx", slack=slack)
    pressed["message"] = {"ts": "1769.1", "thread_ts": "1769.1"}
    await tell(pressed)
    assert "thread_ts" not in slack.responses[0]


async def test_a_shortcut_in_a_thread_is_answered_there(tell: Tell, slack: Slack) -> None:
    asked = shortcut("Small caps closed at a record.", slack=slack)
    asked["message"] |= {"thread_ts": "1769.1"}
    await tell(asked)
    assert slack.responses[0]["thread_ts"] == "1769.1"


# ---- people of other organisations


def whoami(**event: Any) -> dict[str, Any]:
    return mention("<@UBOT> whoami", user="U9", **event)


@pytest.mark.parametrize(
    ("person", "event", "manages"),
    [
        ({}, {}, True),
        ({"team_id": "T1"}, {"user_team": "T1", "team": "T1"}, True),
        ({"team_id": "T9"}, {}, False),
        ({}, {"user_team": "T9"}, False),
        ({"team_id": "T9"}, {"user_team": "T9", "source_team": "T9"}, False),
        ({"is_stranger": True}, {}, False),
        ({"is_ultra_restricted": True}, {}, False),
        ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E1", "teams": ["T1", "T2"]}}, {}, True),
        ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E9", "teams": ["T2"]}}, {}, False),
        ({"team_id": "T9", "is_admin": True, "is_owner": True}, {"user_team": "T9"}, False),
    ],
)
async def test_people_of_another_organisation_are_guests(
    tell: Tell, slack: Slack, person: dict[str, Any], event: dict[str, Any], manages: bool
) -> None:
    slack.fail("users.info", 200, {"ok": True, "user": {"id": "U9", "tz": "Europe/Berlin"} | person})
    await tell(whoami(**event))
    assert f"manages={manages}" in slack.messages[0]["text"]


async def test_an_event_of_a_shared_channel_belongs_to_the_workspace_it_came_to(
    tell: Tell, slack: Slack
) -> None:
    shared = whoami(user_team="T9") | {"team_id": "T9"}
    shared["authorizations"] = [{"team_id": "T1", "enterprise_id": None, "user_id": "UBOT", "is_bot": True}]
    await tell(shared)
    assert slack.messages[0]["text"].startswith("T1 U9")
    assert "manages=False" in slack.messages[0]["text"]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("how are small caps doing this year?", "how are small caps doing this year?"),
        ("compare rut ndx", "compare rut ndx"),
        ("/compare rut ndx", "/compare rut ndx"),
        ("", "/help"),
    ],
)
def test_under_the_umbrella_plain_words_stay_plain(text: str, question: str, slack: Slack) -> None:
    ask = to_request(dict(parse_qsl(slash("/market", text, slack=slack))))
    assert ask is not None
    assert ask.request.text == question


def test_a_question_in_a_thread_names_its_thread() -> None:
    asked = direct("and the dow?")
    asked["event"]["thread_ts"] = "1769.1"
    ask = to_request(asked)
    assert ask is not None
    assert (ask.request.thread, ask.request.asker.direct) == ("1769.1", True)
