"""Slack over HTTP: real aiohttp server and client on loopback, real signatures."""

from __future__ import annotations

import asyncio
import io
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr

from bot.adapters.poster import Post
from bot.adapters.slack.http import BODY
from bot.adapters.slack.oauth import OAuthStores
from bot.adapters.slack.wiring import SlackAdapter, SlackSettingsError
from bot.engine.engine import Engine
from bot.settings import Settings
from bot.store.key_value import NamedValues
from bot.store.store import open_database
from commands.framework.reply import Reply
from market.clock import SystemClock
from market.fetching.database import AdvisoryLock, AdvisoryLocks, open_async_engine
from tests.bot.adapters.slack.conftest import SECRET, mention, no_pause, settled, signed, slash, tokens_in
from tests.bot.adapters.slack.standin import BOT, REFRESHED, Slack

# slack_sdk 3.47 authenticates the OAuth exchange with a class that aiohttp 3.14 has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

Client = TestClient[web.Request, web.Application]


async def served(face: SlackAdapter) -> Client:
    app = web.Application()
    app.add_routes(face.routes())
    client = TestClient(TestServer(app), cookie_jar=aiohttp.CookieJar(unsafe=True))
    await client.start_server()
    return client


@pytest.fixture
async def client(face: SlackAdapter) -> AsyncIterator[Client]:
    made = await served(face)
    yield made
    await made.close()


async def test_a_signed_command_is_acknowledged_empty_and_answered_after(
    client: Client, face: SlackAdapter, slack: Slack
) -> None:
    body = slash("/compare", "rut ndx", slack=slack)
    answer = await client.post("/slack/events", data=body, headers=signed(body, kind="form"))
    assert (answer.status, await answer.text()) == (200, "")
    await settled(face)
    assert "+8.55 points" in slack.responses[0]["text"]


async def test_the_address_is_verified_by_slacks_challenge(client: Client) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c-123"})
    answer = await client.post("/slack/events", data=body, headers=signed(body))
    assert "c-123" in await answer.text()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"at": -301}, 401),
        ({"at": 301}, 401),
        ({"secret": "another"}, 401),
        ({"headers": {"X-Slack-Signature": "v0=0000"}}, 401),
        ({"headers": {"X-Slack-Signature": ""}}, 401),
        ({"headers": {"X-Slack-Request-Timestamp": "soon"}}, 401),
        ({"headers": {"X-Slack-Request-Timestamp": ""}}, 401),
    ],
    ids=["old", "from the future", "another secret", "wrong", "unsigned", "no number", "no time"],
)
async def test_what_slack_did_not_sign_just_now_is_refused(
    client: Client, face: SlackAdapter, slack: Slack, change, status
) -> None:
    body = slash("/compare", "rut ndx", slack=slack)
    at = time.time() + change.get("at", 0)
    headers = signed(body, kind="form", at=at, secret=change.get("secret", SECRET)) | change.get(
        "headers", {}
    )
    answer = await client.post("/slack/events", data=body, headers=headers)
    assert answer.status == status
    await settled(face)
    assert slack.responses == []


@pytest.mark.parametrize(
    ("off", "secret", "named"),
    [
        (-420, SECRET, "signed_7_minutes_behind_this_clock"),
        (420, SECRET, "signed_7_minutes_ahead_of_this_clock"),
        (-290, SECRET, ""),
        (-420, "another", ""),
    ],
)
async def test_a_clock_that_is_off_is_named_once_a_minute(
    client: Client, caplog: pytest.LogCaptureFixture, off: int, secret: str, named: str
) -> None:
    for text in ("rut", "ndx", "spx"):
        body = slash("/quote", text, slack=Slack())
        await client.post(
            "/slack/events", data=body, headers=signed(body, kind="form", at=time.time() + off, secret=secret)
        )
    lines = [record for record in caplog.records if "set this machine's clock" in record.getMessage()]
    assert [named in line.__dict__ for line in lines] == [True] * bool(named)


