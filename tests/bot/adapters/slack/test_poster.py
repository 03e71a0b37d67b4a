"""Posting unasked: marked, found again, never repeated blindly, and failures told apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.adapters.poster import (
    CLOCKS_DIFFER,
    TOO_MUCH,
    Ambiguous,
    Held,
    Permanent,
    Post,
    Poster,
    Reach,
    Retryable,
)
from bot.adapters.slack.blocks.text import read
from bot.adapters.slack.message import to_message
from bot.adapters.slack.poster import SlackPoster, messages
from bot.adapters.slack.refusals import CHANNEL_REFUSALS
from bot.adapters.slack.wiring import SlackAdapter
from charts.spec import Picture
from commands.framework.ports import MentionedGroup, Place
from commands.framework.reply import Fact, Reply
from tests.bot.adapters.slack.conftest import no_pause
from tests.bot.adapters.slack.rules import texts
from tests.bot.adapters.slack.standin import BOT, Slack
from tests.bot.pictures import PIXEL

DIGEST = Reply("Nothing notable happened.")
PICTURE = Picture(PIXEL, "A chart.", 1, 1)
SINCE = datetime.fromtimestamp(1769000000, UTC)  # when the stand-in's messages are written


@pytest.fixture
def poster(slack: Slack) -> Poster:
    return SlackPoster(BOT, base_url=slack.base_url, pause=no_pause)


async def test_a_digest_is_posted_with_its_picture_and_found_by_its_key(poster: Poster, slack: Slack) -> None:
    for day in range(5):
        await poster.post(Post("C1", DIGEST, f"digest-{day}"))
    ts = await poster.post(Post("C1", DIGEST, "digest-today", PICTURE))
    for day in range(6, 9):
        await poster.post(Post("C1", DIGEST, f"digest-{day}"))
    message = next(m for m in slack.messages if m["ts"] == ts)
    assert any(block["type"] == "image" for block in message["blocks"])
    assert await poster.find("C1", "digest-today", SINCE) == ts
    assert await poster.find("C1", "digest-tomorrow", SINCE) is None
    assert await poster.find("C2", "digest-today", SINCE) is None


async def test_the_rest_of_a_digest_is_posted_in_its_thread_and_found_there_alone(
    poster: Poster, slack: Slack
) -> None:
    head = await poster.post(Post("C1", DIGEST, "k"))
    assert await poster.find("C1", "k:thread", SINCE, head) is None
    rest = await poster.post(Post("C1", DIGEST, "k:thread", PICTURE, under=head))
    assert slack.messages[-1]["thread_ts"] == head
    assert await poster.find("C1", "k:thread", SINCE, head) == rest
    assert await poster.find("C1", "k:thread", SINCE) is None
    assert await poster.find("C1", "k", SINCE) == head


async def test_a_post_that_many_messages_followed_is_found_page_by_page(poster: Poster, slack: Slack) -> None:
    ts = await poster.post(Post("C1", DIGEST, "k"))
    slack.chat("C1", 499)
    assert await poster.find("C1", "k", SINCE) == ts
    assert len(slack.called("conversations.history")) == 5
    assert await poster.find("C1", "other", SINCE) is None  # 500 messages were read, and there are no more


async def test_pages_that_slack_makes_smaller_are_followed_all_the_same(poster: Poster, slack: Slack) -> None:
    slack.page = 15
    ts = await poster.post(Post("C1", DIGEST, "k"))
    slack.chat("C1", 70)
    assert await poster.find("C1", "k", SINCE) == ts
    slack.chat("C1", 5)
    with pytest.raises(Ambiguous):
        await poster.find("C1", "k", SINCE)


async def test_more_messages_than_can_be_looked_through_are_no_no(poster: Poster, slack: Slack) -> None:
    await poster.post(Post("C1", DIGEST, "k"))
    slack.chat("C1", 500)
    with pytest.raises(Ambiguous) as told:
        await poster.find("C1", "k", SINCE)
    assert str(told.value) == TOO_MUCH
    assert len(slack.called("conversations.history")) == 5


async def test_a_history_that_says_there_is_more_but_not_where_is_no_no(poster: Poster, slack: Slack) -> None:
    slack.fail("conversations.history", 200, {"ok": True, "messages": [], "has_more": True})
    with pytest.raises(Ambiguous):
        await poster.find("C1", "k", SINCE)


async def test_a_look_goes_back_to_the_given_moment_and_further_for_clocks_that_differ(
    poster: Poster, slack: Slack
) -> None:
    ts = await poster.post(Post("C1", DIGEST, "k"))
    slack.chat("C1", 120)
    assert await poster.find("C1", "k", SINCE + CLOCKS_DIFFER) == ts
    assert {call["oldest"] for call in slack.called("conversations.history")} == {"1769000000.000000"}
    assert await poster.find("C1", "k", SINCE + CLOCKS_DIFFER + timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    ("channel", "method"), [("C1", "conversations.history"), ("@U1", "conversations.open")]
)
async def test_slow_down_while_looking_is_told_at_once_and_not_waited_for(
    poster: Poster, slack: Slack, channel: str, method: str
) -> None:
    slack.fail(method, 429, {"ok": False, "error": "ratelimited"}, **{"Retry-After": "60"})
    with pytest.raises(Retryable) as told:
        await poster.find(channel, "k", SINCE)
    assert told.value.retry_after == 60
    assert len(slack.called(method)) == 1


async def test_a_picture_that_fails_does_not_stop_the_digest(poster: Poster, slack: Slack) -> None:
    slack.fail(
        "files.getUploadURLExternal", 200, {"ok": False, "error": "missing_scope", "needed": "files:write"}
    )
    await poster.post(Post("C1", DIGEST, "k", PICTURE))
    assert any("files:write" in text for text in texts(slack.messages[0]["blocks"]))


async def test_a_refused_form_is_posted_as_text_since_nothing_was_posted(
    poster: Poster, slack: Slack
) -> None:
    slack.fail("chat.postMessage", 200, {"ok": False, "error": "invalid_blocks"})
    await poster.post(Post("C1", DIGEST, "k"))
    assert len(slack.messages) == 1
    assert await poster.find("C1", "k", SINCE) is not None


async def test_slow_down_is_safe_and_says_for_how_long(poster: Poster, slack: Slack) -> None:
    slack.fail("chat.postMessage", 429, {"ok": False, "error": "ratelimited"}, **{"Retry-After": "7"})
    with pytest.raises(Retryable) as told:
        await poster.post(Post("C1", DIGEST, "k"))
    assert told.value.retry_after == 7
    assert len(slack.called("chat.postMessage")) == 1


async def test_no_connection_at_all_is_safe() -> None:
    nowhere = SlackPoster(BOT, base_url="http://127.0.0.1:1/api/", pause=no_pause)
    with pytest.raises(Retryable):
        await nowhere.post(Post("C1", DIGEST, "k"))


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
) -> None:
    slack.fail("chat.postMessage", status, body)
    with pytest.raises(Ambiguous):
        await poster.post(Post("C1", DIGEST, "k"))
    assert len(slack.called("chat.postMessage")) == 1


async def test_a_reset_after_sending_is_ambiguous_sent_once_and_can_be_looked_up(
    poster: Poster, slack: Slack
) -> None:
    async def reset(request: web.Request) -> None:
        assert request.transport is not None
        request.transport.abort()
        slack.intercept = None

    slack.intercept = reset
    with pytest.raises(Ambiguous):
        await poster.post(Post("C1", DIGEST, "k"))
    await slack.until(lambda: bool(slack.messages))
    assert len(slack.called("chat.postMessage")) == 1
    assert await poster.find("C1", "k", SINCE) == slack.messages[0]["ts"]


@pytest.mark.parametrize("code", sorted(CHANNEL_REFUSALS))
async def test_what_the_channel_refuses_is_permanent_and_says_what_to_do(
    poster: Poster, slack: Slack, code: str
) -> None:
    slack.fail("chat.postMessage", 200, {"ok": False, "error": code})
    with pytest.raises(Permanent) as raised:
        await poster.post(Post("C1", DIGEST, "k"))
    assert raised.value.code == code
    assert code in str(raised.value)


@pytest.mark.parametrize(
    ("code", "reach"),
    [
        ("accesslimited", Reach.WORKSPACE),
        ("account_inactive", Reach.WORKSPACE),
        ("ekm_access_denied", Reach.CHANNEL),
        ("invalid_auth", Reach.WORKSPACE),
        ("missing_scope", Reach.CHANNEL),
        ("no_text", Reach.CHANNEL),
        ("org_login_required", Reach.WORKSPACE),
        ("team_added_to_org", Reach.WORKSPACE),
        ("token_revoked", Reach.WORKSPACE),
        ("a_code_of_next_year", Reach.CHANNEL),
    ],
)
async def test_what_is_no_fault_of_the_channel_is_held(
    poster: Poster, slack: Slack, code: str, reach: Reach
) -> None:
    slack.fail("chat.postMessage", 200, {"ok": False, "error": code})
    with pytest.raises(Held) as raised:
        await poster.post(Post("C1", DIGEST, "k"))
    assert (raised.value.code, raised.value.reach) == (code, reach)
    assert code in str(raised.value)


@pytest.mark.parametrize("status", [403, 404, 407])
async def test_a_page_of_a_proxy_is_held(poster: Poster, slack: Slack, status: int) -> None:
    slack.fail("chat.postMessage", status, "<html>Blocked by policy</html>")
    with pytest.raises(Held, match=f"HTTP {status}"):
        await poster.post(Post("C1", DIGEST, "k"))


@pytest.mark.parametrize("body", ["<html>Welcome to the network</html>", '{"ok": tr'])
async def test_an_answer_that_is_no_json_leaves_it_open_whether_it_was_posted(
    poster: Poster, slack: Slack, body: str
) -> None:
    slack.fail("chat.postMessage", 200, body)
    with pytest.raises(Ambiguous):
        await poster.post(Post("C1", DIGEST, "k"))


async def test_whether_it_may_post_is_known_beforehand(poster: Poster, slack: Slack) -> None:
    assert await poster.may_post("C1") is None
    assert await poster.may_post("D1") is None
    assert "archived" in (await poster.may_post("CARCHIVED") or "")
    slack.member = False
    assert "/invite @bellwether" in (await poster.may_post("C1") or "")
    slack.fail("conversations.info", 200, {"ok": False, "error": "missing_scope", "needed": "channels:read"})
    assert "channels:read" in (await poster.may_post("C1") or "")


@pytest.mark.parametrize("channel", ["C1", "D1", "@U1"])
async def test_whether_it_may_upload_is_known_beforehand(poster: Poster, slack: Slack, channel: str) -> None:
    method = "conversations.info" if channel == "C1" else "auth.test"
    answer = {"ok": True, "channel": {"id": channel, "is_member": True}}
    slack.fail(method, 200, answer, **{"x-oauth-scopes": "chat:write,channels:read,files:read"})
    said = await poster.may_post(channel) or ""
    assert "install it again" in said
    assert "missing_scope: files:write;" in said
    slack.fail(method, 200, answer, **{"x-oauth-scopes": "chat:write,files:read,files:write"})
    assert await poster.may_post(channel) is None, "what only other questions need does not matter here"


async def test_the_face_makes_a_poster_for_its_workspace(face: SlackAdapter, slack: Slack) -> None:
    poster = await face.poster("T1")
    await poster.post(Post("C1", DIGEST, "k"))
    assert len(slack.messages) == 1
    assert await face.poster("T1") is poster, "it knows what has been uploaded"
    assert await face.poster("T2") is not poster


async def test_one_upload_serves_all_channels_of_a_workspace(poster: Poster, slack: Slack) -> None:
    for channel in ("C1", "C2", "C3"):
        await poster.post(Post(channel, DIGEST, f"digest-{channel}", PICTURE))
    assert len(slack.called("files.getUploadURLExternal")) == 1
    assert len({m["blocks"][1]["slack_file"]["id"] for m in slack.messages}) == 1
    slack.fail("chat.postMessage", 200, {"ok": False, "error": "invalid_blocks"})
    await poster.post(Post("C4", DIGEST, "k", PICTURE))  # as when somebody has deleted the file
    await poster.post(Post("C5", DIGEST, "l", PICTURE))
    assert len(slack.called("files.getUploadURLExternal")) == 2


async def test_workspaces_share_a_message_and_each_shows_its_own_upload(
    slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, written = messages(), []
    monkeypatch.setattr(
        "bot.adapters.slack.poster.to_message", lambda *a, **k: written.append(a) or to_message(*a, **k)
    )
    for _workspace in range(3):
        poster = SlackPoster(BOT, base_url=slack.base_url, pause=no_pause, made=made)
        await poster.post(Post("C1", DIGEST, "k", PICTURE))
    assert len(written) == 1
    uploaded = [call["files"] for call in slack.called("files.completeUploadExternal")]
    shown = [m["blocks"][1]["slack_file"]["id"] for m in slack.messages]
    assert len(set(shown)) == 3
    assert all(file in str(files) for file, files in zip(shown, uploaded, strict=True))


async def test_an_upload_that_failed_is_tried_again_for_the_next_channel(
    poster: Poster, slack: Slack
) -> None:
    slack.fail("files.getUploadURLExternal", 200, {"ok": False, "error": "internal_error"})
    await poster.post(Post("C1", DIGEST, "k", PICTURE))
    await poster.post(Post("C2", DIGEST, "l", PICTURE))
    assert [any(b["type"] == "image" for b in m["blocks"]) for m in slack.messages] == [False, True]


async def test_a_person_is_written_to_in_a_conversation_of_two(poster: Poster, slack: Slack) -> None:
    opened = {"ok": True, "channel": {"id": "D7"}}
    slack.fail("conversations.open", 200, opened)
    slack.fail("conversations.open", 200, opened)
    ts = await poster.post(Post("@U1", DIGEST, "notice"))
    assert slack.messages[0]["channel"] == "D7"
    assert await poster.find("@U1", "notice", SINCE) == ts
    assert await poster.may_post("@U1") is None
    slack.fail("conversations.open", 200, {"ok": False, "error": "missing_scope", "needed": "im:write"})
    await poster.post(Post("@U1", DIGEST, "notice"))  # installed before that was asked for
    assert slack.messages[1]["channel"] == "U1"


def members(*people: str, more: str = "") -> dict[str, object]:
    return {"ok": True, "members": list(people), "response_metadata": {"next_cursor": more}}


async def test_members_of_a_channel_manage_its_digests(poster: Poster, slack: Slack) -> None:
    place = Place("slack", "T1", "C1")
    slack.fail("conversations.members", 200, members("U8", more="2"))
    slack.fail("conversations.members", 200, members("U1"))
    assert await poster.may_manage(place, "U1", False) is None
    slack.fail("conversations.members", 200, members("U8"))
    assert "not a member" in (await poster.may_manage(place, "U1", False) or "")
    for page in range(10):
        slack.fail("conversations.members", 200, members("U8", more=str(page)))
    assert "too many members" in (await poster.may_manage(place, "U1", False) or "")
    assert "Guests" in (await poster.may_manage(place, "UGUEST", False) or "")
    slack.fail("conversations.members", 200, {"ok": False, "error": "channel_not_found"})
    with pytest.raises(Permanent, match="/invite"):
        await poster.may_manage(place, "U1", False)


@pytest.mark.parametrize("admins_only", [False, True])
async def test_people_of_another_organisation_manage_nothing(
    poster: Poster, slack: Slack, admins_only: bool
) -> None:
    stranger = {"id": "U9", "team_id": "T9", "is_admin": True}
    colleague = {"id": "U2", "team_id": "T2", "is_admin": True, "enterprise_user": {"enterprise_id": "E1"}}
    for user, objection in ((stranger, True), (colleague, False)):
        slack.fail("users.info", 200, {"ok": True, "user": user})
        slack.fail("auth.test", 200, {"ok": True, "team_id": "T1", "enterprise_id": "E1"})
        slack.fail("conversations.members", 200, members(str(user["id"])))
        answer = await poster.may_manage(Place("slack", "T1", "C1"), str(user["id"]), admins_only)
        assert ("Guests" in (answer or "")) is objection
        slack.answers.clear()


async def test_a_workspace_may_leave_its_digests_to_admins(poster: Poster, slack: Slack) -> None:
    place = Place("slack", "T1", "C1")
    assert "Only admins" in (await poster.may_manage(place, "U1", True) or "")
    slack.fail("users.info", 200, {"ok": True, "user": {"id": "U1", "is_admin": True}})
    slack.fail("conversations.members", 200, members("U1"))
    assert await poster.may_manage(place, "U1", True) is None


async def test_a_channel_is_known_by_its_name_where_the_bot_is_in_it(poster: Poster, slack: Slack) -> None:
    listed = {"ok": True, "channels": [{"id": "C1", "name": "general"}, {"id": "C2", "name": "markets"}]}
    slack.fail("users.conversations", 200, listed)
    slack.fail("users.conversations", 200, listed)
    assert await poster.named("T1", "Markets") == "C2"
    assert await poster.named("T1", "elsewhere") is None


def markup_in(part: Any) -> Iterator[str]:
    """The texts in which Slack would read a mention."""
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        part = [*part.values()]
    for each in part if isinstance(part, list) else ():
        yield from markup_in(each)


@pytest.mark.parametrize("refused", [False, True])
async def test_a_post_mentions_its_group_and_whatever_it_says_nobody_else(
    poster: Poster, slack: Slack, refused: bool
) -> None:
    hostile = Reply(
        "<!everyone> <!subteam^S1>", notes=("<!here> @channel <@U1>",), facts=(Fact("<!here>", "x"),)
    )
    if refused:
        slack.answers["chat.postMessage"] = [(200, {"ok": False, "error": "invalid_blocks"}, {})]
    await poster.post(Post("C1", hostile, "k", mention="S0TRADERS"))
    await poster.post(Post("C1", hostile, "other"))
    mentioning, silent = slack.messages
    first, *rest = mentioning["blocks"]
    assert first["text"] == {"type": "mrkdwn", "text": "<!subteam^S0TRADERS>", "verbatim": True}
    assert mentioning["text"].startswith("<!subteam^S0TRADERS> &lt;")
    assert "<" not in silent["text"]
    assert refused or rest == silent["blocks"]
    assert not [text for text in markup_in(rest) if "<" in text]


async def test_who_is_no_guest_may_have_a_group_of_the_workspace_mentioned(
    poster: Poster, slack: Slack
) -> None:
    place = Place("slack", "T1", "C1")
    assert await poster.group(place, "U1", "@Traders") == MentionedGroup("S0TRADERS", "traders")
    assert await poster.group(place, "U1", "@S0DESK") == MentionedGroup("S0DESK", "desk")
    assert "has no user group" in str(await poster.group(place, "U1", "@nobody"))
    assert "Guests" in str(await poster.group(place, "UGUEST", "@traders"))
    for everybody in ("@channel", "@here", "@everyone"):
        assert "cannot mention everyone" in str(await poster.group(place, "U1", everybody))
    slack.answers["usergroups.list"] = [(200, {"ok": False, "error": "missing_scope"}, {})]
    with pytest.raises(
        Held, match="lacks a permission"
    ):  # of an app that was installed before it asked for it
        await poster.group(place, "U1", "@traders")


def test_a_user_group_is_read_as_its_handle_or_where_that_is_left_out_as_its_id() -> None:
    assert read("close mention <!subteam^S0TRADERS|@traders>") == "close mention @traders"
    assert read("close mention <!subteam^S0TRADERS>") == "close mention @S0TRADERS"
    assert read("close mention <!here>") == "close mention"
