"""Who may come in, with a real aiohttp server and client; Slack's routes are a stand-in."""

from __future__ import annotations

import asyncio
import logging
import re

import pytest
from aiohttp import web

from bot.adapters.token import UnprotectedConsole
from bot.adapters.web.security import _SHELL, HEADERS
from bot.adapters.web.serve import serve_web
from bot.adapters.web.static_files import static
from bot.settings import Settings
from tests.bot.adapters.web.conftest import TOKEN, Client, Serve, ask

QUESTION = {"text": "/whoami"}


@pytest.fixture
async def guarded(serve: Serve) -> Client:
    return await serve(token=TOKEN)


async def enter(client: Client, token: str = TOKEN, **headers: str) -> int:
    answer = await client.post("/enter", data={"token": token}, headers=headers, allow_redirects=False)
    return answer.status


# ---- on this machine, without a token


@pytest.mark.parametrize(
    "path", ["/", "/api/complete?text=/", "/metrics", "/picture/x/dark.png", "/static/app.js"]
)
async def test_a_page_elsewhere_that_names_this_server_by_its_own_host_is_refused(
    client: Client, path: str
) -> None:
    answer = await client.get(path, headers={"Host": "evil.example:8080"})
    assert answer.status == 403
    assert "this machine only" in await answer.text()


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1", "[::1]:8080"])
async def test_every_name_of_this_machine_is_welcome(client: Client, host: str) -> None:
    assert (await client.get("/", headers={"Host": host})).status == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"])
async def test_a_question_from_another_origin_is_refused(client: Client, origin: str) -> None:
    answer = await client.post("/api/ask", json=QUESTION, headers={"Origin": origin})
    assert answer.status == 403
    assert "this page only" in await answer.text()


async def test_a_question_from_the_page_itself_or_from_a_program_is_answered(client: Client) -> None:
    own = str(client.make_url("/")).rstrip("/")
    assert (await ask(client, "/whoami", Origin=own))["headline"]
    assert (await ask(client, "/whoami"))["headline"]


async def test_people_have_sessions_of_their_own(serve: Serve) -> None:
    client = await serve()
    await client.get("/")
    first = (await ask(client, "/whoami"))["headline"]
    assert (await ask(client, "/whoami"))["headline"] == first
    client.session.cookie_jar.clear()
    await client.get("/")
    assert (await ask(client, "/whoami"))["headline"] != first


@pytest.mark.parametrize(
    "session",
    [
        "",
        ".",
        "short",
        "x" * 32,
        "0a" * 16,
        f"{'0a' * 16}.{'0b' * 32}",
        "ä" * 32,
        "../../../../../etc/passwd-0000",
    ],
)
async def test_a_made_up_session_is_replaced(client: Client, session: str) -> None:
    answer = await client.get("/", headers={"Cookie": f"bellwether_session={session}"})
    given = answer.cookies["bellwether_session"]
    assert given.value != session
    assert len(given.value) == 32 + 1 + 64
    assert (given["httponly"], given["samesite"]) == (True, "Strict")


async def test_one_persons_budget_is_not_anothers(client: Client) -> None:
    await client.get("/")
    for _question in range(30):
        assert not (await ask(client, "/whoami"))["error"]
    refused = await ask(client, "/whoami")
    assert refused["error"]
    assert "Try again in" in refused["headline"]
    client.session.cookie_jar.clear()
    assert not (await ask(client, "/whoami"))["error"]


async def test_without_a_cookie_an_address_has_one_budget(client: Client) -> None:
    for _question in range(30):
        assert not (await ask(client, "/whoami"))["error"]
        client.session.cookie_jar.clear()
    for cookie in ("", "x" * 32):
        refused = await ask(client, "/whoami", Cookie=f"bellwether_session={cookie}")
        assert "Try again in" in refused["headline"]
        client.session.cookie_jar.clear()


async def test_without_a_cookie_nothing_is_changed(client: Client) -> None:
    refused = await ask(client, "/note")
    assert refused["error"]
    assert "nothing can be kept for you" in refused["headline"]
    assert (await ask(client, "/note"))["headline"] == "Noted."  # the answer brought a session


async def test_an_address_is_given_so_many_sessions_a_minute(client: Client) -> None:
    given = 0
    for _visit in range(40):
        client.session.cookie_jar.clear()
        given += "bellwether_session" in (await client.get("/")).cookies
    assert given == 30


# ---- with a token


async def test_without_the_token_there_is_only_the_form(guarded: Client) -> None:
    page = await guarded.get("/")
    assert page.status == 401
    assert 'type="password"' in await page.text()
    for path in (
        "/api/complete?text=/",
        "/metrics",
        "/static/app.js",
        "/picture/x/dark.png",
        "/a/x/answer.json",
    ):
        answer = await guarded.get(path)
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert (await guarded.post("/api/ask", json=QUESTION)).status == 401