async def test_a_body_that_was_changed_is_refused(client: Client, slack: Slack) -> None:
    body = slash("/compare", "rut ndx", slack=slack)
    answer = await client.post(
        "/slack/events", data=body.replace("ndx", "spx"), headers=signed(body, kind="form")
    )
    assert answer.status == 401


async def test_a_replayed_body_is_refused_and_answered_once(
    client: Client, face: SlackAdapter, slack: Slack
) -> None:
    body = slash("/compare", "rut ndx", slack=slack)
    headers = signed(body, kind="form")
    statuses = [(await client.post("/slack/events", data=body, headers=headers)).status for _time in range(3)]
    assert statuses == [200, 409, 409]
    await settled(face)
    assert len(slack.responses) == 1


async def test_slacks_own_retry_with_a_new_signature_is_acknowledged_and_not_answered_again(
    client: Client, face: SlackAdapter, slack: Slack
) -> None:
    body = json.dumps(mention("<@UBOT> help"))
    now = time.time()
    for number in range(4):
        headers = signed(body, at=now + number) | {
            "X-Slack-Retry-Num": str(number),
            "X-Slack-Retry-Reason": "http_timeout",
        }
        assert (await client.post("/slack/events", data=body, headers=headers)).status == 200
    await settled(face)
    assert len(slack.messages) == 1


async def test_an_oversized_body_is_refused_with_and_without_its_length(client: Client) -> None:
    big = b"x" * (BODY + 1)

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(big), 65536):
            yield big[start : start + 65536]

    headers = signed("")
    assert (await client.post("/slack/events", data=io.BytesIO(big), headers=headers)).status == 413
    assert (await client.post("/slack/events", data=chunks(), headers=headers)).status == 413


async def test_bytes_that_are_no_text_are_refused(client: Client) -> None:
    assert (await client.post("/slack/events", data=b"\xff\xfe", headers=signed(""))).status == 400


async def test_there_is_no_door_without_a_signing_secret(
    engine: Engine, settings: Settings, slack: Slack
) -> None:
    face = SlackAdapter(engine, settings.model_copy(update={"slack_signing_secret": None}))
    with pytest.raises(SlackSettingsError, match="BELLWETHER_SLACK_SIGNING_SECRET"):
        face.routes()
    await face.close()


async def test_there_is_no_face_without_any_token(engine: Engine, settings: Settings) -> None:
    with pytest.raises(SlackSettingsError, match="BELLWETHER_SLACK_BOT_TOKEN"):
        SlackAdapter(engine, settings.model_copy(update={"slack_bot_token": None}))


# ---- many workspaces


def alone(key: str) -> AdvisoryLock:
    """The turn of a process that is alone."""
    return AdvisoryLock(acquired=True)


def for_many(settings: Settings) -> Settings:
    return settings.model_copy(
        update={
            "slack_bot_token": None,
            "slack_client_id": "111.222",
            "slack_client_secret": SecretStr("planted-client-secret"),
        }
    )


@pytest.fixture
async def installed(
    engine: Engine, settings: Settings, slack: Slack, tmp_path: Path
) -> AsyncIterator[tuple[Client, SlackAdapter, list[str]]]:
    """A face for many workspaces, on an SQLite file; and the list of workspaces that left."""
    slack.tokens.clear()
    gone: list[str] = []

    async def left(team: str) -> None:
        gone.append(team)

    kept = open_database(f"sqlite:///{tmp_path / 'slack.sqlite3'}")
    database = open_async_engine(kept.url)
    face = SlackAdapter(
        engine,
        for_many(settings),
        stores=await OAuthStores.open("111.222", database, alone, tokens_in(kept, tmp_path)),
        left=left,
        pause=no_pause,
    )
    client = await served(face)
    yield client, face, gone
    await client.close()
    await face.close()
    await database.dispose()
    kept.dispose()


async def install(client: Client, code: str = "good") -> aiohttp.ClientResponse:
    """Walk through the installation as a browser does, without leaving loopback."""
    started = await client.get("/slack/install", allow_redirects=False)
    assert started.status == 302
    state = started.headers["Location"].split("state=")[1].split("&")[0]
    cookie = started.headers["Set-Cookie"].split(";")[0]
    return await client.get(f"/slack/oauth_redirect?code={code}&state={state}", headers={"Cookie": cookie})


