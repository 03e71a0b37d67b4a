"""Whose turn it is to make something that several workers want: one makes it, the others wait."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.database import is_sqlite

_WAIT = "15s"  # for another worker; then it is made twice, which is better than late


class Turn:
    """The right to make one thing, until it is closed or this process is no more."""

    def __init__(self, connection: sa.Connection | None = None) -> None:
        self._connection = connection

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()  # ends the transaction, and with it the lock


class Turns:
    """By key, hexadecimal. Synchronous; for threads."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def turn(self, key: str) -> Turn:
        """Wait until no other worker makes this. On SQLite there is no other worker."""
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


def _number(key: str) -> int:
    """The key as PostgreSQL numbers its locks: 64 bits with a sign."""
    return int.from_bytes(bytes.fromhex(key[:16]), signed=True)