async def test_the_form_takes_the_token_once_and_then_the_cookie_opens(guarded: Client) -> None:
    assert await enter(guarded) == 303
    assert (await guarded.get("/")).status == 200
    assert (await ask(guarded, "/whoami"))["headline"]


async def test_the_cookie_is_kept_from_scripts_and_other_sites_and_is_not_the_token(guarded: Client) -> None:
    answer = await guarded.post("/enter", data={"token": TOKEN}, allow_redirects=False)
    given = answer.cookies["bellwether_pass"]
    assert (given["httponly"], given["samesite"], given["secure"]) == (True, "Strict", "")
    assert TOKEN not in str(answer.headers)


async def test_behind_tls_the_cookies_stay_there(guarded: Client) -> None:
    own = f"https://{guarded.host}:{guarded.port}"
    headers = {"X-Forwarded-Proto": "https", "Origin": own}
    answer = await guarded.post("/enter", data={"token": TOKEN}, headers=headers, allow_redirects=False)
    assert answer.status == 303
    assert answer.cookies["bellwether_pass"]["secure"] is True


@pytest.mark.parametrize(
    "wrong", ["", "wrong", TOKEN + "x", TOKEN.upper(), "\ud7ff\U0001f4c8", "x" * 100_000]
)
async def test_a_wrong_token_gets_the_form_again(guarded: Client, wrong: str) -> None:
    answer = await guarded.post("/enter", data={"token": wrong})
    assert answer.status == 401
    assert "That is not the token." in await answer.text()


async def test_a_form_that_is_none_is_a_wrong_token(guarded: Client) -> None:
    for body, kind in (
        (b"\xff\xfe=\x00", "application/x-www-form-urlencoded; charset=nonsense"),
        (b"x", "multipart/form-data"),
    ):
        assert (await guarded.post("/enter", data=body, headers={"Content-Type": kind})).status == 401


async def test_a_foreign_page_cannot_send_the_form(guarded: Client) -> None:
    assert await enter(guarded, Origin="https://evil.example") == 403


async def test_programs_send_the_token_as_bearer(guarded: Client) -> None:
    assert (await ask(guarded, "/whoami", Authorization=f"Bearer {TOKEN}"))["headline"]
    assert (await ask(guarded, "/whoami", Authorization=f"bearer  {TOKEN}"))["headline"]


@pytest.mark.parametrize(
    "header", ["Bearer wrong", "Bearer", TOKEN, f"Basic {TOKEN}", "Bearer \xff\xfe", f"Bearer {TOKEN[:-1]}"]
)
async def test_anything_else_as_authorization_does_not_open(guarded: Client, header: str) -> None:
    answer = await guarded.post("/api/ask", json=QUESTION, headers={"Authorization": header})
    assert answer.status == 401


@pytest.mark.parametrize("way", ["bearer", "form", "cookie"])
async def test_after_ten_wrong_tokens_an_address_waits_a_minute(
    guarded: Client, way: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "bellwether.web")

    async def attempt(token: str) -> int:
        if way == "form":
            return await enter(guarded, token)
        shown = (
            {"Authorization": f"Bearer {token}"}
            if way == "bearer"
            else {"Cookie": f"bellwether_pass={token}"}
        )
        return (await guarded.post("/api/ask", json=QUESTION, headers=shown)).status

    assert [await attempt(f"wrong-{number}") for number in range(10)] == [401] * 10
    assert await attempt("wrong") == 429
    assert await attempt(TOKEN) == 429  # not compared, so that nothing is learned
    assert (await guarded.get("/healthz")).status == 200
    (line,) = (record for record in caplog.records if record.name == "bellwether.web")
    assert "wrong tokens" in line.getMessage()
    assert line.__dict__["from_127.0.0.1"] == 1


async def test_who_came_in_before_goes_on_while_their_address_waits(guarded: Client) -> None:
    assert await enter(guarded) == 303
    await guarded.get("/")
    for number in range(12):
        await guarded.post(
            "/api/ask", json=QUESTION, headers={"Authorization": f"Bearer wrong-{number}", "Cookie": "x=y"}
        )
    assert (await ask(guarded, "/whoami"))["headline"]


async def test_the_cookie_of_an_earlier_token_is_taken_back(guarded: Client) -> None:
    answer = await guarded.get("/", headers={"Cookie": f"bellwether_pass={'0a' * 32}"})
    assert answer.status == 401
    assert answer.cookies["bellwether_pass"]["max-age"] == "0"


