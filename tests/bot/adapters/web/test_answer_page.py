"""An answer at its own address: for whom, and what of it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import numpy as np
import pytest

from bot.engine.shown_answers import AnswerKeeper, ShownAnswer, shown_answer
from charts.pictures.level import LevelChart
from charts.spec import Line
from charts.theme import Mode
from commands.framework.asker import Asker
from commands.framework.reply import Evidence, Fact, Reply, Visibility
from market.provenance import Provenance
from tests.bot.adapters.web.conftest import LINKS, TOKEN, Client, Serve, ask
from tests.bot.pictures import CLOSE, PIXEL, words

DAYS = np.array(["2026-01-21", "2026-01-22"], dtype="datetime64[D]")
BEARER = {"Authorization": f"Bearer {TOKEN}"}
HOSTILE = '</title><script>alert(1)</script>"'
PARTS = ("answer.json", "evidence", "dark.json", "dark.png", "light-phone.png")


def answer(source: str = "Sample", visibility: Visibility = Visibility.PUBLIC) -> ShownAnswer:
    reply = Reply(
        f"It rose {HOSTILE}.",
        facts=(Fact("Close", 1),),
        chart=LevelChart(words("It rose"), Line("Russell 2000", DAYS, np.array([2698.17, 2718.77]))),
        evidence=(Evidence("It rose.", "the last close", ("2026-01-22",), source),),
        provenance=Provenance(source, CLOSE),
        command="/compare rut ndx",
    )
    return shown_answer(reply, None, Mode.DARK, Asker("slack", "T1", "C1", "U1"), visibility)


@pytest.fixture
async def kept(keeper: AnswerKeeper) -> ShownAnswer:
    made = answer()
    keeper.keep(made)
    return made


async def test_it_shows_answer_evidence_picture_and_date_and_stays_as_it_is(
    client: Client, kept: ShownAnswer, keeper: AnswerKeeper
) -> None:
    page = await client.get(f"/a/{kept.id}")
    assert (page.status, page.content_type) == (200, "text/html")
    said = await (await client.get(f"/a/{kept.id}/answer.json")).json()
    assert (said["id"], said["command"]) == (kept.id, "/compare rut ndx")
    assert said["sources"] == "Source: Sample · as of 2026-01-22 16:00 ET"
    assert said["picture"]["url"] == f"/a/{kept.id}"
    evidence = await (await client.get(f"/a/{kept.id}/evidence")).json()
    assert [fact["label"] for fact in evidence["facts"]] == ["It rose."]
    for name in ("dark.png", "light-phone.png"):
        assert await (await client.get(f"/a/{kept.id}/{name}")).read() == PIXEL
    chart = await (await client.get(f"/a/{kept.id}/light.json")).json()
    assert chart["days"] == ["2026-01-21", "2026-01-22"]
    assert chart["panels"][0]["lines"][0]["values"] == [2698.17, 2718.77]
    assert (await client.get(f"/a/{kept.id}/neon.json")).status == 404
    await keeper.written()
    assert await (await client.get(f"/a/{kept.id}/answer.json")).json() == said


async def test_its_series_are_csv(client: Client, kept: ShownAnswer) -> None:
    answered = await client.get(f"/a/{kept.id}/series.csv")
    assert answered.content_type == "text/csv"
    assert await answered.text() == "session,Russell 2000\n2026-01-21,2698.17\n2026-01-22,2718.77\n"
    assert (await client.get(f"/a/{kept.id}/other.csv")).status == 404


async def test_its_words_are_no_mark_up(client: Client, kept: ShownAnswer) -> None:
    page = await (await client.get(f"/a/{kept.id}")).text()
    assert "<script>alert" not in page
    assert page.count("<script") == 1
    assert 'property="og:title" content="It rose &lt;/title&gt;' in page


async def test_programs_that_show_previews_get_a_signed_picture(client: Client, kept: ShownAnswer) -> None:
    page = await (await client.get(f"/a/{kept.id}")).text()
    address = re.search('property="og:image" content="([^"]+)"', page)
    assert address
    path = urlsplit(address[1]).path
    assert await (await client.get(path)).read() == PIXEL
    assert (await client.get(path.replace("preview/1", "preview/2"))).status == 403
    assert (await client.get(path.replace(kept.id, "x" * 22))).status == 403


@pytest.mark.parametrize("id", ["x" * 22, "short", "..", "%2e%2e"])
async def test_an_address_of_nothing_is_404(client: Client, id: str) -> None:
    assert (await client.get(f"/a/{id}/answer.json")).status == 404


async def test_behind_the_door_it_wants_the_token_and_the_form_leads_back(
    serve: Serve, kept: ShownAnswer
) -> None:
    client = await serve(token=TOKEN, is_public=False)
    page = await client.get(f"/a/{kept.id}")
    assert (page.status, 'type="password"' in await page.text()) == (401, True)
    for part in PARTS:
        assert (await client.get(f"/a/{kept.id}/{part}")).status == 401
        assert (await client.get(f"/a/{kept.id}/{part}", headers=BEARER)).status == 200
    form = await client.post(
        "/enter",
        data={"token": TOKEN},
        headers={"Referer": f"http://bot/a/{kept.id}"},
        allow_redirects=False,
    )
    assert form.headers["Location"] == f"/a/{kept.id}"


async def test_who_comes_by_a_link_gets_a_page_without_data_and_keeps_the_session(
    serve: Serve, kept: ShownAnswer
) -> None:
    client = await serve(token=TOKEN)
    page = await client.get(f"/a/{kept.id}", headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status == 200
    assert "It rose" not in await page.text()
    assert page.cookies == {}
    assert (await client.get("/static/answer_page.js")).status == 200
    assert (await client.get("/static/app.js")).status == 401
    data = await client.get(f"/a/{kept.id}/answer.json", headers={"Sec-Fetch-Site": "cross-site"})
    assert data.status == 401


async def test_where_answers_are_public_everybody_sees_one_that_is_not_private(
    serve: Serve, kept: ShownAnswer
) -> None:
    client = await serve(token=TOKEN, is_public=True)
    for part in ("", *(f"/{part}" for part in PARTS)):
        assert (await client.get(f"/a/{kept.id}{part}")).status == 200
    assert (await client.get("/")).status == 401


@pytest.mark.parametrize("hidden", [answer(visibility=Visibility.PRIVATE), answer("Yahoo Finance")])
async def test_a_private_answer_and_one_for_personal_use_are_never_public(
    serve: Serve, keeper: AnswerKeeper, hidden: ShownAnswer
) -> None:
    keeper.keep(hidden)
    client = await serve(token=TOKEN, is_public=True)
    for part in ("", *(f"/{part}" for part in PARTS)):
        assert (await client.get(f"/a/{hidden.id}{part}")).status == 404
    assert (await client.get(urlsplit(LINKS.preview(hidden.id)).path)).status == 404


async def test_what_is_for_personal_use_is_shown_behind_the_door(serve: Serve, keeper: AnswerKeeper) -> None:
    hidden = answer("Yahoo Finance")
    keeper.keep(hidden)
    client = await serve(token=TOKEN, is_public=True)
    assert (await client.get(f"/a/{hidden.id}/answer.json", headers=BEARER)).status == 200


async def test_a_private_answer_of_the_console_is_its_own_sessions(
    serve: Serve, keeper: AnswerKeeper
) -> None:
    ann, bob = await serve(key=b"k" * 32), await serve(key=b"k" * 32)
    await ann.get("/")
    said = await ask(ann, "/chart rut")
    await bob.get("/")
    assert said["private"]
    assert (await ann.get(f"/a/{said['id']}/answer.json")).status == 200
    assert (await bob.get(f"/a/{said['id']}/answer.json")).status == 404


async def test_by_another_name_an_open_console_shows_none(client: Client, kept: ShownAnswer) -> None:
    answered = await client.get(f"/a/{kept.id}", headers={"Host": "evil.example"})
    assert answered.status == 403
