from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.engine.request import Request
from bot.settings import Settings
from bot.store.reply_codec import Unreadable, read, written
from bot.wiring.app import App, build_app
from charts.spec import Caption, RenderedChart
from commands.framework.reply import Attachment, Column, Fact, Reply, Table
from market.formatting import Unit
from market.provenance import Provenance

MOMENT = datetime(2026, 1, 22, 21, tzinfo=UTC)
ORIGIN = Provenance("A source", MOMENT, sample=True, notes=("A note.",))
DRAWN = RenderedChart(Caption("A title", Provenance("A source", MOMENT), "An alternative"), "0a" * 32)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> App:
    return build_app(Settings(source="sample", data_dir=tmp_path_factory.mktemp("data")))


@pytest.mark.parametrize(
    "question", ["/digest now", "/smallcaps", "/evidence compare rut ndx", "/breadth", "/macro", "/help"]
)
def test_what_commands_answer_comes_back_the_same(app: App, question: str) -> None:
    reply = app.engine.answer(Request(text=question))
    assert not reply.error
    drawn = replace(reply, chart=DRAWN if reply.chart else None)
    again = read(written(drawn))
    assert written(again) == written(drawn)
    assert (again.facts, again.table, again.actions, again.evidence, again.as_of, again.chart) == (
        drawn.facts,
        drawn.table,
        drawn.actions,
        drawn.evidence,
        drawn.as_of,
        drawn.chart,
    )


def test_kinds_of_values_are_told_apart() -> None:
    row = ("2026-01-22", 1, 1.0, None, MOMENT)
    table = Table(tuple(Column(str(n)) for n in range(5)), (row,))
    file = Attachment("a.csv", b"\x00\xff")
    reply = Reply(
        "<b>“quoted”</b>", (Fact("A", 0.1, Unit.CHANGE),), table, attachments=(file,), provenance=ORIGIN
    )
    again = read(written(reply))
    assert again.table is not None
    assert [type(value) for value in again.table.rows[0]] == [str, int, float, type(None), datetime]
    assert (again.table, again.facts, again.attachments) == (table, reply.facts, (file,))
    assert (again.headline, again.sample) == (reply.headline, True)
    assert again.provenance == ORIGIN


def test_a_chart_that_is_still_to_be_drawn_cannot_be_written(app: App) -> None:
    with pytest.raises(TypeError, match="cannot be written"):
        written(app.engine.answer(Request(text="/smallcaps")))


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "no JSON", '{"Reply": {}}', '{"os": {}}', '{"Fact": {"label": "a", "value": 1}}']
)
def test_text_that_is_no_reply_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)
