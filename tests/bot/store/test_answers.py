"""Answers that were shown are kept whole for 30 days, and go when their owner says so."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.engine.request import Request
from bot.engine.shown_answers import ShownAnswer, shown_answer
from bot.settings import Settings
from bot.store.answers import LARGEST, StoredAnswers
from bot.store.schema import AnswerRow
from bot.store.store import Store
from bot.wiring.app import App, build_app
from charts.drawing.render import alt_text
from charts.spec import Picture, RenderedChart, digest
from charts.theme import Mode
from commands.framework.asker import Asker
from commands.framework.ports import Person
from commands.framework.reply import Attachment, Reply, Visibility
from market.clock import FixedClock
from tests.bot.pictures import PIXEL, line

NOW = datetime(2026, 1, 22, 7, 30, tzinfo=UTC)
ANN, BOB = Asker("slack", "T1", "C1", "U1"), Asker("slack", "T1", "C1", "U2")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> App:
    return build_app(Settings(source="sample", data_dir=tmp_path_factory.mktemp("data")))


@pytest.fixture
def answers(database: sa.Engine) -> StoredAnswers:
    return StoredAnswers(database, FixedClock(NOW))


def answered(app: App, question: str, asker: Asker = ANN) -> ShownAnswer:
    reply = app.engine.answer(Request(text=question, asker=asker))
    picture = Picture(PIXEL, alt_text(reply.chart.caption), 1, 1) if reply.chart else None
    return shown_answer(reply, picture, Mode.LIGHT, asker, Visibility.PRIVATE, "1769.1")


@pytest.mark.parametrize(
    "question", ["/compare rut ndx", "/digest now", "/evidence compare rut ndx", "/help"]
)
def test_an_answer_comes_back_as_it_was_shown(answers: StoredAnswers, app: App, question: str) -> None:
    answer = answered(app, question)
    answers.keep(answer)
    again = answers.find(answer.id)
    assert again is not None
    assert dataclasses.replace(again, reply=answer.reply, new=True) == answer
    for part in dataclasses.fields(Reply):
        if part.name != "chart":
            assert getattr(again.reply, part.name) == getattr(answer.reply, part.name)
    assert digest(again.reply.chart) == digest(answer.reply.chart)


def test_an_answer_larger_than_its_bound_is_not_kept(answers: StoredAnswers) -> None:
    files = (Attachment("a.csv", b"0" * LARGEST),)
    large = shown_answer(Reply("It rose.", attachments=files), None, Mode.DARK, ANN, Visibility.PRIVATE)
    with pytest.raises(ValueError, match="too large"):
        answers.keep(large)
    assert answers.find(large.id) is None


def test_no_two_answers_have_one_id_and_an_id_holds_128_bits(app: App) -> None:
    ids = {answered(app, "/help").id for _ in range(1000)}
    assert len(ids) == 1000
    assert {len(id) for id in ids} == {22}


def test_an_answer_is_gone_after_30_days(database: sa.Engine, app: App) -> None:
    answer = answered(app, "/help")
    StoredAnswers(database, FixedClock(NOW)).keep(answer)
    last_day = StoredAnswers(database, FixedClock(NOW + timedelta(days=30)))
    assert last_day.find(answer.id) is not None
    day_after = StoredAnswers(database, FixedClock(NOW + timedelta(days=30, minutes=1)))
    assert day_after.find(answer.id) is None


def test_old_answers_go_with_the_next_one_where_no_worker_runs(database: sa.Engine, app: App) -> None:
    StoredAnswers(database, FixedClock(NOW)).keep(answered(app, "/help"))
    StoredAnswers(database, FixedClock(NOW + timedelta(days=31))).keep(answered(app, "/about"))
    with database.connect() as c:
        assert c.scalar(sa.select(sa.func.count()).select_from(AnswerRow)) == 1


@pytest.mark.parametrize("change", [{"version": 2}, {"reply": "{}"}])
def test_what_another_release_wrote_is_not_shown(
    answers: StoredAnswers, database: sa.Engine, app: App, change: dict[str, Any]
) -> None:
    answer = answered(app, "/help")
    answers.keep(answer)
    with database.begin() as c:
        c.execute(sa.update(AnswerRow).values(change))
    assert answers.find(answer.id) is None


@pytest.mark.parametrize("chart", [b"of another release", None])
def test_words_and_picture_outlive_the_chart_that_they_were_drawn_from(
    answers: StoredAnswers, database: sa.Engine, app: App, chart: bytes | None
) -> None:
    answer = answered(app, "/compare rut ndx")
    answers.keep(answer)
    with database.begin() as c:
        c.execute(sa.update(AnswerRow).values(chart=chart))
    again = answers.find(answer.id)
    assert again is not None
    assert isinstance(again.reply.chart, RenderedChart)
    assert (again.reply.headline, again.picture) == (answer.reply.headline, answer.picture)


def test_the_chart_of_somebody_elses_command_is_kept_as_its_picture(answers: StoredAnswers) -> None:
    reply = Reply("It rose.", chart=line("rut"))
    answer = shown_answer(reply, Picture(PIXEL, "Line chart: rut", 1, 1), Mode.DARK, ANN, Visibility.PUBLIC)
    answers.keep(answer)
    again = answers.find(answer.id)
    assert again is not None
    assert again.picture == answer.picture


def test_a_person_gets_and_erases_their_answers_and_nobody_elses(
    database: sa.Engine, app: App, clock: FixedClock
) -> None:
    store = Store.over(database, clock)
    mine, theirs = answered(app, "/compare rut ndx", ANN), answered(app, "/help", BOB)
    for answer in (mine, theirs):
        store.answers.keep(answer)
    rows: Any = store.privacy.export(Person("slack", "T1", "U1"))["answers"]
    assert [row["id"] for row in rows] == [mine.id]
    assert mine.reply.headline in rows[0]["reply"]
    assert store.privacy.erase(Person("slack", "T1", "U1")) == 1
    assert store.answers.find(mine.id) is None
    assert store.answers.find(theirs.id) is not None
    store.privacy.erase_workspace("slack", "T1")
    assert store.answers.find(theirs.id) is None


def test_recent_answers_are_one_persons_oldest_first_and_without_pictures(
    answers: StoredAnswers, app: App
) -> None:
    first, second = answered(app, "/compare rut ndx"), answered(app, "/help")
    for kept in (first, answered(app, "/help", BOB), second):
        answers.keep(kept)
    recent = answers.recent(ANN, 9)
    assert {kept.id for kept in recent} == {first.id, second.id}
    assert [kept.picture for kept in recent] == [None, None]
    assert len(answers.recent(ANN, 1)) == 1
    assert digest(next(k.reply.chart for k in recent if k.id == first.id)) == digest(first.reply.chart)
    assert answers.recent(Asker("slack", "T2", "C1", "U1"), 9) == []
