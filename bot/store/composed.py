"""Replies and pictures composed by one worker and posted by all, for an hour."""

from __future__ import annotations

import sqlalchemy as sa

from bot.engine.content import Content
from bot.store.reply_codec import Unreadable, read, written
from bot.store.schema import ContentRow, PictureRow
from charts.spec import Picture, RenderedChart
from market.clock import Clock
from market.fetching.database import insert_new


class ComposedReplies:
    """Composed replies by the key of their content spec. Synchronous; for threads."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock
        self._pictures = StoredPictures(engine, clock)

    def find(self, key: str) -> Content | None:
        """None also when another release wrote the reply, or its picture is gone."""
        with self._engine.connect() as c:
            text = c.scalar(sa.select(ContentRow.reply).where(ContentRow.key == key))
        if text is None:
            return None
        try:
            reply = read(text)
        except Unreadable:
            return None
        if not isinstance(reply.chart, RenderedChart):
            return Content(reply)
        picture = self._pictures.find(reply.chart.key)
        return None if picture is None else Content(reply, picture)

    def keep(self, key: str, content: Content) -> None:
        """Store `content`, whose picture is stored already, in place of an older one. Raises TypeError
        for a reply that cannot be written."""
        values = {"key": key, "reply": written(content.reply), "at": self._clock.now()}
        with self._engine.begin() as c:
            c.execute(sa.delete(ContentRow).where(ContentRow.key == key))
            c.execute(insert_new(c, ContentRow).values(values))


class StoredPictures:
    """Pictures by the key of their chart. Synchronous; for threads."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def find(self, key: str) -> Picture | None:
        with self._engine.connect() as c:
            row = c.execute(sa.select(PictureRow).where(PictureRow.key == key)).one_or_none()
            return None if row is None else Picture(row.png, row.alt, row.width, row.height)

    def keep(self, key: str, picture: Picture) -> None:
        values = {"png": picture.png, "alt": picture.alt, "width": picture.width, "height": picture.height}
        with self._engine.begin() as c:
            c.execute(insert_new(c, PictureRow).values(values | {"key": key, "at": self._clock.now()}))
