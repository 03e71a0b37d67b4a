"""Pictures that several workers post: whoever comes first draws, the others wait for it."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from bot.store.database import insert_new, is_sqlite
from bot.store.schema import PictureRow
from charts.render import Picture
from market.clock import Clock

KEEP = timedelta(hours=1)  # longer than a morning's posts take; there is no word in it of whose it is
_WAIT = "15s"  # for another worker's drawing; then it is drawn twice, which is better than late


class Turn:
    """The right to draw one picture, until it is closed or this process is no more."""

    def __init__(self, connection: sa.Connection | None = None) -> None:
        self._connection = connection

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()  # ends the transaction, and with it the lock


class Pictures:
    """By the key of their content. Synchronous; for threads."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def turn(self, key: str) -> Turn:
        """Wait until no other worker draws this picture. On SQLite there is no other worker."""
        if is_sqlite(self._engine):
            return Turn()
        connection = self._engine.connect()
        try:
            connection.execute(sa.text(f"SET LOCAL lock_timeout = '{_WAIT}'"))
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_number(key))))
        except sa.exc.OperationalError:  # the other one takes too long
            connection.close()
            return Turn()
        except BaseException:
            connection.close()
            raise
        return Turn(connection)

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


def _number(key: str) -> int:
    """The key, hexadecimal, as PostgreSQL numbers its locks: 64 bits with a sign."""
    return int.from_bytes(bytes.fromhex(key[:16]), signed=True)
