"""Limits of what one owner keeps, also when two requests add at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from commands.framework.ports import TooMany
from market.fetching.database import lock_transaction


@contextmanager
def at_most(
    connection: sa.Connection, most: int | None, count: sa.Select[int], *owner: str
) -> Iterator[None]:
    """Let the block insert rows of `owner`, one request at a time. Raises TooMany, which undoes the transaction, when
    `count` is then more than `most`; None for no limit. The block writes before it reads, which is what makes
    SQLite's transactions wait for each other."""
    if most is None:
        yield
        return
    name = hashlib.sha256("\0".join(owner).encode()).digest()
    lock_transaction(connection, int.from_bytes(name[:8], signed=True))
    yield
    if connection.execute(count).scalar_one() > most:
        raise TooMany
