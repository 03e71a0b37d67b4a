"""Answers of the console: kept for their session, with pictures and evidence, and told to nobody else."""

from __future__ import annotations

import base64

import pytest

from bot.engine.shown_answers import AnswerKeeper
from tests.bot.adapters.web.conftest import Client, Serve, ask
from tests.bot.pictures import BUSY, PIXEL, Pool


async def conversation(client: Client) -> list[dict[str, object]]:
    answers: list[dict[str, object]] = await (await client.get("/api/conversation")).json()
    return answers


@pytest.fixture
async def known(client: Client) -> Client:
    """A browser that has its cookie."""
    await client.get("/")
    return client


async def test_a_reload_finds_the_answers_of_its_own_session_in_their_order(
    known: Client, serve: Serve, keeper: AnswerKeeper
) -> None:
    said = [await ask(known, line) for line in ("/whoami", "/chart rut", "/whoami")]
    await keeper.written()
    again = await conversation(known)
    assert [answer["headline"] for answer in again] == [answer["headline"] for answer in said]
    assert [answer["root"] for answer in again] == [answer["id"] for answer in said]
    other = await serve()
    await other.get("/")
    assert await conversation(other) == []


async def test_somebody_without_a_cookie_has_no_conversation(client: Client) -> None:
    assert (await ask(client, "/whoami"))["id"] == ""  # the answer brought the cookie
    assert await conversation(client) == []


async def test_an_answer_in_the_place_of_another_is_what_a_reload_finds(known: Client) -> None:
    first = await ask(known, "/chart rut")
    answer = await known.post("/api/ask", json={"text": "/chart spx", "follows": first["id"]})
    second = await answer.json()
    (again,) = await conversation(known)
    assert (again["headline"], again["root"]) == (second["headline"], first["id"])


@pytest.mark.parametrize("follows", [7, "no id", "x" * 300])
async def test_a_place_that_is_none_is_a_new_one(known: Client, follows: object) -> None:
    answer = await known.post("/api/ask", json={"text": "/chart spx", "follows": follows})
    (again,) = await conversation(known)
    assert again["root"] == (await answer.json())["id"]


async def test_apologies_and_what_changed_something_are_not_kept(known: Client) -> None:
    for line in ("/nonsense", "/note"):
        assert (await ask(known, line))["id"] == ""
    assert await conversation(known) == []


async def test_the_evidence_is_that_of_the_answer_and_its_files_come_along(known: Client) -> None:
    said = await ask(known, "/chart rut")
    evidence = await (await known.get(f"/a/{said['id']}/evidence")).json()
    assert [fact["label"] for fact in evidence["facts"]] == ["It closed."]
    assert evidence["facts"][0]["value"] == "the last close; 2026-01-22"
    assert all(base64.b64decode(file["base64"]) for file in evidence["files"])


async def test_a_private_answer_its_evidence_and_its_picture_are_its_owners(
    known: Client, serve: Serve, keeper: AnswerKeeper
) -> None:
    said = await ask(known, "/chart rut")
    assert said["private"]
    await keeper.written()
    other = await serve()  # of another process: nothing is remembered there
    await other.get("/")
    assert (await other.get(f"/a/{said['id']}/evidence")).status == 404
    assert (await other.get(f"{said['picture']['url']}/dark.png")).status == 404


async def test_the_remembered_picture_of_a_private_answer_is_its_owners(known: Client) -> None:
    picture = (await ask(known, "/chart rut"))["picture"]["url"]
    assert (await known.get(f"{picture}/dark.png")).status == 200
    known.session.cookie_jar.clear()
    await known.get("/")
    assert (await known.get(f"{picture}/dark.png")).status == 404


async def test_a_picture_is_drawn_again_after_it_was_forgotten(
    known: Client, keeper: AnswerKeeper, monkeypatch: pytest.MonkeyPatch, pool: Pool
) -> None:
    said = await ask(known, "/chart rut")
    await keeper.written()
    stored = await keeper.find(str(said["id"]))
    assert stored is not None
    assert stored.picture is not None
    assert stored.picture.png == PIXEL


async def test_a_picture_that_cannot_be_drawn_is_503_with_the_reason(known: Client, pool: Pool) -> None:
    pool.failing = BUSY
    said = await ask(known, "/chart rut")
    for name in ("dark.png", "light-phone.png"):
        answer = await known.get(f"{said['picture']['url']}/{name}")
        assert (answer.status, await answer.text()) == (503, f"{BUSY}\n")