async def ask(client: Client, face: SlackAdapter) -> int:
    body = json.dumps(mention("<@UBOT> help"))
    answer = await client.post("/slack/events", data=body, headers=signed(body))
    await settled(face)
    return answer.status


async def test_the_installation_asks_for_the_manifests_scopes(installed) -> None:
    client, _face, _gone = installed
    started = await client.get("/slack/install", allow_redirects=False)
    place = started.headers["Location"]
    assert place.startswith("https://slack.com/oauth/v2/authorize?")
    assert "client_id=111.222" in place
    assert "scope=app_mentions:read,assistant:write,channels:history," in place


async def test_a_workspace_installs_asks_and_leaves_without_a_trace(installed, slack: Slack) -> None:
    client, face, gone = installed
    await ask(client, face)
    assert slack.messages == []
    assert (await install(client)).status == 200
    await ask(client, face)
    assert slack.messages[0]["text"] == "Ask me something."
    assert await face.workspaces.token("T1") == BOT
    body = json.dumps(mention("", type="app_uninstalled"))
    await client.post("/slack/events", data=body, headers=signed(body))
    await settled(face)
    assert gone == ["T1"]
    assert await face.workspaces.token("T1") is None
    await ask(client, face)
    assert len(slack.messages) == 1


async def test_a_revoked_token_is_forgotten_but_the_workspaces_data_stay(installed) -> None:
    client, face, gone = installed
    await install(client)
    body = json.dumps(mention("", type="tokens_revoked", tokens={"oauth": [], "bot": ["UBOT"]}))
    await client.post("/slack/events", data=body, headers=signed(body))
    await settled(face)
    assert await face.workspaces.token("T1") is None
    assert gone == []


@pytest.mark.parametrize("query", ["?error=access_denied", "?code=good&state=forged", "?code=good", ""])
async def test_an_installation_that_was_not_begun_here_is_refused(installed, query: str) -> None:
    client, face, _gone = installed
    await client.get(f"/slack/oauth_redirect{query}")
    assert await face.workspaces.token("T1") is None


async def test_a_state_works_once_and_a_bad_code_not_at_all(installed) -> None:
    client, face, _gone = installed
    assert (await install(client, code="bad")).status == 401
    assert await face.workspaces.token("T1") is None


async def test_a_token_near_its_end_is_renewed_behind_the_answer_and_once(installed, slack: Slack) -> None:
    client, face, _gone = installed
    slack.expires_in = 3600
    await install(client)
    slack.expires_in = 43200
    await ask(client, face)
    await face.workspaces.close()
    assert slack.called("chat.postMessage")
    assert await face.workspaces.token("T1") == REFRESHED
    assert [call.get("grant_type") for call in slack.called("oauth.v2.access")] == [None, "refresh_token"]


async def test_an_ended_token_is_renewed_before_it_is_used(installed, slack: Slack) -> None:
    client, face, _gone = installed
    slack.expires_in = -1
    await install(client)
    slack.tokens.discard(BOT)
    await ask(client, face)
    assert slack.messages[0]["text"] == "Ask me something."


async def test_a_renewal_that_fails_leaves_the_token_that_still_works(installed, slack: Slack) -> None:
    client, face, _gone = installed
    slack.expires_in = 3600
    await install(client)
    slack.fail("oauth.v2.access", 200, {"ok": False, "error": "internal_error"})
    assert await face.workspaces.token("T1") == BOT


