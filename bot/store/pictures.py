"""Pictures that several workers post."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from bot.store.database import insert_new
from bot.store.schema import PictureRow
from charts.drawing.render import Picture
from market.clock import Clock

KEEP = timedelta(hours=1)  # longer than a morning's posts take; there is no word in it of whose it is


class Pictures:
    """By the key of their content. Synchronous; for threads."""

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

    def forget(self) -> int:
        """Drop what is older than an hour; how many went."""
        with self._engine.begin() as c:
            old = PictureRow.at < self._clock.now() - KEEP
            return c.execute(sa.delete(PictureRow).where(old)).rowcount
