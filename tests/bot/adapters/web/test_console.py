"""What the page's endpoints say, with a real aiohttp server and client."""

from __future__ import annotations

import base64
import json

import pytest
from aiohttp import web

from bot.adapters.web.console import LARGEST
from bot.adapters.web.message import to_message
from bot.adapters.web.static_files import STATIC
from commands.framework.reply import Fact, Reply
from market.formatting import Unit
from market.provenance import Provenance
from tests.bot.adapters.discord.rules import of_type
from tests.bot.adapters.web.conftest import Client, Serve, ask
from tests.bot.pictures import BUSY, CLOSE, PIXEL, Pool

HOSTILE = "</script><img src=x onerror=alert(1)> @everyone <!channel> *_~|` \u200b\u202e \ud800 \x00"


async def test_the_page_and_its_parts_are_served_with_their_types(client: Client) -> None:
    assert (await client.get("/")).content_type == "text/html"
    for name, kind in STATIC.items():
        answer = await client.get(f"/static/{name}")
        assert (answer.status, answer.content_type) == (200, kind)


@pytest.mark.parametrize("name", ["enter.html", "index.html", "../door.py", "%2e%2e%2fdoor.py", ""])
async def test_no_other_file_is_served(client: Client, name: str) -> None:
    assert (await client.get(f"/static/{name}")).status == 404


async def test_an_answer_comes_whole_as_text_and_data(client: Client) -> None:
    said = await ask(client, "/chart rut")
    assert said["headline"] == "rut closed at 2,718.77."
    assert said["facts"] == [
        {"label": "Close", "value": "2,718.77", "detail": "on 2,698.17", "own": "", "mark": ""}
    ]
    assert said["actions"] == [{"label": "3Y", "command": "/chart rut 3y"}]
    assert said["private"]
    assert said["evidence"]
    assert said["sources"] == "Source: Sample · as of 2026-01-22 16:00 ET"
    assert said["command"] == "/chart rut"
    assert "rut closed at 2,718.77." in said["text"]


async def test_the_picture_has_an_address_a_text_and_its_own_shape(client: Client, pool: Pool) -> None:
    picture = (await ask(client, "/chart rut"))["picture"]
    assert (picture["alt"], picture["width"], picture["height"]) == ("Line chart: rut", 1200, 900)
    for mode in ("dark", "light"):
        answer = await client.get(f"{picture['url']}/{mode}.png")
        assert (answer.content_type, await answer.read()) == ("image/png", PIXEL)
        assert "immutable" in answer.headers["Cache-Control"]
    assert pool.modes == ["dark", "light"]


async def test_a_file_arrives_byte_for_byte(client: Client) -> None:
    (file,) = (await ask(client, "/chart rut"))["files"]
    assert (file["name"], file["type"]) == ("series.csv", "text/csv")
    assert base64.b64decode(file["base64"]) == b"\xff\x00,1\n"


async def test_the_other_faces_get_their_real_payloads_in_the_mode_asked_for(client: Client) -> None:
    answer = await client.post("/api/ask", json={"text": "/chart rut", "mode": "light"})
    said = await answer.json()
    slack, discord = said["faces"]["slack"]["front"], said["faces"]["discord"]["front"]
    (image,) = (block for block in slack["blocks"] if block["type"] == "image")
    (gallery,) = of_type(discord, 12)
    assert image["image_url"] == gallery["items"][0]["media"]["url"] == f"{said['picture']['url']}/light.png"
    assert "Dark picture" in json.dumps(slack)
    assert "bw1:d:/chart rut" in json.dumps(discord)


@pytest.mark.parametrize("mode", ["neon", 7, None, [], {"a": 1}])
async def test_another_mode_is_dark(client: Client, mode: object) -> None:
    answer = await client.post("/api/ask", json={"text": "/chart rut", "mode": mode})
    assert "Light picture" in json.dumps((await answer.json())["faces"]["slack"])


@pytest.mark.parametrize(
    "path", ["/picture/unknown/dark.png", "/picture/{key}/neon.png", "/picture/{key}/.png"]
)
async def test_a_picture_that_is_not_there_is_404_and_says_what_to_do(client: Client, path: str) -> None:
    url = (await ask(client, "/chart rut"))["picture"]["url"]
    answer = await client.get(path.replace("/picture/{key}", url))
    assert answer.status == 404


