"""What goes out, composed once for all workers."""

from __future__ import annotations

import sqlalchemy as sa

from bot.adapters.poster import Content
from bot.store.database import insert_new
from bot.store.pictures import KEEP, Pictures
from bot.store.reply_codec import Unreadable, read, written
from bot.store.schema import ContentRow
from charts.spec import Drawn
from market.clock import Clock


class Contents:
    """By the key of what was asked for. Synchronous; for threads."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock
        self._pictures = Pictures(engine, clock)

    def find(self, key: str) -> Content | None:
        """None also when another release wrote it, or when its picture is gone."""
        with self._engine.connect() as c:
            text = c.scalar(sa.select(ContentRow.reply).where(ContentRow.key == key))
        if text is None:
            return None
        try:
            reply = read(text)
        except Unreadable:
            return None
        if not isinstance(reply.chart, Drawn):
            return Content(reply)
        picture = self._pictures.find(reply.chart.key)
        return None if picture is None else Content(reply, picture)

    def keep(self, key: str, content: Content) -> None:
        """`content`, whose picture is kept already, in place of what is there. Raises TypeError for a reply
        that cannot be written."""
        values = {"key": key, "reply": written(content.reply), "at": self._clock.now()}
        with self._engine.begin() as c:
            c.execute(sa.delete(ContentRow).where(ContentRow.key == key))
            c.execute(insert_new(c, ContentRow).values(values))

    def forget(self) -> int:
        """Drop what is older than an hour; how many went."""
        with self._engine.begin() as c:
            old = ContentRow.at < self._clock.now() - KEEP
            return c.execute(sa.delete(ContentRow).where(old)).rowcount
