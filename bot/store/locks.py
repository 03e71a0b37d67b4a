"""Whose turn it is to make something that several workers want: one makes it, the others wait."""

from __future__ import annotations

import contextlib

import sqlalchemy as sa

from bot.store.database import is_sqlite


class AdvisoryLock:
    """The right to make one thing, until it is closed or this process is no more. Where it is not
    `mine`, somebody else has it for longer than could be waited for, or nobody could tell."""

    def __init__(self, mine: bool, connection: sa.Connection | None = None) -> None:
        self.mine, self._connection = mine, connection

    def close(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sa.exc.DBAPIError):  # the server has ended it already
                self._connection.close()  # ends the transaction, and with it the lock


class AdvisoryLocks:
    """By key, hexadecimal. Each waits `patience` seconds for another worker at most. Synchronous; for
    threads."""

    def __init__(self, engine: sa.Engine, patience: float = 15.0) -> None:
        self._engine, self._patience = engine, patience

    def turn(self, key: str) -> AdvisoryLock:
        """Wait until no other worker makes this. On SQLite there is no other worker."""
        if is_sqlite(self._engine):
            return AdvisoryLock(mine=True)
        connection: sa.Connection | None = None
        try:
            connection = self._engine.connect()
            connection.execute(sa.text(f"SET LOCAL lock_timeout = '{round(self._patience * 1000)}ms'"))
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_number(key))))
            return AdvisoryLock(True, connection)
        except sa.exc.SQLAlchemyError:  # the other one takes too long, or the database is away
            AdvisoryLock(False, connection).close()
            return AdvisoryLock(mine=False)
        except BaseException:
            AdvisoryLock(False, connection).close()
            raise


def _number(key: str) -> int:
    """The key as PostgreSQL numbers its locks: 64 bits with a sign."""
    return int.from_bytes(bytes.fromhex(key[:16]), signed=True)