async def test_the_token_itself_as_cookie_or_in_the_address_does_not_open(guarded: Client) -> None:
    for name in ("bellwether_pass", "bellwether_token"):
        assert (await guarded.get("/metrics", headers={"Cookie": f"{name}={TOKEN}"})).status == 401
    assert (await guarded.get(f"/metrics?token={TOKEN}")).status == 401


async def test_any_host_may_be_named_once_there_is_a_token(guarded: Client) -> None:
    answer = await guarded.get("/", headers={"Host": "bot.example.org", "Authorization": f"Bearer {TOKEN}"})
    assert answer.status == 200


async def test_whether_it_is_alive_and_ready_needs_no_token(guarded: Client) -> None:
    for path in ("/healthz", "/readyz", "/static/style.css", "/static/icon.svg"):
        assert (await guarded.get(path, headers={"Host": "10.0.0.7:8080"})).status == 200


# ---- what other parts serve under the same roof


async def test_slacks_routes_check_their_callers_themselves(serve: Serve) -> None:
    async def events(_request: web.Request) -> web.Response:
        return web.Response(text="signed, I hope")

    client = await serve(token=TOKEN, outside={"/slack": [web.post("/slack/events", events)]})
    answer = await client.post(
        "/slack/events", headers={"Host": "bot.example.org", "Origin": "https://slack.com"}
    )
    assert (answer.status, await answer.text()) == (200, "signed, I hope")
    assert "bellwether_session" not in answer.cookies
    assert (await client.get("/metrics")).status == 401


@pytest.mark.parametrize(
    "path",
    [
        "/slack/../metrics",
        "/slack/%2e%2e/metrics",
        "/slack//../metrics",
        "//metrics",
        "/slack",
        "/slackmetrics",
    ],
)
async def test_no_detour_leads_around_the_door(serve: Serve, path: str) -> None:
    client = await serve(token=TOKEN, outside={"/slack": []})
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    said = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert said.split()[1] in (b"401", b"404")
    assert b"python_info" not in said


# ---- headers, everywhere


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200), ("GET", "/static/app.js", 200), ("GET", "/static/nothing.js", 404), ("GET", "/nowhere", 404),
        ("GET", "/healthz", 200), ("GET", "/metrics", 200), ("GET", "/picture/x/dark.png", 404),
        ("DELETE", "/api/ask", 405), ("POST", "/api/ask", 415),
    ],
)  # fmt: skip
async def test_every_answer_carries_the_headers(client: Client, method: str, path: str, status: int) -> None:
    answer = await client.request(method, path)
    assert answer.status == status
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "Cache-Control" in answer.headers


async def test_refusals_and_the_form_carry_the_headers_too(guarded: Client) -> None:
    for answer in (await guarded.get("/"), await guarded.post("/enter", headers={"Origin": "null"})):
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_the_policy_allows_nothing_inline_and_nobody_elses_page() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy
    assert policy.startswith("default-src 'none'")


# ---- before anything is served


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "bot.example.org", ""])
async def test_a_door_open_to_others_without_a_token_is_not_opened(app, host: str) -> None:
    with pytest.raises(UnprotectedConsole, match="BELLWETHER_WEB_TOKEN"):
        await serve_web(app(), host, 0, None, asyncio.Event())


async def test_the_token_shows_nowhere(guarded: Client, app, caplog: pytest.LogCaptureFixture, capfd) -> None:
    caplog.set_level(logging.DEBUG)
    said = []
    for answer in (
        await guarded.get("/"),
        await guarded.post("/enter", data={"token": TOKEN}, allow_redirects=False),
        await guarded.get("/"),
        await guarded.get("/metrics"),
        await guarded.post("/api/ask", json={"text": f"/whoami {TOKEN[:3]}"}),
        await guarded.get("/nowhere"),
    ):
        said += [str(answer.headers), await answer.text(errors="replace")]
    settings = Settings(_env_file=None, web_token=TOKEN)  # type: ignore[call-arg,arg-type]  # pydantic's own switch; it wraps the text
    shown = "".join((*said, caplog.text, *capfd.readouterr(), repr(app(token=TOKEN)), repr(settings)))
    assert TOKEN not in shown


def test_the_page_of_an_answer_gets_every_module_that_it_imports() -> None:
    wanted, seen = {"answer_page.js"}, set[str]()
    while wanted:
        name = wanted.pop()
        seen.add(name)
        body = static(name).body
        assert isinstance(body, bytes)
        wanted |= {found for found in re.findall(r'"\./([a-z_]+\.js)"', body.decode()) if found not in seen}
    assert "tiles.js" in seen
    assert {f"/static/{name}" for name in seen} <= _SHELL