@pytest.mark.postgres
@pytest.mark.parametrize("server", ["postgresql"], indirect=True)
async def test_of_two_processes_one_renews_and_both_have_the_new_token(
    engine: Engine, settings: Settings, slack: Slack, database: sa.Engine, tmp_path: Path
) -> None:
    """As two workers do in the minute in which a digest is due: a refresh token works once."""
    faces, bases = [], []
    for _process in range(2):
        bases.append(open_async_engine(database.url))
        sealed = tokens_in(database, tmp_path)
        stores = await OAuthStores.open("111.222", bases[-1], AdvisoryLocks(database).acquire, sealed)
        faces.append(SlackAdapter(engine, for_many(settings), stores=stores, pause=no_pause))
    client = await served(faces[0])
    slack.expires_in = 3600
    await install(client)
    slack.expires_in = 43200
    tokens = await asyncio.gather(*(face.workspaces.token("T1") for face in faces))
    assert tokens == [REFRESHED, REFRESHED]
    assert [call.get("grant_type") for call in slack.called("oauth.v2.access")] == [None, "refresh_token"]
    await client.close()
    for face, base in zip(faces, bases, strict=True):
        await face.close()
        await base.dispose()


async def test_a_renewed_token_that_cannot_be_saved_at_once_is_saved_later(
    installed, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, face, _gone = installed
    slack.expires_in = 3600
    await install(client)
    slack.expires_in = 43200
    save, failures = face.workspaces._store.async_save_bot, [OSError("away"), OSError("away")]

    async def away_for_a_moment(bot: Any) -> None:
        if failures:
            raise failures.pop()
        await save(bot)

    monkeypatch.setattr(face.workspaces._store, "async_save_bot", away_for_a_moment)
    assert await face.workspaces.token("T1") == REFRESHED
    assert failures == []
    assert await face.workspaces.token("T1") == REFRESHED
    assert len(slack.called("oauth.v2.access")) == 2


# ---- Enterprise Grid


def in_grid(text: str, team: str = "T1", *, everywhere: bool = False, **event: Any) -> str:
    """An event of a workspace that belongs to an organisation."""
    came = {"enterprise_id": "E1", "team_id": team, "is_enterprise_install": everywhere}
    body = mention(text, **event) | {"team_id": team, "enterprise_id": "E1"}
    return json.dumps(body | {"is_enterprise_install": everywhere, "authorizations": [came]})


async def sent(client: Client, face: SlackAdapter, body: str) -> None:
    assert (await client.post("/slack/events", data=body, headers=signed(body))).status == 200
    await settled(face)


async def test_a_workspace_of_an_organisation_gets_its_digests_with_the_token_that_answers(
    installed, slack: Slack
) -> None:
    client, face, gone = installed
    slack.enterprise = "E1"
    await install(client)
    assert await face.workspaces.token("T1") == BOT
    await sent(client, face, in_grid("<@UBOT> help"))
    poster = await face.poster("T1")
    assert poster is not None
    await poster.post(Post("C1", Reply("A digest."), "k"))
    assert [m["text"] for m in slack.messages] == ["Ask me something.", "A digest."]
    assert await face.poster("T2") is None
    await sent(client, face, in_grid("", type="app_uninstalled"))
    assert gone == ["T1"]
    assert await face.workspaces.token("T1") is None


async def test_the_workspaces_of_an_organisation_that_installed_get_theirs(installed, slack: Slack) -> None:
    client, face, gone = installed
    slack.enterprise, slack.everywhere = "E1", True
    await install(client)
    for team in ("T1", "T2"):
        await sent(client, face, in_grid("<@UBOT> help", team, everywhere=True))
        poster = await face.poster(team)
        assert poster is not None
        await poster.post(Post("C1", Reply("A digest."), f"digest of {team}"))
    assert len(slack.messages) == 4
    assert await face.poster("T9") is None, "Slack says that the organisation does not have it"
    await sent(client, face, in_grid("", type="app_uninstalled", everywhere=True))
    assert sorted(gone) == ["T1", "T2"]
    assert await face.workspaces.token("T1") is None


async def test_an_organisations_workspace_that_asked_nothing_yet_is_looked_up_at_slack(
    installed, slack: Slack
) -> None:
    client, face, _gone = installed
    slack.enterprise, slack.everywhere, slack.teams = "E1", True, ["T5", "T6"]
    await install(client)
    assert await face.workspaces.token("T5") == BOT
    assert await face.workspaces.token("T5") == BOT
    assert len(slack.called("auth.teams.list")) == 1
    slack.teams = None
    assert await face.workspaces.token("T7") == BOT, "the only organisation, and Slack does not say"


async def test_where_an_event_does_not_say_that_the_organisation_installed_it_is_answered(
    installed, slack: Slack
) -> None:
    client, face, _gone = installed
    slack.enterprise, slack.everywhere = "E1", True
    await install(client)
    await sent(client, face, in_grid("<@UBOT> help"))
    assert len(slack.messages) == 1


async def test_a_token_of_an_organisation_is_renewed_for_all_its_workspaces(installed, slack: Slack) -> None:
    client, face, _gone = installed
    slack.enterprise, slack.everywhere, slack.teams, slack.expires_in = "E1", True, ["T1", "T2"], 3600
    await install(client)
    slack.expires_in = 43200
    assert [await face.workspaces.token(team) for team in ("T1", "T2")] == [REFRESHED, REFRESHED]
    assert len(slack.called("oauth.v2.access")) == 2


@pytest.fixture
async def two(
    engine: Engine, settings: Settings, slack: Slack, tmp_path: Path
) -> AsyncIterator[tuple[list[tuple[Client, SlackAdapter]], list[str], NamedValues]]:
    """Two processes on one database, the app installed by an organisation; the workspaces that left; the marks."""
    slack.tokens.clear()
    slack.enterprise, slack.everywhere, slack.teams = "E1", True, ["T1", "T2"]
    gone: list[str] = []

    async def left(team: str) -> None:
        gone.append(team)

    kept = open_database(f"sqlite:///{tmp_path / 'slack.sqlite3'}")
    sealed, marks = tokens_in(kept, tmp_path), NamedValues(kept, SystemClock())
    processes, bases = [], []
    for _process in range(2):
        bases.append(open_async_engine(kept.url))
        stores = await OAuthStores.open("111.222", bases[-1], alone, sealed, marks)
        face = SlackAdapter(engine, for_many(settings), stores=stores, left=left, pause=no_pause)
        processes.append((await served(face), face))
    client, face = processes[0]
    await install(client)
    for team in slack.teams:
        await sent(client, face, in_grid("<@UBOT> help", team, everywhere=True))
    tokens: Any = face.workspaces
    await tokens._organisations.close()  # what is noted behind an answer is written
    yield processes, gone, marks
    for (client, face), base in zip(processes, bases, strict=True):
        await client.close()
        await face.close()
        await base.dispose()
    kept.dispose()


async def test_which_organisation_answers_is_known_to_another_process(two, slack: Slack) -> None:
    processes, _gone, _marks = two
    assert await processes[1][1].workspaces.token("T2") == BOT
    assert slack.called("auth.teams.list") == []


async def test_an_organisation_that_removes_the_app_leaves_no_workspaces_data_behind(two) -> None:
    """Slack sends both events, in any order; the process that hears them has answered no question."""
    processes, gone, marks = two
    client, face = processes[1]
    revoked = in_grid("", type="tokens_revoked", tokens={"bot": ["UBOT"]}, everywhere=True)
    await sent(client, face, revoked)
    assert gone == []
    await sent(client, face, in_grid("", type="app_uninstalled", everywhere=True))
    assert sorted(gone) == ["T1", "T2"]
    assert marks.names("slack organisation of ", "E1") == []


async def test_a_workspace_that_its_organisation_takes_the_app_from_leaves_alone(two, slack: Slack) -> None:
    processes, gone, _marks = two
    client, face = processes[1]
    slack.teams = ["T1"]
    body = json.loads(in_grid("", type="team_access_revoked", team_ids=["T2"])) | {"team_id": None}
    body.pop("authorizations")  # Slack's example of it has none
    await sent(client, face, json.dumps(body))
    assert gone == ["T2"]
    assert [await face.workspaces.token(team) for team in ("T1", "T2")] == [BOT, None]


async def test_a_workspace_that_joined_an_organisation_after_it_was_installed_is_still_answered(
    installed, slack: Slack
) -> None:
    client, face, _gone = installed
    await install(client)
    await sent(client, face, in_grid("<@UBOT> help"))
    assert len(slack.messages) == 1
    assert await face.workspaces.token("T1") == BOT
