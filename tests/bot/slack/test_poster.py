"""Posting unasked: marked, found again, never repeated blindly, and failures told apart."""

from __future__ import annotations

import pytest
from aiohttp import web

from bot.adapters.slack.face import SlackFace
from bot.adapters.slack.poster import SlackPoster
from bot.posting import Ambiguous, Permanent, Poster, Safe
from charts.render import Picture
from commands.reply import Reply
from tests.bot.slack.conftest import PIXEL, no_pause
from tests.bot.slack.rules import texts
from tests.bot.slack.standin import BOT, Slack

DIGEST = Reply("Nothing notable happened.")
PICTURE = Picture(PIXEL, "A chart.", 1, 1)


@pytest.fixture
def poster(slack: Slack) -> Poster:
    return SlackPoster(BOT, base_url=slack.base_url, pause=no_pause)


async def test_a_digest_is_posted_with_its_picture_and_found_by_its_key(poster: Poster, slack: Slack):
    for day in range(5):
        await poster.post("C1", DIGEST, None, f"digest-{day}")
    ts = await poster.post("C1", DIGEST, PICTURE, "digest-today")
    for day in range(6, 9):
        await poster.post("C1", DIGEST, None, f"digest-{day}")
    message = next(m for m in slack.messages if m["ts"] == ts)
    assert any(block["type"] == "image" for block in message["blocks"])
    assert await poster.find("C1", "digest-today") == ts
    assert await poster.find("C1", "digest-tomorrow") is None
    assert await poster.find("C2", "digest-today") is None


async def test_a_picture_that_fails_does_not_stop_the_digest(poster: Poster, slack: Slack):
    slack.fail(
        "files.getUploadURLExternal", 200, {"ok": False, "error": "missing_scope", "needed": "files:write"}
    )
    await poster.post("C1", DIGEST, PICTURE, "k")
    assert any("files:write" in text for text in texts(slack.messages[0]["blocks"]))


async def test_a_refused_form_is_posted_as_text_since_nothing_was_posted(poster: Poster, slack: Slack):
    slack.fail("chat.postMessage", 200, {"ok": False, "error": "invalid_blocks"})
    await poster.post("C1", DIGEST, None, "k")
    assert len(slack.messages) == 1
    assert await poster.find("C1", "k") is not None


async def test_slow_down_is_safe_and_says_for_how_long(poster: Poster, slack: Slack):
    slack.fail("chat.postMessage", 429, {"ok": False, "error": "ratelimited"}, **{"Retry-After": "7"})
    with pytest.raises(Safe) as told:
        await poster.post("C1", DIGEST, None, "k")
    assert told.value.retry_after == 7
    assert len(slack.called("chat.postMessage")) == 1


async def test_no_connection_at_all_is_safe():
    nowhere = SlackPoster(BOT, base_url="http://127.0.0.1:1/api/", pause=no_pause)
    with pytest.raises(Safe):
        await nowhere.post("C1", DIGEST, None, "k")


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, ""),
        (502, "<html>"),
        (503, {"ok": False, "error": "service_unavailable"}),
        (200, "<html>"),
        (200, {"ok": False, "error": "internal_error"}),
    ],
)
async def test_what_slack_did_not_confirm_is_ambiguous_and_sent_once(
    poster: Poster, slack: Slack, status, body
):
    slack.fail("chat.postMessage", status, body)
    with pytest.raises(Ambiguous):
        await poster.post("C1", DIGEST, None, "k")
    assert len(slack.called("chat.postMessage")) == 1


async def test_a_reset_after_sending_is_ambiguous_sent_once_and_can_be_looked_up(
    poster: Poster, slack: Slack
):
    async def reset(request: web.Request) -> None:
        assert request.transport is not None
        request.transport.abort()
        slack.intercept = None

    slack.intercept = reset
    with pytest.raises(Ambiguous):
        await poster.post("C1", DIGEST, None, "k")
    await slack.until(lambda: bool(slack.messages))
    assert len(slack.called("chat.postMessage")) == 1
    assert await poster.find("C1", "k") == slack.messages[0]["ts"]


@pytest.mark.parametrize(
    "code",
    [
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "missing_scope",
        "token_revoked",
        "restricted_action",
        "no_text",
    ],
)
async def test_what_cannot_work_is_permanent_and_says_what_to_do(poster: Poster, slack: Slack, code):
    slack.fail("chat.postMessage", 200, {"ok": False, "error": code})
    with pytest.raises(Permanent) as told:
        await poster.post("C1", DIGEST, None, "k")
    assert told.value.code == code
    assert code in str(told.value)


async def test_whether_it_may_post_is_known_beforehand(poster: Poster, slack: Slack):
    assert await poster.may_post("C1") is None
    assert await poster.may_post("D1") is None
    assert "archived" in (await poster.may_post("CARCHIVED") or "")
    slack.member = False
    assert "/invite @bellwether" in (await poster.may_post("C1") or "")
    slack.fail("conversations.info", 200, {"ok": False, "error": "missing_scope", "needed": "channels:read"})
    assert "channels:read" in (await poster.may_post("C1") or "")


async def test_the_face_makes_a_poster_for_its_workspace(face: SlackFace, slack: Slack):
    await (await face.poster("T1")).post("C1", DIGEST, None, "k")
    assert len(slack.messages) == 1