async def test_a_picture_that_cannot_be_drawn_is_503_with_the_reason(client: Client, pool: Pool) -> None:
    pool.failing = BUSY
    url = (await ask(client, "/chart rut"))["picture"]["url"]
    answer = await client.get(f"{url}/dark.png")
    assert answer.status == 503
    assert BUSY in await answer.text()


async def test_the_oldest_pictures_are_forgotten(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.adapters.web.answers.REMEMBERED", 2)
    client = await serve()
    addresses = [(await ask(client, "/chart rut"))["picture"]["url"] for _picture in range(3)]
    found = [(await client.get(f"{address}/dark.png")).status for address in addresses]
    assert found == [404, 200, 200]


async def test_a_pictures_address_cannot_be_worked_out_from_the_question(client: Client) -> None:
    first, second = [(await ask(client, "/chart rut"))["picture"]["url"] for _time in range(2)]
    assert first != second
    assert len(first.removeprefix("/picture/")) >= 20


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b'{"text": "/whoami"}', "text/plain", 415),
        (b"text=/whoami", "application/x-www-form-urlencoded", 415),
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"text": "/whoami"}', "application/json; charset=nonsense", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"[]", "application/json", 400),
        (b"{}", "application/json", 400),
        (b'{"text": 7}', "application/json", 400),
        (b'{"text": "' + b"x" * LARGEST + b'"}', "application/json", 413),
    ],
    ids=["text", "a form", "half", "nothing", "no text", "no charset", "too deep", "a list", "no question", "a number",
         "too large"],
)  # fmt: skip
async def test_what_is_no_question_is_refused(client: Client, body: bytes, kind: str, status: int) -> None:
    answer = await client.post("/api/ask", data=body, headers={"Content-Type": kind})
    assert answer.status == status
    assert "Traceback" not in await answer.text()


@pytest.mark.parametrize(
    "text", [HOSTILE, f"/chart {HOSTILE}", f"/{HOSTILE}", "/chart " + "x " * 15_000, "", " \n "]
)
async def test_hostile_text_is_answered_as_text(client: Client, text: str) -> None:
    answer = await client.post(
        "/api/ask", data=json.dumps({"text": text}), headers={"Content-Type": "application/json"}
    )
    assert answer.status == 200
    assert answer.content_type == "application/json"
    assert (await answer.json())["headline"]


async def test_completions_come_from_memory_with_what_they_replace(client: Client) -> None:
    found = await (await client.get("/api/complete", params={"text": "/wh"})).json()
    assert found == [
        {
            "insert": "/whoami ",
            "replaces": 3,
            "label": "/whoami",
            "about": "What the bot knows about the asker.",
        }
    ]
    assert (
        await (await client.get("/api/complete", params={"text": HOSTILE.replace("\ud800", "")})).json() == []
    )
    assert await (await client.get("/api/complete")).json() != []


async def test_readiness_says_why_not(serve: Serve) -> None:
    async def migrating() -> str | None:
        return "the database is being migrated"

    client = await serve(ready=migrating)
    answer = await client.get("/readyz")
    assert (answer.status, await answer.text()) == (503, "the database is being migrated\n")
    assert await (await client.get("/healthz")).text() == "ok\n"


async def test_metrics_are_prometheus_text(client: Client) -> None:
    answer = await client.get("/metrics")
    assert answer.content_type == "text/plain"
    assert "# TYPE" in await answer.text()


async def test_a_fault_of_ours_is_500_without_its_text(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(_request: web.Request) -> web.Response:
        raise RuntimeError("planted-fault-text")

    client = await serve(outside={"/broken": [web.get("/broken", broken)]})
    answer = await client.get("/broken")
    assert answer.status == 500
    assert "planted-fault-text" not in await answer.text()
    assert "Content-Security-Policy" in answer.headers
    assert "planted-fault-text" in caplog.text


def test_a_figure_names_its_own_time_and_source_only_where_the_answer_does_not() -> None:
    facts = (
        Fact("Close", 1.0, Unit.LEVEL, as_of="2026-01-22 16:00 ET", source="Sample"),
        Fact("Claims", 2.0, Unit.LEVEL, as_of="2026-01-17", source="FRED"),
    )
    message = to_message(Reply("x", facts=facts, provenance=Provenance("Sample", CLOSE)), None)
    assert [fact["own"] for fact in message["facts"]] == ["", "2026-01-17 · FRED"]
