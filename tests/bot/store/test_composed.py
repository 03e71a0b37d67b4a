from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from bot.engine.content import Content
from bot.store.composed import ComposedReplies, StoredPictures
from bot.store.reply_codec import written
from bot.store.schema import ContentRow
from charts.spec import Caption, Picture, RenderedChart
from commands.framework.reply import Fact, Reply
from market.clock import FixedClock
from market.provenance import Provenance

KEY, OTHER, DRAWING = "ff" * 32, "0a" * 32, "0b" * 32
CAPTION = Caption("A title", Provenance("A source", datetime(2026, 1, 22, 21, tzinfo=UTC)), "An alternative")
REPLY = Reply("News", facts=(Fact("Small caps", "up"),), chart=RenderedChart(CAPTION, DRAWING))
PICTURE = Picture(b"\x89PNG", "A chart.", 1200, 675)


@pytest.fixture
def contents(database: sa.Engine, clock: FixedClock) -> ComposedReplies:
    return ComposedReplies(database, clock)


@pytest.fixture
def pictures(database: sa.Engine, clock: FixedClock) -> StoredPictures:
    return StoredPictures(database, clock)


def test_a_content_comes_back_with_its_picture(contents: ComposedReplies, pictures: StoredPictures) -> None:
    pictures.keep(DRAWING, PICTURE)
    contents.keep(KEY, Content(Reply("Something else")))
    contents.keep(KEY, Content(REPLY, PICTURE))
    found = contents.find(KEY)
    assert found is not None
    assert written(found.reply) == written(REPLY)
    assert found.picture == PICTURE
    assert contents.find(OTHER) is None


def test_a_content_whose_picture_is_gone_is_composed_anew(contents: ComposedReplies) -> None:
    contents.keep(KEY, Content(REPLY, PICTURE))
    assert contents.find(KEY) is None


def test_what_another_release_wrote_is_composed_anew(
    contents: ComposedReplies, database: sa.Engine, clock: FixedClock
) -> None:
    with database.begin() as c:
        row = {"key": KEY, "reply": '{"Reply": {"title": "News"}}', "at": clock.now()}
        c.execute(sa.insert(ContentRow).values(row))
    assert contents.find(KEY) is None
