"""What a button below an answer gives, on any face."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.engine.answer_presses import NOT_YOURS, AnswerPress, PressKind, gone, pressed, share_again
from bot.engine.request import Request
from bot.engine.shown_answers import ShownAnswer, shown_answer
from bot.settings import Settings
from bot.wiring.app import App, build_app
from charts.spec import Picture, RenderedChart
from charts.theme import Mode
from commands.framework.asker import Asker
from commands.framework.ports import Holder
from commands.framework.reply import Reply, Visibility
from tests.bot.pictures import PIXEL

ANN, BOB = Asker("slack", "T1", "C1", "U1"), Asker("slack", "T1", "C1", "U2")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    made = build_app(Settings(source="sample", data_dir=tmp_path, asks_per_minute=1000))
    yield made
    made.keeping.close()


def shown(app: App, question: str, visibility: Visibility = Visibility.PRIVATE) -> ShownAnswer:
    reply = app.engine.answer(Request(text=question, asker=ANN))
    return shown_answer(reply, Picture(PIXEL, "alt", 1, 1), Mode.DARK, ANN, visibility)


async def press(
    app: App,
    answer: ShownAnswer | None,
    kind: PressKind,
    asker: Asker = ANN,
    command: str = "/compare rut ndx",
) -> ShownAnswer | Reply:
    async def find(id: str) -> ShownAnswer | None:
        return answer

    return await pressed(app.engine, find, AnswerPress(kind, "an id", Mode.LIGHT, command), asker)


async def test_other_colours_show_the_same_answer(app: App) -> None:
    answer = shown(app, "/compare rut ndx")
    again = await press(app, answer, PressKind.COLOURS)
    assert isinstance(again, ShownAnswer)
    assert (again.reply, again.mode, again.picture, again.id) == (answer.reply, Mode.LIGHT, None, answer.id)


async def test_sharing_publishes_the_same_answer_with_its_picture(app: App) -> None:
    answer = shown(app, "/compare rut ndx")
    shared = await press(app, answer, PressKind.SHARE)
    assert isinstance(shared, ShownAnswer)
    assert dataclasses.replace(shared.reply, visibility=answer.reply.visibility).facts == answer.reply.facts
    assert shared.visibility is shared.reply.visibility is Visibility.PUBLIC
    assert shared.id != answer.id
    assert (shared.mode, shared.picture) == (Mode.LIGHT, None)  # as it is seen where the button was pressed
    lighter = dataclasses.replace(answer, mode=Mode.LIGHT)
    again = await press(app, lighter, PressKind.SHARE)
    assert isinstance(again, ShownAnswer)
    assert again.picture == answer.picture


async def test_the_evidence_is_that_of_the_answer_with_its_series(app: App) -> None:
    evidence = await press(app, shown(app, "/compare rut ndx"), PressKind.EVIDENCE)
    asked = app.engine.answer(Request(text="/evidence compare rut ndx", asker=ANN))
    assert isinstance(evidence, Reply)
    assert (evidence.headline, evidence.facts) == (asked.headline, asked.facts)
    assert evidence.attachments == asked.attachments != ()


@pytest.mark.parametrize("kind", PressKind)
async def test_somebody_elses_press_on_a_private_answer_is_refused(app: App, kind: PressKind) -> None:
    refused = await press(app, shown(app, "/compare rut ndx"), kind, BOB)
    assert isinstance(refused, Reply)
    assert (refused.headline, refused.error, refused.visibility) == (NOT_YOURS, True, Visibility.PRIVATE)


async def test_a_public_answer_is_for_everybody(app: App) -> None:
    answer = shown(app, "/compare rut ndx", Visibility.PUBLIC)
    assert isinstance(await press(app, answer, PressKind.COLOURS, BOB), ShownAnswer)


async def test_what_is_personal_stays_that_of_the_asker_whoever_presses(app: App) -> None:
    """Asked again by another person, the command would show that person's list in the asker's message."""
    for who, ticker in ((ANN, "IWM"), (BOB, "QQQ")):
        app.keeping.store.watchlists.add(Holder(who.platform, who.workspace, who.person), [ticker])
    answer = shown(app, "/movers watchlist", Visibility.PUBLIC)
    assert not answer.reply.error
    again = await press(app, answer, PressKind.COLOURS, BOB)
    assert isinstance(again, ShownAnswer)
    assert again.reply is answer.reply


@pytest.mark.parametrize("kind", PressKind)
async def test_an_answer_that_is_gone_is_offered_anew(app: App, kind: PressKind) -> None:
    offer = await press(app, None, kind)
    assert isinstance(offer, Reply)
    assert offer.error
    assert "30 days" in offer.headline
    assert [(a.label, a.command) for a in offer.actions] == [("Ask again", "/compare rut ndx")]


@pytest.mark.parametrize(
    ("command", "overview"),
    [
        ("/digest subscribe 08:30 Europe/Berlin", "/digest list"),
        ("/alert rut record", "/alert list"),
        ("/watchlist add iwm", "/watchlist show"),
        ("/privacy erase yes", "/privacy"),
    ],
)
def test_a_change_is_never_offered_again(app: App, command: str, overview: str) -> None:
    reply = gone(app.engine, command)
    assert [action.command for action in reply.actions] == [overview]
    assert overview in reply.headline


def test_without_the_command_the_person_is_told_to_ask(app: App) -> None:
    assert gone(app.engine, "").actions == ()


async def test_colours_of_a_chart_that_this_release_cannot_read_are_offered_anew(app: App) -> None:
    answer = shown(app, "/compare rut ndx")
    assert answer.reply.chart is not None
    drawn = RenderedChart(answer.reply.chart.caption, "0a" * 32)
    older = dataclasses.replace(answer, reply=dataclasses.replace(answer.reply, chart=drawn))
    offer = await press(app, older, PressKind.COLOURS)
    assert isinstance(offer, Reply)
    assert offer.error
    shared = await press(app, older, PressKind.SHARE)
    assert isinstance(shared, ShownAnswer)
    assert (shared.mode, shared.picture) == (Mode.DARK, answer.picture)
    evidence = await press(app, older, PressKind.EVIDENCE)
    assert isinstance(evidence, Reply)
    assert (evidence.error, evidence.attachments) == (False, ())


async def test_presses_count_as_questions(tmp_path: Path) -> None:
    app = build_app(Settings(source="sample", data_dir=tmp_path, asks_per_minute=2))
    answer = shown(app, "/compare rut ndx")
    results = [await press(app, answer, PressKind.COLOURS) for _ in range(3)]
    assert [isinstance(result, ShownAnswer) for result in results] == [True, True, False]


def test_a_private_list_is_shared_by_no_button(app: App) -> None:
    for question in (
        "/privacy",
        "/alert list",
        "/digest list",
        "/watchlist show",
        "/evidence watchlist show",
    ):
        reply = app.engine.answer(Request(text=question, asker=ANN))
        assert not reply.error
        assert not reply.shareable
        assert share_again(reply).error


@pytest.mark.parametrize(
    "question",
    [
        "/digest subscribe 08:30",
        "/digest pause 1",
        "/alert rut record",
        "/alert remove 1",
        "/watchlist add iwm",
        "/privacy erase yes",
        "/evidence alert rut record",
    ],
)
def test_what_is_asked_again_changes_nothing(app: App, question: str) -> None:
    reply = app.engine.answer(Request(text=question, asker=ANN, reads_only=True))
    assert reply.error
    assert "changed something" in reply.headline
