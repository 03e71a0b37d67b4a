"""Small values stored by key: the events handled lately, and named texts."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa

from bot.store.schema import MarkRow, SeenRow
from market.clock import Clock
from market.fetching.database import insert_new


class SeenEvents:
    """Satisfies `bot.engine.dedupe.SeenKeys` over all processes, for a day."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    async def first_time(self, key: str) -> bool:
        """True for exactly one caller per key."""
        return await asyncio.to_thread(self._note, key[:160])

    def _note(self, key: str) -> bool:
        with self._engine.begin() as c:
            new = insert_new(c, SeenRow).values(key=key, at=self._clock.now()).returning(SeenRow.key)
            return c.execute(new).one_or_none() is not None


class NamedValues:
    """Texts by name, such as the night of a job that ran last."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def get(self, name: str) -> str | None:
        with self._engine.connect() as c:
            value: str | None = c.execute(sa.select(MarkRow.value).where(MarkRow.name == name)).scalar()
            return value

    def probe(self) -> None:
        """Write a value and remove it, each for good: a full disk is noticed at a commit."""
        self.set("doctor", "ok")
        self.remove("doctor")

    def remove(self, name: str) -> None:
        with self._engine.begin() as c:
            c.execute(sa.delete(MarkRow).where(MarkRow.name == name))

    def names(self, start: str, value: str) -> list[str]:
        """The names that begin with `start` and have this value."""
        wanted = MarkRow.name.startswith(start, autoescape=True), MarkRow.value == value
        with self._engine.connect() as c:
            return list(c.scalars(sa.select(MarkRow.name).where(*wanted).order_by(MarkRow.name)))

    def set(self, name: str, value: str, connection: sa.Connection | None = None) -> None:
        """Write it, inside `connection`'s transaction when there is one."""
        if connection is None:
            with self._engine.begin() as own:
                return self.set(name, value, own)
        now = self._clock.now()
        new = insert_new(connection, MarkRow).values(name=name, value=value, at=now).returning(MarkRow.name)
        if connection.execute(new).one_or_none() is None:
            connection.execute(sa.update(MarkRow).where(MarkRow.name == name).values(value=value, at=now))
        return None
